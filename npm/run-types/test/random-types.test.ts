/** The promises of `functions.test.ts` for types that nobody thought of. `RUN_TYPES_SEED` repeats a run. */
import {BinaryReader, BinaryWriter} from '@mionkit/core';
import {expect, test} from 'vitest';
import {canonicalize} from '../src/canonicalize.ts';
import {RunType, seededRandom} from '../src/index.ts';
import {mockValue} from '../src/mock.ts';
import type {Random} from '../src/random.ts';
import {type LeafKind, type ObjectNode, reaches, type TypeNode} from '../src/type-node.ts';

const TYPES = 2000;
const seed = Number(process.env['RUN_TYPES_SEED'] ?? 1);

const LEAVES: LeafKind[] = ['undefined', 'null', 'string', 'boolean', 'bigint', 'date', 'regexp'];

function randomType(random: Random, depth: number, open: TypeNode[]): TypeNode {
  const int = (below: number): number => Math.floor(random() * below);
  const inner = (): TypeNode => randomType(random, depth - 1, open);
  const kind = depth <= 0 ? int(4) : int(12);
  switch (kind) {
    case 0:
      return {kind: 'number'};
    case 1:
      return {kind: 'literal', value: [1, 'a', 'b', true, 5n][int(5)]!};
    case 2:
      return {kind: 'enum', values: [0, 'x', 2]};
    case 4:
      return {kind: 'array', item: inner()};
    case 5: {
      const items = Array.from({length: int(3)}, () => ({type: inner(), optional: false}));
      // resolving makes undefined a member where null is one
      const orMissing = (type: TypeNode): TypeNode =>
        flat(type).some(member => member.kind === 'null')
          ? {kind: 'union', members: [...flat(type), {kind: 'undefined'}]}
          : type;
      const optional = Array.from({length: int(2)}, () => ({type: orMissing(inner()), optional: true}));
      return {kind: 'tuple', items: [...items, ...optional], rest: int(3) ? undefined : inner(), tail: []};
    }
    case 6:
      return {kind: 'map', key: {kind: 'string'}, value: inner()};
    case 7:
      return {kind: 'set', item: int(2) ? {kind: 'bigint'} : {kind: 'string'}};
    case 8:
      return {kind: 'union', members: Array.from({length: 2 + int(3)}, inner).flatMap(flat)};
    case 9:
    case 10:
    case 11: {
      const node: ObjectNode = {kind: 'object', properties: [], index: [], hasPrivate: false};
      for (const name of ['a', 'b', 'c-d', 'e'].slice(0, int(5))) {
        const recursive = open.length > 0 && int(8) === 0;
        const type = recursive ? open[int(open.length)]! : randomType(random, depth - 1, [...open, node]);
        node.properties.push({name, type, optional: recursive || int(2) === 0});
      }
      if (int(5) === 0) node.index.push({key: 'string', type: inner()});
      return node;
    }
    default:
      return {kind: LEAVES[int(LEAVES.length)]!};
  }
}

const flat = (node: TypeNode): TypeNode[] => (node.kind === 'union' ? node.members.flatMap(flat) : [node]);

/** A copy of the value with one part replaced by a function, which is of no type, and the path to that part. */
function mutate(value: unknown, random: Random): {value: unknown; path: unknown[]} {
  const wrong = () => 'of no type';
  const keys =
    typeof value === 'object' && value !== null && !(value instanceof Date) ? Object.keys(value) : [];
  if (!keys.length || random() < 0.3) return {value: wrong, path: []};
  const key = keys[Math.floor(random() * keys.length)]!;
  const inner = mutate((value as Record<string, unknown>)[key], random);
  const copy = Array.isArray(value) ? value.slice() : {...(value as object)};
  (copy as Record<string, unknown>)[key] = inner.value;
  return {value: copy, path: [Array.isArray(value) ? Number(key) : key, ...inner.path]};
}

/** What is wrong for one member of such a union may be right for another. */
const hasSeveralObjects = (node: TypeNode): boolean =>
  node.kind === 'union' &&
  node.members.filter(member => reaches(member, inner => inner.kind === 'object')).length > 1;

/** The functions of unknown keys agree with each other, and find those that were added. */
function checkUnknownKeys(run: RunType, value: unknown): void {
  expect(run.getFn('hasUnknownKeys')(value)).toBe(false);
  expect(run.getFn('unknownKeyErrors')(value)).toEqual([]);
  const added = addKeys(run.node, value);
  expect(run.getFn('hasUnknownKeys')(value)).toBe(added > 0);
  expect(run.getFn('unknownKeyErrors')(value)).toHaveLength(added);
  run.getFn('unknownKeysToUndefined')(value);
  expect(JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? 'n' : v)) ?? '').not.toContain(
    'unknown key',
  );
  run.getFn('stripUnknownKeys')(value);
  expect(run.getFn('hasUnknownKeys')(value)).toBe(false);
}

/** Adds a key to each object outside of unions whose type has no index signature; gives how many. */
function addKeys(node: TypeNode, value: unknown): number {
  if (node.kind === 'array')
    return (value as unknown[]).reduce<number>((n, e) => n + addKeys(node.item, e), 0);
  if (node.kind !== 'object') return 0;
  const record = value as Record<string, unknown>;
  let count = 0;
  for (const {name, type} of node.properties)
    if (record[name] !== undefined) count += addKeys(type, record[name]);
  if (node.index.length) return count;
  record['unknown key'] = 1;
  return count + 1;
}

function check(run: RunType, random: Random): void {
  const is = run.getFn('isType') as (v: unknown) => boolean;
  const te = run.getFn('typeErrors');
  const sj = run.getFn('stringifyJson');
  for (let i = 0; i < 5; i++) {
    const value = mockValue(run.node, random);
    expect(te(value)).toEqual([]);
    expect(is(value)).toBe(true);
    const text = sj(value);
    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(run.getFn('prepareForJson')(value)) ?? 'null'),
    );
    expect(run.getFn('restoreFromJson')(JSON.parse(text))).toEqual(value);
    const writer = new BinaryWriter();
    run.getFn('toBinary')(value, writer);
    const reader = new BinaryReader(writer.finish());
    expect(run.getFn('fromBinary')(reader)).toEqual(value);
    expect(reader.remaining).toBe(0);

    if (reaches(run.node, hasSeveralObjects)) continue;
    checkUnknownKeys(run, value);
    const {value: wrong, path} = mutate(value, random);
    const errors = te(wrong);
    expect(is(wrong)).toBe(false);
    // of a union whose members cannot be told apart, the union itself is reported
    expect(errors.some(error => error.path.every((segment, at) => segment === path[at]))).toBe(true);
  }
}

test(`${TYPES} random types (seed ${seed})`, {timeout: 120_000}, () => {
  for (let i = 0; i < TYPES; i++) {
    const random = seededRandom(seed * 1_000_003 + i);
    const run = new RunType(canonicalize(randomType(random, 3, [])));
    try {
      check(run, random);
    } catch (error) {
      throw new Error(`type ${i} of seed ${seed}: ${describeNode(run.node)}`, {cause: error});
    }
  }
});

function describeNode(root: TypeNode): string {
  const seen: unknown[] = [];
  const text = JSON.stringify(root, (key, value: unknown) => {
    if (key === 'graph' || key === 'hasPrivate') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    if (seen.includes(value)) return `#${seen.indexOf(value)}`;
    seen.push(value);
    return value;
  });
  return text;
}
