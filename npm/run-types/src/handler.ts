/** A handler's types: its remote parameters and its return value, as the router needs them. */
import {
  ReflectionKind as Kind,
  reflect,
  type Type,
  type TypeClass,
  type TypeFunction,
  type TypeParameter,
} from '@deepkit/type';
import {type CompiledHandler, type HeadersMetadata, HeadersSubset} from '@mionkit/core';
import {canonicalize} from './canonicalize.ts';
import {compileHeadersFns} from './compile.ts';
import {errorKind} from './library-types.ts';
import {awaited, resolveParams, resolveType} from './resolve.ts';
import {RunType} from './run-type.ts';
import {RunTypeError} from './run-type-error.ts';
import type {ObjectNode, TypeNode} from './type-node.ts';

/** What is known of a function by its type. */
export interface FunctionRunType {
  isAsync: boolean;
  /** Names of the remote parameters, without the context and without a `HeadersSubset`. */
  paramNames: string[];
  /** The remote parameters as one tuple; missing if there are none. */
  params?: RunType;
  /** The awaited return value without errors; missing for void, undefined and never. */
  returns?: RunType;
  headersParam?: HeadersRunType;
  headersReturn?: HeadersRunType;
}

export interface HeadersRunType {
  headerNames: string[];
  /** The record of header values. */
  headers: RunType;
}

// biome-ignore lint/suspicious/noExplicitAny: a handler takes what its router gives it
type AnyHandler = (...args: any[]) => unknown;

const reflected = new WeakMap<AnyHandler, FunctionRunType>();

/**
 * Reflects a handler `(context, ...remote parameters)`. Throws `RunTypeError` if it was compiled without type
 * metadata, or if one of its types cannot be sent.
 */
export function reflectFunction(handler: AnyHandler): FunctionRunType {
  const known = reflected.get(handler);
  if (known) return known;
  const result = reflectNew(handler);
  reflected.set(handler, result);
  return result;
}

/**
 * Compiles the seven functions for the parameters and for the return value into core's cache. Headers are strings that
 * no function writes or reads: those of a request are validated, those of an answer need nothing. Throws as
 * `reflectFunction` does, and if a handler of headers neither takes nor returns any.
 */
export function compileHandler(handler: AnyHandler, isOfHeaders = false): CompiledHandler {
  const {isAsync, paramNames, params, returns, headersParam, headersReturn} = reflectFunction(handler);
  if (isOfHeaders && !headersParam && !headersReturn) {
    throw new RunTypeError(
      'MION_HEADERS_SUBSET',
      'A headersFn must take a HeadersSubset after the context, or return one',
      [],
      'Use middleFn for what has no headers.',
    );
  }
  const metadata = ({headerNames, headers}: HeadersRunType): HeadersMetadata => {
    return {headerNames, jitHash: headers.jitHash};
  };
  if (headersParam) compileHeadersFns(headersParam.headers.node);
  return {
    isAsync,
    hasReturnData: !!returns,
    paramNames,
    paramsJitHash: params?.compile() ?? '',
    returnJitHash: returns?.compile() ?? '',
    ...(headersParam && {headersParam: metadata(headersParam)}),
    ...(headersReturn && {headersReturn: metadata(headersReturn)}),
  };
}

function reflectNew(handler: AnyHandler): FunctionRunType {
  const type = functionType(handler);
  const remote = type.parameters.slice(1);
  const headersParam = remote[0] && headersOf(remote[0].type, `parameter ${remote[0].name}`);
  if (headersParam) remote.shift();
  const returned = withoutErrors(awaited(type.return));
  const headersReturn = returned && headersOf(returned, 'the return type');
  const returns = returned && !headersReturn ? resolveType(returned) : undefined;
  return {
    isAsync: isAsync(handler, type.return),
    paramNames: remote.map(param => param.name),
    params: remote.length ? new RunType(paramsOf(remote, type.parameters[handler.length])) : undefined,
    returns: returns && !isNothing(returns) ? new RunType(returns) : undefined,
    headersParam,
    headersReturn,
  };
}

