/**
 * The laws that hold for every type, over types and values that nobody thought of. `MION_TEST_SEED` repeats a run,
 * `MION_TEST_LONG` makes it ten times as long.
 */
import * as core from '@mionkit/core';
import {afterAll, expect, test, vi} from 'vitest';
import {canonicalize} from '../src/canonicalize.ts';
import {RunType, type RunTypeFns, seededRandom, sendAOTCaches} from '../src/index.ts';
import {mockValue} from '../src/mock.ts';
import type {Random} from '../src/random.ts';
import {reaches, type TypeNode} from '../src/type-node.ts';
import {describeNode, randomType} from './random-type.ts';

const BATCHES = process.env['MION_TEST_LONG'] ? 100 : 10;
const TYPES_PER_BATCH = 200;
const VALUES_PER_TYPE = 4;
const seed = Number(process.env['MION_TEST_SEED'] ?? 1);

type Fns = RunTypeFns;
const FN_NAMES = Object.keys(core.FN_IDS).filter(name => name !== 'format') as (keyof Fns)[];

const fnsOf = (hash: string, utl: core.JitUtils): Fns =>
  Object.fromEntries(FN_NAMES.map(name => [name, utl.getJitFn(`${core.FN_IDS[name]}_${hash}`)])) as never;

/** `toEqual` of symbols and URLs compares identities and nothing. */
const comparable = (value: unknown): unknown => {
  if (typeof value === 'symbol') return `symbol ${value.description}`;
  if (value instanceof URL) return `url ${value.href}`;
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value)];
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [comparable(k), comparable(v)]));
  if (value instanceof Set) return new Set(Array.from(value, comparable));
  if (Array.isArray(value)) return value.map(comparable);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
};
const isPlain = (value: unknown): value is Record<string, unknown> =>
  Object.prototype.toString.call(value) === '[object Object]' && !(value instanceof URL);

/** A copy, of objects and lists. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [copy(k), copy(v)]));
  if (value instanceof Set) return new Set(Array.from(value, copy));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

type Path = core.RunTypeErrorSegment[];

/** A copy of the value in which one part is a function, which is of no type, and the path to that part. */
function mutate(value: unknown, random: Random): {value: unknown; path: Path} {
  const places: (() => {value: unknown; path: Path})[] = [];
  const wrong = () => 'of no type';
  const into = (item: unknown, put: (item: unknown) => unknown, segment: (item: unknown) => Path[0]) => {
    places.push(() => {
      const inner = random() < 0.3 ? {value: wrong, path: []} : mutate(item, random);
      return {value: put(inner.value), path: [segment(inner.value), ...inner.path]};
    });
  };
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      into(
        item,
        changed => value.with(i, changed),
        () => i,
      );
    });
  } else if (value instanceof Map) {
    [...value].forEach(([key, item], index) => {
      const entries = (entry: [unknown, unknown]) => new Map([...value].with(index, entry));
      into(
        item,
        changed => entries([key, changed]),
        () => ({key, index, failed: 'mapVal'}),
      );
      into(
        key,
        changed => entries([changed, item]),
        changed => ({key: changed, index, failed: 'mapKey'}),
      );
    });
  } else if (value instanceof Set) {
    [...value].forEach((item, index) => {
      into(
        item,
        changed => new Set([...value].with(index, changed)),
        key => ({key, index}),
      );
    });
  } else if (isPlain(value)) {
    for (const key of Object.keys(value)) {
      into(
        value[key],
        changed => ({...value, [key]: changed}),
        () => key,
      );
    }
  }
  if (!places.length) return {value: wrong, path: []};
  return places[Math.floor(random() * places.length)]!();
}

const acceptsAnything = (node: TypeNode): boolean =>
  node.kind === 'any' || node.kind === 'unknown' || node.kind === 'anyObject';

const takesAnyKey = (node: TypeNode): boolean =>
  acceptsAnything(node) || (node.kind === 'object' && node.index.length > 0);

