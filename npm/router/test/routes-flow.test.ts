import {addAOTCaches, addRoutesToCache, jitUtils, type ServerPureFnsCache} from '@mionkit/core';
import {enableRoutesFlow, initMionRouter, type RouterOptions} from '@mionkit/router';
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {call, signedIn} from './call.ts';
import {routes as api, jitFnsCache, logged, pureFnsCache, routerCache} from './fixtures/people.js';

const FLOW = 'mion-routes-flow';

/** Calls of the one function that the build has extracted. */
const seen: unknown[] = [];
const serverPureFnsCache: ServerPureFnsCache = {
  pureServerFn: {
    'known-hash-001': {
      namespace: 'pureServerFn',
      fnName: 'known-hash-001',
      paramNames: ['v'],
      code: "'use strict';return v;",
      bodyHash: 'known-hash-001',
      pureFnDependencies: [],
      isFactory: false,
      fn: v => {
        seen.push(v);
        return v;
      },
    },
  },
};

const start = (options: RouterOptions = {}) => initMionRouter(api, {aot: true, ...options});
const flow = (header: unknown, params: object = {}, headers: Record<string, string> = {}) =>
  call(`/${FLOW}`, {[FLOW]: header, ...params}, headers);
/** Two greetings; the second one's name is mapped from the first by `fn`. */
const mapped = (fn: object, more: object = {}) =>
  flow(
    {
      routes: ['open/greet', 'open/greet'],
      mappings: [{to: 'open/greet#1', param: 0, from: 'open/greet', ...fn}],
    },
    {'open/greet': ['Ada'], 'open/greet#1': [null], ...more},
  );
const thrownOf = (answer: {body: Record<string, unknown>}) =>
  answer.body['@thrownErrors'] as Record<string, {type: string; publicMessage: string}> | undefined;

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
  enableRoutesFlow(serverPureFnsCache);
});
beforeEach(async () => {
  seen.length = 0;
  logged.length = 0;
  await start();
});

describe('a flow', () => {
  it('answers by the keys of its routes', async () => {
    const {status, body} = await mapped({bodyHash: 'known-hash-001'});
    expect([status, body]).toEqual([200, {'open/greet': 'Hello Ada', 'open/greet#1': 'Hello Hello Ada'}]);
    expect(seen).toEqual(['Hello Ada']);
  });

  it('names what stopped a route that did not run', async () => {
    const {status, body} = await flow({routes: ['people/me', 'open/greet']}, {'open/greet': ['Ada']});
    expect(status).toBe(422);
    expect(body[FLOW]).toEqual({stopped: {'people/me': 'people/auth'}});
    expect(body['open/greet']).toBe('Hello Ada');
    expect(Object.keys(thrownOf({body})!)).toEqual(['people/auth']);
  });

  it('never runs a route whose own middleFn failed, wherever it stands in the flow', async () => {
    for (const routes of [
      ['people/me', 'open/greet'],
      ['open/greet', 'people/me'],
      ['people/me', 'people/forget', 'open/greet', 'people/me'],
    ]) {
      const {body} = await flow({routes}, {'open/greet': ['Ada']}, {authorization: 'bad'});
      expect(Object.keys(body).sort()).toEqual([FLOW, 'open/greet', 'people/auth'].sort());
    }
  });

  it('answers for the routes that exist when one does not', async () => {
    const {status, body} = await flow({routes: ['nowhere', 'open/greet']}, {'open/greet': ['Ada']});
    expect(status).toBe(404);
    expect(body).toMatchObject({nowhere: {type: 'route-not-found'}, 'open/greet': 'Hello Ada'});
  });

  it('has no other way to a middleFn than its routes', async () => {
    const {body} = await flow({routes: ['people/auth', 'people/count', 'people/tag']}, {'people/tag': ['x']});
    for (const id of ['people/auth', 'people/count', 'people/tag']) {
      expect(body[id]).toMatchObject({type: 'route-not-found'});
    }
  });

  it('runs what runs on errors once, when no route is found too', async () => {
    await flow({routes: ['nowhere']});
    await flow({routes: ['people/crash', 'people/me', 'people/crash']}, {}, signedIn);
    expect(logged.map(([status]) => status)).toEqual([404, 422]);
  });

  it('keeps no more merged chains than maxRoutesFlowsCacheSize, and answers alike', async () => {
    for (const maxRoutesFlowsCacheSize of [0, 1, 2]) {
      await start({maxRoutesFlowsCacheSize});
      for (const routes of [['open/greet'], ['open/greet', 'people/me'], ['open/greet'], ['people/me']]) {
        const {body} = await flow({routes}, {'open/greet': ['Ada']}, signedIn);
        for (const id of routes) expect(body[id]).toBe(id === 'people/me' ? 'anna' : 'Hello Ada');
      }
    }
  });

  it('stands below the prefix, as routes do', async () => {
    await start({prefix: 'api/v1', suffix: '.rpc'});
    const {body} = await call(`/api/v1/${FLOW}.rpc`, {
      [FLOW]: {routes: ['open/greet']},
      'open/greet': ['Ada'],
    });
    expect(body).toEqual({'open/greet': 'Hello Ada'});
    expect((await call(`/${FLOW}`, {[FLOW]: {routes: ['open/greet']}})).status).toBe(404);
  });
});

