// The shop on every Vite, installed by npm and by pnpm from packed packages: built, served, and edited in a dev server.
import {readFileSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {startNode, visit} from '../examples/shop/demo/servers.js';
import {make} from './aot-caches.ts';
import {run} from './fixture.ts';
import {
  type InstalledShop,
  installShop,
  type Manager,
  pack,
  type Tarballs,
  type ViteVersion,
} from './installed-shop.ts';

let tarballs: Tarballs;
let shop: InstalledShop;
/** While one is tested, the next is being installed: that waits for disk and network. */
let next: Promise<InstalledShop>;
beforeAll(async () => {
  tarballs = await pack();
  next = install(0);
});
afterEach(() => shop?.remove());
afterAll(async () => (await next?.catch(() => undefined))?.remove());

const MATRIX = (['npm', 'pnpm'] as const).flatMap(manager =>
  (['vite-5', 'vite-6', 'vite-7', 'vite-8'] as const).map((vite): [Manager, ViteVersion] => [manager, vite]),
);

function install(index: number): Promise<InstalledShop> {
  const [manager, vite] = MATRIX[index] ?? [];
  if (!manager || !vite) return next;
  const installing = installShop(tarballs, manager, vite);
  // It is reported by the test that needs it.
  installing.catch(() => {});
  return installing;
}

/** What the first of them gave: the others give the same. */
let first: {caches: string; calls: unknown} | undefined;
afterAll(() => {
  first = undefined;
});

test.each(MATRIX)('%s with %s', async (manager, vite) => {
  try {
    shop = await next;
  } finally {
    next = install(MATRIX.findIndex(row => row[0] === manager && row[1] === vite) + 1);
  }

  const builds = (['server', 'client'] as const).map(part => shop.vite(part, ['build']));
  for (const {code, output} of await Promise.all(builds)) expect(code, output).toBe(0);
  const {text: caches, cached} = await make(shop.file('server'));
  expect(cached).toBe(true);
  const server = await startNode(shop.file('server/dist/node/node.js'));
  let calls: unknown;
  try {
    expect(server.probe).toMatch(/^refused/);
    calls = await visit(shop.file('client/dist/main.js'), server.url);
  } finally {
    await server.close();
  }
  first ??= {caches, calls};
  expect(caches === first.caches).toBe(true);
  expect(calls).toEqual(first.calls);

  const {stdout, output} = await run(process.execPath, ['--input-type=module', '--eval', SESSION], {
    cwd: shop.file('server'),
  });
  // The shop has a log of its own there.
  const [seen] = stdout.match(/^{"start".*$/m) ?? [];
  expect(seen, output).toBeTypeOf('string');
  const {cachesInDev, ...steps} = JSON.parse(seen!);
  expect(steps).toEqual({start: 200, edited: 422, mended: 200, page: true});
  expect(readFileSync(shop.file('types/src/products.ts'), 'utf8')).toContain('category?: string;');
  expect(cachesInDev === caches).toBe(true);
});

/**
 * In the server's folder, with its Vite: the API over SSR, and the client's order page in a browser's place, while a
 * type of the package that both import is edited and mended. Prints what was seen as JSON.
 */
const SESSION = `
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {createServer} from 'vite';

const common = {
  server: {watch: {usePolling: true, interval: 30}},
  logLevel: 'error',
};
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
async function until(isThere) {
  let value;
  for (const started = Date.now(); Date.now() - started < 20_000; await pause(50)) {
    value = await isThere();
    if (value) return value;
  }
  return 'nothing came';
}

const server = await (await createServer(common)).listen();
async function ask() {
  const {default: worker} = await server.ssrLoadModule('/src/worker.ts');
  const body = JSON.stringify({'products/list': [{category: 'lighting'}]});
  const answer = await worker.fetch(new Request('http://shop/products/list', {method: 'POST', body}));
  return answer.status;
}
const steps = {start: await ask()};
const texts = [];
for (const name of ['jit-fns', 'pure-fns', 'router-cache']) {
  const plugin = server.config.plugins.find(({name}) => name === 'mion');
  texts.push(plugin.api.devtools.virtualModule('virtual:mion-aot/' + name, '@mionkit/core'));
}
steps.cachesInDev = texts.join('\\n');

process.chdir('../client');
const page = await (await createServer({...common, configFile: './vite.order-page.config.ts'})).listen();
const {port} = page.httpServer.address();
const sent = [];
const send = page.ws.send.bind(page.ws);
page.ws.send = (...args) => { sent.push(args[0]); send(...args); };
const loaded = new Set();
async function load(url) {
  if (loaded.has(url)) return;
  loaded.add(url);
  const code = await (await fetch('http://localhost:' + port + url)).text();
  for (const [, next] of code.matchAll(/(?:from|import) "(\\/[^"]+)"/g)) await load(next);
}
await load('/main.ts');
const types = '../types/src/products.ts';
// What was read at the start is watched a moment later.
const isWatched = ({watcher}) => (watcher.getWatched()[path.resolve('../types/src')] ?? []).includes('products.ts');
await until(() => isWatched(server) && isWatched(page));
const text = readFileSync(types, 'utf8');
await pause(200);
writeFileSync(types, text.replace('category?: string;', 'category?: number;'));
steps.edited = await until(async () => { const status = await ask(); return status === 422 && status; });
steps.page = await until(() => sent.some(({type}) => type === 'update' || type === 'full-reload'));
await pause(200);
writeFileSync(types, text);
steps.mended = await until(async () => { const status = await ask(); return status === 200 && status; });
console.log(JSON.stringify(steps));
await Promise.all([server.close(), page.close()]);
process.exit(0);
`;
