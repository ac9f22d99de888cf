/** The parameters of one handler, out of the request's body and headers: read, restored, validated. */
import {
  type BodyPart,
  type BodyParts,
  HeadersSubset,
  RpcError,
  type RunTypeError,
  readBinaryPart,
} from '@mionkit/core';
import type {RequestHeaders} from './context.ts';
import type {HeadersFns, Method, ParamsFns} from './methods.ts';

/**
 * What the handler takes after the context. Throws `RpcError`: `validation-error` when something does not match its
 * type, `invalid-body` when a binary body is broken.
 */
export function readParams(method: Method, parts: BodyParts, headers: RequestHeaders): unknown[] {
  const {entry, params, headersParam} = method;
  const args: unknown[] = [];
  if (entry.headersParam && headersParam) {
    const record: Record<string, string> = {};
    for (const name of entry.headersParam.headerNames) {
      const value = headers.get(name);
      if (value !== null && value !== undefined) record[name] = value;
    }
    validate(method, headersParam, record, 'headers');
    args.push(new HeadersSubset(record));
  }
  const part = parts.get(entry.id);
  if (params) args.push(...readBodyParams(method, params, part));
  else if (method.isInternal && Array.isArray(part?.json)) args.push(...part.json);
  return args;
}

function readBodyParams(method: Method, params: ParamsFns, part: BodyPart | undefined): unknown[] {
  const {id} = method.entry;
  const {fromBinary, restoreFromJson} = params;
  const json = part ? part.json : [];
  let values: unknown = json;
  if (part && !(part.reader ? fromBinary : restoreFromJson)) {
    const publicMessage = `"${id}" takes ${fromBinary ? 'binary' : 'JSON'} parameters only`;
    throw new RpcError({type: 'invalid-body', publicMessage, statusCode: 415});
  }
  if (part?.reader) {
    try {
      values = readBinaryPart(part.reader, fromBinary!);
    } catch (originalError) {
      const publicMessage = `Invalid binary parameters of "${id}"`;
      throw new RpcError({type: 'invalid-body', publicMessage, originalError});
    }
  } else {
    if (!Array.isArray(json)) throw invalid(method, [{path: [], expected: 'array'}]);
    try {
      if (restoreFromJson) values = restoreFromJson(json);
    } catch {
      // What cannot be restored is of the wrong type; the validator says where.
      const typeErrors = params.typeErrors(json);
      throw invalid(method, typeErrors.length ? typeErrors : [{path: [], expected: 'parameters'}]);
    }
  }
  validateParams({entry: method.entry, params}, values);
  return values as unknown[];
}

/** Throws `RpcError` `validation-error`, unless the handler wants its parameters unchecked. */
export function validateParams(
  {entry, params}: Pick<Method, 'entry'> & {params: ParamsFns},
  values: unknown,
): void {
  if (entry.options.validateParams !== false) validate({entry}, params, values);
}

function validate(method: Pick<Method, 'entry'>, fns: HeadersFns, value: unknown, what?: string): void {
  if (!fns.isType(value)) throw invalid(method, fns.typeErrors(value), what);
}

function invalid(method: Pick<Method, 'entry'>, typeErrors: RunTypeError[], what = 'parameters'): RpcError {
  return new RpcError({
    type: 'validation-error',
    publicMessage: `Invalid ${what} of "${method.entry.id}"`,
    errorData: {typeErrors},
  });
}
