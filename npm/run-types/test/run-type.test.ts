/** `runType<T>()` and the functions that receive a type, and the identity of types. */
import {resolveReceiveType, type Type} from '@deepkit/type';
import {getJitFnsCache} from '@mionkit/core';
import {expect, test, vi} from 'vitest';
import {runType, runTypeOf, seededRandom} from '../src/index.ts';
import type * as Calls from './fixtures/calls.ts';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importFixture, importOwnFixture} from './peer.ts';

const {calls} = await importFixture<typeof Calls>('calls');
const {types, same, hidden} = await importOwnFixture<typeof TypeCases>('type-cases');
const resolve = (type: unknown) => runTypeOf(resolveReceiveType(type as Type));

const log = {action: 'login', at: new Date(0)};

test('a type is checked where it is named', async () => {
  expect(calls.isAuditLog(log)).toBe(true);
  expect(calls.isAuditLog({action: 'login'})).toBe(false);
  expect(calls.auditLogErrors({action: 1, at: 2})).toEqual([
    {path: ['action'], expected: 'string'},
    {path: ['at'], expected: 'date'},
  ]);
  expect((await calls.createIs())(log)).toBe(true);
  expect((await calls.createStringify())({a: 5n})).toBe('{"a":"5n"}');
  const isAuditLog = await calls.run().createJitFunction('isType');
  expect(isAuditLog(log)).toBe(true);
  expect(isAuditLog((await calls.createMock())(seededRandom(1)))).toBe(true);
});

test('a predicate can be handed to filter and every', () => {
  const isTree = resolve(types['tree']).getFn('isType');
  const trees = Array.from({length: 2000}, () => ({value: new Date(0), children: []}));
  expect(trees.every(isTree)).toBe(true);
  expect(trees.filter(isTree)).toHaveLength(2000);
  const isChicken = resolve(types['chicken']).getFn('isType');
  expect(Array.from({length: 2000}, () => ({name: '', eggs: []})).every(isChicken)).toBe(true);
});

test('a call without a type says so', () => {
  expect(() => runType()).toThrow(expect.objectContaining({code: 'MION_TYPE_NO_METADATA'}));
});

test('where code generation is refused and the caches lack the function, the type is named', async () => {
  const run = calls.fresh();
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('Code generation from strings disallowed for this context');
  });
  try {
    await expect(calls.run().createJitFunction('isType')).resolves.toBeTypeOf('function');
    await expect(run.createJitFunction('isType')).rejects.toMatchObject({
      code: 'MION_RUN_TYPE_NOT_COMPILED',
      message: expect.stringMatching(/isType of the type object was not compiled.*aotCaches\.include/),
    });
  } finally {
    vi.unstubAllGlobals();
  }
});

test('equal structures have one hash, whatever they are called and however they recur', () => {
  for (const [a, b] of same) expect(resolve(a).jitHash).toBe(resolve(b).jitHash);
  const names = new Map<string, string[]>();
  for (const [name, type] of Object.entries(types)) {
    const {jitHash} = resolve(type);
    names.set(jitHash, [...(names.get(jitHash) ?? []), name]);
  }
  expect([...names.values()].filter(list => list.length > 1)).toEqual([
    ['string', 'nonNullable'],
    ['date', 'promise'],
    ['dates', 'readonlyArray'],
    ['symbolIndex', 'readonly'],
  ]);
  for (const hash of names.keys()) expect(hash).toMatch(/^[A-Za-z0-9_$]{10}$/);
});

test('hashes are the same in every process', () => {
  const names = ['string', 'tree', 'product', 'unionShape', 'json'];
  expect(Object.fromEntries(names.map(name => [name, resolve(types[name]).jitHash]))).toMatchInlineSnapshot(`
    {
      "json": "byYgBY1zMb",
      "product": "_LZiinLro6",
      "string": "mHuJgagy2_",
      "tree": "1VRewZUQnx",
      "unionShape": "J$OtNcW4lN",
    }
  `);
});

test('a type that others contain has one function, which they call', () => {
  const page = resolve(types['page']);
  page.compile();
  const dependencies = getJitFnsCache()[`is_${page.jitHash}`]?.jitDependencies;
  expect(dependencies).toEqual([`is_${resolve(types['product']).jitHash}`]);
});

test('a member of a union that nothing tells from another gives a warning, once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (const type of [hidden.classes, hidden.tagged, hidden.optional, hidden.lists, hidden.lists])
    resolve(type);
  const messages = warn.mock.calls.map(([message]) => message);
  warn.mockRestore();
  expect(messages).toEqual([
    expect.stringMatching(/MION_TYPE_HIDDEN_MEMBER: .*nothing tells Metres from Feet.*literal type/),
    expect.stringContaining('MION_TYPE_HIDDEN_MEMBER'),
  ]);
});
