/** The details of JSON text that a reader in another language meets. */
import {expect, test} from 'vitest';
import {canonicalize} from '../src/canonicalize.ts';
import {RunType} from '../src/index.ts';
import type {TypeNode} from '../src/type-node.ts';

const stringify = (node: TypeNode) => new RunType(canonicalize(node)).getFn('stringifyJson');

test('strings are escaped as JSON.stringify does, lone surrogates included', () => {
  const sj = stringify({kind: 'string'});
  const units = Array.from({length: 0x300}, (_, i) => String.fromCharCode(i));
  const special = [
    '\ud800',
    'a\udfffb',
    '😀',
    '\u2028',
    '\ud7ff',
    '\ue000',
    ' !#[]~\u007f',
    '\\',
    '\uffff',
    'x'.repeat(47),
    '"'.repeat(48),
    '\ud800'.repeat(60),
  ];
  for (const s of [...units, ...special]) expect(sj(s)).toBe(JSON.stringify(s));
});

test('numbers without a JSON form become null, in both ways of writing', () => {
  const run = new RunType(canonicalize({kind: 'array', item: {kind: 'number'}}));
  const values = [Number.NaN, Infinity, -Infinity, -0, 1e21, 1e-7];
  expect(run.getFn('stringifyJson')(values)).toBe('[null,null,null,0,1e+21,1e-7]');
  expect(JSON.stringify(run.getFn('prepareForJson')(values))).toBe('[null,null,null,0,1e+21,1e-7]');
});

test('unknown keys are not written', () => {
  const object: TypeNode = {
    kind: 'object',
    properties: [{name: 'a', type: {kind: 'string'}, optional: false}],
    index: [],
    hasPrivate: false,
  };
  expect(stringify(object)({a: 'x', password: 'y'})).toBe('{"a":"x"}');
});

test('a union that JSON cannot tell apart is the index of the member and the value', () => {
  const union: TypeNode = {kind: 'union', members: [{kind: 'string'}, {kind: 'date'}, {kind: 'null'}]};
  const sj = stringify(union);
  expect([sj('a'), sj(new Date(0)), sj(null)]).toEqual(['[0,"a"]', '[1,"1970-01-01T00:00:00.000Z"]', 'null']);
  const apart: TypeNode = {kind: 'union', members: [{kind: 'number'}, {kind: 'date'}]};
  expect([stringify(apart)(1), stringify(apart)(new Date(0))]).toEqual(['1', '"1970-01-01T00:00:00.000Z"']);
});
