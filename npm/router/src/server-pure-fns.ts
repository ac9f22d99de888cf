/** The server's own copies of its clients' pure functions: the only ones that a request can name. */
import {
  type AnyFn,
  jitUtils,
  PURE_SERVER_FN_NAMESPACE,
  type PureFnAddress,
  type PureFnCacheEntry,
  RpcError,
  type ServerPureFnEntry,
  type ServerPureFnsCache,
} from '@mionkit/core';

interface Copy {
  entry: ServerPureFnEntry;
  /** The same for factories, which find each other through the jit utilities. */
  shared: PureFnCacheEntry;
  fn: AnyFn | undefined;
}

/** A map: names that a request brings find nothing but what was put here. */
const copies = /* @__PURE__ */ new Map<string, Copy>();

const keyOf = (namespace: string, fnName: string) => `${namespace}::${fnName}`;

/** A later copy of the same name replaces the earlier one. */
export function addServerPureFns(serverPureFnsCache: ServerPureFnsCache): void {
  for (const fns of Object.values(serverPureFnsCache)) {
    for (const entry of Object.values(fns)) {
      const {isFactory: _, fn, createFn = () => fn!, namespace, fnName, ...rest} = entry;
      const key = keyOf(namespace, fnName);
      const shared = {...rest, namespace, fnName, createPureFn: createFn, fn: undefined};
      const known = jitUtils.getCompiledPureFn(namespace, fnName);
      if (!known || known === copies.get(key)?.shared) jitUtils.addPureFn(namespace, shared);
      copies.set(key, {entry, shared, fn});
    }
  }
}

/** The copy that a request names. Throws `RpcError`: `pure-fn-not-found` or `pure-fn-mismatch`. */
export function getServerPureFn({
  namespace = PURE_SERVER_FN_NAMESPACE,
  bodyHash = '',
  fnName = bodyHash,
}: PureFnAddress): AnyFn {
  const copy = copies.get(keyOf(namespace, fnName));
  if (!copy) {
    const publicMessage =
      `The server has no pure function "${keyOf(namespace, fnName)}": client and server were built from different ` +
      "sources, or the server's build does not read those of this client (serverPureFunctions.clientSrcPath)";
    throw new RpcError({type: 'pure-fn-not-found', publicMessage, errorData: {namespace, fnName, bodyHash}});
  }
  const {entry} = copy;
  if (bodyHash && bodyHash !== entry.bodyHash) {
    // Hashes have no order in time, and builds bear no date: which of the two is older, only their sources tell.
    const publicMessage =
      `The pure function "${keyOf(namespace, fnName)}" is ${bodyHash} in the client and ${entry.bodyHash} in the ` +
      'server: they were built from different sources. Build both from the same';
    throw new RpcError({
      type: 'pure-fn-mismatch',
      publicMessage,
      errorData: {namespace, fnName, bodyHash, serverBodyHash: entry.bodyHash},
    });
  }
  copy.fn ??= entry.createFn?.(jitUtils) as AnyFn;
  return copy.fn;
}
