/**
 * The shapes of the four caches: what the build emits as static code, what the run time fills by compiling,
 * and what the metadata routes send to a client. Hashes are opaque strings, the same in every process for the
 * same type.
 */
import type {JitUtils} from './jit-utils.ts';

/** A function made at run time or build time, whose signature only its caller knows. */
// biome-ignore lint/suspicious/noExplicitAny: callers narrow it to the signature of the function's id
export type AnyFn = (...args: any[]) => any;

/** The ids of the functions that routes are served with. */
export const ROUTE_FN_IDS = {
  isType: 'is',
  typeErrors: 'te',
  prepareForJson: 'tj',
  restoreFromJson: 'fj',
  stringifyJson: 'sj',
  toBinary: 'tBi',
  fromBinary: 'fBi',
} as const;

const FURTHER_FN_IDS = {
  isStrictType: 'ist',
  hasUnknownKeys: 'hk',
  stripUnknownKeys: 'sk',
  unknownKeyErrors: 'uk',
  unknownKeysToUndefined: 'ku',
  toJSCode: 'tc',
} as const;

/**
 * The id of each kind of compiled function, the first part of a `jitFnHash`. A call that is marked as pure: of an object
 * literal with a spread, bundlers keep the spread where nothing uses the object.
 */
export const FN_IDS = /* @__PURE__ */ Object.assign({}, ROUTE_FN_IDS, FURTHER_FN_IDS);

export type RouteFnName = keyof typeof ROUTE_FN_IDS;
export type FnName = keyof typeof FN_IDS;
export type FnID = (typeof FN_IDS)[FnName];

/** How data travels. The two of JSON are read alike. */
export type SerializerMode = 'json' | 'stringifyJson' | 'binary';

/** The functions by which each writes and reads. */
export const SERIALIZER_FNS = {
  json: {write: 'prepareForJson', read: 'restoreFromJson'},
  stringifyJson: {write: 'stringifyJson', read: 'restoreFromJson'},
  binary: {write: 'toBinary', read: 'fromBinary'},
} as const satisfies Record<SerializerMode, Record<'write' | 'read', RouteFnName>>;

/**
 * The seven functions that a route without a `serializer` of its own needs for its parameters and for its return value:
 * the router's is for answers, while each request says by its content type how it is written, and clients, whose part
 * of the seven is the other one, take theirs from the same caches.
 */
export const ROUTE_FN_NAMES = /* @__PURE__ */ Object.keys(ROUTE_FN_IDS) as RouteFnName[];

/** The functions that a handler needs for the headers that it takes; those that it returns need none. */
export const HEADERS_FN_NAMES = ['isType', 'typeErrors'] as const satisfies readonly RouteFnName[];

/** One compiled function of one type: `jitFnsCache[jitFnHash]`. */
export interface JitFnCacheEntry {
  /** The type's name, for people. */
  typeName: string;
  /** One of `FN_IDS`. */
  fnID: string;
  /** `fnID + '_' + jitHash`, the key in the cache. */
  jitFnHash: string;
  /** The names of the function's arguments in `code`, by their role. */
  args: Record<string, string>;
  /** Source text of default values, by the role of the argument. */
  defaultParamValues: Record<string, string>;
  /** The function changes and refuses nothing, so that calling it can be skipped. */
  isNoop?: boolean;
  /** The body of `createJitFn(utl)`. */
  code: string;
  /** `jitFnHash`es of the functions it calls. */
  jitDependencies: string[];
  /** `namespace::name` of the pure functions it calls. */
  pureFnDependencies: string[];
  paramNames?: string[];
  /** Missing only in entries that came over the network: their function is made from `code`. */
  createJitFn?: (utl: JitUtils) => AnyFn;
  /** What `createJitFn(utl)` returned; undefined until the entry is restored. */
  fn: AnyFn | undefined;
}

/** One pure function: `pureFnsCache[namespace][fnName]`. */
export interface PureFnCacheEntry {
  namespace: string;
  fnName: string;
  /** Parameter names of `createPureFn`, which `code` uses. */
  paramNames: string[];
  /** The body of `createPureFn`. */
  code: string;
  bodyHash: string;
  /** Bare names of the same namespace. */
  pureFnDependencies: string[];
  /** Missing only in entries that came over the network. */
  createPureFn?: (utl: JitUtils) => AnyFn;
  fn: AnyFn | undefined;
}

