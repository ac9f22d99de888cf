/**
 * The routes that mion brings along: they give clients the metadata of an API's methods, with the source of the
 * compiled functions. Their parameters and results are plain JSON, checked here by hand, so that they need no
 * compiled function themselves.
 */
import {
  addRoutesToCache,
  getRoutesCache,
  HEADERS_FN_NAMES,
  jitUtils,
  MION_IDS,
  ROUTE_FN_IDS,
  type RouteFnName,
  RpcError,
  SERIALIZER_FNS,
  type SerializedMethods,
} from '@mionkit/core';
import type {CallContext} from './context.ts';
import type {Method} from './methods.ts';

/** `getMethod` gives what is registered under an id, `getIdOfPath` the id of the route at a path. */
export function createInternalMethods(
  getMethod: GetMethod,
  getIdOfPath: (path: string) => string | undefined,
): Method[] {
  const metadata = (id: string, toMethodId: (key: string) => string | undefined): Method => ({
    entry: getRoutesCache()[id]!,
    handler: (_ctx: CallContext, keys: unknown) => {
      if (!isStringArray(keys)) {
        const typeErrors = [{path: [0], expected: 'string[]'}];
        return new RpcError({
          type: 'validation-error',
          publicMessage: `Invalid parameters of ${id}`,
          errorData: {typeErrors},
          statusCode: 422,
        });
      }
      return serializeMethods(keys.map(toMethodId), getMethod);
    },
    isInternal: true,
    serializer: 'json',
  });
  return [
    metadata(MION_IDS.methodsMetadataById, id => id),
    metadata(MION_IDS.methodsMetadataByPath, getIdOfPath),
  ];
}

/** Puts the metadata of all internal ids into the cache, those that only name errors included. */
export function addInternalEntries(): void {
  const {methodsMetadataById, methodsMetadataByPath, platformError, notFound} = MION_IDS;
  addRoutesToCache({
    [methodsMetadataById]: {hasReturnData: true, paramNames: ['keys']},
    [methodsMetadataByPath]: {hasReturnData: true, paramNames: ['keys']},
    [platformError]: {hasReturnData: true},
    [notFound]: {hasReturnData: true},
  });
}

type GetMethod = (id: string) => Method | undefined;

/** How clients write the parameters of a route without a serializer of its own; `json` and `stringifyJson` alike. */
const WRITERS: RouteFnName[] = ['stringifyJson', 'toBinary'];

/**
 * The methods that exist, the middleFns of routes with them, and every function that clients call of these: no more, for
 * a client that has them makes none from text, which its runtime may refuse.
 */
function serializeMethods(ids: (string | undefined)[], getMethod: GetMethod): SerializedMethods {
  const data: SerializedMethods = {methods: {}, deps: {}, purFnDeps: {}};
  const addFns = (hash: string | undefined, names: readonly RouteFnName[]) => {
    if (hash) for (const name of names) addJitFn(data, `${ROUTE_FN_IDS[name]}_${hash}`);
  };
  const addMethod = (id: string) => {
    const method = getMethod(id);
    if (!method || Object.hasOwn(data.methods, id)) return;
    const {entry} = method;
    const own = entry.options.serializer;
    data.methods[id] = entry;
    addFns(entry.paramsJitHash, [...HEADERS_FN_NAMES, ...(own ? [SERIALIZER_FNS[own].write] : WRITERS)]);
    addFns(entry.returnJitHash, [SERIALIZER_FNS[method.serializer].read]);
    addFns(entry.headersParam?.jitHash, HEADERS_FN_NAMES);
    entry.middleFnIds?.forEach(addMethod);
  };
  for (const id of ids) if (id !== undefined) addMethod(id);
  return data;
}

function addJitFn(data: SerializedMethods, jitFnHash: string): void {
  const entry = jitUtils.getJIT(jitFnHash);
  if (!entry || Object.hasOwn(data.deps, jitFnHash)) return;
  const {createJitFn: _, fn: __, ...serialized} = entry;
  data.deps[jitFnHash] = serialized;
  for (const hash of entry.jitDependencies) addJitFn(data, hash);
  for (const dependency of entry.pureFnDependencies) {
    const [namespace, fnName] = dependency.split('::') as [string, string];
    addPureFn(data, namespace, fnName);
  }
}

function addPureFn(data: SerializedMethods, namespace: string, fnName: string): void {
  const entry = jitUtils.getCompiledPureFn(namespace, fnName);
  data.purFnDeps[namespace] ??= {};
  const fns = data.purFnDeps[namespace];
  if (!entry || Object.hasOwn(fns, fnName)) return;
  const {createPureFn: _, fn: __, ...serialized} = entry;
  fns[fnName] = serialized;
  for (const name of entry.pureFnDependencies) addPureFn(data, namespace, name);
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
