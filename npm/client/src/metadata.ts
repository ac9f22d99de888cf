/** What a client must know of a method to call it: from the AOT caches, or asked of the server, once. */
import {
  addAOTCaches,
  FN_IDS,
  type FnName,
  getRoutesCache,
  type JitFnsCache,
  jitUtils,
  MION_IDS,
  type PureFnsCache,
  type RouterCache,
  type RouterMethodEntry,
  RpcError,
  SERIALIZER_FNS,
  type SerializerMode,
} from '@mionkit/core';

/** Sends one request to a route of mion's own and gives its result. Rejects with `RpcError`. */
export type CallInternal = (id: string, params: unknown[]) => Promise<unknown>;

/** By a client's serializer, functions of which one is enough to write the parameters of a route without one of its own. */
const WRITERS: Record<SerializerMode, FnName[]> = {
  json: ['prepareForJson', 'stringifyJson'],
  stringifyJson: ['stringifyJson'],
  binary: ['toBinary'],
};
/** How a result is read is the server's choice, which its answer tells: caches may have the one function alone. */
const READERS: FnName[] = ['restoreFromJson', 'fromBinary'];

export interface Metadata {
  get(id: string): RouterMethodEntry | undefined;
  /**
   * Makes sure that these methods, and the middleFns that run with them, can be called. All that is missing is
   * fetched in one request, which concurrent calls share. `reader` is what their results are read with, once that is
   * known. Rejects with `RpcError`.
   */
  ensure(ids: string[], reader?: FnName): Promise<void>;
}

export function createMetadata(callInternal: CallInternal, serializer: SerializerMode): Metadata {
  // Per client, because two APIs may use the same id; functions go by their type's hash and are shared by all.
  const fetched = new Map<string, RouterMethodEntry>();
  const underway = new Map<string, Promise<void>>();
  let batch: Set<string> | undefined;
  let batchDone: Promise<void>;

  const get = (id: string) => fetched.get(id) ?? getRoutesCache()[id];

  /** The server was asked for it, and has sent what it has. Its build may leave out what it never reads or writes. */
  const wasAsked = (id: string) => fetched.has(id);

  const isComplete = (id: string, readers: FnName[]): boolean => {
    const entry = get(id);
    const fns = wasAsked(id)
      ? {writers: Object.values(WRITERS).flat(), readers: READERS}
      : {writers: WRITERS[serializer], readers};
    return (
      !!entry && hasFns(entry, fns) && (entry.middleFnIds ?? []).every(other => isComplete(other, readers))
    );
  };

  const load = async (ids: string[]) => {
    const {methods, jitFns, pureFns} = parseMethods(await callInternal(MION_IDS.methodsMetadataById, [ids]));
    addCode(jitFns, pureFns);
    for (const [id, entry] of Object.entries(methods)) fetched.set(id, entry);
  };

  /** Joins the request that is about to be sent. */
  const request = (id: string): Promise<void> => {
    if (!batch) {
      const ids = new Set<string>();
      batch = ids;
      batchDone = Promise.resolve().then(async () => {
        batch = undefined;
        try {
          await load([...ids]);
        } finally {
          for (const done of ids) underway.delete(done);
        }
      });
    }
    batch.add(id);
    underway.set(id, batchDone);
    return batchDone;
  };

  const ensure = async (ids: string[], reader?: FnName) => {
    const isMissing = (id: string) => !isComplete(id, reader ? [reader] : READERS);
    const missing = ids.filter(isMissing);
    if (!missing.length) return;
    let givesMetadata = true;
    try {
      await Promise.all(missing.map(id => underway.get(id) ?? request(id)));
    } catch (error) {
      givesMetadata = (error as RpcError).type !== 'route-not-found';
      if (givesMetadata) throw error;
    }
    const unknown = missing.find(isMissing);
    if (unknown === undefined) return;
    if (givesMetadata && !get(unknown)) throw metadataError(`The server does not know "${unknown}"`);
    throw metadataError(
      `The server does not have the functions that clients need for "${unknown}": its build leaves them out ` +
        '(aotCaches.clientFns, excludedFns), or its router does (skipClientRoutes)',
    );
  };

  return {get, ensure};
}

