/**
 * Pure functions: those that compiled code calls (`registerPureFnFactory`), and those that a client defines and
 * the server runs its own copy of (`pureServerFn`). The build adds the last argument of both.
 */
import type {AnyFn, PureFnCacheEntry} from './cache-entries.ts';
import {type JitUtils, jitUtils} from './jit-utils.ts';

/** The namespace of a `pureServerFn` that names none. */
export const PURE_SERVER_FN_NAMESPACE = 'pureServerFn';

/** What the build knows of a factory, added by it as the last argument of `registerPureFnFactory`. */
export interface PureFnSource {
  bodyHash: string;
  paramNames: string[];
  code: string;
  pureFnDependencies?: string[];
}

/**
 * Registers a pure function under `namespace` and `fnName`. The factory gets the jit utilities and gives the
 * function. Without `source` (a build without the plugin) the text of the factory itself is what clients get.
 */
export function registerPureFnFactory(
  namespace: string,
  fnName: string,
  factory: (utl: JitUtils) => AnyFn,
  source?: PureFnSource,
): PureFnCacheEntry {
  const entry: PureFnCacheEntry = {
    namespace,
    fnName,
    paramNames: source?.paramNames ?? ['utl'],
    code: source?.code ?? `return (${factory})(utl)`,
    bodyHash: source?.bodyHash ?? '',
    pureFnDependencies: source?.pureFnDependencies ?? [],
    createPureFn: factory,
    fn: undefined,
  };
  jitUtils.addPureFn(namespace, entry);
  return entry;
}

export interface PureServerFnDefinition<F extends AnyFn> {
  pureFn: F;
  namespace?: string;
  /** Default: the body hash. */
  fnName?: string;
  /** `pureFn` takes the jit utilities and gives the function. */
  isFactory?: boolean;
}

/** A client's name for a function that the server has a copy of. */
export interface PureServerFnRef<F extends AnyFn = AnyFn> extends PureServerFnDefinition<F> {
  namespace: string;
  fnName: string;
  /** Empty where no build has added it: then the server takes the function of that name as it has it. */
  bodyHash: string;
  /** Seconds since 1970: when its file last changed, as the build saw it. */
  changedAt?: number;
  isFactory: boolean;
}

/** Names a pure function so that the server can run its own copy. `bodyHash` and `changedAt` are added by the build. */
export function pureServerFn<F extends AnyFn>(
  definition: F | PureServerFnDefinition<F>,
  bodyHash = '',
  changedAt?: number,
): PureServerFnRef<F> {
  const {pureFn, namespace, fnName, isFactory}: PureServerFnDefinition<F> =
    typeof definition === 'function' ? {pureFn: definition} : definition;
  const name = fnName ?? bodyHash;
  if (!name) {
    throw new Error(
      'pureServerFn() has neither a body hash nor a name: build this file with ' +
        "mionPlugin({serverPureFunctions: {clientSrcPath}}), or give it a 'fnName'.",
    );
  }
  return {
    pureFn,
    namespace: namespace ?? PURE_SERVER_FN_NAMESPACE,
    fnName: name,
    bodyHash,
    changedAt,
    isFactory: isFactory ?? false,
  };
}
