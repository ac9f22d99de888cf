/**
 * Several routes in one request. Each keeps the rules of its own chain, and a middleFn that several chains share
 * runs once: what stands above a route runs before it, what stands below after all routes. A failing handler stops
 * the routes whose chains it is part of, and the others still answer. Results are mapped into parameters by the
 * server's own copies of pure functions; `@mionkit/core`'s `routes-flow` has the wire format.
 */
import {
  type BodyParts,
  fromPlainJson,
  getFlowKeys,
  getRoutePath,
  isRpcError,
  MAX_FLOW_SIZE,
  MION_IDS,
  type ParamMapping,
  type RoutesFlowAnswer,
  type RoutesFlowRequest,
  RpcError,
  type ServerPureFnsCache,
} from '@mionkit/core';
import type {Answer} from './answer.ts';
import type {Method} from './methods.ts';
import {validateParams} from './params.ts';
import {addServerPureFns, getServerPureFn} from './server-pure-fns.ts';
import {type Chain, type Flow, type FlowPlan, type RouterState, setFlowFactory} from './state.ts';

interface Mapping extends ParamMapping {
  /** What the pure function gave, or why it gave nothing; undefined until the source has answered. */
  outcome?: {value: unknown} | {error: RpcError};
}

/**
 * Lets clients send several routes in one request. Its argument is what `virtual:mion-server-pure-fns` exports: the
 * functions by which results may be mapped; without it, none. A server that never calls this does not have the code
 * of it in its bundle.
 */
export function enableRoutesFlow(serverPureFnsCache: ServerPureFnsCache = {}): void {
  addServerPureFns(serverPureFnsCache);
  setFlowFactory((state, path) =>
    path === getRoutePath(MION_IDS.routesFlow, state.options)
      ? (parts, answer) => createFlow(parts, answer, state)
      : undefined,
  );
}

/** Throws `RpcError` `invalid-routes-flow`. What is wrong with one route alone is added to the answer. */
function createFlow(parts: BodyParts, answer: Answer, state: RouterState): Flow {
  const {routes, mappings} = readRequest(parts);
  const keys = getFlowKeys(routes);
  const chains = new Map<string, Chain>();
  const found = routes.map(id => state.chains.get(getRoutePath(id, state.options)));
  answer.writeFor(found.flatMap(chain => chain?.methods ?? []));
  for (const [i, id] of routes.entries()) {
    const chain = found[i];
    if (chain) chains.set(keys[i]!, chain);
    else answer.fail(keys[i]!, failure('route-not-found', `There is no route "${id}"`, 404));
  }
  const order = inOrder([...chains.keys()], mappings);
  for (const key of chains.keys()) {
    if (!order.includes(key))
      answer.failThrown(key, failure('mapping-cycle', `"${key}" is mapped in a circle`));
  }
  const {methods, legs} = getPlan(order, chains, state);
  /** Chains in which something has failed. */
  const failed = new Set<Method[]>();
  const ran = new Set<string>();
  const stopped: RoutesFlowAnswer['stopped'] = {};

  return {
    methods: legs.size ? methods : state.errorMethods,

    isStopped: method => ![...legs.values()].some(chain => chain.includes(method) && !failed.has(chain)),

    readParams({entry, params}) {
      const own = mappings.filter(({to}) => to === entry.id);
      if (!own.length) return undefined;
      const values = readPlain(parts.get(entry.id)?.json, entry.id);
      for (const {param, from, outcome} of own) {
        if (!(param in values))
          throw failure('invalid-routes-flow', `"${entry.id}" has no parameter ${param}`);
        if (!outcome) {
          throw keys.includes(from)
            ? failure('mapping-source-failed', `"${entry.id}" needs the result of "${from}"`)
            : failure(
                'mapping-source-missing',
                `"${entry.id}" needs "${from}", which is not in the routes flow`,
              );
        }
        if ('error' in outcome) throw outcome.error;
        values[param] = outcome.value;
      }
      if (params) validateParams({entry, params}, values);
      return values;
    },

    succeed({entry: {id}}, result) {
      ran.add(id);
      for (const mapping of mappings) if (mapping.from === id) mapping.outcome = map(mapping, result);
    },

    fail(method) {
      const {id} = method.entry;
      ran.add(id);
      for (const [key, chain] of legs) {
        if (!chain.includes(method) || failed.has(chain)) continue;
        failed.add(chain);
        if (!ran.has(key)) stopped[key] = id;
      }
    },

    finish() {
      const note: RoutesFlowAnswer = {stopped};
      if (Object.keys(stopped).length) answer.writer.addJson(MION_IDS.routesFlow, JSON.stringify(note));
    },
  };
}