describe('mappings that cannot be', () => {
  it('from a route that is not in the request', async () => {
    const answer = await flow(
      {
        routes: ['open/greet', 'open/greet'],
        mappings: [{to: 'open/greet#1', param: 0, from: 'people/me', bodyHash: 'known-hash-001'}],
      },
      {'open/greet': ['Ada'], 'open/greet#1': [null]},
    );
    expect(answer.body['open/greet']).toBe('Hello Ada');
    expect(thrownOf(answer)).toMatchObject({'open/greet#1': {type: 'mapping-source-missing'}});
  });

  it('in a circle, of itself or of several', async () => {
    const answer = await flow(
      {
        routes: ['open/greet', 'open/greet', 'open/greet', 'open/greet'],
        mappings: [
          {to: 'open/greet', param: 0, from: 'open/greet#1', bodyHash: 'known-hash-001'},
          {to: 'open/greet#1', param: 0, from: 'open/greet', bodyHash: 'known-hash-001'},
          {to: 'open/greet#2', param: 0, from: 'open/greet#2', bodyHash: 'known-hash-001'},
        ],
      },
      {
        'open/greet': [null],
        'open/greet#1': [null],
        'open/greet#2': [null],
        'open/greet#3': ['still here'],
      },
    );
    expect(answer.status).toBe(422);
    expect(answer.body['open/greet#3']).toBe('Hello still here');
    const thrown = thrownOf(answer)!;
    expect(Object.entries(thrown).map(([key, {type}]) => [key, type])).toEqual([
      ['open/greet', 'mapping-cycle'],
      ['open/greet#1', 'mapping-cycle'],
      ['open/greet#2', 'mapping-cycle'],
    ]);
    expect(seen).toEqual([]);
  });

  it('to a parameter that was not sent', async () => {
    for (const param of [1, 4_000_000_000, -1]) {
      const answer = await mapped({bodyHash: 'known-hash-001', param});
      expect(answer.body['open/greet']).toBe('Hello Ada');
      expect(thrownOf(answer)).toMatchObject({'open/greet#1': {type: 'invalid-routes-flow'}});
    }
  });
});

