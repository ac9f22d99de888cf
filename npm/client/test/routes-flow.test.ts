import {type ClientOptions, initClient, mapFrom, routesFlow} from '@mionkit/client';
import {
  addAOTCaches,
  addRoutesToCache,
  HeadersSubset,
  pureServerFn,
  type RpcError,
  type ServerPureFnEntry,
} from '@mionkit/core';
import {createFetchHandler} from '@mionkit/fetch';
import {enableRoutesFlow, initMionRouter, type RouterOptions} from '@mionkit/router';
import {beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {
  routes as api,
  jitFnsCache,
  logged,
  person,
  pureFnsCache,
  routerCache,
} from '../../router/test/fixtures/people.js';

const requests: Request[] = [];
const handler = createFetchHandler();
const client = (options: Partial<ClientOptions> = {}) =>
  initClient<typeof api>({
    baseURL: 'http://test.local/',
    fetch: (url, init) => {
      const request = new Request(url, init);
      requests.push(request.clone());
      return handler(request);
    },
    ...options,
  });

/** A copy as the build would put it into `serverPureFnsCache`. */
// biome-ignore lint/suspicious/noExplicitAny: mappers of any signature
const copy = (bodyHash: string, fn: (...args: any[]) => unknown, more: object = {}): ServerPureFnEntry => ({
  namespace: 'pureServerFn',
  fnName: bodyHash,
  paramNames: [],
  code: '',
  bodyHash,
  pureFnDependencies: [],
  isFactory: false,
  fn,
  ...more,
});

/** The mappers, as both sides have them: each once, under its hash. */
const nameOf = (p: {name: string}) => p.name;
const self = <T>(value: T) => value;
const upper = (text: string) => text.toUpperCase();
const failing = (): string => {
  throw new TypeError('secret');
};
const wrong = () => 7 as unknown as string;
const spoiling = (p: {name: string}) => {
  p.name = 'spoiled';
  return p.name;
};
const shout = pureServerFn(
  {pureFn: (name: string) => `${name}!`, namespace: 'texts', fnName: 'shout'},
  'shout-hash-001',
);

const serverPureFnsCache = {
  pureServerFn: {
    nameOf: copy('nameOf', nameOf),
    self: copy('self', self),
    upper: copy('upper', upper),
    failing: copy('failing', failing),
    wrong: copy('wrong', wrong),
    spoiling: copy('spoiling', spoiling),
  },
  texts: {
    shout: copy('shout-hash-001', (name: string) => `${name}!`, {namespace: 'texts', fnName: 'shout'}),
    twice: copy('twice-hash-001', () => undefined, {
      namespace: 'texts',
      fnName: 'twice',
      isFactory: true,
      fn: undefined,
      pureFnDependencies: ['shout'],
      // biome-ignore lint/suspicious/noExplicitAny: the jit utilities
      createFn: (utl: any) => {
        const inner = utl.usePureFn('texts', 'shout');
        return (name: string) => inner(inner(name));
      },
    }),
  },
};

const start = (options: RouterOptions = {}) => initMionRouter(api, {aot: true, ...options});
const auth = (token: string) => new HeadersSubset({Authorization: token});

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
  enableRoutesFlow(serverPureFnsCache);
});
beforeEach(async () => {
  requests.length = 0;
  logged.length = 0;
  await start();
});

