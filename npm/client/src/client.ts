/** `initClient`: proxies that turn `routes.users.getById('1')` into a call of the route `users/getById`. */
import {getMethodId, isRpcError, RpcError, toRpcError} from '@mionkit/core';
import type {Client} from './api-types.ts';
import {type Caller, type CallTuple, MiddleFnRequest, RouteRequest} from './calls.ts';
import {type Answer, callInternal, exchange} from './exchange.ts';
import {exchangeFlow} from './flow-exchange.ts';
import {MappedParam} from './map-from.ts';
import {createMetadata} from './metadata.ts';
import {type ClientOptions, checkOptions, DEFAULT_SERIALIZER} from './options.ts';

/** `Api` is the type of the routes, or of what `initMionRouter` gave. */
export function initClient<Api>(clientOptions: ClientOptions): Client<Api> {
  const options = checkOptions(clientOptions);
  const metadata = createMetadata(
    (id, params) => callInternal(id, params, options),
    options.serializer ?? DEFAULT_SERIALIZER,
  );
  const prefilled = new Map<string, MiddleFnRequest>();

  /** Makes known all that the calls need; gives the middleFns that have parameters. */
  const prepare = async (routes: RouteRequest[], named: Record<string, MiddleFnRequest>) => {
    await metadata.ensure([...routes, ...Object.values(named)].map(({id}) => id));
    const middleFns = new Map<string, MiddleFnRequest>();
    for (const route of routes) {
      for (const id of metadata.get(route.id)?.middleFnIds ?? []) {
        const call = prefilled.get(id);
        if (call) middleFns.set(id, call);
      }
    }
    for (const call of Object.values(named)) middleFns.set(call.id, call);
    return middleFns;
  };

  const caller: Caller = {
    async call(route, named) {
      let middleFns = new Map<string, MiddleFnRequest>();
      let answer: Answer;
      try {
        if (route.params.some(param => param instanceof MappedParam)) {
          const publicMessage = `"${route.id}" has mapped parameters: send it and their source in one routesFlow()`;
          throw new RpcError({type: 'mapping-source-missing', publicMessage});
        }
        middleFns = await prepare([route], named);
        answer = await exchange(route, [...middleFns.values()], metadata, options);
      } catch (error) {
        answer = {results: new Map(), errors: new Map(), platformError: toFailure(error)};
      }
      notify(middleFns, answer);
      return toTuple(route.id, answer, named);
    },

    async flow(routes, named) {
      try {
        const middleFns = await prepare(routes, named);
        const {answer, routeAnswers} = await exchangeFlow(routes, middleFns, metadata, options);
        notify(middleFns, answer);
        return routeAnswers.map(({key, answer}) => toTuple(key, answer, named));
      } catch (error) {
        const platformError = toFailure(error);
        return routes.map(({id}) =>
          toTuple(id, {results: new Map(), errors: new Map(), platformError}, named),
        );
      }
    },
  };

  return {
    routes: byPointer([], (id, params) => new RouteRequest(id, params, caller)),
    middleFns: byPointer([], (id, params) => new MiddleFnRequest(id, params, prefilled)),
  } as Client<Api>;
}

function byPointer(pointer: string[], make: (id: string, params: unknown[]) => unknown): unknown {
  const children = new Map<string, unknown>();
  return new Proxy(() => {}, {
    get(_, name) {
      // `then` makes it a promise in the eyes of `await`.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (!children.has(name)) children.set(name, byPointer([...pointer, name], make));
      return children.get(name);
    },
    apply: (_, __, params) => make(getMethodId(pointer), params),
  });
}

function notify(middleFns: Map<string, MiddleFnRequest>, answer: Answer): void {
  const isClean = !answer.platformError && answer.errors.size === 0;
  for (const [id, call] of middleFns) {
    const error = answer.errors.get(id);
    if (error) call.notifyError(error);
    // One without a result is known to have run only if nothing stopped the chain.
    else if (answer.results.has(id) || isClean) call.notifySuccess(answer.results.get(id));
  }
}

/** Either the route's result, or the reason why there is none. */
function toTuple(routeId: string, answer: Answer, named: Record<string, MiddleFnRequest>): CallTuple {
  const {results, errors, platformError} = answer;
  const names = new Map(Object.entries(named).map(([name, {id}]) => [id, name]));
  const byName = <T>(values: Map<string, T>): Record<string, T> =>
    Object.fromEntries(
      [...values].filter(([id]) => id !== routeId).map(([id, value]) => [names.get(id) ?? id, value]),
    );
  const middleFnResults = byName(results);
  const middleFnErrors = byName(errors);
  let error = errors.get(routeId) ?? platformError;
  if (!error && !results.has(routeId)) [error] = errors.values();
  return error
    ? [undefined, error, middleFnResults, middleFnErrors]
    : [results.get(routeId), undefined, middleFnResults, middleFnErrors];
}

function toFailure(error: unknown): RpcError {
  if (isRpcError(error)) return toRpcError(error);
  const publicMessage = `The call failed in the client: ${(error as Error).message}`;
  return new RpcError({type: 'unknown-error', publicMessage, originalError: error});
}
