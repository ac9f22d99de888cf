import {once} from 'node:events';
import http from 'node:http';
import https from 'node:https';
import {type AddressInfo, connect} from 'node:net';
import {addAOTCaches, addRoutesToCache} from '@mionkit/core';
import {closeServer, initHttp, type NodeServerOptions, startNodeServer} from '@mionkit/node';
import {initMionRouter, rawMiddleFn, route} from '@mionkit/router';
import {afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {jitFnsCache, pureFnsCache, routerCache, routes} from '../../router/test/fixtures/people.js';
import {certificate} from './certificate.ts';

const servers: (http.Server | https.Server)[] = [];

async function start(options: NodeServerOptions = {}): Promise<string> {
  const server = initHttp({port: 0, host: '127.0.0.1', ...options});
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, {method: 'POST', body, headers});

const greeting = JSON.stringify({'open/greet': ['Ada']});

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
});
beforeEach(async () => {
  await initMionRouter(routes, {aot: true});
});
afterEach(async () => {
  vi.restoreAllMocks();
  delete process.env['MION_COMPILE'];
  await Promise.all(servers.splice(0).map(server => closeServer(server, 100)));
});

describe('a server', () => {
  it('answers calls, with a query or without', async () => {
    const url = await start({defaultResponseHeaders: {'access-control-allow-origin': '*'}});
    for (const path of ['/open/greet', '/open/greet?v=1']) {
      const response = await post(url + path, greeting);
      expect([response.status, await response.text()]).toEqual([200, '{"open/greet":"Hello Ada"}']);
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('x-version')).toBe('7');
    }
  });

  it('gives handlers the request’s headers, joined where one came twice', async () => {
    const seen: unknown[] = [];
    const look = rawMiddleFn(ctx => {
      seen.push(ctx.request.headers.get('X-Twice'), ctx.request.headers.get('constructor'));
    });
    await initMionRouter({look, open: routes.open}, {aot: true});
    const url = await start();
    const headers = new Headers([
      ['x-twice', 'a'],
      ['x-twice', 'b'],
    ]);
    await fetch(`${url}/open/greet`, {method: 'POST', body: greeting, headers});
    expect(seen).toEqual(['a, b', undefined]);
  });

  it('leaves the response to a raw middleFn that has ended it', async () => {
    const end = rawMiddleFn((_ctx, _request, response: http.ServerResponse) => {
      response.writeHead(418).end('tea');
    });
    await initMionRouter({end, people: {forget: route(() => {})}}, {aot: true});
    const response = await post(`${await start()}/people/forget`, '{}');
    expect([response.status, await response.text()]).toEqual([418, 'tea']);
  });

  it('answers a preflight with the default headers, and runs nothing', async () => {
    const url = await start({defaultResponseHeaders: {'access-control-allow-origin': 'https://a.example'}});
    const response = await fetch(`${url}/open/greet`, {method: 'OPTIONS'});
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example');
  });

  it('speaks https with a key and a certificate', async () => {
    const server = startNodeServer({port: 0, host: '127.0.0.1', protocol: 'https', options: certificate});
    servers.push(server);
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    const request = https.request({
      port,
      host: '127.0.0.1',
      path: '/open/greet',
      method: 'POST',
      rejectUnauthorized: false,
    });
    request.end(greeting);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    expect([response.statusCode, String(await response.toArray())]).toEqual([
      200,
      '{"open/greet":"Hello Ada"}',
    ]);
  });
});

describe('hostile requests', () => {
  const tooLarge = {'mion@platformError': {type: 'body-too-large', statusCode: 413}};

  it('a body over the limit is 413, whether its length is announced or not', async () => {
    const url = await start({maxBodySize: 100});
    const announced = await post(`${url}/open/greet`, 'x'.repeat(101));
    expect([announced.status, await announced.json()]).toMatchObject([413, tooLarge]);

    const chunked = http.request(`${url}/open/greet`, {method: 'POST'});
    chunked.write('x'.repeat(60));
    chunked.end('x'.repeat(60));
    const [response] = (await once(chunked, 'response')) as [http.IncomingMessage];
    expect([response.statusCode, JSON.parse(String(await response.toArray()))]).toMatchObject([
      413,
      tooLarge,
    ]);
  });

  it('the limit is 256,000 bytes unless it is set', async () => {
    const url = await start();
    const body = (size: number) => JSON.stringify({'open/greet': ['x'.repeat(size - 19)]});
    expect(body(256_000)).toHaveLength(256_000);
    expect((await post(`${url}/open/greet`, body(256_000))).status).toBe(200);
    expect((await post(`${url}/open/greet`, body(256_001))).status).toBe(413);
  });

  it('broken JSON is 422, in a typed answer', async () => {
    const response = await post(`${await start()}/open/greet`, '{"open/greet": [');
    expect([response.status, await response.json()]).toMatchObject([
      422,
      {'mion@platformError': {type: 'invalid-body', publicMessage: expect.stringContaining('JSON')}},
    ]);
  });

  it('a client that goes away in the middle of its body does no harm', async () => {
    const url = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /open/greet HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"open');
    await once(socket, 'connect');
    socket.destroy();
    expect((await post(`${url}/open/greet`, greeting)).status).toBe(200);
  });

  it('a result that would split the headers is an error, not a header', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const evil = rawMiddleFn(ctx => ctx.response.headers.set('x-a', 'b\r\nx-evil: 1'));
    await initMionRouter({evil, open: routes.open}, {aot: true});
    const response = await post(`${await start()}/open/greet`, greeting);
    expect([response.status, response.headers.get('x-evil')]).toEqual([422, null]);
  });
});

describe('starting and stopping', () => {
  it('does not listen in compile mode', async () => {
    process.env['MION_COMPILE'] = 'true';
    const server = initHttp({port: 0});
    await new Promise(resolve => setImmediate(resolve));
    expect(server.listening).toBe(false);
    await closeServer(server);
  });

  it('refuses unknown options and protocols', () => {
    expect(() => initHttp({ports: 1} as NodeServerOptions)).toThrow(/"ports"/);
    expect(() => initHttp({protocol: 'spdy'} as unknown as NodeServerOptions)).toThrow(/"protocol"/);
  });

  it('closeServer lets a running request end', async () => {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    let begin = () => {};
    const begun = new Promise<void>(resolve => {
      begin = resolve;
    });
    const slow = route(() => {
      begin();
      return released;
    });
    await initMionRouter({people: {forget: slow}}, {aot: true});
    const url = await start();
    const answer = post(`${url}/people/forget`, '{}');
    await begun;
    const closed = closeServer(servers[0]!);
    release();
    expect((await answer).status).toBe(200);
    await closed;
    await expect(post(`${url}/people/forget`, '{}')).rejects.toThrow();
  });

  it('closeServer cuts what does not end in time', async () => {
    const forever = route(() => new Promise<void>(() => {}));
    await initMionRouter({people: {forget: forever}}, {aot: true});
    const url = await start();
    const answer = post(`${url}/people/forget`, '{}').catch(error => error);
    await once(servers[0]!, 'request');
    await closeServer(servers[0]!, 10);
    expect(await answer).toBeInstanceOf(Error);
  });
});
