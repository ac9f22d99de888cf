/** What the router learns of a handler, and what it can call then. */
import {FN_IDS, getJitFnsCache, jitUtils, ROUTE_FN_NAMES} from '@mionkit/core';
import {expect, test} from 'vitest';
import {compileHandler, reflectFunction} from '../src/index.ts';
import type * as Handlers from './fixtures/handlers.ts';
import {importFixture} from './peer.ts';

const handlers = await importFixture<typeof Handlers>('handlers');

test('parameters are one tuple without the context, the return value is awaited and free of errors', () => {
  const plain = compileHandler(handlers.plain);
  expect(plain).toMatchObject({isAsync: false, hasReturnData: true, paramNames: ['id', 'count']});
  expect(jitUtils.getJitFn(`is_${plain.paramsJitHash}`)(['a', 1])).toBe(true);
  expect(jitUtils.getJitFn(`is_${plain.paramsJitHash}`)(['a'])).toBe(false);
  const asynchronous = compileHandler(handlers.asynchronous);
  expect(asynchronous).toMatchObject({isAsync: true, hasReturnData: true, paramNames: ['id']});
  expect(asynchronous.returnJitHash).toBe(plain.returnJitHash);
});

test('all seven functions of both are in the cache', () => {
  const {paramsJitHash, returnJitHash} = compileHandler(handlers.plain);
  for (const hash of [paramsJitHash, returnJitHash]) {
    for (const name of ROUTE_FN_NAMES) expect(getJitFnsCache()).toHaveProperty([`${FN_IDS[name]}_${hash}`]);
  }
});

test('parameters with a default may be left out, or be undefined before required ones', () => {
  const {paramsJitHash, paramNames, hasReturnData, returnJitHash} = compileHandler(handlers.defaults);
  expect({paramNames, hasReturnData, returnJitHash}).toEqual({
    paramNames: ['_a', '_b', '_c', '_rest'],
    hasReturnData: false,
    returnJitHash: '',
  });
  const is = jitUtils.getJitFn(`is_${paramsJitHash}`);
  expect(
    [['a'], ['a', 1], ['a', undefined, new Date(0)], ['a', 1, new Date(0), 1n]].map(params => is(params)),
  ).toEqual([true, true, true, true]);
  expect([[], ['a', 'b'], ['a', 1, new Date(0), 1]].map(params => is(params))).toEqual([false, false, false]);
  const middle = compileHandler(handlers.middleDefault);
  const isMiddle = jitUtils.getJitFn(`is_${middle.paramsJitHash}`);
  expect(
    [
      [undefined, 1],
      ['b', 1],
    ].map(isMiddle),
  ).toEqual([true, true]);
  expect([[1], ['b']].map(params => isMiddle(params))).toEqual([false, false]);
});

test('a default is known although its type is not written down', () => {
  const is = jitUtils.getJitFn(`is_${compileHandler(handlers.inferredDefault).paramsJitHash}`);
  expect([['a'], ['a', 3], []].map(params => is(params))).toEqual([true, true, false]);
});

test('nothing to send means no hash', () => {
  expect(compileHandler(handlers.onlyErrors)).toEqual({
    isAsync: false,
    hasReturnData: false,
    paramNames: [],
    paramsJitHash: '',
    returnJitHash: '',
  });
  expect(compileHandler(handlers.voidPromise)).toMatchObject({isAsync: true, hasReturnData: false});
  expect(compileHandler(handlers.noParams)).toMatchObject({
    isAsync: false,
    hasReturnData: true,
    paramNames: [],
  });
});

test('a promise of one member, or a return type that is not written down, may be asynchronous', () => {
  expect(compileHandler(handlers.promiseUnion)).toMatchObject({isAsync: true, hasReturnData: true});
  expect(compileHandler(handlers.inferred)).toMatchObject({isAsync: true, hasReturnData: true});
});

test('headers are no parameters of the body, and have functions for their record', () => {
  const auth = compileHandler(handlers.auth);
  expect(auth).toMatchObject({paramNames: ['_id'], hasReturnData: false});
  expect(auth.headersParam?.headerNames).toEqual(['authorization', 'x-key', 'x-trace']);
  const is = jitUtils.getJitFn(`is_${auth.headersParam?.jitHash}`);
  expect(is({authorization: 'a', 'x-key': 'b'})).toBe(true);
  expect(is({authorization: 'a', 'x-key': 'b', 'x-trace': 'c'})).toBe(true);
  expect(is({authorization: 'a'})).toBe(false);
  const sends = compileHandler(handlers.sends);
  expect(sends).toMatchObject({hasReturnData: false, returnJitHash: ''});
  expect(sends.headersReturn?.headerNames).toEqual(['x-total']);
});

test('what cannot be compiled is one clear error', () => {
  expect(() => compileHandler(handlers.badHeaders)).toThrow(
    expect.objectContaining({code: 'MION_HEADERS_SUBSET', message: expect.stringContaining('_headers')}),
  );
  expect(() => compileHandler(handlers.sendsFunction)).toThrow(
    expect.objectContaining({code: 'MION_TYPE_NOT_SERIALIZABLE', path: ['deep', 'fns', '[]']}),
  );
  const bare = (_ctx: unknown, _id: string) => 1;
  expect(() => reflectFunction(bare)).toThrow(
    expect.objectContaining({code: 'MION_TYPE_NO_METADATA', message: expect.stringContaining('bare')}),
  );
});
