import {
  addAOTCaches,
  addRoutesToCache,
  getJitFnsCache,
  getRoutesCache,
  type JitFnsCache,
} from '@mionkit/core';
import {initMionRouter, route} from '@mionkit/router';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {call} from './call.ts';
import {routes, untypable} from './fixtures/stock.js';

const item = {id: 'i1', price: '7n', tags: ['a', 'b'], since: '2026-01-05T09:00:00.000Z'};
const key = {'x-key': 'k'};

describe('without AOT caches', () => {
  beforeEach(async () => {
    await initMionRouter(routes);
  });

  it('handlers are compiled from their types, promises, errors and optional parameters included', async () => {
    expect(getRoutesCache()['items/save']).toMatchObject({
      type: 1,
      isAsync: true,
      hasReturnData: true,
      paramNames: ['item', 'note'],
      pointer: ['items', 'save'],
      middleFnIds: ['rate', 'items/auth'],
    });
    const {status, body} = await call('/items/save', {'items/save': [item]}, key);
    expect([status, body]).toEqual([200, {'items/save': item}]);
  });

  it('headers are read and written by their names, whatever their case', async () => {
    const {headers, body} = await call('/items/save', {'items/save': [item]}, {'X-KEY': 'no'});
    expect(headers.get('x-rate')).toBe('9');
    expect(body).toMatchObject({'items/auth': {type: 'no-key'}});
    const missing = await call('/items/save', {'items/save': [item]});
    expect(missing.body['@thrownErrors']).toMatchObject({
      'items/auth': {type: 'validation-error', errorData: {typeErrors: [{path: ['x-key']}]}},
    });
  });

  it('a returned error of a union is written as an error, not as a value', async () => {
    const {status, body} = await call('/items/save', {'items/save': [{...item, id: 'taken'}, 'mine']}, key);
    expect([status, body]).toMatchObject([400, {'items/save': {type: 'taken', publicMessage: 'mine'}}]);
  });

  it.each([
    [[{...item, price: 7}], [0, 'price']],
    [[{...item, tags: 'a'}], [0, 'tags']],
    [[{...item, since: 'yesterday'}], [0, 'since']],
    [[item, 7], [1]],
    [[], [0]],
  ])('wrong parameters are refused with the place (%#)', async (params, path) => {
    const {status, body} = await call('/items/save', {'items/save': params}, key);
    expect([status, body['@thrownErrors']]).toMatchObject([
      422,
      {
        'items/save': {
          type: 'validation-error',
          errorData: {typeErrors: expect.arrayContaining([{path, expected: expect.any(String)}])},
        },
      },
    ]);
  });

  it('serializers json and binary are used where they are asked for', async () => {
    await initMionRouter(routes, {serializer: 'json'});
    expect((await call('/items/save', {'items/save': [item]}, key)).body).toEqual({'items/save': item});
  });
});

describe('with some AOT caches', () => {
  it('what they have is used, the rest is compiled', async () => {
    await initMionRouter(routes);
    const {paramsJitHash, returnJitHash} = getRoutesCache()['count']!;
    expect(paramsJitHash).toBe('');
    const fromBuild = {...getRoutesCache()['count']!, paramNames: ['marked']};
    await initMionRouter({});
    addRoutesToCache({count: fromBuild});
    const api = await initMionRouter(routes);
    expect(api.count).toMatchObject({paramNames: ['marked'], returnJitHash});
    expect(api.items.save.paramNames).toEqual(['item', 'note']);
    delete getRoutesCache()['count'];
  });

  it('a router that starts afresh compiles changed handlers again', async () => {
    await initMionRouter({thing: routes.count});
    expect(getRoutesCache()['thing']).toMatchObject({paramNames: []});
    await initMionRouter({thing: routes.items.save});
    expect(getRoutesCache()['thing']).toMatchObject({paramNames: ['item', 'note']});
  });
});

describe('handlers that cannot be compiled', () => {
  it('without metadata give an error that names the route and the remedy', async () => {
    const plain = route((_ctx, id: string) => id);
    await expect(initMionRouter({users: {plain}})).rejects.toMatchObject({
      code: 'MION_ROUTE_NO_TYPE',
      message: expect.stringMatching(/"users\/plain".*mionPlugin.*virtual:mion-aot\/caches/),
    });
  });

  it('with a type that cannot be sent give an error that names the route and the parameter', async () => {
    await expect(initMionRouter({users: {untypable}})).rejects.toMatchObject({
      code: 'MION_ROUTE_TYPE',
      message: expect.stringContaining('"users/untypable"'),
    });
  });
});

describe('in compile mode', () => {
  const {send} = process;
  const sent: Record<string, unknown>[] = [];
  beforeEach(() => {
    sent.length = 0;
    process.env['MION_COMPILE'] = 'true';
    process.send = message => sent.push(message) > 0;
  });
  afterEach(() => {
    delete process.env['MION_COMPILE'];
    process.send = send;
  });

  it('a strict router compiles everything and sends it, once', async () => {
    await initMionRouter(routes, {aot: true});
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({type: 'mion-aot-caches', strict: true});
    const routerCache = new Function(`return ${sent[0]!['routerCacheCode']}`)();
    expect(Object.keys(routerCache)).toEqual(
      expect.arrayContaining(['rate', 'count', 'items/auth', 'items/save', 'mion@methodsMetadataById']),
    );
  });

  it('what was sent is complete for a strict router in another process', async () => {
    await initMionRouter(routes, {aot: true});
    const [jitFns, routerCache] = [sent[0]!['jitFnsCode'], sent[0]!['routerCacheCode']].map(code =>
      new Function(`return ${code}`)(),
    ) as [JitFnsCache, Record<string, never>];
    delete process.env['MION_COMPILE'];
    await initMionRouter({});
    for (const hash of Object.keys(getJitFnsCache())) delete getJitFnsCache()[hash];
    await expect(initMionRouter(routes, {aot: true})).rejects.toThrow(/AOT caches/);
    addAOTCaches(jitFns, {});
    addRoutesToCache(routerCache);
    await initMionRouter(routes, {aot: true});
    expect((await call('/items/save', {'items/save': [item]}, key)).body).toEqual({'items/save': item});
  });

  it('entries of an earlier build are not trusted', async () => {
    const api = await initMionRouter(routes);
    delete getRoutesCache()['count'];
    addRoutesToCache({count: {...api.count, paramNames: ['stale']}});
    await initMionRouter(routes, {aot: true});
    expect(sent.at(-1)!['routerCacheCode']).toContain('"count"');
    expect(sent.at(-1)!['routerCacheCode']).not.toContain('stale');
  });

  it('a router that is not strict says so', async () => {
    await initMionRouter(routes);
    expect(sent[0]).toMatchObject({strict: false});
  });
});
