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
  const part = parts.get(entry.id) ?? {json: []};
  if (params) args.push(...readBodyParams(method, params, part, parts.has(entry.id)));
  else if (method.isInternal && Array.isArray(part.json)) args.push(...part.json);
  return args;
}

function readBodyParams(method: Method, params: ParamsFns, part: BodyPart, isSent: boolean): unknown[] {
  const {fromBinary, restoreFromJson} = params;
  let values: unknown;
  if (isSent && !(part.reader ? fromBinary : restoreFromJson)) {
    throw new RpcError({
      type: 'invalid-body',
      publicMessage: `"${method.entry.id}" takes its parameters as ${fromBinary ? 'binary' : 'JSON'} only`,
      statusCode: 415,
    });
  }
  if (part.reader) {
    try {
      values = readBinaryPart(part.reader, fromBinary!);
    } catch (originalError) {
      throw new RpcError({
        type: 'invalid-body',
        publicMessage: `Invalid binary parameters of "${method.entry.id}"`,
        originalError,
      });
    }
  } else {
    if (!Array.isArray(part.json)) throw invalid(method, [{path: [], expected: 'array'}], 'parameters');
    try {
      values = restoreFromJson ? restoreFromJson(part.json) : part.json;
    } catch {
      // What cannot be restored is of the wrong type; the validator says where.
      const typeErrors = params.typeErrors(part.json);
      throw invalid(
        method,
        typeErrors.length ? typeErrors : [{path: [], expected: 'parameters'}],
        'parameters',
      );
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
  if (entry.options.validateParams !== false) validate({entry}, params, values, 'parameters');
}

function validate(method: Pick<Method, 'entry'>, fns: HeadersFns, value: unknown, what: string): void {
  if (!fns.isType(value)) throw invalid(method, fns.typeErrors(value), what);
}

function invalid(method: Pick<Method, 'entry'>, typeErrors: RunTypeError[], what: string): RpcError {
  return new RpcError({
    type: 'validation-error',
    publicMessage: `Invalid ${what} of "${method.entry.id}"`,
    errorData: {typeErrors},
  });
}
