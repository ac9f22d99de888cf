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
  changedAt,
}: PureFnAddress): AnyFn {
  const name = keyOf(namespace, fnName);
  const copy = copies.get(name);
  if (!copy) {
    const older = whoIsOlder(changedAt, newestChange());
    const publicMessage =
      `The server has no pure function "${name}": ${REASONS[older]}, or the server's build does not read the sources ` +
      'of this client (serverPureFunctions.clientSrcPath)';
    throw new RpcError({
      type: 'pure-fn-not-found',
      publicMessage,
      errorData: {namespace, fnName, bodyHash, older},
    });
  }
  const {entry} = copy;
  if (bodyHash && bodyHash !== entry.bodyHash) {
    const older = whoIsOlder(changedAt, entry.changedAt);
    const publicMessage = `The pure function "${name}" is ${bodyHash} in the client and ${entry.bodyHash} in the server: ${REASONS[older]}`;
    throw new RpcError({
      type: 'pure-fn-mismatch',
      publicMessage,
      errorData: {namespace, fnName, bodyHash, serverBodyHash: entry.bodyHash, older},
    });
  }
  copy.fn ??= entry.createFn?.(jitUtils) as AnyFn;
  return copy.fn;
}

type Older = 'client' | 'server' | 'unknown';

const REASONS: Record<Older, string> = {
  client: 'the client was built from older sources than the server; build and deploy it anew, or reload it',
  server: 'the server was built from older sources than the client; build and deploy it anew',
  unknown: 'client and server were built from different sources',
};

/** Hashes have no order in time; the builds say when their sources changed, unless they had no files to ask. */
function whoIsOlder(client: number | undefined, server: number | undefined): Older {
  if (!client || !server || client === server) return 'unknown';
  return client < server ? 'client' : 'server';
}

/** Of all copies: sources that changed after a function did, and do not have it any more, are the newer ones. */
function newestChange(): number {
  return Math.max(0, ...Array.from(copies.values(), ({entry}) => entry.changedAt ?? 0));
}
