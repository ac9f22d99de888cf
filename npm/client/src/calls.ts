/** Routes and middleFns with their parameters, before they are sent. */
import type {RpcError} from '@mionkit/core';

/** An id and parameters. */
export interface Call {
  readonly id: string;
  readonly params: unknown[];
}

/** `[result, error, middleFnResults, middleFnErrors]`; typed for users by `CallResult`. */
export type CallTuple = [
  unknown,
  RpcError | undefined,
  Record<string, unknown>,
  Record<string, RpcError | undefined>,
];

/** What a client does with its calls; never rejects. */
export interface Caller {
  call(route: RouteRequest, middleFns: Record<string, MiddleFnRequest>): Promise<CallTuple>;
  flow(routes: RouteRequest[], middleFns: Record<string, MiddleFnRequest>): Promise<CallTuple[]>;
}

/** What `routes.x(...)` gives; typed for users by `RouteCall`. */
export class RouteRequest implements Call {
  readonly id: string;
  readonly params: unknown[];
  readonly caller: Caller;

  constructor(id: string, params: unknown[], caller: Caller) {
    this.id = id;
    this.params = params;
    this.caller = caller;
  }

  call(): Promise<CallTuple> {
    return this.caller.call(this, {});
  }

  callWithMiddleFns(middleFns: Record<string, MiddleFnRequest>): Promise<CallTuple> {
    return this.caller.call(this, middleFns);
  }
}

/** What `middleFns.x(...)` gives; typed for users by `MiddleFnCall`. */
export class MiddleFnRequest implements Call {
  readonly id: string;
  readonly params: unknown[];
  private readonly prefilled: Map<string, MiddleFnRequest>;
  private readonly successListeners: ((result: unknown) => void)[] = [];
  private readonly errorListeners: [type: string, listener: (error: RpcError) => void][] = [];

  constructor(id: string, params: unknown[], prefilled: Map<string, MiddleFnRequest>) {
    this.id = id;
    this.params = params;
    this.prefilled = prefilled;
  }

  prefill(): this {
    this.prefilled.set(this.id, this);
    return this;
  }

  removePrefill(): this {
    if (this.prefilled.get(this.id) === this) this.prefilled.delete(this.id);
    return this;
  }

  onSuccess(listener: (result: unknown) => void): this {
    this.successListeners.push(listener);
    return this;
  }

  onError(type: string, listener: (error: RpcError) => void): this {
    this.errorListeners.push([type, listener]);
    return this;
  }

  /** Tells the listeners. What one of them throws is its own uncaught error, and does not reject the call. */
  notifySuccess(result: unknown): void {
    for (const listener of this.successListeners) queueMicrotask(() => listener(result));
  }

  notifyError(error: RpcError): void {
    for (const [type, listener] of this.errorListeners) {
      if (type === error.type) queueMicrotask(() => listener(error));
    }
  }
}
