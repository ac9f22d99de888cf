/** The plugin's metadata gives the same types as the peer's, and more where the peer knows no type. */
import {resolveReceiveType, type Type} from '@deepkit/type';
import {describe, expect, test} from 'vitest';
import {runTypeOf} from '../src/index.ts';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importFixture, importOwnFixture} from './peer.ts';

const peer = await importFixture<typeof TypeCases>('type-cases');
const own = await importOwnFixture<typeof TypeCases>('type-cases');
const runOf = (type: unknown) => runTypeOf(resolveReceiveType(type as Type));

/** The peer makes any of classes that were compiled without metadata. */
const MORE = ['rpcError', 'rpcErrorAny'];

test.each(Object.keys(own.types))('%s', name => {
  const same = runOf(own.types[name]).jitHash === runOf(peer.types[name]).jitHash;
  expect(same).toBe(!MORE.includes(name));
});

describe('a type without a data form is refused with the path to it', () => {
  test.each(own.refused)('%s', (_, type, code, path) => {
    expect(() => runOf(type)).toThrow(
      expect.objectContaining({code, path: path === '' ? [] : path.split('.')}),
    );
  });
});