/** Runs `make`, which may make functions from text. Throws `RpcError` where the runtime refuses that. */
export function withCode<T>(make: () => T): T {
  try {
    return make();
  } catch (originalError) {
    if ((originalError as Error).name !== 'EvalError') throw originalError;
    throw new RpcError({
      type: 'code-generation-refused',
      publicMessage:
        'This runtime refuses to make functions from text, so that what the server sent cannot be used. ' +
        "Import 'virtual:mion-aot/caches' before the first call.",
      originalError,
    });
  }
}

/** Of writers and of readers, one is enough. */
function hasFns(
  {paramsJitHash, returnJitHash, headersParam, options}: RouterMethodEntry,
  {writers, readers}: {writers: FnName[]; readers: FnName[]},
): boolean {
  const own = options.serializer && SERIALIZER_FNS[options.serializer];
  const has = (hash: string | undefined, names: FnName[]) =>
    !hash || names.every(name => jitUtils.hasJitFn(`${FN_IDS[name]}_${hash}`));
  const hasOneOf = (hash: string | undefined, names: FnName[]) => names.some(name => has(hash, [name]));
  return (
    has(paramsJitHash, ['isType', 'typeErrors']) &&
    hasOneOf(paramsJitHash, own ? [own.write] : writers) &&
    hasOneOf(returnJitHash, own ? [own.read] : readers) &&
    has(headersParam?.jitHash, ['isType', 'typeErrors'])
  );
}

function addCode(jitFns: JitFnsCache, pureFns: PureFnsCache): void {
  try {
    withCode(() => addAOTCaches(jitFns, pureFns));
  } catch (error) {
    if (error instanceof RpcError) throw error;
    throw metadataError(
      `The functions that the server sent cannot be used: ${(error as Error).message}`,
      error,
    );
  }
}

/** Checks what came over the network. */
function parseMethods(data: unknown): {methods: RouterCache; jitFns: JitFnsCache; pureFns: PureFnsCache} {
  const {methods, deps, purFnDeps} = record(data);
  for (const [id, method] of Object.entries(record(methods))) {
    const {id: ownId, type, paramsJitHash, returnJitHash, middleFnIds = []} = record(method);
    check(id === ownId && typeof type === 'number' && isStrings(middleFnIds));
    check(isStrings([paramsJitHash, returnJitHash]));
  }
  for (const [hash, entry] of Object.entries(record(deps))) {
    const {jitFnHash, code, jitDependencies, pureFnDependencies} = checkEntry(entry);
    check(
      hash === jitFnHash && isStrings([code]) && isStrings(jitDependencies) && isStrings(pureFnDependencies),
    );
  }
  for (const [namespace, fns] of Object.entries(record(purFnDeps))) {
    for (const [name, entry] of Object.entries(record(fns))) {
      const {fnName, namespace: ownNamespace, code, paramNames, pureFnDependencies} = checkEntry(entry);
      check(namespace === ownNamespace && name === fnName && isStrings([code]));
      check(isStrings(paramNames) && isStrings(pureFnDependencies));
    }
  }
  return {methods: methods as RouterCache, jitFns: deps as JitFnsCache, pureFns: purFnDeps as PureFnsCache};
}

function checkEntry(entry: unknown): Record<string, unknown> {
  const checked = record(entry);
  check(!('createJitFn' in checked) && !('createPureFn' in checked) && !('fn' in checked));
  return checked;
}

function record(value: unknown): Record<string, unknown> {
  check(typeof value === 'object' && value !== null && !Array.isArray(value));
  return value as Record<string, unknown>;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function check(ok: boolean): void {
  if (!ok) throw metadataError('The metadata that the server sent is malformed');
}

function metadataError(publicMessage: string, originalError?: unknown): RpcError {
  return new RpcError({type: 'metadata-error', publicMessage, originalError});
}