describe('routesFlow()', () => {
  it('sends several routes in one request, and gives each what call() would', async () => {
    const {routes, middleFns} = client();
    const [greeting, me, none] = await routesFlow(
      [routes.open.greet('Ada'), routes.people.me(), routes.people.forget()],
      {auth: middleFns.people.auth(auth('good'))},
    );
    expect(greeting.slice(0, 2)).toEqual(['Hello Ada', undefined]);
    expect(me.slice(0, 2)).toEqual(['anna', undefined]);
    expect(none.slice(0, 2)).toEqual([undefined, undefined]);
    expect(requests.map(({url}) => url)).toEqual(['http://test.local/mion-routes-flow']);
    expect(await requests[0]!.json()).toEqual({
      'mion-routes-flow': {routes: ['open/greet', 'people/me', 'people/forget']},
      'open/greet': ['Ada'],
    });
  });

  it('runs the same route more than once', async () => {
    const {routes} = client();
    const greetings = await routesFlow([
      routes.open.greet('a'),
      routes.open.greet('b'),
      routes.open.greet('c'),
    ]);
    expect(greetings.map(([text]) => text)).toEqual(['Hello a', 'Hello b', 'Hello c']);
  });

  it('runs a middleFn that several routes share once, those below a route at the end', async () => {
    const {routes, middleFns} = client();
    const [, me, greeting] = await routesFlow(
      [routes.people.me(), routes.people.me(), routes.open.greet('x')],
      {auth: middleFns.people.auth(auth('good')), tag: middleFns.people.tag('x')},
    );
    expect(me[2]).toMatchObject({'people/count': 3, tag: '#x'});
    expect(Object.keys(greeting[2])).toEqual(['version']);
    expect(logged).toEqual([
      [200, '/mion-routes-flow', 'people/me', 'people/me#1', 'open/greet', 'people/count', 'people/tag'],
    ]);
  });

  it('gives an error to the route that it belongs to', async () => {
    const {routes, middleFns} = client();
    const [found, missing, crashed, greeting] = await routesFlow(
      [
        routes.people.find('Ada'),
        routes.people.find('nobody'),
        routes.people.crash(),
        routes.open.greet('still here'),
      ],
      {auth: middleFns.people.auth(auth('good'))},
    );
    expect(found.slice(0, 2)).toEqual([person('Ada'), undefined]);
    expect(missing[1]).toMatchObject({type: 'not-found'});
    expect(crashed[1]).toMatchObject({
      type: 'unknown-error',
      publicMessage: 'Unknown error in "people/crash"',
    });
    expect(greeting[0]).toBe('Hello still here');
  });

  it('a middleFn that fails stops the routes of its level alone, and each is told why', async () => {
    const {routes, middleFns} = client();
    const errors: RpcError[] = [];
    const refused = middleFns.people.auth(auth('bad')).onError('not-authorized', error => errors.push(error));
    const [me, forget, greeting] = await routesFlow(
      [routes.people.me(), routes.people.forget(), routes.open.greet('Ada')],
      {refused},
    );
    expect(me[1]).toMatchObject({type: 'not-authorized', statusCode: 401});
    expect(forget[1]).toMatchObject({type: 'not-authorized'});
    expect(me[3].refused).toBe(me[1]);
    expect(greeting.slice(0, 2)).toEqual(['Hello Ada', undefined]);
    expect(greeting[3]).toEqual({});
    await Promise.resolve();
    expect(errors).toHaveLength(1);
  });

  it('sends the others when the parameters of one are wrong', async () => {
    const {routes} = client();
    const [invalid, greeting] = await routesFlow([
      routes.open.greet(7 as unknown as string),
      routes.open.greet('Ada'),
    ]);
    expect(invalid[1]).toMatchObject({
      type: 'validation-error',
      errorData: {typeErrors: [{path: [0], expected: 'string'}]},
    });
    expect(greeting[0]).toBe('Hello Ada');
    expect(requests).toHaveLength(1);
  });

  it('sends nothing when nothing can be sent', async () => {
    const {routes} = client();
    const [invalid] = await routesFlow([routes.open.greet(7 as unknown as string)]);
    expect(invalid[1]).toMatchObject({type: 'validation-error'});
    expect(requests).toHaveLength(0);
  });

  it('never rejects: calls of two clients, no calls, no server', async () => {
    const mixed = await routesFlow([client().routes.open.greet('a'), client().routes.open.greet('b')]);
    expect(mixed.map(([, error]) => error?.type)).toEqual(['invalid-routes-flow', 'invalid-routes-flow']);
    expect(await routesFlow([])).toEqual([]);
    const {routes} = client({fetch: async () => Promise.reject(new Error('offline'))});
    const down = await routesFlow([routes.open.greet('a'), routes.open.greet('b')]);
    expect(down.map(([, error]) => error?.type)).toEqual(['network-error', 'network-error']);
  });

  it.each(['json', 'stringifyJson', 'binary'] as const)('works with bodies of %s', async serializer => {
    await start({serializer});
    const {routes, middleFns} = client({serializer});
    const found = routes.people.find('Ada');
    const [a, b, c] = await routesFlow(
      [found, routes.people.save(mapFrom(found, self, 'self')), routes.people.save(person('Eve'))],
      {auth: middleFns.people.auth(auth('good'))},
    );
    expect([a[0], b[0], c[0]]).toEqual([person('Ada'), person('Ada'), person('Eve')]);
    expect(requests).toHaveLength(1);
  });
});

