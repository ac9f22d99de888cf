/** What goes wrong while a router is set up: mistakes of its author, found before the first request. */

export type RouterErrorCode =
  /** A name cannot be used for a route. */
  | 'MION_ROUTE_NAME'
  /** An entry of the `Routes` object is neither a definition nor nested routes. */
  | 'MION_ROUTE_INVALID'
  /** Two routes have the same id or path. */
  | 'MION_ROUTE_DUPLICATE'
  /** A handler has neither an entry in the caches nor type metadata to compile one from. */
  | 'MION_ROUTE_NO_TYPE'
  /** The types of a handler cannot be compiled. */
  | 'MION_ROUTE_TYPE'
  | 'MION_ROUTER_OPTION'
  | 'MION_ROUTER_NOT_INITIALIZED';

export class RouterError extends Error {
  override name = 'RouterError';
  readonly code: RouterErrorCode;

  constructor(code: RouterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
