/** One request and its answer: parameters are validated and written, results and errors read, by id. */
import {
  BINARY_CONTENT_TYPE,
  type BodyParts,
  type BodyWriter,
  binaryBodyWriter,
  FN_IDS,
  type FnName,
  getRoutePath,
  type HeadersMetadata,
  HeadersSubset,
  isRpcError,
  jitUtils,
  jsonBodyWriter,
  MION_IDS,
  type RouterMethodEntry,
  RpcError,
  type RunTypeError,
  readBinaryPart,
  readBody,
  toRpcError,
} from '@mionkit/core';
import type {Call} from './calls.ts';
import {type Metadata, withCode} from './metadata.ts';
import type {ClientOptions} from './options.ts';

/** What came back, by id of the method. */
export interface Answer {
  results: Map<string, unknown>;
  errors: Map<string, RpcError>;
  /** An error of no method: the path, the body, the platform. */
  platformError?: RpcError;
}

/** Sends `route` with the middleFns' parameters. Rejects with `RpcError` if there is no answer to read. */
export async function exchange(
  route: Call,
  middleFns: Call[],
  metadata: Metadata,
  options: ClientOptions,
): Promise<Answer> {
  const errors = new Map<string, RpcError>();
  const headers = new Headers(options.fetchOptions?.headers);
  const writer = newWriter([route, ...middleFns], metadata, options);
  for (const call of [route, ...middleFns]) {
    try {
      prepareParams(metadata.get(call.id)!, call.params, headers, options)?.(call.id, writer);
    } catch (error) {
      errors.set(call.id, toWriteError(call.id, error));
    }
  }
  if (errors.size) return {results: new Map(), errors};

  const response = await post(route.id, writer.finish(), writer.contentType, headers, options);
  const {middleFnIds = []} = metadata.get(route.id)!;
  return readAnswer([route.id, ...middleFnIds], response, metadata, id => id);
}

/** A body for these calls; a binary one can hold JSON as well. */
export function newWriter(calls: Call[], metadata: Metadata, options: ClientOptions): BodyWriter {
  const withParams = calls.map(({id}) => metadata.get(id)!).filter(({paramsJitHash}) => paramsJitHash);
  const isBinary = withParams.length
    ? withParams.some(entry => serializerOf(entry, options) === 'binary')
    : options.serializer === 'binary';
  return isBinary ? binaryBodyWriter() : jsonBodyWriter();
}

/** A route may have one of its own, and takes no other. */
const serializerOf = ({options: {serializer}}: RouterMethodEntry, options: ClientOptions) =>
  serializer ?? options.serializer;

/** Adds parameters to a body. */
export type WriteParams = (key: string, writer: BodyWriter) => void;

/**
 * Validates parameters and sets those that travel as headers; gives what writes the others, if there are any. It may
 * be called again for another body. Throws `RpcError`, or what a compiled function throws.
 */
export function prepareParams(
  entry: RouterMethodEntry,
  allParams: unknown[],
  headers: Headers,
  options: ClientOptions,
): WriteParams | undefined {
  const params = writeHeaders(entry, allParams, headers, options);
  if (!entry.paramsJitHash) return undefined;
  const fns = jitFns(entry.paramsJitHash);
  if (options.validateParams !== false && !fns('isType')(params)) {
    throw invalidParams(entry.id, fns('typeErrors')(params));
  }
  const serializer = serializerOf(entry, options);
  if (serializer === 'binary') {
    const toBinary = fns('toBinary');
    return (key, writer) => writer.addBinary(key, to => toBinary(params, to));
  }
  // The build of a server leaves `prepareForJson` out: the other writes the same.
  const inPlace =
    serializer === 'json' && jitUtils.hasJitFn(`${FN_IDS.prepareForJson}_${entry.paramsJitHash}`);
  const json = inPlace ? JSON.stringify(fns('prepareForJson')(params)) : fns('stringifyJson')(params);
  return (key, writer) => writer.addJson(key, json);
}

export const toWriteError = (id: string, error: unknown): RpcError =>
  isRpcError(error) ? toRpcError(error) : unusable(id, 'written', error);

/** Calls one of mion's own routes, whose parameters and result are plain JSON. Rejects with `RpcError`. */
export async function callInternal(id: string, params: unknown[], options: ClientOptions): Promise<unknown> {
  const headers = new Headers(options.fetchOptions?.headers);
  const response = await post(id, JSON.stringify({[id]: params}), 'application/json', headers, options);
  const {value, error} = plainJson(response.parts.get(id)) as {value: unknown; error?: RpcError};
  const failure = error ?? readErrors(response.parts, new Map());
  if (failure) throw failure;
  return value;
}

export interface ParsedResponse {
  parts: BodyParts;
  headers: Headers;
}

