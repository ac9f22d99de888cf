import {
  AOTCacheError,
  addAOTCaches,
  addRoutesToCache,
  getRoutesCache,
  type JitFnCacheEntry,
  type JitUtils,
  jitUtils,
  type PureFnCacheEntry,
  registerPureFnFactory,
} from '@mionkit/core';
import {describe, expect, it} from 'vitest';

const entry = (jitFnHash: string, parts: Partial<JitFnCacheEntry>): JitFnCacheEntry => ({
  typeName: 'X',
  fnID: 'is',
  jitFnHash,
  args: {value: 'v'},
  defaultParamValues: {},
  code: '',
  jitDependencies: [],
  pureFnDependencies: [],
  fn: undefined,
  ...parts,
});

const pure = (namespace: string, fnName: string, parts: Partial<PureFnCacheEntry>): PureFnCacheEntry => ({
  namespace,
  fnName,
  paramNames: ['utl'],
  code: '',
  bodyHash: '',
  pureFnDependencies: [],
  fn: undefined,
  ...parts,
});

const cacheOf = (...entries: JitFnCacheEntry[]) => Object.fromEntries(entries.map(e => [e.jitFnHash, e]));

describe('addAOTCaches', () => {
  it('makes dependencies before what needs them', () => {
    const made: string[] = [];
    const make = (hash: string, deps: string[]) =>
      entry(hash, {
        jitDependencies: deps,
        createJitFn: utl => {
          made.push(hash);
          const fns = deps.map(dep => utl.getJitFn(dep));
          return (v: unknown) => fns.every(fn => fn(v));
        },
      });
    addAOTCaches(
      cacheOf(make('order_a', ['order_b']), make('order_b', ['order_c']), make('order_c', [])),
      {},
    );
    expect(made).toEqual(['order_c', 'order_b', 'order_a']);
    expect(jitUtils.getJitFn('order_a')(1)).toBe(true);
  });

  it('restores functions that need each other', () => {
    const even = entry('is_even', {
      jitDependencies: ['is_odd'],
      createJitFn: utl => {
        const odd = utl.getJitFn('is_odd');
        return (n: number) => n === 0 || odd(n - 1);
      },
    });
    const odd = entry('is_odd', {
      jitDependencies: ['is_even'],
      createJitFn: utl => {
        const isEven = utl.getJitFn('is_even');
        return (n: number) => n !== 0 && isEven(n - 1);
      },
    });
    addAOTCaches(cacheOf(even, odd), {});
    expect([jitUtils.getJitFn('is_even')(10), jitUtils.getJitFn('is_odd')(10)]).toEqual([true, false]);
  });

  it('keeps what is there already, and does not change what it is given', () => {
    const first = entry('is_kept', {createJitFn: () => () => 'first'});
    addAOTCaches(cacheOf(first), {});
    addAOTCaches(cacheOf(entry('is_kept', {createJitFn: () => () => 'second'})), {});
    expect(jitUtils.getJitFn('is_kept')(0)).toBe('first');
    expect(first.fn).toBeUndefined();
  });

  it('makes functions from text only where there is nothing else', () => {
    const code = "'use strict';return function is_net(v){return v===utl.usePureFn('net','seven')()}";
    const withBoth = entry('is_both', {code: 'throw new Error()', createJitFn: () => () => 'static'});
    addAOTCaches(cacheOf(entry('is_net', {code, pureFnDependencies: ['net::seven']}), withBoth), {
      net: {seven: pure('net', 'seven', {code: 'return () => 7'})},
    });
    expect(jitUtils.getJitFn('is_net')(7)).toBe(true);
    expect(jitUtils.getJitFn('is_both')()).toBe('static');
  });

  it('says which function is missing', () => {
    const lonely = entry('is_lonely', {jitDependencies: ['is_nowhere'], createJitFn: () => () => true});
    expect(() => addAOTCaches(cacheOf(lonely), {})).toThrow(/is_nowhere/);
    expect(() => jitUtils.usePureFn('none', 'here')).toThrow(AOTCacheError);
  });
});

describe('prototype names', () => {
  it.each(['__proto__', 'constructor', 'toString'])('%s finds nothing', name => {
    expect(jitUtils.getJIT(name)).toBeUndefined();
    expect(jitUtils.hasJitFn(name)).toBe(false);
    expect(() => jitUtils.getJitFn(name)).toThrow(AOTCacheError);
    expect(jitUtils.getPureFn(name, name)).toBeUndefined();
    expect(jitUtils.findCompiledPureFn(name)).toBeUndefined();
    expect(getRoutesCache()[name]).toBeUndefined();
  });

  it('can be keys without changing any prototype', () => {
    const fns = {x: pure('__proto__', 'x', {createPureFn: () => () => 1})};
    addAOTCaches({}, Object.defineProperty({}, '__proto__', {value: fns, enumerable: true}));
    addRoutesToCache(JSON.parse('{"__proto__": {"id": "__proto__"}}'));
    expect({} as object).not.toHaveProperty('id');
    expect({} as object).not.toHaveProperty('x');
  });
});

it('a registered pure function can be called, and sent as text', () => {
  const factory = (utl: JitUtils) => (n: number) => (utl.hasPureFn('math', 'double') ? n * 2 : 0);
  const registered = registerPureFnFactory('math', 'double', factory);
  expect(jitUtils.usePureFn('math', 'double')(4)).toBe(8);
  const {createPureFn: _, fn: __, ...sent} = registered;
  addAOTCaches({}, {other: {double: {...sent, namespace: 'other', fn: undefined}}});
  expect(jitUtils.usePureFn('other', 'double')(4)).toBe(8);
});
