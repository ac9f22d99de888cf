// Types whose recursion makes their own arguments larger: nobody can resolve them to their end.

import {beforeAll, describe, expect, test} from 'vitest';
import {show} from './graph.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

/** A type that only an evaluator gets right: the machine knows no `Capitalize`. */
const named = 'type Named<T> = {[K in keyof T as Capitalize<string & K>]: T[K]};\n';
const after = '\nexport function after(a: Named<{id: string}>): void {}';

/** With the type in each that leads back to itself. */
const endless: [name: string, declarations: string, grows?: string][] = [
  ['an array of itself', 'interface List<T> { kind: Named<{id: T}>; array(): List<T[]> }'],
  [
    'through another type',
    'interface List<T> { kind: Named<{id: T}>; maybe(): Maybe<T> } interface Maybe<T> { all(): List<Promise<T>> }',
    'Maybe',
  ],
  [
    'by what it inherits',
    `interface Base<T> { optional(): Optional<this> } interface List<T> extends Base<T> { kind: Named<{id: T}> }
     interface Optional<T> extends Base<{inner: T}> { unwrap(): T }`,
    'Base',
  ],
  ['without anything to resolve', 'interface List<T> { kind: {Id: T}; array(): List<T[]> }'],
  ['a class', 'class List<T> { kind!: {Id: T}; array(): List<T[]> { return new List<T[]>() } }'],
  [
    'through names of a mapped type',
    `type Same<T> = T; type Flat<T> = Same<{[K in keyof T]: T[K]}>;
     interface List<T> { kind: Named<{id: T}>; pick<K extends keyof T>(key: K): List<Flat<Pick<T, K>>> }`,
  ],
];

const cases: Case[] = endless.map(([name, declarations]) => ({
  name,
  main: `${named}${declarations}\nexport function first(a: List<{x: number}>): void {}${after}`,
}));

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  outcomes = await runCases('endless', cases, false);
});

describe('a type without end', () => {
  test.each(endless)('%s', (name, _, grows = 'List') => {
    const {ours, reflected} = outcomes.get(name)!;
    if (ours.error) throw ours.error;
    // It is resolved no further than it is named, and the types after it as ever.
    const code = reflected[0]!.code;
    expect([...code.matchAll(/function __ΩList/g)].length).toBeLessThanOrEqual(3);
    expect(show(ours.types.get('after')!)).toBe('(a: {Id: string}) => void');
    expect(show(ours.types.get('first')!)).toContain('kind: {Id: {x: number}}');
    const warnings = reflected[0]!.warnings;
    expect(warnings.map(warning => warning.code)).toContain('MION_REFLECT_ENDLESS');
    expect(warnings.map(warning => warning.message).join()).toContain(`\`${grows}\` leads back to itself`);
  });
});

test('a type that takes too much says so, once, and stays as it is written', async () => {
  const main = `type Wide<T> = {[K in keyof T]: Wide<{a: T[K]; b: keyof T}>} & {x: Capitalize<keyof T & string>};
export function first(a: Wide<{q: 1}>): void {}
${named}${after}`;
  const {reflected} = (await runCases('too-large', [{name: 'too large', main}], false)).get('too large')!;
  const [warning, ...others] = reflected[0]!.warnings;
  expect(warning).toMatchObject({code: 'MION_REFLECT_TOO_LARGE', line: 2});
  expect(others).toEqual([]);
});