/** A part that is wrong for one member of such a union may be an unknown key of another. */
const hasSeveralObjects = (node: TypeNode): boolean =>
  node.kind === 'union' &&
  node.members.filter(member => reaches(member, inner => inner.kind === 'object')).length > 1;

/** Adds a key to some objects of the value. Gives how many. */
function addKeys(value: unknown, random: Random): number {
  const inside = (items: Iterable<unknown>) => {
    let count = 0;
    for (const item of items) count += addKeys(item, random);
    return count;
  };
  if (Array.isArray(value) || value instanceof Set) return inside(value);
  if (value instanceof Map) return inside([...value.keys(), ...value.values()]);
  if (!isPlain(value)) return 0;
  const count = inside(Object.values(value));
  if (random() < 0.5) return count;
  value['unknown key'] = 1;
  return count + 1;
}

/** JSON text with keys that are array indices first, as every object lists them. */
const inOrder = (text: string): string => JSON.stringify(JSON.parse(text));

const counts = {mutated: 0, accepted: 0, unknown: 0};

function checkLaws(fns: Fns, node: TypeNode, value: unknown, random: Random): void {
  const {isType, typeErrors, stringifyJson, prepareForJson} = fns;
  const before = copy(value);
  expect(typeErrors(value)).toEqual([]);
  expect(isType(value)).toBe(true);

  const text = stringifyJson(value);
  expect(inOrder(text)).toBe(JSON.stringify(prepareForJson(copy(value))) ?? 'null');
  expect(comparable(fns.restoreFromJson(JSON.parse(text)))).toEqual(comparable(value));
  expect(comparable(throughBinary(fns, fns, value))).toEqual(comparable(value));
  expect(comparable(new Function(`return ${fns.toJSCode(value)}`)())).toEqual(comparable(value));
  expect(comparable(value)).toEqual(comparable(before));

  checkUnknownKeys(fns, node, value, random);
  const {value: wrong, path} = mutate(value, random);
  const errors = typeErrors(wrong);
  expect(isType(wrong)).toBe(errors.length === 0);
  expect(fns.isStrictType(wrong)).toBe(isType(wrong) && !fns.hasUnknownKeys(wrong));
  counts.mutated++;
  if (isType(wrong)) {
    counts.accepted++;
    expect(reaches(node, acceptsAnything) || reaches(node, hasSeveralObjects)).toBe(true);
  } else if (!reaches(node, acceptsAnything)) {
    expect(errors.map(error => error.path)).toContainEqual(path);
  }
}

/** The functions of unknown keys agree with each other. */
function checkUnknownKeys(fns: Fns, node: TypeNode, value: unknown, random: Random): void {
  expect(fns.hasUnknownKeys(value)).toBe(false);
  expect(fns.isStrictType(value)).toBe(true);
  expect(fns.unknownKeyErrors(value)).toEqual([]);
  const more = copy(value);
  addKeys(more, random);
  const has = fns.isType(more) && fns.hasUnknownKeys(more);
  expect(fns.isStrictType(more)).toBe(fns.isType(more) && !has);
  if (!fns.isType(more)) return;
  if (has) counts.unknown++;
  const errors = fns.unknownKeyErrors(more);
  expect(errors.length > 0).toBe(has);
  // what one member of a union knows may be unknown to another
  const exact = !reaches(node, hasSeveralObjects);
  if (exact) for (const {path} of errors) expect(path.at(-1)).toBe('unknown key');
  const stripped = fns.stripUnknownKeys(copy(more));
  const emptied = fns.unknownKeysToUndefined(copy(more));
  for (const result of [stripped, emptied]) expect(fns.isType(result)).toBe(true);
  expect(fns.hasUnknownKeys(stripped)).toBe(false);
  expect(comparable(stripped)).toEqual(comparable(has ? emptied : more));
  if (exact && !reaches(node, takesAnyKey)) expect(comparable(stripped)).toEqual(comparable(value));
}

