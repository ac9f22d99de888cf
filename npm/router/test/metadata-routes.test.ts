import {addAOTCaches, addRoutesToCache, registerPureFnFactory, type SerializedMethods} from '@mionkit/core';
import {initMionRouter} from '@mionkit/router';
import {beforeAll, expect, it} from 'vitest';
import {call} from './call.ts';
import {jitFnsCache, pureFnsCache, routerCache, routes} from './fixtures/people.js';

const byId = 'mion@methodsMetadataById';
const byPath = 'mion@methodsMetadataByPath';

const metadataOf = async (...ids: string[]) =>
  (await call(`/${byId}`, {[byId]: [ids]})).body[byId] as SerializedMethods;

beforeAll(async () => {
  registerPureFnFactory('greetings', 'name', () => () => 'Ada');
  const greeting = registerPureFnFactory(
    'greetings',
    'whole',
    utl => () => utl.usePureFn('greetings', 'name')(),
  );
  greeting.pureFnDependencies.push('name');
  const is_StringTuple = {...jitFnsCache['is_StringTuple']!, pureFnDependencies: ['greetings::whole']};
  addAOTCaches({...jitFnsCache, is_StringTuple}, pureFnsCache);
  addRoutesToCache(routerCache);
  await initMionRouter(routes, {aot: true, prefix: 'api'});
});

const apiCall = (id: string, params: unknown[]) => call(`/api/${id}`, {[id]: params});

it('give a route with the middleFns that run with it, under strict AOT too', async () => {
  const {status, body} = await apiCall(byId, [['people/find']]);
  const {methods} = body[byId] as SerializedMethods;
  expect(status).toBe(200);
  expect(Object.keys(methods).sort()).toEqual([
    'log',
    'people/auth',
    'people/count',
    'people/find',
    'people/tag',
    'version',
  ]);
  expect(methods['people/find']).toMatchObject({
    paramsJitHash: 'StringTuple',
    returnJitHash: 'Person',
    type: 1,
  });
});

it('give the functions that clients call with what they depend on, as data', async () => {
  const {body} = await apiCall(byId, [['people/save', 'open/greet']]);
  const {deps, purFnDeps} = body[byId] as SerializedMethods;
  const called = [
    ...['PersonTuple', 'StringTuple'].flatMap(type => ['is', 'te', 'sj', 'tBi'].map(id => `${id}_${type}`)),
    ...['Person', 'String', 'Number'].map(type => `fj_${type}`),
    ...['is_AuthHeaders', 'te_AuthHeaders'],
  ];
  for (const hash of called) {
    expect(deps[hash], hash).toMatchObject({code: expect.stringContaining('return ')});
    expect(deps[hash]).not.toHaveProperty('createJitFn');
    expect(deps[hash]).not.toHaveProperty('fn');
  }
  const needed = Object.values(deps).flatMap(({jitDependencies}) => jitDependencies);
  expect(new Set(Object.keys(deps))).toEqual(new Set([...called, ...needed]));
  expect(Object.keys(purFnDeps['greetings']!)).toEqual(['whole', 'name']);
});

it('find routes by their path', async () => {
  const {body} = await apiCall(byPath, [['/api/open/greet', '/api/nowhere']]);
  expect(Object.keys((body[byPath] as SerializedMethods).methods)).toEqual(['open/greet', 'version', 'log']);
});

it.each(['__proto__', 'constructor', 'hasOwnProperty', 'noSniff', 'unknown'])(
  'know nothing of %s',
  async id => {
    const {body} = await apiCall(byId, [[id]]);
    expect(body[byId]).toEqual({methods: {}, deps: {}, purFnDeps: {}});
  },
);

it.each([[[]], [['people/find']], [[1]], [[[1]]], [[{}]]])('refuse the parameters %j', async params => {
  const {status, body} = await apiCall(byId, params);
  expect([status, body[byId]]).toMatchObject([
    422,
    {type: 'validation-error', errorData: {typeErrors: [{path: [0]}]}},
  ]);
});

it('are not there with skipClientRoutes', async () => {
  await initMionRouter(routes, {aot: true, skipClientRoutes: true});
  expect((await call(`/${byId}`, {[byId]: [['open/greet']]})).status).toBe(404);
  await initMionRouter(routes, {aot: true});
  expect(Object.keys((await metadataOf('open/greet')).methods)).toContain('open/greet');
});
