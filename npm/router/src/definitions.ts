/** How an API is written down: `route`, `middleFn`, `headersFn`, `rawMiddleFn`, and the types of what they make. */
import {
  HandlerType,
  type HeadersSubset,
  type MiddleFnOptions,
  type RouteOptions,
  type RouterMethodEntry,
} from '@mionkit/core';
import type {CallContext} from './context.ts';
import type {RouterOptions} from './options.ts';

// biome-ignore lint/suspicious/noExplicitAny: what an API's author declares, this package cannot know
type Any = any;

/** The first parameter is the context; the others, and the result, travel. May be async. */
export type Handler = (ctx: CallContext, ...params: Any[]) => unknown;

/** Its first remote parameter, if it has one, is read from the request's headers. */
export type HeadersHandler = (
  ctx: CallContext,
  headers: HeadersSubset<Any, Any>,
  ...params: Any[]
) => unknown;

/** Gets the platform's own request and response. Nothing of it travels but an `RpcError` it returns or throws. */
export type RawHandler<Request = Any, Response = Any> = (
  ctx: CallContext,
  request: Request,
  response: Response,
  options: RouterOptions,
) => unknown;

export interface RouteDef<H extends Handler = Handler> {
  type: typeof HandlerType.route;
  handler: H;
  options: RouteOptions;
}

export interface MiddleFnDef<H extends Handler = Handler> {
  type: typeof HandlerType.middleFn;
  handler: H;
  options: MiddleFnOptions;
}

export interface HeadersMiddleFnDef<H extends Handler = Handler> {
  type: typeof HandlerType.headersMiddleFn;
  handler: H;
  options: MiddleFnOptions;
}

export interface RawMiddleFnDef {
  type: typeof HandlerType.rawMiddleFn;
  handler: RawHandler;
  options: MiddleFnOptions;
}

export type Definition = RouteDef | MiddleFnDef | HeadersMiddleFnDef | RawMiddleFnDef;

/** An API: definitions by name, nested as deep as needed. The order is the order of execution. */
export interface Routes {
  [name: string]: Definition | Routes;
}

// Parameters and result are inferred apart: that lets TypeScript give `ctx` its type while the others are annotated.
type HandlerOf<Params extends Any[], Result> = (ctx: CallContext, ...params: Params) => Result;
type HeadersParams = [] | [headers: HeadersSubset<Any, Any>, ...params: Any[]];

/** A remote procedure. */
export const route = <Params extends Any[], Result>(
  handler: HandlerOf<Params, Result>,
  options: RouteOptions = {},
): RouteDef<HandlerOf<Params, Result>> => ({type: HandlerType.route, handler, options});

/** Runs with every route of its level and below: before those after it, after those before it. */
export const middleFn = <Params extends Any[], Result>(
  handler: HandlerOf<Params, Result>,
  options: MiddleFnOptions = {},
): MiddleFnDef<HandlerOf<Params, Result>> => ({type: HandlerType.middleFn, handler, options});

/** A middleFn that takes a `HeadersSubset` as its first remote parameter, or returns one. */
export const headersFn = <Params extends HeadersParams, Result>(
  handler: HandlerOf<Params, Result>,
  options: MiddleFnOptions = {},
): HeadersMiddleFnDef<HandlerOf<Params, Result>> => ({type: HandlerType.headersMiddleFn, handler, options});

/** A middleFn that works on the platform's own request and response. */
export const rawMiddleFn = <Request = Any, Response = Any>(
  handler: RawHandler<Request, Response>,
  options: MiddleFnOptions = {},
): RawMiddleFnDef => ({type: HandlerType.rawMiddleFn, handler, options});

/** What the world may know of a handler. `handler` exists in the type alone: clients read their types from it. */
export type PublicMethod<D extends Definition> = RouterMethodEntry & {
  type: D['type'];
  readonly handler?: D['handler'];
};

/** What `initMionRouter` gives: the metadata of each handler in the place of its definition. */
export type PublicApi<R extends Routes> = {
  [K in keyof R as R[K] extends RawMiddleFnDef ? never : K]: R[K] extends Definition
    ? PublicMethod<R[K]>
    : R[K] extends Routes
      ? PublicApi<R[K]>
      : never;
};
