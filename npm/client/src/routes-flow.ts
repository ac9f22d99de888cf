/** `routesFlow`: several routes in one request. */
import {RpcError} from '@mionkit/core';
import type {CallResult, MiddleFnCall, RouteCall} from './api-types.ts';
import {type CallTuple, RouteRequest} from './calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: calls of any API are matched
type Any = any;

/** What each call of a flow resolves to. */
export type FlowResults<Calls extends readonly RouteCall<Any, Any>[], Named = unknown> = {
  -readonly [K in keyof Calls]: Calls[K] extends RouteCall<infer Result, infer Failure>
    ? CallResult<Result, Failure, Named>
    : never;
};

/**
 * Sends calls of one client in one request, with parameters of middleFns if given, and resolves to what `call()` of
 * each would: `[result, error, middleFnResults, middleFnErrors]`. One that fails leaves the others alone; it never
 * rejects. `mapFrom` makes a parameter of one from the result of another.
 */
export function routesFlow<const Calls extends readonly RouteCall<Any, Any>[]>(
  calls: Calls,
): Promise<FlowResults<Calls>>;
export function routesFlow<
  const Calls extends readonly RouteCall<Any, Any>[],
  Named extends Record<string, MiddleFnCall<Any, Any>>,
>(calls: Calls, middleFns: Named): Promise<FlowResults<Calls, Named>>;
export async function routesFlow(calls: readonly unknown[], middleFns: Any = {}): Promise<Any> {
  const routes = calls.filter(call => call instanceof RouteRequest);
  const [first] = routes;
  if (!first) return calls.map(() => failed('These are no calls of routes'));
  if (routes.length < calls.length || routes.some(({caller}) => caller !== first.caller)) {
    return calls.map(() => failed('The calls of a routes flow must be calls of routes of one client'));
  }
  return first.caller.flow(routes, middleFns);
}

function failed(publicMessage: string): CallTuple {
  return [undefined, new RpcError({type: 'invalid-routes-flow', publicMessage}), {}, {}];
}
