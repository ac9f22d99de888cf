import {type ClientOptions, initClient} from '@mionkit/client';
import {addAOTCaches, addRoutesToCache, HeadersSubset, RpcError} from '@mionkit/core';
import {createFetchHandler} from '@mionkit/fetch';
import {initMionRouter, type RouterOptions} from '@mionkit/router';
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {
  routes as api,
  jitFnsCache,
  person,
  pureFnsCache,
  routerCache,
} from '../../router/test/fixtures/people.js';

type Api = typeof api;

const requests: Request[] = [];
const handler = createFetchHandler();

/** A client whose requests go straight to the router. */
const client = (options: Partial<ClientOptions> = {}) =>
  initClient<Api>({
    baseURL: 'http://test.local/',
    fetch: (url, init) => {
      const request = new Request(url, init);
      requests.push(request.clone());
      return handler(request);
    },
    ...options,
  });

const answering = (response: Response | Error) =>
  client({fetch: async () => (response instanceof Error ? Promise.reject(response) : response)});

const start = (options: RouterOptions = {}) => initMionRouter(api, {aot: true, ...options});
const good = new HeadersSubset({Authorization: 'good'});
const bad = new HeadersSubset({Authorization: 'bad'});

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
});

beforeEach(async () => {
  requests.length = 0;
  await start();
});

describe('call()', () => {
  it('resolves to the result', async () => {
    const [greeting, error] = await client().routes.open.greet('Ada').call();
    expect([greeting, error]).toEqual(['Hello Ada', undefined]);
    expect(await requests[0]!.text()).toBe('{"open/greet":["Ada"]}');
    expect([requests[0]!.method, requests[0]!.url]).toEqual(['POST', 'http://test.local/open/greet']);
  });

  it('gives results of middleFns by id, headers among them', async () => {
    const [, , results] = await client().routes.open.greet('Ada').call();
    expect(results['version']).toEqual(new HeadersSubset({'x-version': '7'}));
  });

  it('sends nothing when a parameter is wrong, and says where', async () => {
    const [result, error] = await client()
      .routes.open.greet(7 as unknown as string)
      .call();
    expect(result).toBeUndefined();
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      type: 'validation-error',
      errorData: {typeErrors: [{path: [0], expected: 'string'}]},
    });
    expect(requests).toHaveLength(0);
  });

  it('leaves validation to the server with validateParams: false', async () => {
    const [, error] = await client({validateParams: false})
      .routes.open.greet(7 as unknown as string)
      .call();
    expect(error).toMatchObject({type: 'validation-error'});
    expect(requests).toHaveLength(1);
  });

  it('gives the error of the middleFn that kept the route from running', async () => {
    const {routes, middleFns} = client();
    const [result, error, , errors] = await routes.people
      .find('Ada')
      .callWithMiddleFns({auth: middleFns.people.auth(bad)});
    expect([result, error?.type, error?.statusCode]).toEqual([undefined, 'not-authorized', 401]);
    expect(errors.auth).toBe(error);
  });

  it('sends prefix, suffix and fetchOptions', async () => {
    await start({prefix: 'api', suffix: '.x'});
    const {routes} = client({prefix: 'api', suffix: '.x', fetchOptions: {headers: {'x-mine': '1'}}});
    expect((await routes.open.greet('Ada').call())[0]).toBe('Hello Ada');
    expect([requests[0]!.url, requests[0]!.headers.get('x-mine')]).toEqual([
      'http://test.local/api/open/greet.x',
      '1',
    ]);
  });
});

describe.each(['stringifyJson', 'json', 'binary'] as const)('with serializer %s', serializer => {
  it.each(['stringifyJson', 'json', 'binary'] as const)(
    'and a server that answers in %s, values arrive',
    async mode => {
      await start({serializer: mode});
      const {routes, middleFns} = client({serializer});
      const withTag = {auth: middleFns.people.auth(good), tag: middleFns.people.tag('x')};
      const [saved, error, results] = await routes.people.save(person('Ada')).callWithMiddleFns(withTag);
      expect(error).toBeUndefined();
      expect(saved).toEqual(person('Ada'));
      expect([results.tag, results['people/count']]).toEqual(['#x', 3]);
      const [, failure] = await routes.people.find('nobody').callWithMiddleFns(withTag);
      expect(failure).toMatchObject({type: 'not-found', publicMessage: 'No nobody'});
    },
  );
});

