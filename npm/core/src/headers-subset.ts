/** The HTTP headers that a `headersFn` takes or returns. */

/**
 * A typed part of a request's or response's headers. As the first remote parameter of a `headersFn` it is read
 * from the request, as a return value it is written to the response. Names are case-insensitive on the wire; in
 * `headers` they are spelled as the type spells them.
 */
export class HeadersSubset<Required extends string, Optional extends string = never> {
  readonly headers: Record<Required, string> & Partial<Record<Optional, string>>;

  constructor(headers: Record<Required, string> & Partial<Record<Optional, string>>) {
    this.headers = headers;
  }
}
