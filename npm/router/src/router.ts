/** Setting a router up: `initRouter`, `registerRoutes`, and `initMionRouter` which is both. */
import {getRoutePath, HandlerType} from '@mionkit/core';
import {addInternalEntries, createInternalMethods} from '@mionkit/router/internal-routes';
import {checkOptions, sendCaches} from '@mionkit/router/preparation';
import type {PublicApi, Routes} from './definitions.ts';
import {createMethod, forgetCompiled, type Method, type Placed} from './methods.ts';
import type {RouterOptions} from './options.ts';
import {RouterError} from './router-error.ts';
import {flattenRoutes} from './routes-tree.ts';
import {type Chain, getRouterState, setRouterState} from './state.ts';

/** Starts an empty router with mion's own routes. What was registered before is gone. */
export function initRouter(options: RouterOptions = {}): void {
  const chains = new Map<string, Chain>();
  const methods = new Map<string, Method>();
  setRouterState({options: checkOptions(options), chains, methods, errorMethods: [], plans: new Map()});
  forgetCompiled();
  addInternalEntries();
  if (options.skipClientRoutes) return;
  const internal = createInternalMethods(
    id => methods.get(id),
    path => chains.get(path)?.route.entry.id,
  );
  for (const method of internal) {
    chains.set(getRoutePath(method.entry.id, options), {route: method, methods: [method]});
  }
}

/**
 * Adds an API to the router, all of it or, when it throws, nothing: `RouterError` on mistakes in the definitions,
 * `AOTCacheError` on what strict AOT misses. In compile mode it sends the caches to the build.
 */
export async function registerRoutes<R extends Routes>(routes: R): Promise<PublicApi<R>> {
  const {options, chains, methods, errorMethods} = getRouterState();
  const tree = flattenRoutes(routes);
  const ids = new Set(methods.keys());
  for (const {id} of tree.definitions) {
    if (ids.has(id)) throw new RouterError('MION_ROUTE_DUPLICATE', `"${id}" is there already`);
    ids.add(id);
  }
  const created = new Map<Placed, Method>();
  for (const placed of tree.definitions) created.set(placed, await createMethod(placed, options));

  for (const {route, placed} of tree.chains) {
    chains.set(getRoutePath(route.id, options), {
      route: created.get(route)!,
      methods: placed.map(item => created.get(item)!),
    });
  }
  const remote = [...created.values()].filter(({entry}) => entry.type !== HandlerType.rawMiddleFn);
  for (const method of remote) methods.set(method.entry.id, method);
  errorMethods.push(
    ...tree.topMiddleFns
      .map(placed => created.get(placed)!)
      .filter(method => method.entry.options.runOnError),
  );
  await sendCaches(options);
  return (options.getPublicRoutesData === false ? {} : publicApi(remote)) as PublicApi<R>;
}

/** Starts a router with an API. The result's type is what clients are typed by. */
export async function initMionRouter<R extends Routes>(
  routes: R,
  options: RouterOptions = {},
): Promise<PublicApi<R>> {
  initRouter(options);
  return registerRoutes(routes);
}

function publicApi(methods: Method[]): object {
  const api: Record<string, unknown> = {};
  for (const {entry} of methods) {
    let level = api;
    for (const name of entry.pointer.slice(0, -1)) {
      level[name] ??= {};
      level = level[name] as Record<string, unknown>;
    }
    level[entry.pointer.at(-1)!] = entry;
  }
  return api;
}
