import {addAOTCaches, addRoutesToCache, BINARY_CONTENT_TYPE, binaryBodyWriter} from '@mionkit/core';
import {createFetchHandler} from '@mionkit/fetch';
import {initMionRouter, rawMiddleFn, route} from '@mionkit/router';
import {beforeAll, beforeEach, expect, it} from 'vitest';
import {jitFnsCache, pureFnsCache, routerCache, routes} from '../../router/test/fixtures/people.js';

const post = (body?: BodyInit, headers: Record<string, string> = {}, path = '/open/greet?v=1') =>
  new Request(`http://worker.local${path}`, {method: 'POST', body, headers, duplex: 'half'} as RequestInit);

const greeting = JSON.stringify({'open/greet': ['Ada']});

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
});
beforeEach(async () => {
  await initMionRouter(routes, {aot: true});
});

it('answers a Request with a Response', async () => {
  const response = await createFetchHandler({defaultResponseHeaders: {'x-served-by': 'worker'}})(
    post(greeting),
  );
  expect([response.status, await response.text()]).toEqual([200, '{"open/greet":"Hello Ada"}']);
  const headers = ['content-type', 'x-served-by', 'x-version'].map(name => response.headers.get(name));
  expect(headers).toEqual(['application/json; charset=utf-8', 'worker', '7']);
});

it('reads binary bodies', async () => {
  const writer = binaryBodyWriter();
  writer.addBinary('open/greet', w => w.string('Ada'));
  const body = writer.finish() as Uint8Array<ArrayBuffer>;
  const response = await createFetchHandler()(post(body, {'content-type': BINARY_CONTENT_TYPE}));
  expect(await response.json()).toEqual({'open/greet': 'Hello Ada'});
});

it('gives raw middleFns the Request', async () => {
  const seen: string[] = [];
  const look = rawMiddleFn((_ctx, request: Request) => void seen.push(request.url));
  await initMionRouter({look, open: routes.open}, {aot: true});
  await createFetchHandler()(post(greeting));
  expect(seen).toEqual(['http://worker.local/open/greet?v=1']);
});

it.each<[string, () => BodyInit]>([
  ['text', () => 'x'.repeat(101)],
  [
    'a stream that never ends',
    () => new ReadableStream({pull: controller => controller.enqueue(new Uint8Array(60))}),
  ],
])('refuses a body over the limit: %s', async (_, body) => {
  const response = await createFetchHandler({maxBodySize: 100})(post(body()));
  expect([response.status, await response.json()]).toMatchObject([
    413,
    {'mion@platformError': {type: 'body-too-large'}},
  ]);
});

it('puts a body together that comes in pieces', async () => {
  const pieces = [greeting.slice(0, 5), greeting.slice(5)].map(piece => new TextEncoder().encode(piece));
  const body = new ReadableStream({
    pull: controller => (pieces.length ? controller.enqueue(pieces.shift()) : controller.close()),
  });
  expect(await (await createFetchHandler()(post(body))).json()).toEqual({'open/greet': 'Hello Ada'});
});

it.each([204, 304])('gives no body with the status %d, which allows none', async status => {
  const forget = route(ctx => {
    ctx.response.statusCode = status;
  });
  await initMionRouter({people: {forget}}, {aot: true});
  const response = await createFetchHandler()(post(undefined, {}, '/people/forget'));
  expect([response.status, response.body]).toEqual([status, null]);
});

it('answers a preflight without a body', async () => {
  const handler = createFetchHandler({defaultResponseHeaders: {'access-control-allow-origin': '*'}});
  const response = await handler(new Request('http://worker.local/open/greet', {method: 'OPTIONS'}));
  expect([response.status, response.body, response.headers.get('access-control-allow-origin')]).toEqual([
    204,
    null,
    '*',
  ]);
});
