/** `mapFrom`: a parameter that the server makes of another route's result, with its own copy of a pure function. */
import {
  type JitUtils,
  PURE_SERVER_FN_NAMESPACE,
  type PureFnAddress,
  type PureServerFnRef,
} from '@mionkit/core';
import type {RouteCall} from './api-types.ts';
import type {RouteRequest} from './calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: how a source may fail means nothing here
type AnyFailure = any;

/** What stands in the place of a mapped parameter until it is sent. */
export class MappedParam {
  readonly source: RouteRequest;
  readonly fn: PureFnAddress;

  constructor(source: RouteRequest, fn: PureFnAddress) {
    this.source = source;
    this.fn = fn;
  }
}

/**
 * Stands for a parameter of a route in the same `routesFlow` as `source`. The mapper must be pure, and may be what
 * `pureServerFn` gave. What this gives has the type of the parameter, and no value in the client. `bodyHash` and
 * `changedAt` are added by the build; throws where there is no hash.
 */
export function mapFrom<Result, Param>(
  source: RouteCall<Result, AnyFailure>,
  mapper: (result: Result) => Param,
  bodyHash?: string,
  changedAt?: number,
): Param;
export function mapFrom<Result, Param>(
  source: RouteCall<Result, AnyFailure>,
  mapper: PureServerFnRef<(utl: JitUtils) => (result: Result) => Param>,
  bodyHash?: string,
  changedAt?: number,
): Param;
export function mapFrom<Result, Param>(
  source: RouteCall<Result, AnyFailure>,
  mapper: PureServerFnRef<(result: Result) => Param>,
  bodyHash?: string,
  changedAt?: number,
): Param;
export function mapFrom(
  source: unknown,
  mapper: ((result: never) => unknown) | PureServerFnRef,
  bodyHash?: string,
  changedAt?: number,
): unknown {
  return new MappedParam(source as RouteRequest, addressOf(mapper, bodyHash, changedAt));
}

function addressOf(
  mapper: ((result: never) => unknown) | PureServerFnRef,
  bodyHash: string | undefined,
  changedAt: number | undefined,
): PureFnAddress {
  if (typeof mapper !== 'function') {
    const {namespace, fnName, bodyHash: hash, changedAt} = mapper;
    return {
      namespace: namespace === PURE_SERVER_FN_NAMESPACE ? undefined : namespace,
      fnName: fnName === hash ? undefined : fnName,
      bodyHash: hash || undefined,
      changedAt,
    };
  }
  if (!bodyHash) {
    throw new Error(
      'mapFrom() has no body hash: build this file with mionPlugin({serverPureFunctions: {clientSrcPath}}), or ' +
        "pass it a pureServerFn() that has a 'fnName'.",
    );
  }
  return {bodyHash, changedAt};
}
