/** From a node to entries in core's cache: the function asked for, and all that it calls. */
import {
  FN_IDS,
  type FnID,
  type FnName,
  HEADERS_FN_NAMES,
  type JitFnCacheEntry,
  jitUtils,
  ROUTE_FN_NAMES,
} from '@mionkit/core';
import {jitHash} from './canonicalize.ts';
import {Emitter} from './emit/emitter.ts';
import {emitFromBinary} from './emit/from-binary.ts';
import {emitHasUnknownKeys} from './emit/has-unknown-keys.ts';
import {emitIs} from './emit/is.ts';
import {needsPrepare, needsRestore} from './emit/json-needs.ts';
import {hasKeys} from './emit/known-keys.ts';
import {emitPrepareForJson} from './emit/prepare-for-json.ts';
import {emitRestoreFromJson} from './emit/restore-from-json.ts';
import {emitStringifyJson} from './emit/stringify-json.ts';
import {emitToBinary} from './emit/to-binary.ts';
import {emitToJSCode} from './emit/to-js-code.ts';
import {emitTypeErrors} from './emit/type-errors.ts';
import {emitUnknownKeys} from './emit/unknown-keys.ts';
import {PURE_NAMESPACE, type PureFnName, registerPureFn} from './pure-fns.ts';
import type {TypeNode} from './type-node.ts';

interface FnKind {
  emit: (em: Emitter) => string;
  args: Record<string, string>;
  defaults?: Record<string, string>;
  isNoop?: (node: TypeNode) => boolean;
}

const acceptsAll = (node: TypeNode): boolean => node.kind === 'any' || node.kind === 'unknown';

const hasNoKeys = (node: TypeNode): boolean => !hasKeys(node);
const ERROR_ARGS = {v: 'v', pth: 'pth', er: 'er'};
const ERROR_DEFAULTS = {pth: '[]', er: '[]'};

/** How each function is made, by its id. */
const FN_KINDS = {
  is: {emit: emitIs, args: {v: 'v'}, isNoop: acceptsAll},
  ist: {emit: emitIs, args: {v: 'v'}, isNoop: acceptsAll},
  te: {emit: emitTypeErrors, args: ERROR_ARGS, defaults: ERROR_DEFAULTS, isNoop: acceptsAll},
  tj: {emit: emitPrepareForJson, args: {v: 'v'}, isNoop: (node: TypeNode) => !needsPrepare(node)},
  fj: {emit: emitRestoreFromJson, args: {v: 'v'}, isNoop: (node: TypeNode) => !needsRestore(node)},
  sj: {emit: emitStringifyJson, args: {v: 'v'}},
  tBi: {emit: emitToBinary, args: {v: 'v', ser: 'ser'}},
  fBi: {emit: emitFromBinary, args: {des: 'des'}},
  hk: {emit: emitHasUnknownKeys, args: {v: 'v'}, isNoop: hasNoKeys},
  sk: {emit: emitUnknownKeys, args: {v: 'v'}, isNoop: hasNoKeys},
  ku: {emit: emitUnknownKeys, args: {v: 'v'}, isNoop: hasNoKeys},
  tc: {emit: emitToJSCode, args: {v: 'v'}},
  uk: {emit: emitUnknownKeys, args: ERROR_ARGS, defaults: ERROR_DEFAULTS, isNoop: hasNoKeys},
} satisfies Partial<Record<FnID, FnKind>>;

/** Ids of the functions that can be compiled. */
export type CompiledFnID = keyof typeof FN_KINDS;

/** Names of the functions that can be compiled. */
export type CompiledFnName = {[N in FnName]: (typeof FN_IDS)[N] extends CompiledFnID ? N : never}[FnName];

/**
 * Compiles one function of a canonical node, with its dependencies, unless they are in core's cache. Functions are
 * made when they are first asked for. Gives its `jitFnHash`.
 */
export function compileFn(node: TypeNode, fnID: CompiledFnID): string {
  const jitFnHash = `${fnID}_${jitHash(node)}`;
  const known = jitUtils.getJIT(jitFnHash);
  if (known) {
    // of equal types the same name is kept, whichever came first
    if (node.typeName && node.typeName < known.typeName) known.typeName = node.typeName;
    return jitFnHash;
  }
  const kind: FnKind = FN_KINDS[fnID];
  const em = new Emitter(fnID, node);
  const code = kind.emit(em);
  const entry: JitFnCacheEntry = {
    typeName: node.typeName ?? node.kind,
    fnID,
    jitFnHash,
    args: kind.args,
    defaultParamValues: kind.defaults ?? {},
    isNoop: kind.isNoop?.(node) ?? false,
    code,
    jitDependencies: [...em.jitDependencies].sort(),
    pureFnDependencies: [...em.pureFnDependencies].sort(),
    paramNames: Object.values(kind.args),
    fn: undefined,
  };
  for (const dependency of entry.pureFnDependencies) {
    registerPureFn(dependency.slice(PURE_NAMESPACE.length + 2) as PureFnName);
  }
  // first the entry, then what it calls: a cycle finds it
  jitUtils.addToJitCache(entry);
  for (const {fnID: calledID, node: called} of em.called.values())
    compileFn(called, calledID as CompiledFnID);
  return jitFnHash;
}

/** Compiles the seven functions that a route needs. Gives the type's `jitHash`. */
export function compileRouteFns(node: TypeNode): string {
  for (const name of ROUTE_FN_NAMES) compileFn(node, FN_IDS[name]);
  return jitHash(node);
}

/** Compiles the functions that a record of request headers needs. */
export function compileHeadersFns(node: TypeNode): void {
  for (const name of HEADERS_FN_NAMES) compileFn(node, FN_IDS[name]);
}
