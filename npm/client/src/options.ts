/** The client's options. */
import type {PathOptions, SerializerMode} from '@mionkit/core';

export interface ClientOptions extends PathOptions {
  /** Where the API is: `https://api.example.com`. `prefix` and `suffix` must be those of the router. */
  baseURL: string;
  /** For `fetch`, with every request; `body` and `method` are the client's. */
  fetchOptions?: Omit<RequestInit, 'body' | 'method'>;
  /** Validates parameters before they are sent. Default true. */
  validateParams?: boolean;
  /**
   * How parameters are written: `stringifyJson` (default) leaves them as they are, `json` may change them in place,
   * `binary` is smaller. Answers are read as the server writes them.
   */
  serializer?: SerializerMode;
  /** Instead of the global `fetch`: a service binding, a test. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export const DEFAULT_SERIALIZER: SerializerMode = 'stringifyJson';

const KNOWN: Record<keyof ClientOptions, true> = {
  baseURL: true,
  prefix: true,
  suffix: true,
  fetchOptions: true,
  validateParams: true,
  serializer: true,
  fetch: true,
};

/** Throws `TypeError` on a missing `baseURL`, an unknown option or serializer. */
export function checkOptions(options: ClientOptions): ClientOptions {
  const unknown = Object.keys(options).find(name => !Object.hasOwn(KNOWN, name));
  if (unknown)
    throw new TypeError(`unknown client option "${unknown}"; known: ${Object.keys(KNOWN).join(', ')}`);
  if (typeof options.baseURL !== 'string') throw new TypeError('client option "baseURL" must be a string');
  const {serializer = 'json'} = options;
  if (!['json', 'stringifyJson', 'binary'].includes(serializer)) {
    throw new TypeError(
      `client option "serializer" must be json, stringifyJson or binary, not ${serializer}`,
    );
  }
  return {...options, baseURL: options.baseURL.replace(/\/+$/, '')};
}
