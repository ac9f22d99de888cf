/** What a client offers, derived from nothing but the type of an API: `typeof routes` or what `initMionRouter` gave. */
import type {BuiltInErrorType, RpcError, ValidationErrorData} from '@mionkit/core';

// biome-ignore lint/suspicious/noExplicitAny: handlers of any signature are matched
type Any = any;
type AnyRpcError = RpcError<string, Any>;

/** A definition (`handler` is there) or its public metadata (`handler` is there in the type alone). */
interface Method<Type extends number> {
  type: Type;
  handler?: Any;
}
type HandlerOf<M> = M extends {handler?: infer H} ? NonNullable<H> : never;
/** The handler's parameters without the context. */
type RemoteParams<H> = H extends (...params: infer P) => Any ? (P extends [Any, ...infer R] ? R : []) : never;
type Returned<H> = H extends (...params: Any[]) => infer R ? Awaited<R> : never;
type Is<T, Yes, No> = 0 extends 1 & T ? Yes : No;

/** What a call gives when it succeeds. */
export type ResultOf<H> = Exclude<Returned<H>, AnyRpcError>;
/** The errors that a handler's return type names. */
export type ErrorsOf<H> = Is<Returned<H>, never, Extract<Returned<H>, AnyRpcError>>;

/** Errors that every call may end with. An `RpcError` that a handler throws instead of returning is not typed. */
export type BuiltInError =
  | RpcError<'validation-error', ValidationErrorData>
  | RpcError<Exclude<BuiltInErrorType, 'validation-error'>>;

/** The errors that the middleFns of an API return, at any level. */
export type MiddleFnErrors<Api> = {
  [K in keyof Api]: Api[K] extends Method<2 | 3>
    ? ErrorsOf<HandlerOf<Api[K]>>
    : Api[K] extends Method<number>
      ? never
      : MiddleFnErrors<Api[K]>;
}[keyof Api];

/** Either the result or the error is there. `Named` are the middleFns that were handed to `callWithMiddleFns`. */
export type CallResult<Result, Failure, Named = unknown> =
  | [result: Result, error: undefined, middleFnResults: ResultsOf<Named>, middleFnErrors: FailuresOf<Named>]
  | [result: undefined, error: Failure, middleFnResults: ResultsOf<Named>, middleFnErrors: FailuresOf<Named>];

/** Results by the given name, and of prefilled middleFns by id. */
export type ResultsOf<Named> = {
  [K in keyof Named]?: Named[K] extends MiddleFnCall<infer Result, Any> ? Result : never;
} & Record<string, unknown>;
/** Errors by the given name, and of all other middleFns by id. */
export type FailuresOf<Named> = {
  [K in keyof Named]?: Named[K] extends MiddleFnCall<Any, infer Failure> ? Failure | BuiltInError : never;
} & Record<string, AnyRpcError | undefined>;

/** A route with its parameters. Nothing is sent until one of the two is called; neither ever rejects. */
export interface RouteCall<Result, Failure> {
  call(): Promise<CallResult<Result, Failure>>;
  /** Sends parameters of middleFns along; for this call they replace prefilled ones. */
  callWithMiddleFns<Named extends Record<string, MiddleFnCall<Any, Any>>>(
    middleFns: Named,
  ): Promise<CallResult<Result, Failure, Named>>;
}

/** A middleFn with its parameters, for `callWithMiddleFns` or to be sent with every call that runs it. */
export interface MiddleFnCall<Result, Failure extends AnyRpcError> {
  /** Sends it with each later call of a route that runs this middleFn; replaces an earlier one. */
  prefill(): this;
  /** Ends what `prefill` began. */
  removePrefill(): this;
  /** Called after each call in which it succeeded. */
  onSuccess(listener: (result: Result) => void): this;
  /** Called after each call in which it failed with that type of error. */
  onError<Type extends (Failure | BuiltInError)['type']>(
    type: Type,
    listener: (error: Extract<Failure | BuiltInError, {type: Type}>) => void,
  ): this;
}

/** The routes of an API, as functions that take the remote parameters. */
export type ClientRoutes<Api, Root = Api> = {
  [K in keyof Api as Api[K] extends Method<2 | 3 | 4> ? never : K]: Api[K] extends Method<1>
    ? (
        ...params: RemoteParams<HandlerOf<Api[K]>>
      ) => RouteCall<
        ResultOf<HandlerOf<Api[K]>>,
        ErrorsOf<HandlerOf<Api[K]>> | MiddleFnErrors<Root> | BuiltInError
      >
    : ClientRoutes<Api[K], Root>;
};

/** The middleFns of an API, as functions that take the remote parameters. */
export type ClientMiddleFns<Api> = {
  [K in keyof Api as Api[K] extends Method<1 | 4> ? never : K]: Api[K] extends Method<2 | 3>
    ? (
        ...params: RemoteParams<HandlerOf<Api[K]>>
      ) => MiddleFnCall<ResultOf<HandlerOf<Api[K]>>, ErrorsOf<HandlerOf<Api[K]>>>
    : ClientMiddleFns<Api[K]>;
};

export interface Client<Api> {
  routes: ClientRoutes<Api>;
  middleFns: ClientMiddleFns<Api>;
}
