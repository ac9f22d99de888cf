/** The shop, built ahead of time, answers alike on Node and in workerd, both with code from strings refused. */
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Build, buildAll, entryOf} from './demo/build.js';
import {expectedCalls} from './demo/expected-calls.js';
import {type Call, type Server, startNode, startWorkerd, visit} from './demo/servers.js';

let builds: Build[];
let node: Server;
let workerd: Server;
let onNode: Call[];
let inWorkerd: Call[];

const servers = () => [node, workerd];

beforeAll(async () => {
  builds = await buildAll();
  const [nodeEntry = '', workerEntry = '', client = ''] = builds.map(({program}) => entryOf(program));
  node = await startNode(nodeEntry);
  workerd = await startWorkerd(workerEntry);
  [onNode, inWorkerd] = await Promise.all([visit(client, node.url), visit(client, workerd.url)]);
});

afterAll(() => Promise.all(servers().map(server => server?.close())));

interface Refusal {
  type: string;
  errorData: {typeErrors: {path: unknown[]; expected: string}[]};
}
type Answer = Record<string, unknown> & {'@thrownErrors': Record<string, Refusal>};

/** The shop's answer to a request that the typed client would not send. */
async function post({url}: Server, id: string, params: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/${id}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify({[id]: params}),
  });
  const body = (await response.json()) as Answer;
  return {status: response.status, headers: response.headers, body};
}

const anna = {authorization: 'Bearer anna-token'};

describe('every route', () => {
  it('was called, at least 20 of them', () => {
    const called = new Set(onNode.map(({route}) => route));
    expect([...called].sort()).toEqual([...new Set(expectedCalls.map(({route}) => route))].sort());
    expect(called.size).toBeGreaterThanOrEqual(20);
  });

  it.each(expectedCalls.map((call, i) => ({...call, i})))('$i $route answers $status', ({i, ...expected}) => {
    expect(onNode[i]).toMatchObject(expected);
    expect(inWorkerd[i]).toEqual(onNode[i]);
  });
});

describe('code from strings', () => {
  it('is refused in both places', () => {
    for (const {probe} of servers()) expect(probe).toMatch(/^refused: EvalError/);
  });

  it('is not needed: reflection is in no bundle', () => {
    for (const {program, files} of builds) {
      for (const file of files) {
        const code = readFileSync(`${program.root}/${program.outDir}/${file}`, 'utf8');
        expect(code, `${program.name} ${file}`).not.toMatch(/ReflectionClass|@deepkit/);
      }
    }
  });

  it('leaves the Worker in one module', () => {
    expect(builds[1]?.files).toEqual(['worker.js']);
  });
});

describe('the middleFns', () => {
  it('set headers: raw ones and returned ones', async () => {
    for (const server of servers()) {
      const {headers} = await post(server, 'products/categories', []);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-shop-version')).toBe('2026.1');
      expect(headers.has('x-shop-notice')).toBe(false);
    }
  });

  it('stop the chain with a returned error', async () => {
    for (const server of servers()) {
      const {status, body} = await post(server, 'members/users/me', [], {authorization: 'Bearer stolen'});
      expect(status).toBe(401);
      expect(body).toMatchObject({
        'members/auth': {type: 'not-authorized', publicMessage: 'Please sign in.'},
      });
      expect(body).not.toHaveProperty('members/users/me');
    }
  });

  it('refuse a call without the header that they need', async () => {
    for (const server of servers()) {
      const {status, body} = await post(server, 'members/users/me', []);
      expect(status).toBe(422);
      expect(body).toMatchObject({'@thrownErrors': {'members/auth': {type: 'validation-error'}}});
    }
  });

  it('log refused calls too', () => {
    for (const {log} of servers()) {
      expect(log).toContain('401 /members/users/me -');
      expect(log).toContain('404 /members/orders/getById usr_bruno');
    }
  });
});

describe('parameters that are wrong', () => {
  it.each([
    ['a template literal', 'products/getById', ['desk-lamp'], {}],
    ['an enum', 'products/list', [{availability: 7}], {}],
    ['a tuple that is too short', 'search/stores', [[13.4]], {}],
    ['a tuple that is too long', 'search/stores', [[13.4, 52.5, 30, 1]], {}],
    [
      'a number where a bigint is due',
      'members/inventory/reprice',
      ['prd_wall-map', 12.5],
      {authorization: 'Bearer bruno-token'},
    ],
    [
      'a union without the members of its tag',
      'members/orders/place',
      [order({method: 'card', iban: 'DE02'})],
      anna,
    ],
    [
      'a date that is none',
      'members/orders/place',
      [order({method: 'transfer', iban: 'DE02', dueAt: 'soon'})],
      anna,
    ],
  ])('%s is refused', async (_, id, params, headers) => {
    for (const server of servers()) {
      const {status, body} = await post(server, id, params, headers);
      expect(status).toBe(422);
      const error = body['@thrownErrors'][id];
      expect(error).toMatchObject({type: 'validation-error'});
      expect(error?.errorData.typeErrors.length).toBeGreaterThan(0);
    }
  });

  function order(payment: unknown) {
    return {lines: [], shipTo: {street: 'Lindenweg 4', city: 'Berlin', country: 'DE'}, payment};
  }
});
