/** What each function promises, for each kind of type. */

import {ReflectionKind, resolveReceiveType, type Type} from '@deepkit/type';
import {BinaryReader, BinaryWriter} from '@mionkit/core';
import {describe, expect, test} from 'vitest';
import {type RunType, runTypeOf} from '../src/index.ts';
import {mockValue} from '../src/mock.ts';
import {seededRandom} from '../src/random.ts';
import {importOwnFixture} from './peer.ts';
import {values} from './type-cases.values.ts';

const {types} = await importOwnFixture<{types: Record<string, unknown>}>('type-cases');

const runTypes = Object.fromEntries(
  Object.entries(types).map(([name, type]) => [name, runTypeOf(resolveReceiveType(type as Type))]),
);

function fns(run: RunType) {
  return {
    is: run.getFn('isType') as (v: unknown) => boolean,
    te: run.getFn('typeErrors'),
    tj: run.getFn('prepareForJson'),
    fj: run.getFn('restoreFromJson'),
    sj: run.getFn('stringifyJson'),
    tBi: run.getFn('toBinary'),
    fBi: run.getFn('fromBinary'),
  };
}

/** Through JSON text and back. `undefined` alone has no text; a body leaves its key out. */
function throughJson(run: RunType, value: unknown): unknown {
  const {tj, fj} = fns(run);
  const text = JSON.stringify(tj(value)) as string | undefined;
  return fj(text === undefined ? undefined : JSON.parse(text));
}

function throughBinary(run: RunType, value: unknown): unknown {
  const {tBi, fBi} = fns(run);
  const writer = new BinaryWriter();
  tBi(value, writer);
  const reader = new BinaryReader(writer.finish());
  const result = fBi(reader);
  expect(reader.remaining).toBe(0);
  return result;
}

/** A generated value compared: symbols by what they say, as no copy can be the same symbol. */
function comparable(value: unknown): unknown {
  if (typeof value === 'symbol') return `symbol ${value.description}`;
  if (value instanceof URL) return `url ${value.href}`;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value;
}

test('each type of the fixture has values, and the other way round', () => {
  expect(Object.keys(values).sort()).toEqual(Object.keys(types).sort());
});

describe.each(Object.keys(values))('%s', name => {
  const {valid, invalid} = values[name]!;
  const run = runTypes[name]!;
  const {is, te, tj, fj, sj, fBi} = fns(run);

  test('accepts what is valid, without errors', () => {
    for (const value of valid) {
      expect(te(value)).toEqual([]);
      expect(is(value)).toBe(true);
    }
  });

  test('refuses what is not, and says where', () => {
    for (const [value, path] of invalid) {
      expect(is(value)).toBe(false);
      expect(te(value)[0]?.path).toEqual(path);
    }
  });

  test('is the same after JSON, and after JSON written in one pass', () => {
    for (const value of valid) {
      expect(comparable(throughJson(run, value))).toStrictEqual(comparable(value));
      expect(comparable(fj(JSON.parse(sj(value))))).toStrictEqual(comparable(value));
    }
  });

  test('is the same after binary', () => {
    for (const value of valid) expect(comparable(throughBinary(run, value))).toStrictEqual(comparable(value));
  });

  test('writes in one pass what JSON.stringify writes of the prepared value, and changes neither', () => {
    for (const value of valid) {
      const copy = structuredCloneOrSame(value);
      const text = sj(value);
      expect(text).toBe(JSON.stringify(tj(value)) ?? 'null');
      expect(value).toStrictEqual(copy);
    }
  });

  test('is the same after a detour through source code', () => {
    const tc = run.getFn('toJSCode');
    for (const value of valid) {
      const again = new Function(`return ${tc(value)}`)();
      // an instance of a class becomes its data
      if (name === 'class' || name.startsWith('rpcError')) expect(sj(again)).toBe(sj(value));
      else expect(comparable(again)).toStrictEqual(comparable(value));
    }
  });

  test('holds for generated values', () => {
    const random = seededRandom(20);
    for (let i = 0; i < 60; i++) {
      const value = mockValue(run.node, random);
      expect(te(value)).toEqual([]);
      expect(is(value)).toBe(true);
      const text = sj(value);
      expect(text).toBe(JSON.stringify(tj(value)) ?? 'null');
      const restored = fj(JSON.parse(text));
      expect(te(restored)).toEqual([]);
      expect(sj(restored)).toBe(text);
      const read = throughBinary(run, value);
      expect(sj(read)).toBe(text);
      if (name !== 'symbol' && name !== 'url') expect(read).toEqual(value);
    }
  });

  test('leaves alone what it cannot restore, and never throws for it', () => {
    const garbage = [
      undefined,
      null,
      0,
      'x',
      '',
      [],
      {},
      [[]],
      [0, 1],
      [1, {}],
      {kind: 'circle'},
      {a: []},
      [null],
      '1n',
    ];
    for (const value of garbage) {
      const restored = fj(structuredClone(value));
      expect(te(restored).length === 0).toBe(is(restored));
    }
    expect(() => fBi(new BinaryReader(new Uint8Array()))).not.toThrow(TypeError);
  });
});

/** URLs cannot be cloned, and classes of errors lose what they add. */
function structuredCloneOrSame(value: unknown): unknown {
  return value instanceof URL || value instanceof Error ? value : structuredClone(value);
}

test.each(['enum', 'union of literals'])('an %s of more than 255 is written as two bytes', name => {
  const numbers = Array.from({length: 300}, (_, i) => i);
  const literals = numbers.map(literal => ({kind: ReflectionKind.literal, literal}));
  const type =
    name === 'enum'
      ? {
          kind: ReflectionKind.enum,
          enum: Object.fromEntries(numbers.map(i => [`k${i}`, i])),
          values: numbers,
          indexType: {kind: ReflectionKind.number},
        }
      : {kind: ReflectionKind.union, types: literals};
  const {tBi, fBi} = fns(runTypeOf(type as unknown as Type));
  for (const value of [0, 255, 256, 299]) {
    const writer = new BinaryWriter();
    tBi(value, writer);
    const bytes = writer.finish();
    expect(bytes).toHaveLength(2);
    expect(fBi(new BinaryReader(bytes))).toBe(value);
  }
  expect(() => fBi(new BinaryReader(new Uint8Array([44, 1])))).toThrow(/none of 300/);
});
