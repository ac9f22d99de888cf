import {AOTCacheError, addAOTCaches, addRoutesToCache, getRoutesCache, jitUtils} from '@mionkit/core';
import {
  initMionRouter,
  initRouter,
  middleFn,
  type RouterOptions,
  type Routes,
  rawMiddleFn,
  registerRoutes,
  route,
} from '@mionkit/router';
import {beforeAll, describe, expect, it, vi} from 'vitest';
import {call} from './call.ts';
import {jitFnsCache, pureFnsCache, routerCache, routes} from './fixtures/people.js';

const {greet} = routes.open;

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
});

describe('strict AOT', () => {
  it('refuses a route that is not in the caches, by name', async () => {
    const start = initMionRouter({open: {greet, missing: route(() => 1)}}, {aot: true});
    await expect(start).rejects.toThrow(AOTCacheError);
    await expect(start).rejects.toThrow(/Route "open\/missing"/);
  });

  it('refuses a middleFn that is not in the caches, but asks no entry of raw ones', async () => {
    const raw = rawMiddleFn(() => {});
    await expect(initMionRouter({raw, open: {greet}}, {aot: true})).resolves.toBeDefined();
    await expect(initMionRouter({check: middleFn(() => 1), open: {greet}}, {aot: true})).rejects.toThrow(
      /MiddleFn "check".*no entry/,
    );
  });

  it.each(['stringifyJson', 'json', 'binary'] as const)(
    'with the serializer %s: refuses a route whose functions it calls are missing, and no other',
    async serializer => {
      const writer = {stringifyJson: 'sj', json: 'tj', binary: 'tBi'}[serializer];
      const called: Record<string, [id: string, fnIDs: string[]]> = {
        StringTuple: ['open/greet', ['is', 'te']],
        String: ['open/greet', [writer]],
        AuthHeaders: ['people/auth', ['is', 'te']],
      };
      for (const [type, [id, fnIDs]] of Object.entries(called)) {
        for (const fnID of ['is', 'te', 'tj', 'fj', 'sj', 'tBi', 'fBi']) {
          const entry = jitUtils.getJIT(`${fnID}_${type}`)!;
          jitUtils.removeFromJitCache(entry);
          const start = initMionRouter({open: routes.open, people: routes.people}, {aot: true, serializer});
          if (fnIDs.includes(fnID)) {
            await expect(start).rejects.toThrow(AOTCacheError);
            await expect(start).rejects.toThrow(new RegExp(`"${id}".*${fnID}_${type}`));
          } else await expect(start, `${fnID}_${type}`).resolves.toBeDefined();
          jitUtils.addToJitCache(entry);
        }
      }
    },
  );

  it('is content with one way to read parameters, and refuses requests in the other', async () => {
    const [fromJson, fromBinary] = ['fj', 'fBi'].map(fnID => jitUtils.getJIT(`${fnID}_StringTuple`)!);
    jitUtils.removeFromJitCache(fromBinary!);
    await initMionRouter(routes, {aot: true});
    expect((await call('/open/greet', {'open/greet': ['Ada']})).status).toBe(200);
    jitUtils.removeFromJitCache(fromJson!);
    await expect(initMionRouter(routes, {aot: true})).rejects.toThrow(/"open\/greet".*fj_StringTuple/);
    jitUtils.addToJitCache(fromBinary!);
    await initMionRouter(routes, {aot: true});
    expect(await call('/open/greet', {'open/greet': ['Ada']})).toMatchObject({
      status: 415,
      body: {'@thrownErrors': {'open/greet': {type: 'invalid-body'}}},
    });
    jitUtils.addToJitCache(fromJson!);
  });

  it('asks for no function that is never called: headers are neither written nor read by one', async () => {
    const unused = ['is', 'te', 'tj', 'fj', 'sj', 'tBi', 'fBi'].flatMap(fnID => [
      jitUtils.getJIT(`${fnID}_VersionHeaders`)!,
      ...(fnID === 'is' || fnID === 'te' ? [] : [jitUtils.getJIT(`${fnID}_AuthHeaders`)!]),
    ]);
    for (const entry of unused) jitUtils.removeFromJitCache(entry);
    await expect(initMionRouter(routes, {aot: true})).resolves.toBeDefined();
    for (const entry of unused) jitUtils.addToJitCache(entry);
  });

  it('refuses an entry of a handler of another kind', async () => {
    await expect(initMionRouter({open: {greet: middleFn(() => 1)}}, {aot: true})).rejects.toThrow(
      /another kind/,
    );
  });

  it('registers all or nothing', async () => {
    initRouter({aot: true});
    await expect(registerRoutes({open: {greet}, lost: route(() => 1)})).rejects.toThrow(AOTCacheError);
    expect((await call('/open/greet', {'open/greet': ['Ada']})).status).toBe(404);
    await registerRoutes({open: {greet}});
    expect((await call('/open/greet', {'open/greet': ['Ada']})).status).toBe(200);
  });

  it('never loads run-types', async () => {
    vi.doMock('@mionkit/run-types/handlers', () => {
      throw new Error('loaded');
    });
    await initMionRouter(routes, {aot: true});
    await expect(initMionRouter({lost: route(() => 1)}, {aot: true})).rejects.toThrow(AOTCacheError);
    vi.doUnmock('@mionkit/run-types/handlers');
  });
});

