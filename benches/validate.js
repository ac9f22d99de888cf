// How fast values are validated and written, beside the libraries that do one of these: operations a second.
// @ts-check
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {BinaryReader, BinaryWriter} from '@mionkit/core';
import * as cbor from 'cbor-x';
import {transformSync} from 'esbuild';
import fastJson from 'fast-json-stringify';
import * as msgpack from 'msgpackr';
import {jsonSchemas, peerChecks} from './peer-schemas.js';
import {createTransform} from './transform.js';

/** @typedef {import('./peer-schemas.js').Name} Name */
/** @typedef {import('@mionkit/run-types').RunType} RunType */
/** @typedef {Record<string, number>} Rates operations a second, by library */

/** @type {Record<Name, any>} */
const VALUES = {
  sample: {
    number: 1,
    negNumber: -1,
    maxNumber: Number.MAX_VALUE,
    string: 'string',
    longString: 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(18),
    boolean: true,
    deeplyNested: {foo: 'bar', num: 1, bool: false},
  },
  order: {
    id: 'ord_1042',
    customer: 'usr_ada',
    lines: [
      {product: 'prd_desk-lamp', quantity: 2, unitPrice: {currency: 'EUR', cents: 4990}},
      {product: 'prd_wall-map', quantity: 1, unitPrice: {currency: 'EUR', cents: 2450}},
    ],
    shipTo: {street: 'Calle de Alcalá 1', city: 'Madrid', zip: '28014', country: 'ES'},
    payment: {method: 'card', network: 'visa', last4: '4242'},
    total: {currency: 'EUR', cents: 12430},
    placedAt: '2026-01-05T09:00:00.000Z',
    note: 'Ring twice',
  },
};
/** One wrong value, where validators meet it late. @type {Record<Name, any>} */
const INVALID = {
  sample: {...VALUES.sample, deeplyNested: {foo: 'bar', num: 1, bool: 'no'}},
  order: {...VALUES.order, total: {currency: 'EUR', cents: '12430'}},
};
/** @type {Record<Name, any>} */
const UNKNOWN_KEY = {
  sample: {...VALUES.sample, deeplyNested: {...VALUES.sample.deeplyNested, more: 1}},
  order: {...VALUES.order, total: {...VALUES.order.total, more: 1}},
};

/** @returns {Promise<{title: string, rates: Rates, sizes?: Record<string, number>}[]>} ours first */
export async function measureValidation() {
  const types = await loadTypes();
  const results = [];
  for (const name of /** @type {Name[]} */ (['sample', 'order'])) {
    for (const strict of [false, true]) results.push(...validation(name, types[name], strict));
    results.push(jsonWriting(name, types[name]), ...binary(name, types[name]));
  }
  return results;
}

/**
 * @param {Name} name
 * @param {RunType} type
 * @param {boolean} strict
 */
function validation(name, type, strict) {
  const isType = type.getFn('isType');
  const hasUnknownKeys = type.getFn('hasUnknownKeys');
  /** @type {Record<string, (value: unknown) => boolean>} */
  const checks = {mion: strict ? value => isType(value) && !hasUnknownKeys(value) : isType};
  for (const [peer, checksOf] of Object.entries(peerChecks(strict))) checks[peer] = checksOf[name];
  const cases = {
    valid: VALUES[name],
    invalid: INVALID[name],
    ...(strict && {'unknown key': UNKNOWN_KEY[name]}),
  };
  return Object.entries(cases).map(([kind, value]) => {
    /** @type {Rates} */
    const rates = {};
    for (const [peer, check] of Object.entries(checks)) {
      if (check(value) !== (kind === 'valid')) throw new Error(`${peer} is wrong about the ${kind} ${name}`);
      rates[peer] = rate(check, value);
    }
    return {title: `validation of the ${name}, ${strict ? 'strict' : 'loose'}, ${kind}`, rates};
  });
}

/**
 * @param {Name} name
 * @param {RunType} type
 */
function jsonWriting(name, type) {
  const value = VALUES[name];
  const stringify = type.getFn('stringifyJson');
  const peer = fastJson(/** @type {import('fast-json-stringify').AnySchema} */ (jsonSchemas(false)[name]));
  if (stringify(value) !== JSON.stringify(value)) throw new Error(`mion writes another ${name}`);
  const rates = {
    mion: rate(stringify, value),
    'fast-json-stringify': rate(peer, value),
    'JSON.stringify': rate(value => JSON.stringify(value), value),
  };
  return {title: `JSON of the ${name}`, rates};
}

/**
 * @param {Name} name
 * @param {RunType} type
 */
function binary(name, type) {
  const value = VALUES[name];
  const [toBinary, fromBinary] = [type.getFn('toBinary'), type.getFn('fromBinary')];
  const write = (/** @type {unknown} */ value) => {
    const writer = new BinaryWriter();
    toBinary(value, writer);
    return writer.finish();
  };
  const [own, packed, encoded] = [write(value), msgpack.pack(value), cbor.encode(value)];
  const sizes = {mion: own.length, msgpackr: packed.length, 'cbor-x': encoded.length};
  return [
    {
      title: `binary of the ${name}, written`,
      sizes,
      rates: {
        mion: rate(write, value),
        msgpackr: rate(value => msgpack.pack(value), value),
        'cbor-x': rate(value => cbor.encode(value), value),
      },
    },
    {
      title: `binary of the ${name}, read`,
      rates: {
        mion: rate(bytes => fromBinary(new BinaryReader(bytes)), own),
        msgpackr: rate(bytes => msgpack.unpack(bytes), packed),
        'cbor-x': rate(bytes => cbor.decode(bytes), encoded),
      },
    },
  ];
}

/** What the compiler may not leave out. */
export let sink = /** @type {unknown} */ (undefined);

/**
 * The best of several rounds: what disturbs one only ever makes it slower. Each call gets another copy of the value, as
 * the answer for one that never changes would be computed once.
 * @template T
 * @param {(value: T) => unknown} work
 * @param {T} value
 */
function rate(work, value) {
  const copies = Array.from({length: 16}, () => structuredClone(value));
  const calls = 2_000;
  let best = 0;
  const until = performance.now() + 200;
  while (performance.now() < until) {
    const started = performance.now();
    for (let i = 0; i < calls; i++) sink = work(/** @type {T} */ (copies[i & 15]));
    best = Math.max(best, (calls / (performance.now() - started)) * 1000);
  }
  return best;
}

/** The types, through the plugin's own transform. @returns {Promise<Record<Name, RunType>>} */
async function loadTypes() {
  const source = fileURLToPath(new URL('data-types.ts', import.meta.url));
  const folder = mkdtempSync(fileURLToPath(new URL('.types-', import.meta.url)));
  try {
    const [transformed] = await createTransform()([{text: readFileSync(source, 'utf8'), path: source}]);
    const {code} = transformSync(/** @type {{code: string}} */ (transformed).code, {loader: 'ts'});
    const file = path.join(folder, 'data-types.mjs');
    writeFileSync(file, code);
    return (await import(pathToFileURL(file).href)).types;
  } finally {
    rmSync(folder, {recursive: true});
  }
}