/** Rejects with `RpcError` if there is no answer, or one that is not mion's. */
export async function post(
  id: string,
  body: string | Uint8Array<ArrayBuffer>,
  contentType: string,
  headers: Headers,
  options: ClientOptions,
): Promise<ParsedResponse> {
  headers.set('content-type', contentType);
  headers.set('accept', `application/json, ${BINARY_CONTENT_TYPE}`);
  const send = options.fetch ?? fetch;
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await send(options.baseURL + getRoutePath(id, options), {
      ...options.fetchOptions,
      method: 'POST',
      headers,
      body,
    });
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (originalError) {
    const publicMessage = `No answer to "${id}": ${(originalError as Error).message}`;
    throw new RpcError({type: 'network-error', publicMessage, originalError});
  }
  try {
    return {parts: readBody(bytes, response.headers.get('content-type')), headers: response.headers};
  } catch (originalError) {
    throw new RpcError({
      type: 'invalid-response',
      publicMessage: `The answer to "${id}" (status ${response.status}) is not one of a mion API`,
      originalError,
      statusCode: response.status,
    });
  }
}

/**
 * What an answer has for these keys: ids, or what a routes flow has instead. Asks the server for the functions that read
 * it, where it writes otherwise than the caches were made for. Rejects with `RpcError`.
 */
export async function readAnswer(
  keys: string[],
  {parts, headers}: ParsedResponse,
  metadata: Metadata,
  toId: (key: string) => string,
): Promise<Answer> {
  const results = new Map<string, unknown>();
  const errors = new Map<string, RpcError>();
  const platformError = readErrors(parts, errors);
  for (const reader of ['restoreFromJson', 'fromBinary'] as const) {
    const isBinary = reader === 'fromBinary';
    const read = keys.filter(key => parts.has(key) && !!parts.get(key)!.reader === isBinary);
    await metadata.ensure(read.filter(key => !plainJson(parts.get(key)).error).map(toId), reader);
  }
  for (const key of keys) {
    const {headersReturn, returnJitHash} = metadata.get(toId(key))!;
    if (headersReturn) {
      const record = readHeaders(headersReturn, headers);
      if (Object.keys(record).length) results.set(key, new HeadersSubset(record));
    }
    const part = parts.get(key);
    if (!part) continue;
    const {value, error} = plainJson(part);
    if (error) errors.set(key, error);
    else if (!returnJitHash) results.set(key, value);
    else {
      try {
        const fns = jitFns(returnJitHash);
        results.set(
          key,
          part.reader ? readBinaryPart(part.reader, fns('fromBinary')) : fns('restoreFromJson')(value),
        );
      } catch (cause) {
        errors.set(key, isRpcError(cause) ? toRpcError(cause) : unusable(key, 'read', cause));
      }
    }
  }
  return {results, errors, platformError};
}

/** Adds thrown errors to `errors`; gives an error that belongs to no method. */
function readErrors(parts: BodyParts, errors: Map<string, RpcError>): RpcError | undefined {
  const thrown = parts.get(MION_IDS.thrownErrors)?.json;
  if (typeof thrown === 'object' && thrown !== null) {
    for (const [id, error] of Object.entries(thrown))
      if (isRpcError(error)) errors.set(id, toRpcError(error));
  }
  return plainJson(parts.get(MION_IDS.platformError)).error ?? plainJson(parts.get(MION_IDS.notFound)).error;
}

function plainJson(part: {json?: unknown} | undefined): {value: unknown; error?: RpcError} {
  const value = part?.json;
  return isRpcError(value) ? {value: undefined, error: toRpcError(value)} : {value};
}

function readHeaders({headerNames}: HeadersMetadata, headers: Headers): Record<string, string> {
  const record: Record<string, string> = {};
  for (const name of headerNames) {
    const value = headers.get(name);
    if (value !== null) record[name] = value;
  }
  return record;
}

/** Sets the headers that a headers middleFn takes; gives the parameters that go into the body. */
function writeHeaders(
  entry: RouterMethodEntry,
  params: unknown[],
  headers: Headers,
  options: ClientOptions,
): unknown[] {
  if (!entry.headersParam) return params;
  const [subset, ...rest] = params;
  const record = subset instanceof HeadersSubset ? (subset.headers as Record<string, string>) : {};
  const fns = jitFns(entry.headersParam.jitHash);
  if (options.validateParams !== false && !fns('isType')(record)) {
    throw invalidParams(entry.id, fns('typeErrors')(record));
  }
  for (const name of entry.headersParam.headerNames) {
    if (record[name] !== undefined) headers.set(name, record[name]);
  }
  return rest;
}

type Fns = (name: FnName) => ReturnType<typeof jitUtils.getJitFn>;

export function jitFns(jitHash: string): Fns {
  return name => withCode(() => jitUtils.getJitFn(`${FN_IDS[name]}_${jitHash}`));
}

export function invalidParams(id: string, typeErrors: RunTypeError[]): RpcError {
  return new RpcError({
    type: 'validation-error',
    publicMessage: `Invalid parameters of "${id}"`,
    errorData: {typeErrors},
  });
}

function unusable(id: string, what: 'written' | 'read', originalError: unknown): RpcError {
  const publicMessage = `Data of "${id}" could not be ${what}: ${(originalError as Error).message}`;
  return new RpcError({type: 'serialization-error', publicMessage, originalError});
}
