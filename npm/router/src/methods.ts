/**
 * From a definition to a method that can be called: its metadata and its compiled functions, taken from the
 * caches or, outside strict AOT, compiled at run time.
 */
import {
  type AnyFn,
  AOTCacheError,
  type BinaryReader,
  type BinaryWriter,
  getRoutesCache,
  HandlerType,
  HEADERS_FN_NAMES,
  jitUtils,
  ROUTE_FN_IDS,
  type RouteFnName,
  type RouterMethodEntry,
  type RunTypeError,
  routerMethodEntry,
  SERIALIZER_FNS,
  type SerializerMode,
} from '@mionkit/core';
import {checkSerializer, compile, isCompileMode, whatIsMissing} from '@mionkit/router/preparation';
import type {Definition} from './definitions.ts';
import {DEFAULT_SERIALIZER, type RouterOptions} from './options.ts';

/** The functions of a record of headers. */
export interface HeadersFns {
  isType(value: unknown): boolean;
  typeErrors(value: unknown): RunTypeError[];
}

/** The functions of a handler's parameters; of one with a serializer of its own only that one reads. */
export interface ParamsFns extends HeadersFns {
  restoreFromJson?(value: unknown): unknown;
  fromBinary?(reader: BinaryReader): unknown;
}

/** `prepareForJson`, `stringifyJson` or `toBinary`, as the serializer has it. */
export type WriteFn = (value: unknown, writer?: BinaryWriter) => unknown;

/** A handler that is ready to be called. Functions are missing where the type needs none. */
export interface Method {
  entry: RouterMethodEntry;
  handler: AnyFn;
  params?: ParamsFns;
  write?: WriteFn;
  headersParam?: HeadersFns;
  /** How its result is written. */
  serializer: SerializerMode;
  /** Of mion's own routes: parameters and result are plain JSON, which the handler checks itself. */
  isInternal?: boolean;
}

/** A definition and where it stands. */
export interface Placed {
  definition: Definition;
  id: string;
  pointer: string[];
  /** Of a route: ids of the middleFns of its chain that have a remote part. */
  middleFnIds?: string[];
}

/** Ids whose cache entries were compiled in this process, and so are dropped when the router starts afresh. */
const compiledHere = new Set<string>();

/** Forgets what was compiled at run time, so that changed handlers are compiled again; AOT entries stay. */
export function forgetCompiled(): void {
  for (const id of compiledHere) delete getRoutesCache()[id];
  compiledHere.clear();
}

/**
 * Throws `AOTCacheError` in strict AOT when the caches lack the method or one of its functions, `RouterError` when
 * there is nothing to compile it from.
 */
export async function createMethod(placed: Placed, options: RouterOptions): Promise<Method> {
  const {definition, id, pointer, middleFnIds} = placed;
  const {type, handler} = definition;
  const own = definition.options.serializer;
  const serializer = own ?? options.serializer ?? DEFAULT_SERIALIZER;
  checkSerializer(serializer, describe(placed));
  const common = {type, id, pointer, nestLevel: pointer.length - 1, options: definition.options, middleFnIds};
  if (type === HandlerType.rawMiddleFn) return {entry: routerMethodEntry(id, common), handler, serializer};
  const routes = getRoutesCache();
  let compiled: Omit<RouterMethodEntry, keyof typeof common> | undefined = routes[id];
  let readers: RouteFnName[] = own ? [SERIALIZER_FNS[own].read] : ['restoreFromJson', 'fromBinary'];
  if (options.aot) {
    // A strict build may leave one of them out: then such requests are refused.
    const there = readers.filter(name =>
      jitUtils.hasJitFn(`${ROUTE_FN_IDS[name]}_${compiled?.paramsJitHash}`),
    );
    if (there.length) readers = there;
  }
  const paramsFns = [...HEADERS_FN_NAMES, ...readers];
  const writeFn = SERIALIZER_FNS[serializer].write;
  // A build never trusts the entries of an earlier one where it has the types at hand.
  const missing =
    isCompileMode() && '__type' in handler
      ? 'it is compiled anew'
      : whatIsMissing(routes[id], type, paramsFns, writeFn);
  if (missing) {
    if (options.aot && !isCompileMode()) {
      throw new AOTCacheError(
        `${describe(placed)}: ${missing} in the AOT caches. Import 'virtual:mion-aot/caches' before the router is ` +
          'initialized; the start script must register it.',
      );
    }
    compiled = await compile(placed, describe(placed));
    compiledHere.add(id);
  }
  const entry: RouterMethodEntry = {...compiled!, ...common};
  routes[id] = entry;
  return {
    entry,
    handler,
    params: fnsOf(entry.paramsJitHash, paramsFns) as ParamsFns | undefined,
    write: fnsOf(entry.returnJitHash, [writeFn])?.[writeFn],
    headersParam: fnsOf(entry.headersParam?.jitHash, HEADERS_FN_NAMES),
    serializer,
  };
}

function describe({id, definition}: Placed): string {
  return `${definition.type === HandlerType.route ? 'Route' : 'MiddleFn'} "${id}"`;
}

function fnsOf<N extends RouteFnName>(
  jitHash: string | undefined,
  names: readonly N[],
  // biome-ignore lint/suspicious/noExplicitAny: each has the signature of its name
): Record<N, any> | undefined {
  if (!jitHash) return undefined;
  const fns = names.map(name => [name, jitUtils.getJitFn(`${ROUTE_FN_IDS[name]}_${jitHash}`)]);
  return Object.fromEntries(fns);
}
