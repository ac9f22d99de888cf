/** Decoders get their input from strangers. */
import {resolveReceiveType, type Type} from '@deepkit/type';
import {BinaryError, BinaryReader, BinaryWriter, jitUtils} from '@mionkit/core';
import {afterEach, describe, expect, test} from 'vitest';
import {canonicalize} from '../src/canonicalize.ts';
import {RunType, runTypeOf, seededRandom} from '../src/index.ts';
import {mockValue} from '../src/mock.ts';
import type {ObjectNode, TypeNode, UnionNode} from '../src/type-node.ts';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importOwnFixture} from './peer.ts';

const {types, Point} = await importOwnFixture<typeof TypeCases>('type-cases');
const runOf = (name: string): RunType => runTypeOf(resolveReceiveType(types[name] as Type));
const read = (run: RunType, bytes: Uint8Array) => run.getFn('fromBinary')(new BinaryReader(bytes));

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe.each(Object.keys(types))('%s', name => {
  const run = runOf(name);

  test('bytes that were cut or changed give a value of the type, or a typed error', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 150; i++) {
      const writer = new BinaryWriter();
      run.getFn('toBinary')(mockValue(run.node, random), writer);
      const bytes = writer.finish().slice();
      const changed = random() < 0.5 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
      if (changed === bytes)
        for (let n = 0; n < 3; n++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      tryRead(run, changed);
      tryRead(
        run,
        Uint8Array.from({length: random() * 40}, () => random() * 256),
      );
    }
  });

  test('any JSON is restored without throwing, and validated', () => {
    const random = seededRandom(8);
    for (let i = 0; i < 150; i++) {
      const value = run.getFn('restoreFromJson')(anyJson(random, 4));
      expect(run.getFn('typeErrors')(value).length === 0).toBe(run.getFn('isType')(value));
    }
  });
});

/** What was read has the type's shape: it can be validated and, if valid, written again. */
function tryRead(run: RunType, bytes: Uint8Array): void {
  try {
    const value = read(run, bytes);
    if (run.getFn('isType')(value)) run.getFn('stringifyJson')(value);
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error;
  }
}

function anyJson(random: () => number, depth: number): unknown {
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)]!;
  if (depth === 0 || random() < 0.3) {
    return pick<unknown>([
      null,
      0,
      1,
      true,
      '',
      '1n',
      '2024-01-01',
      '/a/g',
      '/(/',
      'Symbol:a',
      'circle',
      'AAAA',
      'user:a',
    ]);
  }
  if (random() < 0.5) return Array.from({length: random() * 4}, () => anyJson(random, depth - 1));
  const keys = [
    'a',
    'b',
    'kind',
    'at',
    'value',
    'children',
    '__proto__',
    'constructor',
    'id',
    'items',
    'toString',
  ];
  const entries = Array.from(
    {length: random() * 6},
    () => `${JSON.stringify(pick(keys))}:${JSON.stringify(anyJson(random, depth - 1))}`,
  );
  return JSON.parse(`{${entries}}`);
}

test('an announced length is believed only if the bytes are there', () => {
  const writer = new BinaryWriter();
  writer.varint(2 ** 40);
  for (const name of ['array', 'nulls', 'set', 'map', 'record', 'tupleRest', 'bytes', 'string', 'bigint']) {
    expect(() => read(runOf(name), writer.finish())).toThrow(BinaryError);
  }
});

test('nesting beyond the limit is refused, not followed', () => {
  const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  const json = runOf('json');
  expect(json.getFn('isType')(deep(400))).toBe(true);
  expect(json.getFn('isType')(deep(20_000))).toBe(false);
  expect(json.getFn('typeErrors')(deep(20_000))).toMatchObject([{expected: 'lessDepth'}]);
  const nested = runOf('nestedUnion');
  expect(() => nested.getFn('restoreFromJson')(deep(20_000))).not.toThrow();
  // arrays of one element each: index of the member, count
  const bytes = new Uint8Array(40_000).map((_, i) => (i % 2 ? 1 : 1));
  expect(() => read(nested, bytes)).toThrow(BinaryError);
});

