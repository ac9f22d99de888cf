/**
 * Calls a mion API by its type. `client` makes the proxies, `api-types` types them, `exchange` is one request and
 * its answer, `metadata` gets what a call must know of its methods; `routes-flow`, `map-from` and `flow-exchange` are
 * several calls in one request.
 */
export type * from './api-types.ts';
export {initClient} from './client.ts';
export {mapFrom} from './map-from.ts';
export type {ClientOptions} from './options.ts';
export {type FlowResults, routesFlow} from './routes-flow.ts';
