/** A client that knows nothing of the API, and a server in another process. */
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {type ClientOptions, initClient} from '@mionkit/client';
import {addAOTCaches, addRoutesToCache, getJitFnsCache, getRoutesCache, HeadersSubset} from '@mionkit/core';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {jitFnsCache, pureFnsCache, routerCache, type routes} from '../../router/test/fixtures/people.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

const servers: ChildProcess[] = [];
async function startServer(serializer: string): Promise<string> {
  // Strict AOT has to do without code generation, so that the server runs without it here.
  const server = spawn(
    process.execPath,
    ['--disallow-code-generation-from-strings', fixture('server.js'), serializer],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      timeout: 110_000,
    },
  );
  servers.push(server);
  const [port] = await once(server.stdout!, 'data');
  return `http://127.0.0.1:${String(port).trim()}`;
}

let jsonURL: string;
let binaryURL: string;
beforeAll(async () => {
  [jsonURL, binaryURL] = await Promise.all([startServer('stringifyJson'), startServer('binary')]);
});
afterAll(() => {
  for (const server of servers) server.kill();
});

const paths: string[] = [];
const client = (options: Partial<ClientOptions> = {}) =>
  initClient<typeof routes>({
    baseURL: jsonURL,
    fetch: (url, init) => {
      paths.push(new URL(url).pathname);
      return fetch(url, init);
    },
    ...options,
  });

beforeEach(() => {
  paths.length = 0;
  for (const hash of Object.keys(getJitFnsCache())) delete getJitFnsCache()[hash];
});

it('fetches what it lacks once, middleFns included, and remembers it', async () => {
  const {routes, middleFns} = client();
  middleFns.people.auth(new HeadersSubset({Authorization: 'good'})).prefill();
  middleFns.people.tag('x').prefill();
  const [found, error, results] = await routes.people.find('Ada').call();
  expect(error).toBeUndefined();
  expect(found?.born).toBeInstanceOf(Date);
  expect(results).toMatchObject({'people/count': 3, 'people/tag': '#x'});
  await routes.people.find('Bob').call();
  expect(paths).toEqual(['/mion@methodsMetadataById', '/people/find', '/people/find']);
  expect(getRoutesCache()['people/find']).toBeUndefined();
});

it('makes one request for calls that start together', async () => {
  const {routes} = client();
  const [greeting, , found] = await Promise.all([
    routes.open.greet('Ada').call(),
    routes.open.greet('Bob').call(),
    routes.people.find('Ada').call(),
  ]);
  expect([greeting[0], found[1]?.type]).toEqual(['Hello Ada', 'validation-error']);
  expect(paths.filter(path => path.startsWith('/mion@'))).toHaveLength(1);
});

it('validates with what it fetched, before it sends', async () => {
  const [, error] = await client()
    .routes.open.greet(7 as unknown as string)
    .call();
  expect(error).toMatchObject({type: 'validation-error', errorData: {typeErrors: [{path: [0]}]}});
  expect(paths).toEqual(['/mion@methodsMetadataById']);
});

it('reads metadata from a server that answers in binary', async () => {
  const {routes} = client({baseURL: binaryURL, serializer: 'binary'});
  expect((await routes.open.greet('Ada').call())[0]).toBe('Hello Ada');
});

describe('caches of a build that knew how the server writes', () => {
  const id = 'open/greet';
  beforeEach(() => {
    const fns = Object.entries(jitFnsCache).filter(([hash]) => /^(?:is|te|sj|fj)_/.test(hash));
    addAOTCaches(Object.fromEntries(fns), pureFnsCache);
    addRoutesToCache({[id]: routerCache[id]!});
  });
  afterEach(() => {
    delete getRoutesCache()[id];
  });

  it.each(['json', 'stringifyJson'] as const)(
    'are enough for a client of the serializer %s',
    async serializer => {
      expect((await client({serializer}).routes.open.greet('Ada').call())[0]).toBe('Hello Ada');
      expect(paths).toEqual(['/open/greet']);
    },
  );

  it('are completed when the server writes in another form since', async () => {
    const {routes} = client({baseURL: binaryURL});
    expect((await routes.open.greet('Ada').call())[0]).toBe('Hello Ada');
    expect((await routes.open.greet('Bob').call())[0]).toBe('Hello Bob');
    expect(paths).toEqual(['/open/greet', '/mion@methodsMetadataById', '/open/greet']);
  });
});

it('tries again after a failure', async () => {
  let down = true;
  const {routes} = client({
    fetch: (url, init) => (down ? Promise.reject(new TypeError('down')) : fetch(url, init)),
  });
  expect((await routes.open.greet('Ada').call())[1]).toMatchObject({type: 'network-error'});
  down = false;
  expect((await routes.open.greet('Ada').call())[0]).toBe('Hello Ada');
});

it.each<[string, unknown]>([
  ['nothing', {}],
  ['a method under another id', {methods: {a: {id: 'b', type: 1}}, deps: {}, purFnDeps: {}}],
  ['code that is no text', {methods: {}, deps: {is_x: {jitFnHash: 'is_x', code: 7}}, purFnDeps: {}}],
  [
    'code that does not parse',
    {
      methods: {},
      deps: {is_x: {jitFnHash: 'is_x', code: 'return (', jitDependencies: [], pureFnDependencies: []}},
      purFnDeps: {},
    },
  ],
])('refuses metadata with %s', async (_, metadata) => {
  const {routes} = client({fetch: async () => Response.json({'mion@methodsMetadataById': metadata})});
  expect((await routes.open.greet('Ada').call())[1]).toMatchObject({type: 'metadata-error'});
});

it('says what to do where the runtime refuses to make functions from text', async () => {
  const {stdout} = await promisify(execFile)(
    process.execPath,
    ['--disallow-code-generation-from-strings', fixture('client-without-code-generation.js'), jsonURL],
    {timeout: 110_000},
  );
  const refused = [null, 'code-generation-refused', expect.stringContaining('virtual:mion-aot/caches')];
  expect(JSON.parse(stdout)).toEqual([refused, refused]);
});