describe('a hostile request', () => {
  const CODE = "globalThis.hacked = true; return 'hacked'";
  afterEach(() => {
    expect(globalThis).not.toHaveProperty('hacked');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it.each<[string, object]>([
    ['a hash that no build made', {bodyHash: 'forged-hash-00'}],
    ['the hash of another name', {bodyHash: 'known-hash-001', fnName: 'forged'}],
    ['a name with another hash', {bodyHash: 'forged-hash-00', fnName: 'known-hash-001'}],
    ['__proto__ as namespace', {namespace: '__proto__', fnName: 'toString'}],
    ['constructor as namespace', {namespace: 'constructor', fnName: 'constructor'}],
    ['an inherited name', {namespace: 'pureServerFn', fnName: 'constructor'}],
    ['an inherited name as hash', {bodyHash: 'toString'}],
    ['no name at all', {}],
    ['a separator in the namespace', {namespace: '', fnName: 'pureServerFn::known-hash-001'}],
    ['code as hash', {bodyHash: CODE}],
    [
      'code beside the hash',
      {bodyHash: 'forged-hash-00', code: CODE, paramNames: ['v'], fn: CODE, createFn: CODE},
    ],
    ['a pure function that clients do not call', {namespace: 'own', fnName: 'secret'}],
    ['an outcome of its own', {bodyHash: 'forged-hash-00', outcome: {value: 'forged'}}],
  ])('cannot run a function by %s', async (_, fn) => {
    jitUtils.addPureFn('own', {
      namespace: 'own',
      fnName: 'secret',
      paramNames: ['utl'],
      code: '',
      bodyHash: 'own-hash-00001',
      pureFnDependencies: [],
      createPureFn: () => () => seen.push('own') && 'own',
      fn: undefined,
    });
    const answer = await mapped(fn);
    expect(answer.status).toBe(422);
    expect(answer.body['open/greet']).toBe('Hello Ada');
    expect(answer.body).not.toHaveProperty(['open/greet#1']);
    expect(thrownOf(answer)!['open/greet#1']!.type).toMatch(/^pure-fn-(not-found|mismatch)$/);
    expect(seen).toEqual([]);
  });

  it('cannot run code that stands in the place of a parameter', async () => {
    const code = {'mion@': ['function', CODE]};
    const answer = await mapped({bodyHash: 'known-hash-001'}, {'open/greet#1': [code]});
    expect(thrownOf(answer)).toMatchObject({'open/greet#1': {type: 'invalid-routes-flow'}});
    expect((await flow({routes: ['open/greet']}, {'open/greet': [code]})).status).toBe(422);
  });

  it('pollutes nothing', async () => {
    const params = '[{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}]';
    const header = JSON.stringify({
      routes: ['open/greet', 'open/greet'],
      mappings: [{to: 'open/greet#1', param: 0, from: 'open/greet', bodyHash: 'known-hash-001'}],
    });
    const {body} = await call(
      `/${FLOW}`,
      `{"${FLOW}": ${header}, "open/greet": ["Ada"], "open/greet#1": ${params}, "__proto__": {"polluted": 1}}`,
    );
    expect(body['open/greet#1']).toBe('Hello Hello Ada');
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    [7],
    ['open/greet'],
    [[]],
    [{}],
    [{routes: []}],
    [{routes: 'open/greet'}],
    [{routes: [1]}],
    [{routes: [null]}],
    [{routes: Array(65).fill('open/greet')}],
    [{routes: ['open/greet'], mappings: {}}],
    [{routes: ['open/greet'], mappings: [null]}],
    [{routes: ['open/greet'], mappings: [{to: 'open/greet', from: 'open/greet', param: 0.5}]}],
    [{routes: ['open/greet'], mappings: [{to: 'open/greet', from: 1, param: 0}]}],
    [{routes: ['open/greet'], mappings: [{to: 'a', from: 'b', param: 0, bodyHash: ['x']}]}],
    [{routes: ['open/greet'], mappings: [{to: 'a', from: 'b', param: 0, namespace: {}}]}],
  ])('is told that it is no flow: %j', async header => {
    const {status, body} = await flow(header, {'open/greet': ['Ada']});
    expect(status).toBe(422);
    expect(body['mion@platformError']).toMatchObject({type: 'invalid-routes-flow'});
    expect(body).not.toHaveProperty(['open/greet']);
  });

  it('cannot make a small request into any amount of work', async () => {
    let depth = '[';
    for (let i = 0; i < 100_000; i++) depth += '[';
    depth += ']'.repeat(100_001);
    const mapping = {to: 'open/greet#1', param: 0, from: 'open/greet', bodyHash: 'known-hash-001'};
    const header = {routes: ['open/greet', 'open/greet'], mappings: [mapping]};
    const answer = await call(
      `/${FLOW}`,
      `{"${FLOW}": ${JSON.stringify(header)}, "open/greet": ["Ada"], "open/greet#1": ${depth}}`,
    );
    expect(answer.body['open/greet']).toBe('Hello Ada');
    expect(thrownOf(answer)).toMatchObject({'open/greet#1': {type: 'invalid-routes-flow'}});
    const many = await flow({...header, mappings: Array(65).fill(mapping)}, {'open/greet': ['Ada']});
    expect(many.body['mion@platformError']).toMatchObject({type: 'invalid-routes-flow'});
    expect(seen).toHaveLength(1);
  });
});
