/** The one router of this process: its options and what is registered. */
import type {BodyParts} from '@mionkit/core';
import type {Answer} from './answer.ts';
import type {Method} from './methods.ts';
import type {RouterOptions} from './options.ts';
import {RouterError} from './router-error.ts';

/** What runs for one path. */
export interface Chain {
  route: Method;
  /** MiddleFns and the route, in order of execution. */
  methods: Method[];
}

/** The chains of several routes as one. */
export interface FlowPlan {
  /** In order of execution. */
  methods: Method[];
  /** The chain of each route by the key that it has in the flow, in the order of the routes. */
  legs: Map<string, Method[]>;
}

/** One routes flow on its way; told of every handler that ends. */
export interface Flow {
  methods: Method[];
  /** Whether something has failed in every chain that this method is part of. */
  isStopped(method: Method): boolean;
  /** Undefined if they are read as those of any route. Throws `RpcError`. */
  readParams(method: Method): unknown[] | undefined;
  succeed(method: Method, result: unknown): void;
  fail(method: Method): void;
  /** Adds what the answer must say of the flow itself. */
  finish(): void;
}

export interface RouterState {
  options: RouterOptions;
  /** By path, prefix and suffix included. */
  chains: Map<string, Chain>;
  /** By id; without raw middleFns. */
  methods: Map<string, Method>;
  /** MiddleFns of the top level that run in spite of errors: all that runs where no route is found. */
  errorMethods: Method[];
  /** Of routes flows, by the keys of their routes; the least recently used first. */
  plans: Map<string, FlowPlan>;
}

/**
 * Gives what makes the flow of a request, unless the path is another's. That throws `RpcError` when the body is no
 * flow's; what is wrong with one route alone is added to the answer.
 */
export type FlowFactory = (
  state: RouterState,
  path: string,
) => ((parts: BodyParts, answer: Answer) => Flow) | undefined;

let state: RouterState | undefined;
/** There once `enableRoutesFlow` was called. */
let flowFactory: FlowFactory | undefined;

export const getFlowFactory = (): FlowFactory | undefined => flowFactory;

export function setFlowFactory(factory: FlowFactory): void {
  flowFactory = factory;
}

export function setRouterState(next: RouterState): void {
  state = next;
}

/** Throws `RouterError` before `initRouter`. */
export function getRouterState(): RouterState {
  if (!state) {
    throw new RouterError('MION_ROUTER_NOT_INITIALIZED', 'call initMionRouter() first');
  }
  return state;
}