test('keys of a record that name prototypes stay plain data, and __proto__ is refused', () => {
  const record = runOf('recordDates');
  const body = JSON.parse('{"constructor":"2024-01-01","prototype":"2024-01-01"}');
  const restored = record.getFn('restoreFromJson')(body) as Record<string, unknown>;
  expect(record.getFn('isType')(restored)).toBe(true);
  expect(Object.getPrototypeOf(restored)).toBe(Object.prototype);
  expect(restored['constructor']).toEqual(new Date('2024-01-01'));

  const hostile = record.getFn('restoreFromJson')(JSON.parse('{"__proto__":{"polluted":"2024-01-01"}}'));
  expect(record.getFn('isType')(hostile)).toBe(false);
  expect(record.getFn('typeErrors')(hostile)).toEqual([{path: ['__proto__'], expected: 'never'}]);

  const writer = new BinaryWriter();
  writer.varint(1);
  writer.string('__proto__');
  writer.f64(0);
  expect(() => read(record, writer.finish())).toThrow(BinaryError);
});

test('a class is made only of data that is valid for it', () => {
  const run = runOf('class');
  jitUtils.setSerializableClass(Point as never);
  const restore = run.getFn('restoreFromJson');
  const data = JSON.parse('{"x":1,"y":2,"z":3,"__proto__":{"polluted":1}}');
  const point = restore(data);
  expect(point).toBeInstanceOf(Point);
  expect(Object.getPrototypeOf(point)).toBe(Point.prototype);
  expect(restore({x: 'no'})).not.toBeInstanceOf(Point);

  const made: unknown[] = [];
  jitUtils.setDeserializeFn(Point as never, value => {
    made.push(value);
    return Object.assign(new Point(), value);
  });
  expect(restore({x: 1, y: 2, z: 3})).toBeInstanceOf(Point);
  expect(restore({x: 1})).toEqual({x: 1});
  expect(made).toEqual([{x: 1, y: 2, z: 3}]);
});

test('private members never leave', () => {
  const run = runOf('class');
  const point = new Point(3);
  const writer = new BinaryWriter();
  run.getFn('toBinary')(point, writer);
  const sent = [
    run.getFn('stringifyJson')(point),
    JSON.stringify(run.getFn('prepareForJson')(point)),
    new TextDecoder().decode(writer.finish()),
  ];
  expect(sent[0]).toBe('{"x":0,"y":0,"z":3}');
  for (const text of sent) expect(text).not.toContain('never leaves');
});

