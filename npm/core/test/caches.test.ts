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

describe('what a build leaves out is filled in', () => {
  const clean = {
    is_min1:
      (u: JitUtils, seven = u.usePureFn('mini', 'seven')) =>
      (v: unknown) =>
        v === seven(),
    is_min2: (utl: JitUtils) => {
      const first = utl.getJitFn('is_min1');
      return (v: unknown) => first(v);
    },
    te_min3(e: JitUtils) {
      return (v: unknown) => (e.getJitFn('is_min1')(v) ? [] : ['no']);
    },
    is_same: 'is_min1',
    is_noop: 0,
    ist_noop: 0,
    hk_noop: 0,
    te_noop: 0,
    tj_noop: 0,
  } as const;
  const pureFns = {
    mini: {
      seven: {createPureFn: () => () => 7},
      eight: {createPureFn: (utl: JitUtils) => () => utl.usePureFn('mini', 'seven')() + 1, bodyHash: 'x'},
    },
  };
  addAOTCaches(clean, pureFns);
  const entryOf = (hash: string) => jitUtils.getJIT(hash)!;

  it('to the shape that all entries have', () => {
    expect(entryOf('te_min3')).toMatchObject({
      fnID: 'te',
      jitFnHash: 'te_min3',
      args: {v: 'v', pth: 'pth', er: 'er'},
      defaultParamValues: {pth: '[]', er: '[]'},
      isNoop: false,
      jitDependencies: [],
      pureFnDependencies: [],
      code: expect.any(String),
    });
    expect(entryOf('is_min2').jitDependencies).toEqual(['is_min1']);
    expect(entryOf('is_same').pureFnDependencies).toEqual(['mini::seven']);
    expect(entryOf('is_same').createJitFn).toBe(entryOf('is_min1').createJitFn);
    expect(jitUtils.getCompiledPureFn('mini', 'seven')).toMatchObject({
      namespace: 'mini',
      fnName: 'seven',
      bodyHash: 'seven',
      paramNames: ['utl'],
      code: expect.any(String),
    });
  });

  it('with functions that do nothing where there is nothing to do', () => {
    expect(jitUtils.getJitFn('is_noop')('any')).toBe(true);
    expect(jitUtils.getJitFn('ist_noop')('any')).toBe(true);
    expect(jitUtils.getJitFn('hk_noop')('any')).toBe(false);
    expect(jitUtils.getJitFn('te_noop')('any')).toEqual([]);
    expect(jitUtils.getJitFn('tj_noop')('same')).toBe('same');
    expect(entryOf('tj_noop').isNoop).toBe(true);
  });

  it.each(Object.keys(clean))('with code that makes the function again: %s', hash => {
    const {createJitFn: _, fn: __, ...sent} = entryOf(hash);
    const net = {...JSON.parse(JSON.stringify(sent)), jitFnHash: `${hash}_net`};
    addAOTCaches({[`${hash}_net`]: net}, {});
    for (const value of [7, 8]) {
      expect(jitUtils.getJitFn(`${hash}_net`)(value)).toEqual(jitUtils.getJitFn(hash)(value));
    }
  });

  it('for pure functions too', () => {
    const sent = JSON.parse(JSON.stringify(jitUtils.getCompiledPureFn('mini', 'eight')));
    addAOTCaches({}, {maxi: {eight: {...sent, namespace: 'maxi'}}});
    expect(jitUtils.usePureFn('maxi', 'eight')()).toBe(8);
  });

  it('of two entries of a handler the later counts, as after an edit', () => {
    addRoutesToCache({edited: {type: 1, paramsJitHash: 'before'}});
    addRoutesToCache({edited: {type: 1, paramsJitHash: 'after'}});
    expect(getRoutesCache()['edited']).toMatchObject({paramsJitHash: 'after'});
  });

  it('for handlers', () => {
    addRoutesToCache({'users/get': {type: 1, paramsJitHash: 'abc'}});
    expect(getRoutesCache()['users/get']).toEqual({
      type: 1,
      id: 'users/get',
      isAsync: false,
      hasReturnData: false,
      paramNames: [],
      paramsJitHash: 'abc',
      returnJitHash: '',
      pointer: ['users', 'get'],
      nestLevel: 1,
      options: {},
    });
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
