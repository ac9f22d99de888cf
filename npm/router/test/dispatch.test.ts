import {
  addAOTCaches,
  addRoutesToCache,
  BINARY_CONTENT_TYPE,
  binaryBodyWriter,
  RpcError,
  readBody,
} from '@mionkit/core';
import {
  type CallContext,
  dispatch,
  initMionRouter,
  type RouterOptions,
  rawMiddleFn,
  route,
} from '@mionkit/router';
import {beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {call, signedIn} from './call.ts';
import {jitFnsCache, logged, person, pureFnsCache, routerCache, routes} from './fixtures/people.js';

const error = (type: string, publicMessage: string, more: object = {}) => ({
  'mion@isΣrrθr': true,
  type,
  publicMessage,
  ...more,
});

beforeAll(() => {
  addAOTCaches(jitFnsCache, pureFnsCache);
  addRoutesToCache(routerCache);
});

beforeEach(async () => {
  logged.length = 0;
  await initMionRouter(routes, {aot: true});
});

describe('a call', () => {
  it('answers with the result under the id of the route, and those of middleFns under theirs', async () => {
    const {status, body, headers} = await call(
      '/people/find',
      {'people/find': ['Ada'], 'people/tag': ['x']},
      signedIn,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      'people/find': {name: 'Ada', born: '1990-06-21T00:00:00.000Z'},
      'people/count': 3,
      'people/tag': '#x',
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('restores parameters before the handler gets them', async () => {
    const {body} = await call(
      '/people/save',
      {'people/save': [person('Ada')], 'people/tag': ['x']},
      signedIn,
    );
    expect(body['people/save']).toEqual({name: 'Ada', born: '1990-06-21T00:00:00.000Z'});
  });

  it('sets headers that a headersFn returns, and lets raw middleFns at the response', async () => {
    const {headers} = await call('/open/greet', {'open/greet': ['Ada']});
    expect([headers.get('x-version'), headers.get('x-content-type-options')]).toEqual(['7', 'nosniff']);
  });

  it('shares data between the handlers of one call', async () => {
    const {body} = await call('/people/me', {'people/tag': ['x']}, signedIn);
    expect(body['people/me']).toBe('anna');
  });

  it('needs no body where there are no parameters', async () => {
    const {status, body} = await call('/people/forget', '', signedIn);
    // the middleFn below asks for a parameter, the route itself gives nothing
    expect([status, Object.keys(body)]).toEqual([422, ['people/count', '@thrownErrors']]);
  });

  it('runs no middleFn that stands elsewhere', async () => {
    const {status, body} = await call('/open/greet', {'open/greet': ['Ada']});
    expect([status, body]).toEqual([200, {'open/greet': 'Hello Ada'}]);
  });
});

describe('the order of execution', () => {
  it('is the order of definition, nested levels adding theirs', async () => {
    const ran: string[] = [];
    const note = (name: string) => rawMiddleFn((ctx: CallContext) => void ran.push(`${name} ${ctx.path}`));
    const last = route(() => void ran.push('route'));
    addRoutesToCache({'deep/deeper/last': {...routerCache['people/forget']!, id: 'deep/deeper/last'}});
    await initMionRouter(
      {
        one: note('one'),
        deep: {
          two: note('two'),
          deeper: {three: note('three'), last, four: note('four')},
          five: note('five'),
        },
        other: {not: note('not')},
        six: note('six'),
      },
      {aot: true},
    );
    const {status} = await call('/deep/deeper/last');
    expect(status).toBe(200);
    const names = ran.map(line => line.split(' ')[0]);
    expect(names).toEqual(['one', 'two', 'three', 'route', 'four', 'five', 'six']);
    expect(ran[0]).toBe('one /deep/deeper/last');
  });

  it('raw middleFns get the platform’s request and response and the options, and can stop the chain', async () => {
    const seen: unknown[] = [];
    const guard = rawMiddleFn((_ctx, request: unknown, response: unknown, options: RouterOptions) => {
      seen.push(request, response, options.suffix);
      return new RpcError({type: 'blocked', publicMessage: 'Blocked', statusCode: 403});
    });
    const options = {aot: true, suffix: '.x'};
    await initMionRouter({guard, people: {forget: route(() => void seen.push('ran'))}}, options);
    const {status, body} = await call('/people/forget.x', {}, {}, {request: 'req', response: 'res'});
    expect([status, seen]).toEqual([403, ['req', 'res', '.x']]);
    expect(body).toEqual({guard: error('blocked', 'Blocked', {statusCode: 403})});
  });
});

describe('errors', () => {
  it('a returned one stands under its id with 400, or its own status, and stops the chain', async () => {
    const found = await call('/people/find', {'people/find': ['nobody']}, signedIn);
    expect(found.status).toBe(400);
    expect(found.body).toEqual({'people/find': error('not-found', 'No nobody')});
  });

  it('one that an auth middleFn returns keeps the route from running', async () => {
    const {status, body} = await call('/people/find', {'people/find': ['Ada']}, {authorization: 'bad'});
    expect(status).toBe(401);
    expect(body).toEqual({'people/auth': error('not-authorized', 'Please sign in', {statusCode: 401})});
  });

  it('a thrown one stands under @thrownErrors with 422, its private message left out', async () => {
    const {status, body} = await call('/people/find', {'people/find': ['Ada']}, {authorization: 'throw'});
    expect([status, body]).toEqual([422, {'@thrownErrors': {'people/auth': error('broken', 'Broken')}}]);
  });

  it('nothing of an error that was not meant for callers leaves, but middleFns with runOnError see it', async () => {
    const {status, body} = await call('/people/crash', {'people/tag': ['x']}, signedIn);
    expect(status).toBe(422);
    expect(body).toEqual({
      '@thrownErrors': {'people/crash': error('unknown-error', 'Unknown error in "people/crash"')},
    });
    expect(logged).toEqual([[422, '/people/crash', '@thrownErrors']]);
  });

  it('an unexpected one goes to the console where no middleFn sees it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    await initMionRouter({people: {crash: routes.people.crash}}, {aot: true});
    await call('/people/crash');
    expect(log).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({message: expect.stringContaining('secret')}),
    );
    log.mockRestore();
  });

  it('runOnError middleFns run after each of them, others do not', async () => {
    await call('/people/find', {'people/find': ['Ada']}, {authorization: 'bad'});
    await call('/nowhere');
    await call('/people/find', '{');
    expect(logged).toEqual([
      [401, '/people/find', 'people/auth'],
      [404, '/nowhere', 'mion@notFound'],
      [422, '/people/find', 'mion@platformError'],
    ]);
  });

  it('errorData that is not JSON does not keep the error back', async () => {
    const fail = route(() => new RpcError({type: 'odd', publicMessage: 'Odd', errorData: {big: 1n}}));
    await initMionRouter({people: {forget: fail}}, {aot: true});
    const {status, body} = await call('/people/forget');
    expect([status, body]).toEqual([400, {'people/forget': error('odd', 'Odd')}]);
  });

  it('a result that cannot be written is a serialization-error', async () => {
    await initMionRouter({people: {find: route(() => ({name: 'Ada'}))}}, {aot: true});
    const {status, body} = await call('/people/find', {'people/find': ['Ada']});
    expect(status).toBe(422);
    expect(body).toEqual({
      '@thrownErrors': {
        'people/find': error('serialization-error', 'The result of "people/find" could not be written'),
      },
    });
  });

  it('each gets an id with autoGenerateErrorId', async () => {
    await initMionRouter(routes, {aot: true, autoGenerateErrorId: true});
    const {body} = await call('/people/find', {'people/find': ['nobody']}, signedIn);
    expect(body).toEqual({
      'people/find': error('not-found', 'No nobody', {id: expect.stringMatching(/^[\w-]{36}$/)}),
    });
  });

  it('a status that is none becomes 500', async () => {
    const odd = route(ctx => {
      ctx.response.statusCode = 99999;
    });
    await initMionRouter({people: {forget: odd}}, {aot: true});
    expect((await call('/people/forget')).status).toBe(500);
  });
});

describe('wrong requests', () => {
  it.each([
    ['/nowhere'],
    ['/__proto__'],
    ['/constructor'],
    ['/people'],
    ['/people/find/'],
    ['/%E0%A4%A'],
    ['/people/auth'],
  ])('%s is not found', async path => {
    const {status, body} = await call(path);
    expect([status, body]).toEqual([
      404,
      {'mion@notFound': error('route-not-found', `There is no route at ${path}`, {statusCode: 404})},
    ]);
  });

  it.each(['{', '[]', '"x"', 'null', '{"people/find": ["Ada"]'])('the body %s is refused', async text => {
    const {status, body} = await call('/people/find', text, signedIn);
    expect([status, (body['mion@platformError'] as RpcError).type]).toEqual([422, 'invalid-body']);
  });

  it.each<[unknown, unknown]>([
    [{'people/find': [7]}, {path: [0], expected: 'string'}],
    [{'people/find': []}, {path: [0], expected: 'string'}],
    [{}, {path: [0], expected: 'string'}],
    [{'people/find': {0: 'Ada'}}, {path: [], expected: 'array'}],
    [{'people/find': ['Ada', 'Bob']}, {path: [], expected: '1 parameter'}],
    ['{"__proto__": {"people/find": ["Ada"]}}', {path: [0], expected: 'string'}],
  ])('parameters %j are refused with the place', async (body, typeError) => {
    const answer = await call('/people/find', body, signedIn);
    expect(answer.status).toBe(422);
    expect(answer.body['@thrownErrors']).toEqual({
      'people/find': error('validation-error', 'Invalid parameters of "people/find"', {
        errorData: {typeErrors: [typeError]},
      }),
    });
  });

  it('parameters that cannot even be restored are refused with the place', async () => {
    const {status, body} = await call('/people/save', {'people/save': [null]}, signedIn);
    expect([status, body['@thrownErrors']]).toMatchObject([
      422,
      {
        'people/save': {
          type: 'validation-error',
          errorData: {typeErrors: [{path: [0, 'name']}, {path: [0, 'born']}]},
        },
      },
    ]);
  });

  it('a missing header is a validation-error of the headersFn', async () => {
    const {status, body} = await call('/people/find', {'people/find': ['Ada']});
    expect([status, body['@thrownErrors']]).toEqual([
      422,
      {
        'people/auth': error('validation-error', 'Invalid headers of "people/auth"', {
          errorData: {typeErrors: [{path: ['Authorization'], expected: 'string'}]},
        }),
      },
    ]);
  });

  it('GET is refused unless pathTransform takes the methods over; preflights run nothing', async () => {
    const get = await call('/people/find', '', signedIn, {method: 'GET', body: undefined});
    expect([get.status, (get.body['mion@platformError'] as RpcError).type]).toEqual([
      405,
      'method-not-allowed',
    ]);
    const preflight = {path: '/people/find', method: 'OPTIONS', headers: new Headers(), body: undefined};
    expect(await dispatch(preflight, new Headers())).toEqual({status: 204, body: undefined});

    const pathTransform = (request: {method: string}, path: string) =>
      path.replace(`/${request.method}-`, '/');
    await initMionRouter(routes, {aot: true, pathTransform});
    const greet = {'open/greet': ['Ada']};
    const transformed = await call('/GET-open/greet', greet, {}, {method: 'GET', request: {method: 'GET'}});
    expect(transformed.body).toEqual({'open/greet': 'Hello Ada'});
  });

  it('validateParams: false hands parameters over as they are', async () => {
    const find = route((_ctx, name: string) => person(`${typeof name}`), {validateParams: false});
    await initMionRouter({people: {find}}, {aot: true});
    const {body} = await call('/people/find', {'people/find': [7]});
    expect(body['people/find']).toMatchObject({name: 'number'});
  });
});

describe('binary bodies', () => {
  const binary = {'content-type': BINARY_CONTENT_TYPE};
  const request = (name: string) => {
    const writer = binaryBodyWriter();
    writer.addBinary('open/greet', w => w.string(name));
    return writer.finish() as Uint8Array;
  };

  it('are read whatever the answer is written in', async () => {
    const {body} = await call('/open/greet', '', binary, {body: request('Ada')});
    expect(body).toEqual({'open/greet': 'Hello Ada'});
  });

  it('are answered with serializer "binary", errors as JSON parts', async () => {
    await initMionRouter(routes, {aot: true, serializer: 'binary'});
    const headers = new Headers();
    const raw = {path: '/open/greet', method: 'POST', headers: new Headers(binary), body: request('Ada')};
    const answer = await dispatch(raw, headers);
    expect(headers.get('content-type')).toBe(BINARY_CONTENT_TYPE);
    const parts = readBody(answer.body!, headers.get('content-type'));
    expect(parts.get('open/greet')!.reader!.string()).toBe('Hello Ada');

    const lost = await dispatch({...raw, path: '/nowhere'}, headers);
    expect(readBody(lost.body!, BINARY_CONTENT_TYPE).get('mion@notFound')).toMatchObject({
      json: {type: 'route-not-found'},
    });
  });

  it('are refused when cut off after any byte, and with parameters of another type', async () => {
    const whole = request('Ada');
    for (let end = 1; end < whole.length; end++) {
      const {status, body} = await call('/open/greet', '', binary, {body: whole.subarray(0, end)});
      expect([status, (body['mion@platformError'] as RpcError).type], `cut at ${end}`).toEqual([
        422,
        'invalid-body',
      ]);
    }
    const writer = binaryBodyWriter();
    writer.addBinary('open/greet', w => w.f64(1));
    const {status, body} = await call('/open/greet', '', binary, {body: writer.finish()});
    expect([status, body['@thrownErrors']]).toMatchObject([422, {'open/greet': {type: 'invalid-body'}}]);
  });
});

describe('options of answers', () => {
  it('stringifyJson, the default, leaves what a handler returned as it was; json prepares it in place', async () => {
    const kept = person('Ada');
    const people = {find: route(() => kept)};
    const find = {'people/find': ['Ada']};
    await initMionRouter({people}, {aot: true});
    const first = await call('/people/find', find);
    expect(kept.born).toBeInstanceOf(Date);
    await initMionRouter({people}, {aot: true, serializer: 'json'});
    const second = await call('/people/find', find);
    expect(second.body).toEqual(first.body);
    expect(kept.born).toBeTypeOf('string');
  });

  it('prefix and suffix are part of the path, not of the id', async () => {
    await initMionRouter(routes, {aot: true, prefix: 'api/v1', suffix: '.json'});
    const {body} = await call('/api/v1/open/greet.json', {'open/greet': ['Ada']});
    expect(body).toEqual({'open/greet': 'Hello Ada'});
    expect((await call('/open/greet')).status).toBe(404);
  });

  it('contextDataFactory makes the shared data of each call', async () => {
    let made = 0;
    const me = route((ctx: CallContext<{user: string}>) => ctx.shared.user);
    await initMionRouter({people: {me}}, {aot: true, contextDataFactory: () => ({user: `user ${++made}`})});
    expect((await call('/people/me')).body).toEqual({'people/me': 'user 1'});
    expect((await call('/people/me')).body).toEqual({'people/me': 'user 2'});
  });

  it('contexts are reused only up to maxContextPoolSize', async () => {
    const contexts = new Set<CallContext>();
    const forget = route(ctx => void contexts.add(ctx));
    await initMionRouter({people: {forget}}, {aot: true});
    for (let i = 0; i < 3; i++) await call('/people/forget');
    expect(contexts.size).toBe(3);
    contexts.clear();
    await initMionRouter({people: {forget}}, {aot: true, maxContextPoolSize: 1});
    for (let i = 0; i < 3; i++) await call('/people/forget');
    expect(contexts.size).toBe(1);
  });

  it('a contextDataFactory that throws gives a platform error, and no handler runs', async () => {
    const contextDataFactory = () => {
      throw new Error('secret');
    };
    await initMionRouter(routes, {aot: true, contextDataFactory});
    const {status, body} = await call('/open/greet', {'open/greet': ['Ada']});
    expect(status).toBe(500);
    expect(body).toEqual({'mion@platformError': error('unknown-error', 'Unknown error in the router')});
    expect(logged).toEqual([[500, '/open/greet', 'mion@platformError']]);
  });
});
