import {isRpcError, RpcError, toRpcError} from '@mionkit/core';
import {expect, it} from 'vitest';

it('an RpcError leaves without its message and without what caused it', () => {
  const error = new RpcError({
    type: 'not-found',
    publicMessage: 'No such user',
    message: 'SELECT failed at 10.0.0.7',
    originalError: new Error('secret'),
    errorData: {id: 7},
    statusCode: 404,
  });
  expect(error.message).toBe('SELECT failed at 10.0.0.7');
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    'mion@isΣrrθr': true,
    type: 'not-found',
    publicMessage: 'No such user',
    errorData: {id: 7},
    statusCode: 404,
  });
});

it('an RpcError is known again after its journey', () => {
  const sent = JSON.parse(JSON.stringify(new RpcError({type: 'x', publicMessage: 'y', id: '1'})));
  expect(isRpcError(sent)).toBe(true);
  const received = toRpcError(sent);
  expect(received).toBeInstanceOf(RpcError);
  expect({type: received.type, message: received.message, id: received.id}).toEqual({
    type: 'x',
    message: 'y',
    id: '1',
  });
});

it.each([null, 1, {}, {type: 'x', publicMessage: 'y'}, {'mion@isΣrrθr': true, type: 1, publicMessage: 'y'}])(
  '%j is not an RpcError',
  value => expect(isRpcError(value)).toBe(false),
);
