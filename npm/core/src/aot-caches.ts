/**
 * Filling the caches with what was compiled ahead of time, or fetched; and the cache of handlers' metadata.
 *
 * A build leaves out of its modules what can be filled in here:
 * - a compiled function is its `createJitFn` alone, `0` if it is a no-op, or the key of an equal function;
 * - a pure function lacks what its place tells, and what is the default;
 * - `code` is restored from the function;
 * - a handler's metadata lacks what its id tells, and what is false or empty.
 */
import type {
  AnyFn,
  JitFnCacheEntry,
  JitFnsCache,
  PureFnCacheEntry,
  PureFnsCache,
  RouterCache,
  RouterMethodEntry,
} from './cache-entries.ts';
import {type JitUtils, jitUtils} from './jit-utils.ts';

const routes: RouterCache = /* @__PURE__ */ Object.create(null);

export const getRoutesCache = (): RouterCache => routes;

type CreateJitFn = (utl: JitUtils) => AnyFn;

/** As a build may write a compiled function. */
export type EmittedJitFn = Partial<JitFnCacheEntry> | CreateJitFn | 0 | string;
/** As a build may write a pure function. */
export type EmittedPureFn = Partial<PureFnCacheEntry>;

/**
 * Copies the entries that are not there yet, then makes their functions: dependencies first, cycles allowed.
 * Throws `AOTCacheError` if one depends on a function that is nowhere.
 */
export function addAOTCaches(
  jitFnsCache: JitFnsCache | Record<string, EmittedJitFn>,
  pureFnsCache: PureFnsCache | Record<string, Record<string, EmittedPureFn>>,
): void {
  const restore: (() => AnyFn)[] = [];
  for (const [namespace, fns] of Object.entries(pureFnsCache)) {
    for (const [fnName, emitted] of Object.entries(fns)) {
      if (!jitUtils.hasPureFn(namespace, fnName)) {
        jitUtils.addPureFn(namespace, pureFnEntry(namespace, fnName, emitted));
      }
      restore.push(() => jitUtils.usePureFn(namespace, fnName));
    }
  }
  for (const [hash, emitted] of Object.entries(jitFnsCache)) {
    if (!jitUtils.hasJitFn(hash)) {
      jitUtils.addToJitCache(
        jitFnEntry(hash, typeof emitted === 'string' ? (jitFnsCache[emitted] ?? 0) : emitted),
      );
    }
    restore.push(() => jitUtils.getJitFn(hash));
  }
  for (const make of restore) make();
}

/** Copies the entries. A later one of the same id replaces the earlier: a dev server loads the caches again after an edit. */
export function addRoutesToCache(routerCache: Record<string, Partial<RouterMethodEntry>>): void {
  for (const [id, emitted] of Object.entries(routerCache)) routes[id] = routerMethodEntry(id, emitted);
}

/** With what its id tells, and what is the default. */
export function routerMethodEntry(id: string, emitted: Partial<RouterMethodEntry>): RouterMethodEntry {
  const {pointer = id.split('/')} = emitted;
  return {
    type: 1,
    id,
    isAsync: false,
    hasReturnData: !!emitted.returnJitHash,
    paramNames: [],
    paramsJitHash: '',
    returnJitHash: '',
    pointer,
    nestLevel: pointer.length - 1,
    options: {},
    ...emitted,
  };
}

const BINARY_PARAMS: Record<string, string[]> = {fBi: ['des'], tBi: ['v', 'ser']};

function jitFnEntry(jitFnHash: string, emitted: EmittedJitFn): JitFnCacheEntry {
  const given: Partial<JitFnCacheEntry> = typeof emitted === 'object' ? emitted : {};
  if (given.code !== undefined) return {...(given as JitFnCacheEntry)};
  const [fnID = ''] = jitFnHash.split('_');
  const hasErrors = fnID === 'te' || fnID === 'uk';
  const paramNames = hasErrors ? ['v', 'pth', 'er'] : (BINARY_PARAMS[fnID] ?? ['v']);
  const createJitFn =
    typeof emitted === 'function' ? emitted : (given.createJitFn ?? createNoop(fnID, hasErrors));
  return {
    typeName: '',
    fnID,
    jitFnHash,
    args: Object.fromEntries(paramNames.map(name => [name, name])),
    defaultParamValues: hasErrors ? {pth: '[]', er: '[]'} : {},
    isNoop: !emitted,
    // noted when the function is made
    jitDependencies: [],
    pureFnDependencies: [],
    paramNames,
    fn: undefined,
    ...given,
    createJitFn,
    get code() {
      return factoryCode(createJitFn, ['utl']);
    },
  };
}

/** Each as self-contained as a compiled function is: clients may be sent its text. */
function createNoop(fnID: string, hasErrors: boolean): CreateJitFn {
  if (hasErrors) return () => (_v, _pth, er) => er ?? [];
  // `is`, and `ist`
  if (fnID[0] === 'i') return () => () => true;
  return fnID === 'hk' ? () => () => false : () => v => v;
}

function pureFnEntry(namespace: string, fnName: string, emitted: EmittedPureFn): PureFnCacheEntry {
  if (emitted.code !== undefined) return {...(emitted as PureFnCacheEntry)};
  return {
    namespace,
    fnName,
    paramNames: ['utl'],
    bodyHash: fnName,
    pureFnDependencies: [],
    fn: undefined,
    ...emitted,
    get code() {
      return factoryCode(emitted.createPureFn!, this.paramNames);
    },
  };
}

/**
 * The body of a function of `params` that does what `factory` does, whatever a minifier has made of its text:
 * a function expression, an arrow function, or a method of an object literal.
 */
function factoryCode(factory: CreateJitFn, params: string[]): string {
  const text = `${factory}`;
  const expression = /^(?:function\b|\(|[\w$]+\s*=>)/.test(text) ? text : `Object.values({${text}})[0]`;
  return `'use strict';return(${expression})(${params})`;
}
