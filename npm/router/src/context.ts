/** What a handler is told of the call: its first parameter. */

/** Names are case-insensitive. A web `Headers` object is one. */
export interface RequestHeaders {
  get(name: string): string | null | undefined;
}

/** Names are case-insensitive. A web `Headers` object is one. */
export interface ResponseHeaders extends RequestHeaders {
  set(name: string, value: string): void;
  has(name: string): boolean;
  delete(name: string): void;
}

export interface MionRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  /** The body as it came: text or bytes as the adapter got it; undefined if there is none. */
  readonly rawBody: string | Uint8Array | undefined;
}

export interface MionResponse {
  /** 200 until a handler sets it or an error does. */
  statusCode: number;
  /** Whether a handler has returned or thrown an error, or the request is wrong. */
  readonly hasErrors: boolean;
  readonly headers: ResponseHeaders;
  /**
   * Results and returned errors so far by id; thrown ones by id under `@thrownErrors`. For reading (loggers):
   * what is sent was written when the handler ended.
   */
  readonly body: Readonly<Record<string, unknown>>;
}

/** `Shared` is what `contextDataFactory` makes for each call. */
// biome-ignore lint/suspicious/noExplicitAny: handlers that do not name their shared data may use it freely
export interface CallContext<Shared = any> {
  /**
   * The path that was routed, after `pathTransform`. In a routes flow it is the flow's own, `/mion-routes-flow`, as
   * the handlers run for several routes at once: what may be called is decided by where a middleFn stands, not by paths.
   */
  readonly path: string;
  readonly request: MionRequest;
  readonly response: MionResponse;
  readonly shared: Shared;
}