describe('middleFns', () => {
  it('are sent with every call once prefilled, where they run', async () => {
    const {routes, middleFns} = client();
    const auth = middleFns.people.auth(good).prefill();
    middleFns.people.tag('x').prefill();
    expect((await routes.people.me().call())[0]).toBe('anna');
    expect((await routes.people.me().call())[0]).toBe('anna');
    await routes.open.greet('Ada').call();
    expect(requests.map(request => request.headers.get('authorization'))).toEqual(['good', 'good', null]);
    expect(await requests[2]!.text()).toBe('{"open/greet":["Ada"]}');
    auth.removePrefill();
    expect((await routes.people.me().call())[1]).toMatchObject({type: 'validation-error'});
  });

  it('tell their listeners of success and of the errors they ask for', async () => {
    const heard: unknown[] = [];
    const {routes, middleFns} = client();
    middleFns.people
      .tag('x')
      .prefill()
      .onSuccess(tag => heard.push(tag));
    const auth = (headers: HeadersSubset<'Authorization'>) =>
      middleFns.people
        .auth(headers)
        .onSuccess(() => heard.push('in'))
        .onError('not-authorized', error => heard.push(error.statusCode))
        .onError('validation-error', () => heard.push('never'));
    await routes.people.me().callWithMiddleFns({auth: auth(good)});
    expect(heard.splice(0)).toEqual(['#x', 'in']);
    await routes.people.me().callWithMiddleFns({auth: auth(bad)});
    expect(heard).toEqual([401]);
  });

  it('with wrong parameters keep the call from being sent', async () => {
    const {routes, middleFns} = client();
    const wrong = {tag: middleFns.people.tag(7 as unknown as string), auth: middleFns.people.auth(good)};
    const [, error, , errors] = await routes.people.me().callWithMiddleFns(wrong);
    expect([error?.type, errors.tag]).toEqual(['validation-error', error]);
    expect(requests).toHaveLength(0);
  });
});

describe('call() never rejects', () => {
  const html = {status: 502, headers: {'content-type': 'text/html'}};
  const failing: [string, Response | Error, object][] = [
    ['no network', new TypeError('fetch failed'), {type: 'network-error'}],
    [
      'a page of a proxy',
      new Response('<h1>Bad gateway</h1>', html),
      {type: 'invalid-response', statusCode: 502},
    ],
    ['an empty answer', new Response(''), {type: 'invalid-response', statusCode: 200}],
    ['JSON that is no object', new Response('[1]'), {type: 'invalid-response'}],
    [
      'half a binary body',
      new Response(new Uint8Array([1, 9]), {headers: {'content-type': 'application/octet-stream'}}),
      {type: 'invalid-response'},
    ],
    [
      'an error of the platform',
      Response.json(
        {'mion@platformError': {'mion@isΣrrθr': true, type: 'body-too-large', publicMessage: 'x'}},
        {status: 413},
      ),
      {type: 'body-too-large'},
    ],
  ];
  it.each(failing)('on %s', async (_, response, expected) => {
    const [result, error] = await answering(response).routes.open.greet('Ada').call();
    expect(result).toBeUndefined();
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject(expected);
  });

  it('on a result that cannot be restored', async () => {
    const [result, error] = await answering(Response.json({'people/find': null}))
      .routes.people.find('Ada')
      .call();
    expect([result, error?.type]).toEqual([undefined, 'serialization-error']);
  });

  it('on a route that does not exist', async () => {
    const {routes} = client() as unknown as {routes: {no: {such: () => {call(): Promise<unknown[]>}}}};
    expect((await routes.no.such().call())[1]).toMatchObject({type: 'metadata-error'});
  });

  it('on errors of prototype names in the answer', async () => {
    const body =
      '{"@thrownErrors": {"__proto__": {"mion@isΣrrθr": true, "type": "x", "publicMessage": "y"}}}';
    const [, error, , errors] = await answering(new Response(body)).routes.open.greet('Ada').call();
    expect([error?.type, Object.keys(errors)]).toEqual(['x', ['__proto__']]);
    expect({} as object).not.toHaveProperty('publicMessage');
  });
});

describe('initClient', () => {
  it.each([{}, {baseURL: 'x', seralizer: 'json'}, {baseURL: 'x', serializer: 'xml'}])(
    'refuses %j',
    options => {
      expect(() => initClient(options as ClientOptions)).toThrow(TypeError);
    },
  );

  it('gives proxies that may be awaited', async () => {
    const {routes} = await client();
    expect(await routes.open).toBe(routes.open);
  });
});

afterEach(() => {
  expect(requests.every(request => request.headers.get('content-type'))).toBe(true);
});
