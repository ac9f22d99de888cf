/**
 * What every part of mion shares. `cache-entries` names the data, `jit-utils` and `aot-caches` hold it, `binary`
 * and `body` are the binary format, `routes-flow` and `plain-json` that of flows, `errors`, `headers-subset`,
 * `method-ids` and `pure-fns` are what handlers, clients and compiled code use.
 */

export * from '@mionkit/core/binary-body';
export * from './aot-caches.ts';
export * from './binary.ts';
export * from './body.ts';
export * from './cache-entries.ts';
export * from './compile-mode.ts';
export * from './errors.ts';
export * from './headers-subset.ts';
export {
  type DeserializeFn,
  getJitFnsCache,
  getPureFnsCache,
  type JitUtils,
  jitUtils,
  type SerializableClass,
} from './jit-utils.ts';
export * from './method-ids.ts';
export * from './plain-json.ts';
export * from './pure-fns.ts';
export * from './routes-flow.ts';