export type JitFnsCache = Record<string, JitFnCacheEntry>;
export type PureFnsCache = Record<string, Record<string, PureFnCacheEntry>>;

/** What a definition is: the `type` of a routerCache entry and of what `route`, `middleFn`, ... return. */
export const HandlerType = {route: 1, middleFn: 2, headersMiddleFn: 3, rawMiddleFn: 4} as const;
export type HandlerType = (typeof HandlerType)[keyof typeof HandlerType];

/** The headers that a handler takes as `HeadersSubset`, or returns as one. */
export interface HeadersMetadata {
  /** Every header name, required and optional, as the type spells it. */
  headerNames: string[];
  /** Hash of the plain record type: `{required: string; optional?: string}`. */
  jitHash: string;
}

export interface RouteOptions {
  description?: string;
  /** False leaves the parameters unchecked. Default true. */
  validateParams?: boolean;
  /**
   * The only form that it takes and gives, so that the build need not keep the functions of others. Default: answers in
   * the router's, and requests in any.
   */
  serializer?: SerializerMode;
}

export interface MiddleFnOptions extends RouteOptions {
  /** Runs it in spite of an earlier error. Default false. */
  runOnError?: boolean;
}

/** What is known of a handler without its code: `routerCache[id]`. */
export interface RouterMethodEntry {
  type: HandlerType;
  /** The pointer joined with `/`. */
  id: string;
  isAsync: boolean;
  /** False for void, undefined and never. */
  hasReturnData: boolean;
  /** Names of the remote parameters that travel in the body (no context, no `HeadersSubset`). */
  paramNames: string[];
  /** Hash of the tuple of these parameters; empty: no function is needed. */
  paramsJitHash: string;
  /** Hash of the awaited return value without its `RpcError` members; empty: no function is needed. */
  returnJitHash: string;
  headersParam?: HeadersMetadata;
  headersReturn?: HeadersMetadata;
  /** Of a route: ids of the middleFns that run with it and have a remote part, in order of execution. */
  middleFnIds?: string[];
  /** The keys that lead to the handler in the `Routes` object. */
  pointer: string[];
  /** How deep it is nested; 0 at the top. */
  nestLevel: number;
  options: MiddleFnOptions;
}

export type RouterCache = Record<string, RouterMethodEntry>;

/** What reflection tells of a handler; the router adds the rest of the entry. */
export type CompiledHandler = Pick<
  RouterMethodEntry,
  | 'isAsync'
  | 'hasReturnData'
  | 'paramNames'
  | 'paramsJitHash'
  | 'returnJitHash'
  | 'headersParam'
  | 'headersReturn'
>;

/** What the metadata routes answer with: entries without their functions, but with `code`. */
export interface SerializedMethods {
  methods: RouterCache;
  deps: Record<string, Omit<JitFnCacheEntry, 'createJitFn' | 'fn'>>;
  purFnDeps: Record<string, Record<string, Omit<PureFnCacheEntry, 'createPureFn' | 'fn'>>>;
}

/** The server's copy of one of the client's pure functions: `serverPureFnsCache[namespace][fnName]`. */
export type ServerPureFnEntry = Omit<PureFnCacheEntry, 'createPureFn' | 'fn'> & {
  /** Seconds since 1970: when it last changed in the sources of this build. */
  changedAt?: number;
} & (
    | {isFactory: false; fn: AnyFn; createFn?: undefined}
    | {isFactory: true; fn: undefined; createFn: (utl: JitUtils) => AnyFn}
  );

export type ServerPureFnsCache = Record<string, Record<string, ServerPureFnEntry>>;

/** One part of a path in a `RunTypeError`: a property or index, or the place in a Map or Set. */
export type RunTypeErrorSegment =
  | string
  | number
  | {key: unknown; index: number; failed?: 'mapKey' | 'mapVal'};

/** What `typeErrors` reports for one wrong place. */
export interface RunTypeError {
  path: RunTypeErrorSegment[];
  expected: string;
}
