// The shop's order page: an order, its customer and its products in one request, strict AOT, on Node and in workerd,
// asked for by Node and by a browser, code generation refused everywhere.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer, type Server as HttpServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'vite';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Server, startNode, startWorkerd} from '../examples/shop/demo/servers.js';
import {chromiumPath, openBrowser} from './browser.ts';
import {repository, runStrict} from './fixture.ts';

const shop = path.join(repository, 'examples/shop');
let out: string;
let servers: Server[];

/** Builds one of the shop's programs into a folder of its own; gives the folder. */
async function built(root: string, config: string, mode = 'production'): Promise<string> {
  const outDir = path.join(out, `${path.basename(root)}-${config}-${mode}`);
  const folder = path.join(shop, root);
  const configFile = path.join(folder, config);
  process.chdir(folder);
  await build({configFile, mode, logLevel: 'error', build: {outDir, emptyOutDir: true}});
  return outDir;
}

let pageFolder: string;
let program: string;

beforeAll(async () => {
  const before = process.cwd();
  out = mkdtempSync(path.join(tmpdir(), 'mion-order-page-'));
  try {
    const node = await built('server', 'vite.config.ts');
    const worker = await built('server', 'vite.worker.config.ts');
    pageFolder = await built('client', 'vite.order-page.config.ts');
    program = path.join(await built('client', 'vite.order-page.config.ts', 'node'), 'order-page-node.js');
    servers = [
      await startNode(path.join(node, 'node.js')),
      await startWorkerd(path.join(worker, 'worker.js')),
    ];
  } finally {
    process.chdir(before);
  }
  for (const {url} of servers) await placeOrder(url);
});

afterAll(async () => {
  await Promise.all((servers ?? []).map(server => server.close()));
  rmSync(out, {recursive: true, force: true});
});

/** `ord_1001` of Anna. */
async function placeOrder(url: string): Promise<void> {
  const order = {
    lines: [
      {product: 'prd_desk-lamp', quantity: 2},
      {product: 'prd_wall-map', quantity: 1},
    ],
    shipTo: {street: 'Lindenweg 4', city: 'Berlin', zip: '10115', country: 'DE'},
    payment: {method: 'card', network: 'visa', last4: '4242'},
  };
  const answer = await post(url, 'members/orders/place', {'members/orders/place': [order]});
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

async function post(url: string, id: string, body: unknown) {
  const response = await fetch(`${url}/${id}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', authorization: 'Bearer anna-token'},
    body: JSON.stringify(body),
  });
  return {status: response.status, body: (await response.json()) as Record<string, unknown>};
}

describe('the order page on Node', () => {
  it('is one request, and the same from Node and from workerd', async () => {
    const pages: string[] = [];
    for (const {name, probe, url} of servers) {
      expect(probe, name).toMatch(/^refused/);
      const {stdout, output} = await runStrict(program, {args: [url, 'ord_1001', 'anna-token']});
      expect(stdout, output).not.toBe('');
      const {requests, page} = JSON.parse(stdout);
      expect(requests).toEqual(['/mion-routes-flow']);
      expect(page).toContain('usr_anna');
      expect(page).toContain('anna@example.com');
      expect(page).toContain('prd_wall-map');
      pages.push(page);
    }
    expect(pages[0]).toBe(pages[1]);
  });

  it('says what a visitor may know when an order is not theirs', async () => {
    for (const {url} of servers) {
      const {code, stderr} = await runStrict(program, {args: [url, 'ord_9999', 'anna-token']});
      expect([code, stderr]).toEqual([1, 'You have no order ord_9999.\n']);
    }
  });

  it('holds the pure functions in the server by hash, and no text of them in what is sent', async () => {
    for (const {url} of servers) {
      const forged = await post(url, 'mion-routes-flow', {
        'mion-routes-flow': {
          routes: ['members/orders/getById', 'members/users/getById', 'products/categories'],
          mappings: [
            {
              to: 'members/users/getById',
              param: 0,
              from: 'members/orders/getById',
              bodyHash: 'forged-hash-00',
              code: 'return "usr_bruno"',
            },
          ],
        },
        'members/orders/getById': ['ord_1001'],
        'members/users/getById': [null],
      });
      expect(forged.body).toMatchObject({
        'members/orders/getById': {id: 'ord_1001'},
        'products/categories': {slug: 'all'},
        '@thrownErrors': {'members/users/getById': {type: 'pure-fn-not-found'}},
      });
      expect(forged.body).not.toHaveProperty(['members/users/getById']);
    }
  });
});

/** A script of the page's own origin that tries what the page must not need. */
const PROBE = `
try {
  new Function('return 1');
  document.body.dataset.probe = 'ran';
} catch (error) {
  document.body.dataset.probe = 'refused: ' + error.name;
}
`;

/** Serves the built page, and the shop's API at the same origin; counts the requests of the API. */
async function host(api: string): Promise<{server: HttpServer; url: string; calls: string[]}> {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      calls.push(pathname);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const headers = {
        'content-type': request.headers['content-type'] ?? '',
        authorization: request.headers.authorization ?? '',
      };
      const answer = await fetch(api + pathname, {method: 'POST', headers, body: Buffer.concat(chunks)});
      response.statusCode = answer.status;
      response.setHeader('content-type', answer.headers.get('content-type') ?? '');
      response.end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    const file = pathname === '/' ? 'index.html' : pathname.slice(1);
    try {
      const content = file === 'probe.js' ? PROBE : readFileSync(path.join(pageFolder, file));
      response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html');
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls};
}

describe.skipIf(!chromiumPath)('the order page in Chromium', () => {
  it('shows the order with one request, under a policy that forbids code from strings', async () => {
    const browser = await openBrowser();
    try {
      const texts: string[] = [];
      for (const {url: api} of servers) {
        const {server, url, calls} = await host(api);
        try {
          const page = await browser.newPage();
          const problems: string[] = [];
          page.on('pageerror', error => problems.push(String(error)));
          page.on('console', message => {
            if (message.type() === 'error' && !message.text().includes('favicon'))
              problems.push(message.text());
          });
          await page.goto(`${url}/?order=ord_1001&token=anna-token`);
          await page.waitForSelector('body[data-state="done"]');
          texts.push(await page.innerText('main'));
          expect(problems.filter(text => !/404/.test(text))).toEqual([]);
          expect(calls).toEqual(['/mion-routes-flow']);
          await page.addScriptTag({url: '/probe.js'});
          expect(await page.getAttribute('body', 'data-probe')).toBe('refused: EvalError');
        } finally {
          server.close();
        }
      }
      expect(texts[0]).toContain('ord_1001');
      expect(texts[0]).toContain('Anna, since 2025');
      expect(texts[0]).toContain('prd_wall-map: ');
      expect(texts[1]).toBe(texts[0]);
    } finally {
      await browser.close();
    }
  });
});