/** Checks the form of what came over the network. */
function readRequest(parts: BodyParts): {routes: string[]; mappings: Mapping[]} {
  const {routes, mappings = []} = (parts.get(MION_IDS.routesFlow)?.json ?? {}) as Partial<RoutesFlowRequest>;
  const isText = (value: unknown) => typeof value === 'string';
  const isTextIfAny = (value: unknown) => value === undefined || isText(value);
  const isMapping = (m: ParamMapping | null) =>
    isText(m?.to) &&
    isText(m?.from) &&
    Number.isInteger(m?.param) &&
    [m?.bodyHash, m?.namespace, m?.fnName].every(isTextIfAny) &&
    (m?.changedAt === undefined || Number.isInteger(m.changedAt));
  if (
    !Array.isArray(routes) ||
    !routes.length ||
    routes.length > MAX_FLOW_SIZE ||
    !routes.every(isText) ||
    !Array.isArray(mappings) ||
    mappings.length > MAX_FLOW_SIZE ||
    !mappings.every(isMapping)
  ) {
    const publicMessage = `The body needs "${MION_IDS.routesFlow}": {routes, mappings?}, at most ${MAX_FLOW_SIZE} of each`;
    throw failure('invalid-routes-flow', publicMessage);
  }
  // Nothing but these fields: an outcome is never the client's.
  return {
    routes,
    mappings: mappings.map(({to, param, from, bodyHash, namespace, fnName, changedAt}) => ({
      to,
      param,
      from,
      bodyHash,
      namespace,
      fnName,
      changedAt,
    })),
  };
}

/** As asked for, but sources first; without the routes that would wait for each other. */
function inOrder(keys: string[], mappings: Mapping[]): string[] {
  const sources = new Map(keys.map(key => [key, new Set<string>()]));
  for (const {to, from} of mappings) sources.get(to)?.add(from);
  const ordered: string[] = [];
  for (;;) {
    const waits = (key: string) => [...sources.get(key)!].some(from => sources.has(from));
    const next = [...sources.keys()].find(key => !waits(key));
    if (next === undefined) return ordered;
    sources.delete(next);
    ordered.push(next);
  }
}

/** The merged chains of these routes; the most recently used ones are kept. */
function getPlan(keys: string[], chains: Map<string, Chain>, {plans, options}: RouterState): FlowPlan {
  const {maxRoutesFlowsCacheSize = 100} = options;
  const planKey = keys.join();
  const plan = plans.get(planKey) ?? merge(keys, chains);
  plans.delete(planKey);
  if (maxRoutesFlowsCacheSize > 0) plans.set(planKey, plan);
  if (plans.size > maxRoutesFlowsCacheSize) plans.delete(plans.keys().next().value!);
  return plan;
}

function merge(keys: string[], chains: Map<string, Chain>): FlowPlan {
  const legs: FlowPlan['legs'] = new Map();
  const before = new Set<Method>();
  const after: Method[] = [];
  for (const key of keys) {
    const {route, methods} = chains.get(key)!;
    const own = key === route.entry.id ? route : {...route, entry: {...route.entry, id: key}};
    const leg = methods.map(method => (method === route ? own : method));
    legs.set(key, leg);
    for (const method of leg.slice(0, leg.indexOf(own) + 1)) before.add(method);
  }
  // Two chains that share what comes after their routes share all that comes after that: so from the end.
  for (const leg of [...legs.values()].reverse()) {
    for (const method of [...leg].reverse()) {
      if (!before.has(method) && !after.includes(method)) after.unshift(method);
    }
  }
  return {methods: [...before, ...after], legs};
}

function readPlain(json: unknown, key: string): unknown[] {
  try {
    if (Array.isArray(json)) return fromPlainJson(json) as unknown[];
  } catch {
    // Told below, as one that is no array.
  }
  throw failure('invalid-routes-flow', `The parameters of "${key}" are not plain values`);
}

/** The pure function gets a copy, as its client would: it can change nothing that belongs to the server. */
function map(mapping: Mapping, result: unknown): Mapping['outcome'] {
  try {
    return {value: getServerPureFn(mapping)(structuredClone(result))};
  } catch (cause) {
    if (isRpcError(cause)) return {error: cause as RpcError};
    const {to, param, from} = mapping;
    const publicMessage = `The result of "${from}" could not be mapped to parameter ${param} of "${to}"`;
    const message = `${publicMessage}: ${cause}`;
    return {error: new RpcError({type: 'mapping-failed', publicMessage, message, originalError: cause})};
  }
}

function failure(type: string, publicMessage: string, statusCode = 422): RpcError {
  return new RpcError({type, publicMessage, statusCode});
}
