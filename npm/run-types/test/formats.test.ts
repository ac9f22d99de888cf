/** The page that writes the formats down is true: each of its examples is what comes out, and reads back. */
import {readFileSync} from 'node:fs';
import {resolveReceiveType, type Type} from '@deepkit/type';
import {
  BinaryReader,
  BinaryWriter,
  binaryBodyWriter,
  jsonBodyWriter,
  RpcError,
  readBinaryBody,
} from '@mionkit/core';
import {expect, test} from 'vitest';
import {runTypeOf} from '../src/index.ts';
import type * as Formats from './fixtures/formats.ts';
import {importOwnFixture} from './peer.ts';

const page = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
const {types} = await importOwnFixture<typeof Formats>('formats');

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
const bytesOf = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The cells of each row of the table of values: type, value, JSON, binary; all but the first may be empty. */
const rows = page
  .split('\n')
  .filter(line => line.startsWith('| ``'))
  .map(line => [...line.matchAll(/`` (.*?) ``|(\(none\))/g)].map(cell => cell[1] ?? ''));

test('each type of the examples stands on the page', () => {
  expect(Object.keys(types).filter(type => !rows.some(row => row[0] === type))).toEqual([]);
});

test.each(rows)('%s: %s', (typeText, valueText, json, binary) => {
  const run = runTypeOf(resolveReceiveType(types[typeText!] as Type));
  const value = new Function('RpcError', `return ${valueText}`)(RpcError);
  const writer = new BinaryWriter();
  run.getFn('toBinary')(value, writer);
  expect([run.getFn('stringifyJson')(value), hex(writer.finish())]).toEqual([json, binary]);
  const reader = new BinaryReader(bytesOf(binary!));
  const again = run.getFn('fromBinary')(reader);
  expect(reader.remaining).toBe(0);
  expect(run.getFn('stringifyJson')(again)).toBe(json);
  expect(run.getFn('stringifyJson')(run.getFn('restoreFromJson')(JSON.parse(json!)))).toBe(json);
});

test('the example of a binary body', () => {
  const writer = binaryBodyWriter();
  writer.addBinary('a', to => to.string('hi'));
  writer.addJson('b', '{"n":1}');
  const text = /```body\n([^`]*)```/.exec(page)![1]!;
  const documented = text
    .replace(/\s*\/\/.*/g, '')
    .trim()
    .split(/\s+/)
    .join(' ');
  expect(hex(writer.finish() as Uint8Array)).toBe(documented);
  expect([...readBinaryBody(bytesOf(documented)).keys()]).toEqual(['a', 'b']);
});

test('the example of a JSON body', () => {
  const writer = jsonBodyWriter();
  writer.addJson('a', '"hi"');
  writer.addJson('b', '{"n":1}');
  expect(page).toContain(`\`${writer.finish()}\``);
});
