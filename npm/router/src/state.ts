/** The one router of this process: its options and what is registered. */
import type {Method} from './methods.ts';
import type {RouterOptions} from './options.ts';
import {RouterError} from './router-error.ts';

/** What runs for one path. */
export interface Chain {
  route: Method;
  /** MiddleFns and the route, in order of execution. */
  methods: Method[];
}

export interface RouterState {
  options: RouterOptions;
  /** By path, prefix and suffix included. */
  chains: Map<string, Chain>;
  /** By id; without raw middleFns. */
  methods: Map<string, Method>;
  /** MiddleFns of the top level that run in spite of errors: all that runs where no route is found. */
  errorMethods: Method[];
}

let state: RouterState | undefined;

export function setRouterState(next: RouterState): void {
  state = next;
}

/** Throws `RouterError` before `initRouter`. */
export function getRouterState(): RouterState {
  if (!state) {
    throw new RouterError('MION_ROUTER_NOT_INITIALIZED', 'call initMionRouter() or initRouter() first');
  }
  return state;
}
