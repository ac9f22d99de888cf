// The API inside of the dev server's own process: `runMode: 'middleware'`. The start script is loaded through Vite, with the
// caches that were made for it, and its adapter answers the requests that are the API's; all others are Vite's.
// @ts-check
import process from 'node:process';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {MionError} from './error.js';

/**
 * The id of a module that imports what the middleware stands on as the start script does, so that both have the same
 * instances.
 * @param {string} prefix of the virtual modules' names, which tells several APIs apart
 */
export const apiModuleId = prefix => `\0mion-api-${prefix.replace(/\W+/g, '_')}.ts`;

/** Where the router and the adapter for Node may come from: mion's packages were renamed once. */
const ROUTERS = ['@mionkit/router', '@mionjs/router'];
const ADAPTERS = ['@mionkit/node', '@mionjs/platform-node'];

/** @typedef {import('vite').Connect.IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {{isApi(path: string, request: Request): boolean, answer(request: Request, response: Response): unknown}} Api */

/**
 * The text of the module with that id.
 * @param {string} script
 * @param {(id: string) => Promise<unknown>} resolve
 */
export async function apiModule(script, resolve) {
  /** @param {string[]} names */
  const first = async names => {
    for (const name of names) if (await resolve(name)) return name;
    return undefined;
  };
  const sources = {script, router: await first(ROUTERS), node: await first(ADAPTERS)};
  return Object.entries(sources)
    .map(([name, from]) =>
      from ? `export * as ${name} from ${JSON.stringify(from)};\n` : `export const ${name} = undefined;\n`,
    )
    .join('');
}

/**
 * Puts the API before Vite's own middlewares.
 * @param {import('vite').ViteDevServer} server
 * @param {string} id of its module
 * @param {string} [environment] that it has for itself
 * @returns `load()` loads the start script anew, as far as it has changed; rejects with what it throws. `skip()` says that
 *   there is nothing to load now: requests wait for the first call of either.
 */
export function mountApi(server, id, environment) {
  if (environment && !server.environments) {
    throw new MionError({
      code: 'MION_OPTION_CONFLICT',
      message: 'two APIs in one dev server need Vite 6: option "aotCaches.runMode" is "middleware" twice',
      hint: "Give one of them runMode: 'childProcess', and a port.",
    });
  }
  /** @type {Api | undefined} */
  let api;
  let skip = () => {};
  /** Ends when what is being loaded is loaded; it never rejects. @type {Promise<unknown>} */
  let loaded = new Promise(resolve => {
    skip = () => resolve(undefined);
  });

  server.middlewares.use(async (request, response, next) => {
    try {
      // While the router is being set up, it knows no routes.
      for (let waited; waited !== loaded; ) {
        waited = loaded;
        await waited;
      }
      const [path = '/'] = (request.originalUrl ?? request.url ?? '/').split('?');
      if (api?.isApi(path, request)) await api.answer(request, response);
      else next();
    } catch (error) {
      next(error);
    }
  });

  return {
    /** @returns {Promise<void>} */
    load() {
      skip();
      const loading = loaded.then(async () => {
        api = await loadApi(() => importModule(server, id, environment));
      });
      loaded = loading.catch(() => {});
      return loading;
    },
    skip,
  };
}

/**
 * @param {import('vite').ViteDevServer} server
 * @param {string} id
 * @param {string} [name] of an environment
 */
function importModule(server, id, name) {
  if (!name) return server.ssrLoadModule(id);
  const environment = /** @type {import('vite').RunnableDevEnvironment} */ (server.environments[name]);
  return environment.runner.import(id);
}

/**
 * @param {() => Promise<any>} load
 * @returns {Promise<Api>}
 */
async function loadApi(load) {
  const {script, router, node} = await asMiddleware(load);
  const {isApiRequest, getRouterOptions} = router ?? {};
  const {fetch} = script.default ?? {};
  if (!fetch && !node?.httpRequestHandler) {
    throw new MionError({
      code: 'MION_AOT_NO_HANDLER',
      message: 'the start script has nothing that could answer a request in the dev server',
      hint: 'Call initHttp of @mionkit/node in it, or let its default export be {fetch: createFetchHandler()}.',
    });
  }
  const basePath = isApiRequest
    ? undefined
    : `/${(getRouterOptions?.().basePath ?? '').replace(/^\/+|\/+$/g, '')}/`;
  return {
    isApi: (path, request) => (basePath ? `${path}/`.startsWith(basePath) : isApiRequest(path, request)),
    answer: fetch
      ? (request, response) => answerByFetch(fetch.bind(script.default), request, response)
      : node.httpRequestHandler,
  };
}

/** How many start scripts are being evaluated. */
let evaluating = 0;

/**
 * Calls `load` while the runtime's adapters know that they must not listen.
 * @template T
 * @param {() => Promise<T>} load
 */
async function asMiddleware(load) {
  evaluating++;
  process.env['MION_COMPILE'] = 'middleware';
  try {
    return await load();
  } finally {
    if (--evaluating === 0) delete process.env['MION_COMPILE'];
  }
}

/**
 * @param {(request: globalThis.Request) => globalThis.Response | Promise<globalThis.Response>} fetch
 * @param {Request} request
 * @param {Response} response
 */
async function answerByFetch(fetch, request, response) {
  const {method = 'GET', headers, socket} = request;
  const protocol = 'encrypted' in socket ? 'https' : 'http';
  const url = new URL(
    request.originalUrl ?? request.url ?? '/',
    `${protocol}://${headers.host ?? 'localhost'}`,
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const answer = await fetch(
    new Request(url, {
      method,
      headers: Object.entries(headers).flatMap(([name, values]) =>
        // Those that begin with a colon are HTTP/2's own.
        name.startsWith(':') ? [] : [values ?? []].flat().map(value => [name, value]),
      ),
      ...(hasBody && {body: Readable.toWeb(request), duplex: 'half'}),
    }),
  );
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (answer.body) await pipeline(Readable.fromWeb(answer.body), response);
  else response.end();
}
