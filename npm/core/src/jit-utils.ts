/**
 * The caches of compiled and pure functions, and `utl`: what compiled code may call. All state of the core
 * package but the router cache lives here.
 */
import type {AnyFn, JitFnCacheEntry, JitFnsCache, PureFnCacheEntry, PureFnsCache} from './cache-entries.ts';
import {AOTCacheError, toRpcError} from './errors.ts';

/** A class whose instances can be made again from their data. */
// biome-ignore lint/suspicious/noExplicitAny: any class with any constructor
export type SerializableClass = new (...args: any[]) => unknown;
/** Makes an instance from the data that was sent. */
// biome-ignore lint/suspicious/noExplicitAny: the data has the shape of the class, which only the caller knows
export type DeserializeFn = (data: any) => unknown;

// Without prototype: `__proto__` and `constructor` are keys like any other, and never found by accident.
const jitFns: JitFnsCache = /* @__PURE__ */ Object.create(null);
const pureFns: PureFnsCache = /* @__PURE__ */ Object.create(null);
const serializableClasses = /* @__PURE__ */ new Map<string, SerializableClass>();
const deserializeFns = /* @__PURE__ */ new Map<string, DeserializeFn>([['RpcError', toRpcError]]);
/** Entries whose function is being made right now: asking for one of them again is a cycle. */
const restoring = /* @__PURE__ */ new Set<JitFnCacheEntry | PureFnCacheEntry>();

export const getJitFnsCache = (): JitFnsCache => jitFns;
export const getPureFnsCache = (): PureFnsCache => pureFns;

/** What compiled code may call; handed to `createJitFn` and `createPureFn` as `utl`. */
export const jitUtils = {
  /** The entry itself; its `fn` is undefined while a cycle of dependencies is being restored. */
  getJIT: (jitFnHash: string): JitFnCacheEntry | undefined => jitFns[jitFnHash],

  /** The function, restored on demand with what it depends on; throws `AOTCacheError` if there is no entry. */
  getJitFn(jitFnHash: string): AnyFn {
    const entry = jitFns[jitFnHash];
    if (!entry) throw new AOTCacheError(`there is no compiled function "${jitFnHash}" in the caches`);
    return entry.fn ?? restoreJitFn(entry);
  },

  hasJitFn: (jitFnHash: string): boolean => jitFnHash in jitFns,

  addToJitCache(entry: JitFnCacheEntry): void {
    jitFns[entry.jitFnHash] = entry;
  },

  removeFromJitCache(entry: JitFnCacheEntry): void {
    delete jitFns[entry.jitFnHash];
  },

  addPureFn(namespace: string, entry: PureFnCacheEntry): void {
    pureFns[namespace] ??= Object.create(null) as Record<string, PureFnCacheEntry>;
    pureFns[namespace][entry.fnName] = entry;
  },

  /** Throws `AOTCacheError` if it is not there. */
  usePureFn(namespace: string, fnName: string): AnyFn {
    const fn = jitUtils.getPureFn(namespace, fnName);
    if (!fn) throw new AOTCacheError(`there is no pure function "${namespace}::${fnName}" in the caches`);
    return fn;
  },

  getPureFn(namespace: string, fnName: string): AnyFn | undefined {
    const entry = pureFns[namespace]?.[fnName];
    return entry && (entry.fn ?? restorePureFn(entry));
  },

  getCompiledPureFn: (namespace: string, fnName: string): PureFnCacheEntry | undefined =>
    pureFns[namespace]?.[fnName],

  hasPureFn: (namespace: string, fnName: string): boolean => !!pureFns[namespace]?.[fnName],

  /** The first entry of that name in any namespace. */
  findCompiledPureFn(fnName: string): PureFnCacheEntry | undefined {
    for (const namespace in pureFns) {
      const entry = pureFns[namespace]![fnName];
      if (entry) return entry;
    }
    return undefined;
  },

  /** Classes go by their name. */
  setSerializableClass(cls: SerializableClass): void {
    serializableClasses.set(cls.name, cls);
  },

  getSerializeClass: (className: string): SerializableClass | undefined => serializableClasses.get(className),

  /** Throws if the class was never set. */
  useSerializeClass(className: string): SerializableClass {
    return serializableClasses.get(className) ?? notSet('setSerializableClass', className);
  },

  setDeserializeFn(cls: SerializableClass, fn: DeserializeFn): void {
    deserializeFns.set(cls.name, fn);
  },

  getDeserializeFn: (className: string): DeserializeFn | undefined => deserializeFns.get(className),

  /** Throws if it was never set. */
  useDeserializeFn(className: string): DeserializeFn {
    return deserializeFns.get(className) ?? notSet('setDeserializeFn', className);
  },
};

export type JitUtils = typeof jitUtils;

function notSet(setter: string, className: string): never {
  throw new Error(`call ${setter}() for the class ${className} first`);
}

function restoreJitFn(entry: JitFnCacheEntry): AnyFn {
  return restore(entry, () => {
    for (const hash of entry.jitDependencies) jitUtils.getJitFn(hash);
    for (const dependency of entry.pureFnDependencies) {
      jitUtils.usePureFn(...(dependency.split('::') as [string, string]));
    }
    entry.createJitFn ??= fromCode(['utl'], entry.code);
    return entry.createJitFn(noting(entry));
  });
}

/** The jit utilities for one entry: what it asks for is noted as its dependency, for a build may leave these out. */
function noting(entry: JitFnCacheEntry): JitUtils {
  const noted =
    <Names extends string[], Fn>(
      list: 'jitDependencies' | 'pureFnDependencies',
      get: (...names: Names) => Fn,
    ) =>
    (...names: Names) => {
      entry[list] = [...new Set([...entry[list], names.join('::')])];
      return get(...names);
    };
  return {
    ...jitUtils,
    getJIT: noted('jitDependencies', jitUtils.getJIT),
    getJitFn: noted('jitDependencies', jitUtils.getJitFn),
    usePureFn: noted('pureFnDependencies', jitUtils.usePureFn),
  };
}

function restorePureFn(entry: PureFnCacheEntry): AnyFn {
  return restore(entry, () => {
    for (const fnName of entry.pureFnDependencies) jitUtils.usePureFn(entry.namespace, fnName);
    entry.createPureFn ??= fromCode(entry.paramNames, entry.code);
    return entry.createPureFn(jitUtils);
  });
}

/** Makes the function of an entry, which may be asked for again meanwhile: that is a cycle. */
function restore(entry: JitFnCacheEntry | PureFnCacheEntry, make: () => AnyFn): AnyFn {
  if (restoring.has(entry)) return (...args) => entry.fn!(...args);
  restoring.add(entry);
  try {
    entry.fn = make();
    return entry.fn;
  } finally {
    restoring.delete(entry);
  }
}

/** The only place where text becomes code: entries that came over the network have nothing else. */
function fromCode(paramNames: string[], code: string): (utl: JitUtils) => AnyFn {
  return new Function(...paramNames, code) as (utl: JitUtils) => AnyFn;
}
