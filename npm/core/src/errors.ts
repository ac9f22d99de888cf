/** The errors that users of a mion API meet: `RpcError`, which travels, and `AOTCacheError`, which does not. */
import type {RunTypeError} from './cache-entries.ts';

/** The key that marks an object as an `RpcError` on the wire. */
const BRAND = 'mion@isΣrrθr';

export interface RpcErrorParams<Type extends string = string, Data = unknown> {
  /** What callers tell errors apart by. */
  type: Type;
  /** The text that callers may see. */
  publicMessage: string;
  /** The text for logs; never leaves the server. Default: `publicMessage`. */
  message?: string;
  /** Data for callers. */
  errorData?: Data;
  /** What was caught; never leaves the server. */
  originalError?: unknown;
  /** HTTP status of the answer. Default: 400 when returned, 422 when thrown. */
  statusCode?: number;
  /** Identifies this one occurrence, in logs and at the caller. */
  id?: string;
}

/** An `RpcError` as it travels. */
export interface RpcErrorJson<Type extends string = string, Data = unknown>
  extends Omit<RpcErrorParams<Type, Data>, 'message' | 'originalError'> {
  [BRAND]: true;
}

/** An error that a handler returns or throws, and that its caller receives without `message` and `originalError`. */
export class RpcError<Type extends string = string, Data = unknown> extends Error {
  readonly [BRAND] = true as const;
  override name = 'RpcError';
  // Assigned as one, which is less to ship.
  declare readonly type: Type;
  declare readonly publicMessage: string;
  declare readonly errorData?: Data;
  declare readonly originalError?: unknown;
  declare readonly statusCode?: number;
  declare id?: string;

  constructor(params: RpcErrorParams<Type, Data>) {
    const {type, publicMessage, errorData, statusCode, id, originalError, message = publicMessage} = params;
    super(message);
    Object.assign(this, {type, publicMessage, errorData, statusCode, id, originalError});
  }

  /** The public part. */
  toJSON(): RpcErrorJson<Type, Data> {
    const {type, publicMessage, errorData, statusCode, id} = this;
    return {[BRAND]: true, type, publicMessage, errorData, statusCode, id};
  }
}

/** Whether it is an `RpcError`, or the JSON form of one (checked, as it may come from the network). */
export function isRpcError(value: unknown): value is RpcError | RpcErrorJson {
  if (value instanceof RpcError) return true;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, BRAND)) return false;
  const json = value as Record<string, unknown>;
  return json[BRAND] === true && typeof json.type === 'string' && typeof json.publicMessage === 'string';
}

/** The error again, from the form that `isRpcError` accepted. */
export function toRpcError(value: RpcError | RpcErrorJson): RpcError {
  return value instanceof RpcError ? value : new RpcError(value);
}

/** `errorData` of a `validation-error`. */
export interface ValidationErrorData {
  typeErrors: RunTypeError[];
}

/** The caches lack an entry that is needed, or hold one that cannot be used. */
export class AOTCacheError extends Error {
  readonly code = 'MION_AOT_CACHE';
  override name = 'AOTCacheError';
}

/** Types of the errors that mion itself makes, on the server or in the client. */
export type BuiltInErrorType =
  /** Parameters or headers do not match their types; `errorData.typeErrors` says where. */
  | 'validation-error'
  /** The request's body is not JSON, or not a binary body. */
  | 'invalid-body'
  | 'body-too-large'
  | 'route-not-found'
  | 'method-not-allowed'
  /** A value could not be written or read. */
  | 'serialization-error'
  /** A handler threw something else than an `RpcError`. */
  | 'unknown-error'
  /** What a request says of its routes flow is not of the form that `RoutesFlowRequest` has. */
  | 'invalid-routes-flow'
  /** A parameter is mapped from a route that is not in the same flow. */
  | 'mapping-source-missing'
  /** A parameter is mapped from a route that failed or did not run. */
  | 'mapping-source-failed'
  /** Mappings go round in a circle. */
  | 'mapping-cycle'
  /** The pure function of a mapping threw. */
  | 'mapping-failed'
  /** The server has no copy of a pure function. */
  | 'pure-fn-not-found'
  /** The server's copy of a pure function differs from the client's. */
  | 'pure-fn-mismatch'
  /** The client got no answer. */
  | 'network-error'
  /** The client got an answer that is not one of mion's. */
  | 'invalid-response'
  /** The client lacks what it must know of a method, and could not get it from the server. */
  | 'metadata-error'
  /** The client lacks compiled functions, and the runtime refuses to make them from text. */
  | 'code-generation-refused';
