/**
 * Calls a mion API by its type. `client` makes the proxies, `api-types` types them, `exchange` is one request and
 * its answer, `metadata` gets what a call must know of its methods.
 */
export type * from './api-types.ts';
export {initClient} from './client.ts';
export type {ClientOptions} from './options.ts';
