// What cannot be reflected as it is written is told, where this module's author can do something about it: in the module
// itself.

import {beforeAll, describe, expect, test} from 'vitest';
import type {Reflected} from './bridge.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

const pkg = (types: string) => ({
  'node_modules/pkg/package.json': JSON.stringify({name: 'pkg', types: 'index.d.ts'}),
  'node_modules/pkg/index.d.ts': types,
});

/** A type of a package that refers to another one that is not installed. */
const lacking = `import type {Gone} from 'gone';
export interface Item { id: string; gone: Gone }
export interface Box<T> { items: T[]; gone: Gone }
export interface Whole { id: string }
export interface Outer { inner: Item }`;

/** A type of a package that leads back to itself with ever larger arguments. */
const endless = 'export interface List<T> { kind: T; array(): List<T[]> }';

const cases: [item: Case, code: string | undefined, place: [line: number, column: number], says: RegExp][] = [
  [
    {
      name: 'a name that no file declares',
      main: 'export function f(a: string, b: Gone): void {}',
    },
    'MION_REFLECT_UNRESOLVED',
    [1, 32],
    /^the type `Gone` cannot be resolved/,
  ],
  [
    {
      name: 'a value that only the run tells',
      main: `import {config} from './config.js';\nexport function f(a: typeof config): void {}`,
      files: {'config.ts': `export const config = JSON.parse('{"a": 1}');`},
    },
    'MION_REFLECT_UNRESOLVED',
    [2, 21],
    /^the type of `config` cannot be told from its initial value/,
  ],
  [
    {
      name: "a type that is the name of such a value's",
      main: `export type Api = typeof api;\nexport const api = {config: JSON.parse('{"a": 1}')};`,
    },
    undefined,
    [0, 0],
    /^/,
  ],
  [
    {
      name: 'what a function returns whose body does not tell',
      main: `declare const all: unknown;\nfunction get() { return (all as any).get(); }\nexport function f(a: ReturnType<typeof get>): void {}`,
    },
    'MION_REFLECT_UNRESOLVED',
    [3, 32],
    /^what `get` returns cannot be told without its return type/,
  ],
  [
    {
      name: 'a name that a package lacks',
      main: `import type {Item} from 'pkg';\nexport function f(a: Item): void {}`,
      files: pkg(lacking),
    },
    'MION_REFLECT_UNRESOLVED',
    [2, 21],
    /^the type `Gone` cannot be resolved, which this type of 'pkg' refers to/,
  ],
  [
    {
      name: 'a name that a package lacks in a generic type',
      main: `import type {Box} from 'pkg';\nexport function f(a: Box<{[K in 'a' as Capitalize<K>]: 1}>): void {}`,
      files: pkg(lacking),
    },
    'MION_REFLECT_UNRESOLVED',
    [2, 21],
    /^the type `Gone` cannot be resolved, which this type of 'pkg' refers to/,
  ],
  [
    {
      name: 'a name that a package lacks, two types away',
      main: `import type {Outer} from 'pkg';\nexport function f(a: Outer): void {}`,
      files: pkg(lacking),
    },
    'MION_REFLECT_UNRESOLVED',
    [2, 21],
    /^the type `Gone` cannot be resolved, which this type of 'pkg' refers to/,
  ],
  [
    {
      name: 'another type of such a package',
      main: `import type {Whole} from 'pkg';\nexport function f(a: Whole): void {}`,
      files: pkg(lacking),
    },
    undefined,
    [0, 0],
    /^$/,
  ],
  [
    {
      name: 'an endless type of a package',
      main: `import type {List} from 'pkg';\nexport function f(a: List<string>): void {}`,
      files: pkg(endless),
    },
    'MION_REFLECT_ENDLESS',
    [2, 21],
    /^`List` leads back to itself/,
  ],
  [
    {
      name: 'a name of a member that its class alone can compute',
      main: 'export const f = (...names: string[]) => { class A { id = 1; [arguments[0]] = 2 } return A; };',
    },
    'MION_REFLECT_UNRESOLVED',
    [1, 62],
    /^the name of this member depends on the function around its class/,
  ],
];

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  outcomes = await runCases(
    'warnings',
    cases.map(([item]) => item),
    false,
  );
});

describe('once, with the place:', () => {
  test.each(cases.map(([item, ...rest]) => [item.name, ...rest] as const))(
    '%s',
    (name, code, place, says) => {
      const {warnings}: Reflected = outcomes.get(name)!.reflected[0]!;
      if (!code) return expect(warnings).toEqual([]);
      expect(warnings.map(warning => [warning.code, warning.line, warning.column])).toEqual([
        [code, ...place],
      ]);
      expect(warnings[0]!.message).toMatch(says);
      expect(warnings[0]!.hint).toBeTruthy();
    },
  );
});
