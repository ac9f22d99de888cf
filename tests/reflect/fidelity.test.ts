// What a type is: TypeScript's checker and the machine over our metadata must agree, in one canonical form.

import {beforeAll, describe, expect, test} from 'vitest';
import {groups} from './cases/index.ts';
import {fixtures} from './fidelity/cases.ts';
import {type Comparison, compare} from './fidelity/compare.ts';
import {differences} from './fidelity/differences.ts';
import type {Case} from './programs.ts';

/** The share of types that must be equal. */
const REQUIRED = 0.98;

const known: Case[] = Object.entries(groups).flatMap(([group, list]) =>
  list.map(item => ({...item, name: `${group}, ${item.name}`})),
);

let fixed: Comparison;
let others: Comparison;

beforeAll(async () => {
  fixed = await compare('fidelity', fixtures);
  others = await compare('fidelity-known', known);
});

test('the fixtures are TypeScript', () => {
  expect(fixed.complaints).toEqual([]);
});

describe('each type is what TypeScript makes of it', () => {
  test.each([
    ['the fixtures', () => fixed],
    ['the differential cases', () => others],
  ] as const)('%s', (_name, comparison) => {
    const unlisted = comparison()
      .types.filter(({name, meant, ours}) => meant !== ours && !(name in differences))
      .map(({name, meant, ours}) => `${name}\n  meant ${meant}\n  ours  ${ours}`);
    expect(unlisted.join('\n')).toBe('');
  });

  test('what is listed as a difference is one', () => {
    const all = [...fixed.types, ...others.types];
    const differing = all.filter(({meant, ours}) => meant !== ours).map(({name}) => name);
    expect(Object.keys(differences).filter(name => !differing.includes(name))).toEqual([]);
  });
});

test('nearly all are equal, and more of them than with the peer', () => {
  const all = [...fixed.types, ...others.types];
  const share = (side: 'ours' | 'peer') => all.filter(type => type[side] === type.meant).length / all.length;
  console.log(
    `fidelity: ${all.length} types; equal to TypeScript's: ours ${percent(share('ours'))}, the peer's ${percent(share('peer'))}`,
  );
  expect(fixed.types.length).toBeGreaterThanOrEqual(300);
  expect(share('ours')).toBeGreaterThanOrEqual(REQUIRED);
  expect(share('ours')).toBeGreaterThan(share('peer'));
});

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