test('long input of a template type is decided at once', () => {
  const is = runOf('template').getFn('isType');
  const started = performance.now();
  expect(is(`id-${'1-'.repeat(60_000)}`)).toBe(true);
  expect(is(`id-${'1'.repeat(120_000)}`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('unions that lead back to themselves several ways are decided in bounded time', () => {
  const link = (mark: number): ObjectNode => ({
    kind: 'object',
    properties: [
      {name: 'next', type: union, optional: true},
      {name: 'mark', type: {kind: 'literal', value: mark}, optional: true},
    ],
    index: [],
    hasPrivate: false,
  });
  const union: UnionNode = {kind: 'union', members: []};
  union.members.push(link(1), link(2), {kind: 'array', item: union});
  const run = new RunType(canonicalize(union));
  const chain = (end: object): object => {
    let value = end;
    for (let i = 0; i < 200; i++) value = {next: value};
    return value;
  };
  expect(run.getFn('isType')(chain({mark: 2}))).toBe(true);
  expect(run.getFn('isType')(chain({mark: 3}))).toBe(false);
  const mark = [...Array<string>(200).fill('next'), 'mark'];
  expect(run.getFn('typeErrors')(chain({mark: 3}))).toEqual([{path: mark, expected: 'literal'}]);
  expect(run.getFn('hasUnknownKeys')(chain({mark: 1}))).toBe(false);
  expect(run.getFn('hasUnknownKeys')(chain({mark: 1, other: 1}))).toBe(true);
  expect(run.getFn('isStrictType')(chain({mark: 1}))).toBe(true);
  expect(run.getFn('isStrictType')(chain({mark: 1, other: 1}))).toBe(false);
  // a verdict is of one run: the same object may have changed since
  const value: Record<string, unknown> = {mark: 3};
  expect(run.getFn('isType')(value)).toBe(false);
  value['mark'] = 1;
  expect(run.getFn('isType')(value)).toBe(true);
});

test.each([3, 6])('a strict check of %i members counts the keys that hold data, and no others', count => {
  const names = Array.from({length: count}, (_, i) => `member${i}`);
  const properties = names.map((name, i) => ({name, type: {kind: 'string'} as const, optional: i === 0}));
  const run = new RunType(canonicalize({kind: 'object', properties, index: [], hasPrivate: false}));
  const isStrict = run.getFn('isStrictType');
  const value = Object.fromEntries(names.map(name => [name, 'text']));
  const {member0: _, ...without} = value;
  for (const right of [
    value,
    without,
    {...value, member0: undefined},
    {...value, method() {}},
    Object.assign(Object.create(null), value),
    Object.create(value),
    Object.assign(Object.create({method() {}}), value),
  ]) {
    expect(isStrict(right)).toBe(true);
  }
  for (const wrong of [
    {...value, more: 1},
    {...without, more: 1},
    {...value, member0: undefined, more: 1},
    {...value, more: undefined},
    Object.assign(Object.create({more: 1}), value),
    {...value, member1: 1},
    JSON.parse(`{"__proto__":{},${JSON.stringify(value).slice(1)}`),
    [],
    null,
  ]) {
    expect(isStrict(wrong)).toBe(false);
    if (run.getFn('isType')(wrong)) expect(run.getFn('hasUnknownKeys')(wrong)).toBe(true);
  }
});

describe('a value that several members of a union may take', () => {
  const object = (name: string, type: TypeNode): ObjectNode => ({
    kind: 'object',
    properties: [{name, type, optional: true}],
    index: [],
    hasPrivate: false,
  });
  const run = (...members: TypeNode[]) => new RunType(canonicalize({kind: 'union', members}));
  const string: TypeNode = {kind: 'string'};

  test('that is no plain object is not taken for one, if it has unknown keys', () => {
    const maps = run(
      {kind: 'map', key: string, value: object('a', string)},
      {kind: 'map', key: string, value: {kind: 'array', item: {kind: 'number'}}},
      object('b', string),
    );
    const value = new Map([['key', {a: 'x', more: 1}]]);
    expect(maps.getFn('hasUnknownKeys')(value)).toBe(true);
    expect(maps.getFn('isStrictType')(value)).toBe(false);
    expect(maps.getFn('unknownKeyErrors')(value)).toHaveLength(1);
    expect(maps.getFn('restoreFromJson')(JSON.parse(maps.getFn('stringifyJson')(value)))).toEqual(
      new Map([['key', {a: 'x'}]]),
    );
    expect(maps.getFn('stripUnknownKeys')(value)).toEqual(new Map([['key', {a: 'x'}]]));
  });

  test('is prepared as the member that knows its keys', () => {
    const empty: ObjectNode = {kind: 'object', properties: [], index: [], hasPrivate: true};
    const flags: ObjectNode = {
      ...empty,
      index: [{key: 'number', type: {kind: 'boolean'}}],
      hasPrivate: false,
    };
    const prepare = run(empty, flags).getFn('prepareForJson');
    expect(prepare({4: true})).toEqual({4: true});
    expect(prepare({})).toEqual({});
  });

  test.each<[string, TypeNode, unknown]>([
    ['sets', {kind: 'set', item: {kind: 'bigint'}}, new Set([1n])],
    ['lists', {kind: 'array', item: {kind: 'set', item: {kind: 'number'}}}, [new Set([1])]],
    ['objects', object('a', {kind: 'bigint'}), {a: 1n}],
  ])('goes to the one that says what it holds: %s', (_name, closed, value) => {
    const any: TypeNode = {kind: 'any'};
    const open = closed.kind === 'object' ? object('a', any) : ({kind: closed.kind, item: any} as TypeNode);
    for (const members of [
      [open, closed],
      [closed, open],
    ]) {
      const union = run(...members);
      const text = union.getFn('stringifyJson')(value);
      expect(union.getFn('restoreFromJson')(JSON.parse(text))).toEqual(value);
    }
  });
});