function throughBinary(writing: Fns, reading: Fns, value: unknown): unknown {
  const writer = new core.BinaryWriter();
  writing.toBinary(value, writer);
  const reader = new core.BinaryReader(writer.finish());
  const result = reading.fromBinary(reader);
  expect(reader.remaining).toBe(0);
  return result;
}

/** The functions from the caches' text answer as those that were compiled here. */
function checkAot(here: Fns, there: Fns, value: unknown, wrong: unknown): void {
  for (const checked of [value, wrong]) {
    expect(there.isType(checked)).toBe(here.isType(checked));
    expect(there.isStrictType(checked)).toBe(here.isStrictType(checked));
    expect(there.typeErrors(checked)).toEqual(here.typeErrors(checked));
  }
  expect(there.stringifyJson(value)).toBe(here.stringifyJson(value));
  expect(there.toJSCode(value)).toBe(here.toJSCode(value));
  expect(comparable(there.prepareForJson(value))).toEqual(comparable(here.prepareForJson(value)));
  const text = here.stringifyJson(value);
  expect(comparable(there.restoreFromJson(JSON.parse(text)))).toEqual(comparable(value));
  expect(comparable(throughBinary(there, here, value))).toEqual(comparable(value));
  expect(comparable(throughBinary(here, there, value))).toEqual(comparable(value));
  const more = {value: copy(value)};
  addKeys(more.value, () => 0.9);
  if (!here.isType(more.value)) return;
  expect(there.isStrictType(more.value)).toBe(here.isStrictType(more.value));
  expect(there.hasUnknownKeys(more.value)).toBe(here.hasUnknownKeys(more.value));
  expect(there.unknownKeyErrors(more.value)).toEqual(here.unknownKeyErrors(more.value));
  for (const name of ['stripUnknownKeys', 'unknownKeysToUndefined'] as const) {
    const [a, b] = [there[name](copy(more.value)), here[name](copy(more.value))];
    expect(comparable(a)).toEqual(comparable(b));
  }
}

/** The caches as a build gets them, in a core of their own. */
async function aotFns(): Promise<core.JitUtils> {
  const send = vi.fn();
  vi.stubGlobal('process', {...process, send});
  sendAOTCaches({});
  vi.unstubAllGlobals();
  const {jitFnsCode, pureFnsCode} = send.mock.calls[0]![0];
  vi.resetModules();
  const fresh: typeof core = await import('@mionkit/core');
  fresh.addAOTCaches(new Function(`return ${jitFnsCode}`)(), new Function(`return ${pureFnsCode}`)());
  return fresh.jitUtils;
}

test.each(Array.from({length: BATCHES}, (_, i) => i))(
  `${TYPES_PER_BATCH} random types (seed ${seed}, batch %i)`,
  {
    timeout: 120_000,
  },
  async batch => {
    const runs = Array.from({length: TYPES_PER_BATCH}, (_, i) => {
      const random = seededRandom(seed * 1_000_003 + batch * TYPES_PER_BATCH + i);
      return {random, run: new RunType(canonicalize(randomType(random, 3)))};
    });
    for (const {run} of runs) for (const name of FN_NAMES) run.getFn(name);
    const there = await aotFns();
    for (const [i, {run, random}] of runs.entries()) {
      try {
        const own = fnsOf(run.jitHash, core.jitUtils);
        for (let n = 0; n < VALUES_PER_TYPE; n++) {
          const value = mockValue(run.node, random);
          checkLaws(own, run.node, value, random);
          checkAot(own, fnsOf(run.jitHash, there), value, mutate(value, random).value);
        }
      } catch (error) {
        throw new Error(`type ${i} of batch ${batch}, seed ${seed}: ${describeNode(run.node)}`, {
          cause: error,
        });
      }
    }
    for (const entry of Object.values(core.getJitFnsCache())) core.jitUtils.removeFromJitCache(entry);
  },
);

afterAll(() => {
  // the laws were about something
  expect(counts.accepted).toBeLessThan(counts.mutated / 10);
  expect(counts.unknown).toBeGreaterThan(counts.mutated / 10);
});
