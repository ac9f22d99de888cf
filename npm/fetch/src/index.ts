/** Serves a mion API wherever `Request` and `Response` are: Workers, Deno, Bun, edge runtimes, service workers. */
export {createFetchHandler, type FetchHandlerOptions} from './fetch-handler.ts';