describe('registration', () => {
  it('gives the metadata of each handler in its place', async () => {
    const api = await initMionRouter(routes, {aot: true});
    expect(api.people.find).toEqual({
      ...routerCache['people/find'],
      middleFnIds: ['version', 'people/auth', 'people/count', 'people/tag', 'log'],
    });
    expect(api.log.options).toEqual({runOnError: true});
    expect(Object.keys(api)).toEqual(['version', 'open', 'people', 'log']);
    expect(await initMionRouter(routes, {aot: true, getPublicRoutesData: false})).toEqual({});
  });

  it('may come in steps, whose middleFns are their own', async () => {
    initRouter({aot: true});
    await registerRoutes({open: {greet}});
    await registerRoutes({people: routes.people});
    expect((await call('/open/greet', {'open/greet': ['Ada']})).status).toBe(200);
    expect((await call('/people/me', {'people/tag': ['x']}, {authorization: 'good'})).status).toBe(200);
  });

  it('refuses the same id and the same path twice', async () => {
    initRouter({aot: true});
    await registerRoutes({open: {greet}});
    await expect(registerRoutes({open: {greet}})).rejects.toMatchObject({code: 'MION_ROUTE_DUPLICATE'});
    initRouter({aot: true});
    await expect(registerRoutes({open: {greet}, 'open/greet': greet})).rejects.toMatchObject({
      code: 'MION_ROUTE_DUPLICATE',
    });
  });

  it.each([
    '1',
    '1.5',
    '',
    ' ',
    'a,b',
    'a?',
    'a#b',
    'mion-routes-flow',
    'mion@x',
    '@thrownErrors',
    'constructor',
  ])('refuses the name %j', async name => {
    initRouter({aot: true});
    await expect(registerRoutes({[name]: greet})).rejects.toMatchObject({code: 'MION_ROUTE_NAME'});
    await expect(registerRoutes({deep: {[name]: {greet}}})).rejects.toMatchObject({code: 'MION_ROUTE_NAME'});
  });

  it('refuses __proto__ as a name', async () => {
    initRouter({aot: true});
    const evil = JSON.parse('{"__proto__": {}}') as Routes;
    await expect(registerRoutes(evil)).rejects.toMatchObject({code: 'MION_ROUTE_NAME'});
  });

  it.each([null, 1, 'x', [], () => 1])('refuses %j as a route', async item => {
    initRouter({aot: true});
    const wrong = {open: {greet: item}} as unknown as Routes;
    await expect(registerRoutes(wrong)).rejects.toMatchObject({
      code: 'MION_ROUTE_INVALID',
      message: expect.stringContaining('"open/greet"'),
    });
  });

  it.each<[object, string]>([
    [{serialiser: 'json'}, 'serialiser'],
    [{serializer: 'xml'}, 'serializer'],
    [{aot: 'yes'}, 'aot'],
    [{prefix: 1}, 'prefix'],
    [{maxContextPoolSize: -1}, 'maxContextPoolSize'],
    [{maxRoutesFlowsCacheSize: -1}, 'maxRoutesFlowsCacheSize'],
    [{runTypeOptions: {strictTypes: true}}, 'strictTypes'],
  ])('refuses the options %j', (options, name) => {
    expect(() => initRouter(options as RouterOptions)).toThrow(
      expect.objectContaining({code: 'MION_ROUTER_OPTION', message: expect.stringContaining(name)}),
    );
  });
});

it('puts mion’s own ids into the router cache, so that a build without routes has them', async () => {
  await initMionRouter({}, {aot: true});
  for (const id of ['methodsMetadataById', 'methodsMetadataByPath', 'platformError', 'notFound']) {
    expect(getRoutesCache()[`mion@${id}`]).toMatchObject({type: 1, paramsJitHash: '', returnJitHash: ''});
  }
});
