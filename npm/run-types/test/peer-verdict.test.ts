/**
 * `isType` beside `@deepkit/type`'s own `is`, on the same types and values. Where they differ on purpose is listed
 * with the reason.
 */
import {is as deepkitIs, resolveReceiveType, type Type} from '@deepkit/type';
import {describe, expect, test} from 'vitest';
import {runTypeOf} from '../src/index.ts';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importOwnFixture} from './peer.ts';
import {values} from './type-cases.values.ts';

const {types} = await importOwnFixture<typeof TypeCases>('type-cases');

/** Names of types, and why the verdicts differ. Each reason is a value that JSON or TypeScript would not take, or not refuse. */
const DIFFERENCES: Record<string, string> = {
  unknown: 'the peer has no verdict',
  symbol: 'the peer has no verdict',
  leading: 'the peer refuses members of type unknown',
  anyMember: 'the peer refuses members of type unknown',
  number: 'the peer accepts NaN and infinities, which JSON has no form for',
  date: 'the peer accepts invalid dates, which JSON has no form for',
  object: 'the peer refuses arrays, TypeScript does not',
  template: 'the peer refuses negative numbers in a template',
  templatePrefix: 'the peer does not anchor the template at its start',
  enum: 'the peer accepts the names of enum members as values',
  readonlySet: 'the peer refuses Sets, as it looks for own members of the interface',
  tuple: 'the peer accepts more elements than the tuple has',
  tupleOptional: 'the peer accepts more elements than the tuple has',
  optional: 'the peer accepts null for optional members',
  methods: 'the peer asks for methods, which never travel',
  set: 'the peer accepts arrays',
  class: 'the peer asks for private members and getters, which never travel',
  errorClass: 'the peer asks for private members, which never travel',
  rpcError: 'the peer takes every object for a class without metadata',
  rpcErrorAny: 'the peer takes every object for a class without metadata',
  bigints: 'the peer takes a DataView for every typed array that it does not know',
  biguints: 'the peer takes a DataView for every typed array that it does not know',
  unionArrays: 'the peer looks at each element alone, so that a mixture passes',
};

const verdicts = (name: string) => {
  const type = resolveReceiveType(types[name] as Type);
  const run = runTypeOf(type);
  const {valid, invalid} = values[name]!;
  return [...valid, ...invalid.map(([wrong]) => wrong)].map(value => ({
    value,
    own: run.getFn('isType')(value),
    peer: deepkitIs(value, undefined, undefined, type),
  }));
};

describe.each(Object.keys(types))('%s', name => {
  if (DIFFERENCES[name]) {
    test(`differs: ${DIFFERENCES[name]}`, () => {
      expect(verdicts(name).some(({own, peer}) => own !== peer)).toBe(true);
    });
  } else {
    test('has the verdict of the peer', () => {
      for (const {value, own, peer} of verdicts(name)) expect({value, is: own}).toEqual({value, is: peer});
    });
  }
});
