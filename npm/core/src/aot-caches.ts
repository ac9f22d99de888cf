/** Filling the caches with what was compiled ahead of time, or fetched; and the cache of handlers' metadata. */
import type {JitFnsCache, PureFnsCache, RouterCache} from './cache-entries.ts';
import {jitUtils} from './jit-utils.ts';

const routes: RouterCache = /* @__PURE__ */ Object.create(null);

export const getRoutesCache = (): RouterCache => routes;

/**
 * Copies the entries that are not there yet, then makes their functions: dependencies first, cycles allowed.
 * Throws `AOTCacheError` if one depends on a function that is nowhere.
 */
export function addAOTCaches(jitFnsCache: JitFnsCache, pureFnsCache: PureFnsCache): void {
  for (const [namespace, fns] of Object.entries(pureFnsCache)) {
    for (const [fnName, entry] of Object.entries(fns)) {
      if (!jitUtils.hasPureFn(namespace, fnName)) jitUtils.addPureFn(namespace, {...entry});
    }
  }
  for (const [hash, entry] of Object.entries(jitFnsCache)) {
    if (!jitUtils.hasJitFn(hash)) jitUtils.addToJitCache({...entry});
  }
  for (const [namespace, fns] of Object.entries(pureFnsCache)) {
    for (const fnName of Object.keys(fns)) jitUtils.usePureFn(namespace, fnName);
  }
  for (const hash of Object.keys(jitFnsCache)) jitUtils.getJitFn(hash);
}

/** Copies the entries that are not there yet. */
export function addRoutesToCache(routerCache: RouterCache): void {
  for (const [id, entry] of Object.entries(routerCache)) routes[id] ??= entry;
}
