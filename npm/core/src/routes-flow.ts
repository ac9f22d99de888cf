/**
 * The wire format of a routes flow: several routes in one request, results of some mapped into parameters of
 * others. It is a POST to the path of the reserved id `mion-routes-flow` (prefix and suffix as for routes):
 *
 *     {"mion-routes-flow": {"routes": ["orders/get", "users/get"],
 *                           "mappings": [{"to": "users/get", "param": 0, "from": "orders/get", "bodyHash": "Kc3..."}]},
 *      "orders/get": ["o-1"], "users/get": [null], "auth": [...]}
 *
 * Parameters stand under the key of their route, or id of their middleFn, as in a request of one route. The first
 * time a route stands in `routes` its key is its id, then `id#1`, `id#2`, ... The parameters of a route that has
 * mappings are written by `toPlainJson`, because a compiled function takes them all or none; what stands in the
 * place of a mapped one is ignored. A mapping names a pure function by what the build knows it by, never by code.
 *
 * The answer has results and errors by the same keys. Where a route did not run because a middleFn of its chain
 * failed, it says which: `{"mion-routes-flow": {"stopped": {"users/get": "auth"}}}`. In a binary body the two
 * objects and plain parameters are parts of JSON text.
 */

/** Which pure function is meant. Without a name the hash is the name; without a hash any body of that name will do. */
export interface PureFnAddress {
  /** Default `pureServerFn`. */
  namespace?: string;
  fnName?: string;
  bodyHash?: string;
  /** Seconds since 1970: when it last changed in the sources of the client. Says who is older, and nothing else. */
  changedAt?: number;
}

/** Fills one parameter with what a pure function makes of a result. */
export interface ParamMapping extends PureFnAddress {
  /** Key of the route whose parameter it is. */
  to: string;
  /** Index of the parameter, without the context. */
  param: number;
  /** Key of the route whose result is mapped. */
  from: string;
}

export interface RoutesFlowRequest {
  /** Ids, in the order in which they run where mappings ask for no other. */
  routes: string[];
  mappings?: ParamMapping[];
}

export interface RoutesFlowAnswer {
  /** Key of the route that did not run: id of the middleFn that failed. */
  stopped: Record<string, string>;
}

/** A server refuses more routes in a flow, or more mappings: a small request must not cause any amount of work. */
export const MAX_FLOW_SIZE = 64;

/** The keys of the routes of a flow: `['a', 'b', 'a']` gives `['a', 'b', 'a#1']`. */
export function getFlowKeys(ids: string[]): string[] {
  const seen = new Map<string, number>();
  return ids.map(id => {
    const n = seen.get(id) ?? 0;
    seen.set(id, n + 1);
    return n ? `${id}#${n}` : id;
  });
}
