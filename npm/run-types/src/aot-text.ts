/** Core's three caches as text: each one JavaScript object literal, with sorted keys, for the build to emit. */
import {
  getJitFnsCache,
  getPureFnsCache,
  getRoutesCache,
  type JitFnCacheEntry,
  type PureFnCacheEntry,
} from '@mionkit/core';

export interface AotCachesText {
  jitFnsCode: string;
  pureFnsCode: string;
  routerCacheCode: string;
}

export function aotCachesText(): AotCachesText {
  return {
    jitFnsCode: record(getJitFnsCache(), jitFn),
    pureFnsCode: record(getPureFnsCache(), fns => record(fns, pureFn)),
    routerCacheCode: record(getRoutesCache(), json),
  };
}

/** What `process.send` gets at the end of `initMionRouter` while `MION_COMPILE` is set. */
export interface AotCachesMessage extends AotCachesText {
  type: 'mion-aot-caches';
  /** The router runs without run-types: every function that it needs has to be in the caches. */
  strict: boolean;
}

/** Sends the caches to the build. Throws if this process was not started by it. */
export function sendAOTCaches({strict}: {strict: boolean}): void {
  const {process} = globalThis as {process?: {send?: (message: AotCachesMessage) => void}};
  if (!process?.send) {
    throw new Error(
      'MION_COMPILE is set, but there is no process.send: this variable is for the child process of the build. ' +
        'Unset it to run the server.',
    );
  }
  process.send({type: 'mion-aot-caches', ...aotCachesText(), strict});
}

function jitFn(entry: JitFnCacheEntry): string {
  const {createJitFn: _, fn: __, ...data} = entry;
  return withFactory(data, 'createJitFn', ['utl'], entry.code);
}

function pureFn(entry: PureFnCacheEntry): string {
  const {createPureFn: _, fn: __, ...data} = entry;
  return withFactory(data, 'createPureFn', entry.paramNames, entry.code);
}

function withFactory(data: object, name: string, params: string[], code: string): string {
  return `${json(data).slice(0, -1)},${name}:function(${params}){${code}},fn:undefined}`;
}

function record<T>(entries: Record<string, T>, text: (entry: T) => string): string {
  const keys = Object.keys(entries).sort();
  return `{${keys.map(key => `${json(key)}:${text(entries[key]!)}`).join(',\n')}}`;
}

/** JSON that is JavaScript of every edition, with the keys of objects sorted. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  }).replace(/[\u2028\u2029]/g, c => (c === '\u2028' ? '\\u2028' : '\\u2029'));
}