describe('mapFrom()', () => {
  const open = () => client().routes.open;

  it('makes a parameter of a result, by a name that the server knows: never by code', async () => {
    const {greet} = open();
    const first = greet('Ada');
    const [, second] = await routesFlow([first, greet(mapFrom(first, upper, 'upper'))]);
    expect(second.slice(0, 2)).toEqual(['Hello HELLO ADA', undefined]);
    const body = await requests[0]!.text();
    expect(JSON.parse(body)).toEqual({
      'mion-routes-flow': {
        routes: ['open/greet', 'open/greet'],
        mappings: [{to: 'open/greet#1', param: 0, from: 'open/greet', bodyHash: 'upper'}],
      },
      'open/greet': ['Ada'],
      'open/greet#1': [null],
    });
    expect(body).not.toMatch(/toUpperCase|=>/);
  });

  it('may stand before its source', async () => {
    const {greet} = open();
    const first = greet('Ada');
    const [second] = await routesFlow([greet(mapFrom(first, upper, 'upper')), first]);
    expect(second[0]).toBe('Hello HELLO ADA');
  });

  it('maps by a named pure function, and by a factory that uses another', async () => {
    const {greet} = open();
    const twice = pureServerFn(
      {pureFn: () => (name: string) => name, namespace: 'texts', fnName: 'twice', isFactory: true},
      'twice-hash-001',
    );
    const nameless = pureServerFn({
      pureFn: (name: string) => `${name}!`,
      namespace: 'texts',
      fnName: 'shout',
    });
    const first = greet('Ada');
    const [, ...others] = await routesFlow([
      first,
      greet(mapFrom(first, shout)),
      greet(mapFrom(first, twice)),
      greet(mapFrom(first, nameless)),
    ]);
    expect(others.map(([text, error]) => text ?? error)).toEqual([
      'Hello Hello Ada!',
      'Hello Hello Ada!!',
      'Hello Hello Ada!',
    ]);
  });

  it('validates what was mapped', async () => {
    const {greet} = open();
    const first = greet('Ada');
    const [ok, mapped] = await routesFlow([first, greet(mapFrom(first, wrong, 'wrong'))]);
    expect(ok[0]).toBe('Hello Ada');
    expect(mapped[1]).toMatchObject({
      type: 'validation-error',
      errorData: {typeErrors: [{path: [0], expected: 'string'}]},
    });
  });

  it('changes nothing of the result that it maps', async () => {
    const {routes, middleFns} = client();
    const found = routes.people.find('Ada');
    const [result, greeting] = await routesFlow(
      [found, routes.open.greet(mapFrom(found, spoiling, 'spoiling'))],
      {auth: middleFns.people.auth(auth('good'))},
    );
    expect(result[0]).toEqual(person('Ada'));
    expect(greeting[0]).toBe('Hello spoiled');
  });

  it('a function that throws fails its own route, and its text stays on the server', async () => {
    const {greet} = open();
    const first = greet('Ada');
    const [ok, mapped] = await routesFlow([first, greet(mapFrom(first, failing, 'failing'))]);
    expect(ok[0]).toBe('Hello Ada');
    expect(mapped[1]).toMatchObject({type: 'mapping-failed'});
    expect(JSON.stringify(mapped)).not.toMatch(/secret/);
  });

  it('a function that the server does not have', async () => {
    const {greet} = open();
    const first = greet('Ada');
    const [ok, mapped] = await routesFlow([first, greet(mapFrom(first, upper, 'unknown-hash-0'))]);
    expect(ok[0]).toBe('Hello Ada');
    expect(mapped[1]).toMatchObject({
      type: 'pure-fn-not-found',
      publicMessage: expect.stringMatching(/unknown-hash-0.*different sources/),
    });
  });

  it('a function whose body the server has another one of', async () => {
    const {greet} = open();
    const first = greet('Ada');
    const older = pureServerFn({pureFn: upper, namespace: 'texts', fnName: 'shout'}, 'shout-hash-000');
    const [ok, mapped] = await routesFlow([first, greet(mapFrom(first, older))]);
    expect(ok[0]).toBe('Hello Ada');
    expect(mapped[1]).toMatchObject({
      type: 'pure-fn-mismatch',
      publicMessage: expect.stringMatching(/texts::shout.*shout-hash-000.*shout-hash-001/),
      errorData: {bodyHash: 'shout-hash-000', serverBodyHash: 'shout-hash-001'},
    });
  });

  it('a source that is not in the request: nothing is sent of what needs it', async () => {
    const {greet} = open();
    const [greeting, mapped] = await routesFlow([
      greet('Ada'),
      greet(mapFrom(greet('absent'), upper, 'upper')),
    ]);
    expect(greeting[0]).toBe('Hello Ada');
    expect(mapped[1]).toMatchObject({type: 'mapping-source-missing'});
    const alone = await greet(mapFrom(greet('absent'), upper, 'upper')).call();
    expect(alone[1]).toMatchObject({type: 'mapping-source-missing'});
  });

  it('a source that fails, in the client or on the server', async () => {
    const {routes} = client();
    const invalid = routes.open.greet(7 as unknown as string);
    const refused = routes.people.find('Ada');
    const [, fromInvalid, , fromRefused, other] = await routesFlow([
      invalid,
      routes.open.greet(mapFrom(invalid, upper, 'upper')),
      refused,
      routes.open.greet(mapFrom(refused, nameOf, 'nameOf')),
      routes.open.greet('Eve'),
    ]);
    expect(fromInvalid[1]).toMatchObject({type: 'mapping-source-failed'});
    expect(fromRefused[1]).toMatchObject({type: 'mapping-source-failed'});
    expect(other[0]).toBe('Hello Eve');
  });

  it('throws where the build has not seen it', () => {
    const first = open().greet('Ada');
    expect(() => mapFrom(first, upper)).toThrow(/mionPlugin\(\{serverPureFunctions/);
    expect(() => pureServerFn(upper)).toThrow(/fnName/);
  });
});

describe('a server without routes flows', () => {
  it('says what it lacks', async () => {
    const {routes} = client({
      fetch: async () =>
        new Response('{"mion@notFound":{"mion@isΣrrθr":true,"type":"route-not-found","publicMessage":"x"}}', {
          status: 404,
          headers: {'content-type': 'application/json'},
        }),
    });
    const [[, error]] = await routesFlow([routes.open.greet('Ada')]);
    expect(error).toMatchObject({
      type: 'route-not-found',
      publicMessage: expect.stringMatching(/enableRoutesFlow/),
    });
  });
});