function functionType(handler: AnyHandler): TypeFunction {
  if (!('__type' in handler) && handler.length > 0) {
    throw new RunTypeError(
      'MION_TYPE_NO_METADATA',
      `The function ${handler.name || '(anonymous)'} has no type metadata`,
      [],
      "It is in no cache either: compile its file with mionPlugin({runTypes: {}}), or import 'virtual:mion-aot/caches' " +
        'before the router is initialized.',
    );
  }
  const type = reflect(handler);
  if (type.kind !== Kind.function) throw new TypeError(`${handler.name} is not a function type`);
  return type;
}

/**
 * `withDefault` is the first parameter that the function does not count in its `length`: it has a default, even if
 * the metadata does not say so, because its type is not written down.
 */
function paramsOf(params: TypeParameter[], withDefault: TypeParameter | undefined): TypeNode {
  const isOptional = (param: TypeParameter): boolean =>
    !!param.optional || param.default !== undefined || param === withDefault;
  const last = params.at(-1)!;
  const rest = last.type.kind === Kind.rest ? {name: last.name, type: last.type.type} : undefined;
  const fixed = rest ? params.slice(0, -1) : params;
  // TypeScript allows required parameters after ones with a default; a caller sends undefined for those
  const lastRequired = fixed.findLastIndex(param => !isOptional(param));
  return resolveParams(
    fixed.map((param, i) => ({
      name: param.name,
      type: isOptional(param) && i < lastRequired ? orUndefined(param.type) : param.type,
      optional: isOptional(param) && i > lastRequired,
    })),
    rest,
  );
}

function orUndefined(type: Type): Type {
  if (type.kind === Kind.any || type.kind === Kind.unknown) return type;
  return {kind: Kind.union, types: [type, {kind: Kind.undefined}]};
}

/** Undefined when nothing but errors is returned: those are written by the router. */
function withoutErrors(type: Type): Type | undefined {
  if (type.kind !== Kind.union) return errorKind(type) ? undefined : type;
  const types = type.types.flatMap(member => withoutErrors(member) ?? []);
  if (types.length === type.types.length) return type;
  if (types.length <= 1) return types[0];
  return {...type, types, typeName: undefined};
}

const isNothing = (node: TypeNode): boolean => node.kind === 'undefined' || node.kind === 'never';

/** A type that is not written down may be a promise. */
function isAsync(handler: AnyHandler, type: Type): boolean {
  if (handler.constructor.name === 'AsyncFunction') return true;
  if (type.kind === Kind.union) return type.types.some(member => member.kind === Kind.promise);
  return type.kind === Kind.promise || type.kind === Kind.any || type.kind === Kind.unknown;
}

/** The names and the record of `HeadersSubset<Required, Optional>`, or undefined for any other type. */
function headersOf(type: Type, place: string): HeadersRunType | undefined {
  if (type.kind !== Kind.class || !isHeadersSubset(type)) return undefined;
  const [required, optional] = type.typeArguments ?? type.arguments ?? [];
  const names = {required: headerNames(required, place), optional: headerNames(optional, place)};
  const member = (name: string, isOptional: boolean) => {
    return {name, type: {kind: 'string'} as TypeNode, optional: isOptional};
  };
  const record: ObjectNode = {
    kind: 'object',
    properties: [...names.required.map(n => member(n, false)), ...names.optional.map(n => member(n, true))],
    index: [],
    hasPrivate: false,
  };
  return {
    headerNames: [...names.required, ...names.optional],
    headers: new RunType(canonicalize(record)),
  };
}

/** By name too: the router and the handlers may have loaded core twice. */
function isHeadersSubset({classType}: TypeClass): boolean {
  return (classType as unknown) === HeadersSubset || classType.name === 'HeadersSubset';
}

function headerNames(type: Type | undefined, place: string): string[] {
  if (!type || type.kind === Kind.never) return [];
  if (type.kind === Kind.literal && typeof type.literal === 'string') return [type.literal];
  if (type.kind === Kind.union) return type.types.flatMap(member => headerNames(member, place));
  throw new RunTypeError(
    'MION_HEADERS_SUBSET',
    `HeadersSubset takes names of headers as string literals (${place})`,
    [],
    `Write them out: HeadersSubset<'authorization' | 'accept'>.`,
  );
}
