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
import {jsonSchemas, peerChecks, peerParsers} from './peer-schemas.js';
import {generatedPeers} from './peers/inputs.js';
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
const {typia, Order, Sample} = await generatedPeers();
const protobuf = {sample: Sample, order: Order};

/** The values as protobuf-ts has them. @type {Record<Name, any>} */
const MESSAGES = {
  sample: VALUES.sample,
  order: {
    ...VALUES.order,
    lines: VALUES.order.lines.map((/** @type {any} */ line) => ({
      ...line,
      unitPrice: {currency: 0, cents: line.unitPrice.cents},
    })),
    shipTo: {...VALUES.order.shipTo, country: 1},
    payment: {oneofKind: 'card', card: {network: 0, last4: '4242'}},
    total: {currency: 0, cents: VALUES.order.total.cents},
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
    results.push(parsing(name, types[name]), jsonWriting(name, types[name]), ...binary(name, types[name]));
  }
  return results;
}

/**
 * @param {Name} name
 * @param {RunType} type
 * @param {boolean} strict
 */
function validation(name, type, strict) {
  /** @type {Record<string, (value: unknown) => boolean>} */
  const checks = {mion: type.getFn(strict ? 'isStrictType' : 'isType')};
  for (const [peer, checksOf] of Object.entries(peerChecks(strict ? 'strict' : 'loose')))
    checks[peer] = checksOf[name];
  const cases = {
    valid: VALUES[name],
    invalid: INVALID[name],
    ...(strict && {'unknown key': UNKNOWN_KEY[name]}),
  };
  return Object.entries(cases).map(([kind, value]) => {
    for (const [peer, check] of Object.entries(checks)) {
      if (check(value) !== (kind === 'valid')) throw new Error(`${peer} is wrong about the ${kind} ${name}`);
    }
    const rates = measure(checks, () => value);
    return {title: `validation of the ${name}, ${strict ? 'strict' : 'loose'}, ${kind}`, rates};
  });
}

/**
 * What the public benchmarks call parseSafe: the value, without unknown keys, or an error.
 * @param {Name} name
 * @param {RunType} type
 */
function parsing(name, type) {
  const [isType, stripUnknownKeys] = [type.getFn('isType'), type.getFn('stripUnknownKeys')];
  /** @type {Record<string, (value: any) => unknown>} */
  const works = {
    mion: value => {
      if (!isType(value)) throw new TypeError('invalid');
      return stripUnknownKeys(value);
    },
  };
  for (const [peer, parsers] of Object.entries(peerParsers())) works[peer] = parsers[name];
  for (const [peer, parse] of Object.entries(works)) {
    const parsed = JSON.stringify(parse(structuredClone(UNKNOWN_KEY[name])));
    if (parsed !== JSON.stringify(VALUES[name])) throw new Error(`${peer} gives another ${name}: ${parsed}`);
  }
  return {title: `parsing of the ${name}, unknown keys dropped`, rates: measure(works, () => VALUES[name])};
}

/**
 * @param {Name} name
 * @param {RunType} type
 */
function jsonWriting(name, type) {
  const value = VALUES[name];
  const stringify = type.getFn('stringifyJson');
  const peer = fastJson(/** @type {import('fast-json-stringify').AnySchema} */ (jsonSchemas('loose')[name]));
  if (stringify(value) !== JSON.stringify(value)) throw new Error(`mion writes another ${name}`);
  /** @type {Record<string, (value: any) => unknown>} */
  const works = {
    mion: stringify,
    'fast-json-stringify': peer,
    typia: typia.stringify[name],
    'JSON.stringify': value => JSON.stringify(value),
  };
  const rates = measure(works, () => value);
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
  /** @type {Record<string, (value: any) => Uint8Array>} */
  const writers = {
    mion: write,
    msgpackr: value => msgpack.pack(value),
    'cbor-x': value => cbor.encode(value),
    'protobuf-ts': value => protobuf[name].toBinary(value),
  };
  /** @type {Record<string, (bytes: Uint8Array) => unknown>} */
  const readers = {
    mion: bytes => fromBinary(new BinaryReader(bytes)),
    msgpackr: bytes => msgpack.unpack(bytes),
    'cbor-x': bytes => cbor.decode(/** @type {Buffer} */ (bytes)),
    'protobuf-ts': bytes => protobuf[name].fromBinary(bytes),
  };
  const input = (/** @type {string} */ peer) => (peer === 'protobuf-ts' ? MESSAGES[name] : value);
  const written = Object.fromEntries(
    Object.entries(writers).map(([peer, write]) => [peer, write(input(peer)).slice()]),
  );
  const sizes = Object.fromEntries(Object.entries(written).map(([peer, bytes]) => [peer, bytes.length]));
  return [
    {title: `binary of the ${name}, written`, sizes, rates: measure(writers, input)},
    {title: `binary of the ${name}, read`, rates: measure(readers, peer => written[peer])},
  ];
}

/** What the compiler may not leave out. */
export let sink = /** @type {unknown} */ (undefined);

/** How often all are measured in turn, and for how many milliseconds each time. */
const ROUNDS = 10;
const TURN = 25;

/**
 * Operations a second of each library, the best of several rounds: what disturbs one only ever makes it slower, and all
 * take turns, so that none is measured in a worse moment than the others. Each call gets another copy of its input, as
 * the answer for one that never changes would be computed once.
 * @param {Record<string, (value: any) => unknown>} works by library
 * @param {(library: string) => unknown} inputOf
 * @returns {Rates}
 */
function measure(works, inputOf) {
  const copies = Object.fromEntries(
    Object.keys(works).map(library => [
      library,
      Array.from({length: 16}, () => structuredClone(inputOf(library))),
    ]),
  );
  /** @type {Rates} */
  const rates = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [library, work] of Object.entries(works)) {
      rates[library] = Math.max(rates[library] ?? 0, turn(work, copies[library] ?? []));
    }
  }
  return rates;
}

/**
 * @param {(value: any) => unknown} work
 * @param {unknown[]} copies 16 of them
 */
function turn(work, copies) {
  const calls = 1_000;
  let best = 0;
  const until = performance.now() + TURN;
  while (performance.now() < until) {
    const started = performance.now();
    for (let i = 0; i < calls; i++) sink = work(copies[i & 15]);
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
