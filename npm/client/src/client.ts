/** `initClient`: proxies that turn `routes.users.getById('1')` into a call of the route `users/getById`. */
import {getMethodId, isRpcError, RpcError, toRpcError} from '@mionkit/core';
import type {Client} from './api-types.ts';
import {type Call, MiddleFnRequest} from './calls.ts';
import {type Answer, callInternal, exchange} from './exchange.ts';
import {createMetadata} from './metadata.ts';
import {type ClientOptions, checkOptions} from './options.ts';

/** `Api` is the type of the routes, or of what `initMionRouter` gave. */
export function initClient<Api>(clientOptions: ClientOptions): Client<Api> {
  const options = checkOptions(clientOptions);
  const metadata = createMetadata((id, params) => callInternal(id, params, options));
  const prefilled = new Map<string, MiddleFnRequest>();

  const run = async (route: Call, named: Record<string, MiddleFnRequest>) => {
    const middleFns = new Map<string, MiddleFnRequest>();
    let answer: Answer;
    try {
      await metadata.ensure([route.id, ...Object.values(named).map(({id}) => id)]);
      for (const id of metadata.get(route.id)?.middleFnIds ?? []) {
        const call = prefilled.get(id);
        if (call) middleFns.set(id, call);
      }
      for (const call of Object.values(named)) middleFns.set(call.id, call);
      answer = await exchange(route, [...middleFns.values()], metadata, options);
    } catch (error) {
      answer = {results: new Map(), errors: new Map(), platformError: toFailure(error)};
    }
    for (const [id, call] of middleFns) {
      const error = answer.errors.get(id);
      if (error) call.notifyError(error);
      // One without a result is known to have run only if nothing stopped the chain.
      else if (answer.results.has(id) || isClean(answer)) call.notifySuccess(answer.results.get(id));
    }
    return toTuple(route.id, answer, named);
  };

  return {
    routes: byPointer([], (id, params) => {
      const route: Call = {id, params};
      return {
        call: () => run(route, {}),
        callWithMiddleFns: (named: Record<string, MiddleFnRequest>) => run(route, named),
      };
    }),
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

/** Either the route's result, or the reason why there is none. */
function toTuple(routeId: string, answer: Answer, named: Record<string, MiddleFnRequest>) {
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

const isClean = ({errors, platformError}: Answer) => !platformError && errors.size === 0;

function toFailure(error: unknown): RpcError {
  if (isRpcError(error)) return toRpcError(error);
  const publicMessage = `The call failed in the client: ${(error as Error).message}`;
  return new RpcError({type: 'unknown-error', publicMessage, originalError: error});
}
