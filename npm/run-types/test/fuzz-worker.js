// One thread of fuzz.test.ts: decodes hostile bodies and posts what went wrong. Runs on what was built.
// @ts-check
import {parentPort, workerData} from 'node:worker_threads';
import {resolveReceiveType} from '@deepkit/type';
import {BinaryError, BinaryReader, BinaryWriter} from '@mionkit/core';
import {runTypeOf, seededRandom} from '@mionkit/run-types';
import {mockValue} from '../dist/mock.js';

/** @type {{fixture: string, seed: number, bodies: number, maxTime: number}} */
const {fixture, seed, bodies, maxTime} = workerData;
const {types} = await import(fixture);
const random = seededRandom(seed);
const int = (/** @type {number} */ below) => Math.floor(random() * below);
const pick = (/** @type {any} */ list) => list[int(list.length)];

const targets = Object.entries(types).flatMap(([name, type]) => {
  const run = runTypeOf(/** @type {any} */ (resolveReceiveType(/** @type {any} */ (type))));
  if (name === 'never') return [];
  const fns = {
    is: run.getFn('isType'),
    te: run.getFn('typeErrors'),
    sj: run.getFn('stringifyJson'),
    tBi: run.getFn('toBinary'),
    fj: run.getFn('restoreFromJson'),
    fBi: run.getFn('fromBinary'),
  };
  // valid bodies, which the hostile ones are changed from
  const texts = [];
  const binaries = [];
  for (let i = 0; i < 20; i++) {
    const value = mockValue(run.node, random);
    texts.push(fns.sj(value));
    const writer = new BinaryWriter();
    fns.tBi(value, writer);
    binaries.push(writer.finish().slice());
  }
  return [{name, ...fns, texts, binaries}];
});

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'a',
  'kind',
  'value',
  'next',
  '0',
  'length',
  '',
];
const SCALARS = [
  ...['null', 'true', '0', '-1', '1e308', '9007199254740993', '""', '"1n"', '"99999999999999999999999999n"'],
  ...[
    '"2024-01-01"',
    '"/(/"',
    '"/a/gg"',
    '"/(a+)+$/"',
    '"Symbol:a"',
    '"AAAA"',
    '"\\u0000"',
    '"circle"',
    '"http://a"',
  ],
];

/** @param {number} depth @returns {string} */
function anyJson(depth) {
  if (depth <= 0 || random() < 0.4) return pick(SCALARS);
  if (random() < 0.5) return `[${Array.from({length: int(4)}, () => anyJson(depth - 1))}]`;
  return `{${Array.from({length: int(4)}, () => `${JSON.stringify(pick(KEYS))}:${anyJson(depth - 1)}`)}}`;
}

/** A JSON text: of anything, deep, or a valid one with values, keys or pieces changed. @param {string[]} texts */
function hostileText(texts) {
  const kind = random();
  if (kind < 0.15) return anyJson(4);
  if (kind < 0.151) return `${'['.repeat(600)}${anyJson(1)}${']'.repeat(600)}`;
  if (kind < 0.152) return `${'{"next":'.repeat(600)}${anyJson(1)}${'}'.repeat(600)}`;
  const valid = pick(texts);
  let text = valid;
  for (let n = random() < 0.2 ? 2 : 1; n > 0; n--) {
    const {values, keys} = spotsOf(text, text === valid);
    const [at, by] =
      keys.length && random() < 0.3 ? [pick(keys), JSON.stringify(pick(KEYS))] : [pick(values), anyJson(2)];
    if (at) text = text.slice(0, at.index) + by + text.slice(at.index + at[0].length);
  }
  return text;
}

/** @type {Map<string, {values: RegExpMatchArray[], keys: RegExpMatchArray[]}>} */
const knownSpots = new Map();

/** The values and the keys in a JSON text, to change. @param {string} text @param {boolean} remember */
function spotsOf(text, remember) {
  let spots = knownSpots.get(text);
  if (!spots) {
    const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!:)|-?\d[\d.e+-]*|true|false|null/g)];
    spots = {values, keys: [...text.matchAll(/"(?:[^"\\]|\\.)*"(?=:)/g)]};
    if (remember) knownSpots.set(text, spots);
  }
  return spots;
}

/** Bytes: random ones, cut ones, or valid ones with some changed, put in or doubled. @param {Uint8Array[]} binaries */
function hostileBytes(binaries) {
  const kind = random();
  if (kind < 0.2) return Uint8Array.from({length: int(40)}, () => int(256));
  const valid = pick(binaries);
  if (kind < 0.4) return valid.slice(0, int(valid.length));
  if (kind < 0.45) return Uint8Array.from({length: 2_000}, (_, i) => valid[i % (valid.length || 1)] ?? 1);
  const bytes = Uint8Array.from([...valid, ...(random() < 0.2 ? [int(256)] : [])]);
  for (let n = int(4); n >= 0; n--) {
    // the ends of ranges, and what announces long lists
    bytes[int(bytes.length)] = random() < 0.5 ? int(256) : pick([0, 1, 0x7f, 0x80, 0xff]);
  }
  return bytes;
}

/** @typedef {(typeof targets)[number]} Target */

/** @param {Target} target @param {string} text */
function decodeText(target, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const restored = target.fj(value);
  const valid = target.is(restored);
  if (valid !== (target.te(restored).length === 0)) throw new Error('isType and typeErrors do not agree');
  if (valid) target.sj(restored);
}

/** @param {Target} target @param {Uint8Array} bytes */
function decodeBytes(target, bytes) {
  let value;
  try {
    value = target.fBi(new BinaryReader(bytes));
  } catch (error) {
    if (error instanceof BinaryError) return;
    throw error;
  }
  if (target.is(value)) target.tBi(value, new BinaryWriter());
}

/**
 * Decodes one body. One that takes too long is tried again, for the machine may have been at something else.
 * @param {Target} target
 * @param {() => void} decode
 * @param {() => string} show
 */
function attempt(target, decode, show) {
  let fastest = Number.POSITIVE_INFINITY;
  try {
    for (let tries = 0; tries < 5 && fastest > maxTime; tries++) {
      const started = performance.now();
      decode();
      fastest = Math.min(fastest, performance.now() - started);
    }
    if (fastest > maxTime) throw new Error(`took ${fastest} ms`);
    if (Object.keys(Object.prototype).length) throw new Error('Object.prototype was changed');
  } catch (error) {
    parentPort?.postMessage({problem: `${target.name}: ${error} for ${show()}`});
  }
}

for (let i = 0; i < bodies; i += 2) {
  const target = pick(targets);
  const text = hostileText(target.texts);
  attempt(
    target,
    () => decodeText(target, text),
    () => text,
  );
  const bytes = hostileBytes(target.binaries);
  attempt(
    target,
    () => decodeBytes(target, bytes),
    () => Buffer.from(bytes).toString('hex'),
  );
}
parentPort?.postMessage({done: bodies});
