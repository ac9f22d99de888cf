// What is left out of the caches: by the options, by a route's own serializer, and what only clients call.
import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, test} from 'vitest';
import {type Project, project, run, runStrict} from './fixture.ts';
import {type SmallApi, smallApi, smallApiAnswers} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

const ROUTES = `
import {type Routes, route} from '@mionkit/router';
import type {User} from '../types/user.ts';

export const routes = {
  users: {
    get: route((_ctx, id: number): User => ({id, name: 'Ada', born: new Date(0)})),
    create: route((_ctx, user: Omit<User, 'id'>): User => ({id: 7, ...user})),
  },
  admin: {
    drop: route((_ctx, ids: Set<string>): {dropped: bigint} => ({dropped: BigInt(ids.size)})),
    rename: route((_ctx, from: RegExp, user: User): User => ({...user, name: user.name.replace(from, '')})),
  },
  sum: route((_ctx, numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)),
} satisfies Routes;
`;

const NAMES = `
import {getRoutesCache, jitUtils} from '@mionkit/core';
import {jitFnsCache} from 'virtual:mion-aot/jit-fns';
import {pureFnsCache} from 'virtual:mion-aot/pure-fns';
const hashes = id => ({params: getRoutesCache()[id].paramsJitHash, returns: getRoutesCache()[id].returnJitHash});
import 'virtual:mion-aot/caches';
console.log(JSON.stringify({
  fns: Object.keys(jitFnsCache),
  pureFns: Object.entries(pureFnsCache).flatMap(([namespace, fns]) => Object.keys(fns).map(name => namespace + '::' + name)),
  drop: hashes('admin/drop'), rename: hashes('admin/rename'), get: hashes('users/get'), sum: hashes('sum'),
}));
`;

interface Names extends Record<'drop' | 'rename' | 'get' | 'sum', {params: string; returns: string}> {
  fns: string[];
  pureFns: string[];
}

/** Builds an API that is not strict, so that anything may be missing. Gives what the caches have, and the output. */
async function namesWith(aotCaches: string, routes = ROUTES): Promise<Names & {output: string}> {
  app = project({
    ...smallApi({routerOptions: '{}', aotCaches: `{startServerScript: 'server/api.ts', ${aotCaches}}`}),
    'server/routes.ts': routes,
    'server/main.ts': NAMES,
  });
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  const {stdout, output: printed} = await runStrict(app.file('dist/main.js'));
  expect(stdout, printed).not.toBe('');
  return {...JSON.parse(stdout), output};
}

const idsOf = ({fns}: Names, hash: string) =>
  fns
    .filter(name => name.endsWith(`_${hash}`))
    .map(name => name.split('_')[0])
    .sort();

/** Of a router that writes `stringifyJson`: what the server and its clients call, and nothing else. */
const OF_PARAMS = ['fBi', 'fj', 'is', 'sj', 'tBi', 'te'];
const OF_RETURNS = ['fj', 'sj'];

describe('excludedFns and excludedPureFns', () => {
  test('by kind, by name of the kind, by hash, and by what names nothing', async () => {
    const whole = await namesWith('');
    const {params} = whole.get;
    app.remove();
    const found = await namesWith(`excludedFns: ['te', 'fromBinary', 'is_${params}', 'sj_nothing', 'mok']`);
    expect(idsOf(found, found.get.returns)).toEqual(OF_RETURNS);
    expect(idsOf(found, params)).toEqual(OF_PARAMS.filter(id => !['te', 'fBi', 'is'].includes(id)));
    expect(found.output.match(/MION_AOT_UNKNOWN_EXCLUDED/g)).toHaveLength(2);
    expect(found.output).toMatch(/`sj_nothing`/);
    expect(found.output).toMatch(/`mok`/);
    // A hash alone is all functions of the type.
    app.remove();
    expect(idsOf(await namesWith(`excludedFns: ['${params}']`), params)).toEqual([]);
  });

  test('by route: what other routes need as well stays', async () => {
    const whole = await namesWith('');
    app.remove();
    const found = await namesWith("excludedFns: ['admin/*'], excludedPureFns: ['users/nothing', 'sum']");
    for (const hash of [found.drop.params, found.drop.returns, found.rename.params]) {
      expect(idsOf(whole, hash)).toEqual(hash === found.drop.returns ? OF_RETURNS : OF_PARAMS);
      expect(idsOf(found, hash)).toEqual([]);
    }
    expect(found.rename.returns).toBe(found.get.returns);
    expect(idsOf(found, found.get.returns)).toEqual(OF_RETURNS);
    expect(idsOf(found, found.sum.params)).toEqual(OF_PARAMS);
    expect(found.output.match(/MION_AOT_UNKNOWN_EXCLUDED/g)).toHaveLength(1);
    expect(found.output).toMatch(/`users\/nothing`/);
  });

  test('pure functions by name and by glob', async () => {
    const whole = await namesWith('');
    const {pureFns} = whole;
    expect(pureFns.length).toBeGreaterThan(2);
    const [first = '', ...rest] = pureFns;
    app.remove();
    const without = await namesWith(`excludedPureFns: ['${first}']`);
    expect(without.pureFns).not.toContain(first);
    expect(rest).toEqual(expect.arrayContaining(without.pureFns));
    // What needs it cannot be made without it.
    expect(without.fns.length).toBeLessThan(whole.fns.length);
    app.remove();
    const {pureFns: none, output} = await namesWith(`excludedPureFns: ['${first.split('::')[0]}::*']`);
    expect(none).toEqual([]);
    expect(output).not.toContain('MION_');
  });

  test('a strict router misses what it needs: the build fails, and names route and function', async () => {
    app = project({
      ...smallApi({aotCaches: `{startServerScript: 'server/api.ts', excludedFns: ['sum']}`}),
    });
    const {code, output} = await app.build();
    expect(code).not.toBe(0);
    expect(output).toMatch(/MION_AOT_INCOMPLETE.*is excluded, which sum needs for its parameters/s);
  });
});

/** A client that sends and reads in each form, to a server whose routes have serializers of their own. */
const FORMS_MAIN = `
import './api.ts';
import {initClient} from '@mionkit/client';
import {createFetchHandler} from '@mionkit/fetch';
import type {api} from './api.ts';

const handle = createFetchHandler();
const types: string[] = [];
const fetch = async (url: string | URL | Request, init?: RequestInit) => {
  const request = new Request(url, init);
  const response = await handle(request);
  types.push([request, response].map(({headers}) => headers.get('content-type')!.slice(0, 16)).join(' > '));
  return response;
};
const answers: Record<string, unknown> = {};
for (const serializer of ['json', 'stringifyJson', 'binary'] as const) {
  const {routes} = initClient<typeof api>({baseURL: 'http://localhost', serializer, fetch: fetch as typeof globalThis.fetch});
  const ada = {id: 1, name: 'Ada', born: new Date(0)};
  const [json] = await routes.json(ada).call();
  const [text] = await routes.text(ada).call();
  const [binary] = await routes.binary(ada).call();
  const [any] = await routes.any(ada).call();
  answers[serializer] = [json, text, binary, any, types.splice(0).filter((_, index) => index > 0)];
}
const ask = async (id: string, body: unknown) => {
  const response = await handle(new Request('http://localhost/' + id, {method: 'POST', body: JSON.stringify({[id]: body})}));
  return [response.status, new TextDecoder().decode(await response.arrayBuffer())];
};
answers['refused'] = await ask('binary', [{id: 1, name: 'Ada'}]);
console.log(JSON.stringify(answers));
`;

const FORMS_ROUTES = `
import {type Routes, route} from '@mionkit/router';
import type {User} from '../types/user.ts';
export const routes = {
  json: route((_ctx, user: User): User & {form: 'json'} => ({...user, form: 'json'}), {serializer: 'json'}),
  text: route((_ctx, user: User & {form?: 'text'}): User & {form: 'text'} => ({...user, form: 'text'}), {serializer: 'stringifyJson'}),
  binary: route((_ctx, user: User & {form?: 'binary'}): User & {form: 'binary'} => ({...user, form: 'binary'}), {serializer: 'binary'}),
  any: route((_ctx, user: User & {form?: 'any'}): User & {form: 'any'} => ({...user, form: 'any'})),
} satisfies Routes;
`;

test("a route's own serializer: only its functions are emitted, and clients of every kind reach it", async () => {
  app = project({...smallApi(), 'server/routes.ts': FORMS_ROUTES, 'server/main.ts': FORMS_MAIN});
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  // The client makes functions from what the server sends.
  const {stdout, output: printed} = await run(process.execPath, [app.file('dist/main.js')]);
  expect(stdout, printed).not.toBe('');
  const {refused, ...answers} = JSON.parse(stdout);
  const ada = {id: 1, name: 'Ada', born: '1970-01-01T00:00:00.000Z'};
  const json = 'application/json';
  const binary = 'application/octe';
  for (const [serializer, [...answer]] of Object.entries(answers as Record<string, unknown[]>)) {
    const own = serializer === 'binary' ? binary : json;
    expect(answer.slice(0, 4), serializer).toEqual(
      ['json', 'text', 'binary', 'any'].map(form => ({...ada, form})),
    );
    const forms = (answer[4] as string[]).filter(form => !form.startsWith('undefined'));
    for (const form of [`${json} > ${json}`, `${binary} > ${binary}`, `${own} > ${json}`]) {
      expect(forms, serializer).toContain(form);
    }
  }
  expect(refused[0]).toBe(415);
  expect(refused[1]).toMatch(/takes binary parameters only/);
});

test("a route's own serializer: the functions of the others are not in the caches", async () => {
  const names = await namesWith(
    '',
    ROUTES.replace('BigInt(ids.size)})', "BigInt(ids.size)}), {serializer: 'json'}").replace(
      "replace(from, '')})",
      "replace(from, '')}), {serializer: 'binary'}",
    ),
  );
  expect(idsOf(names, names.drop.params)).toEqual(['fj', 'is', 'te', 'tj']);
  expect(idsOf(names, names.drop.returns)).toEqual(['fj', 'tj']);
  expect(idsOf(names, names.rename.params)).toEqual(['fBi', 'is', 'tBi', 'te']);
  // Another route gives the same in the router's own form.
  expect(idsOf(names, names.get.returns)).toEqual(['fBi', 'fj', 'sj', 'tBi']);
});

test.each([
  ['{aot: true}', 'sj'],
  ["{aot: true, serializer: 'json'}", 'tj'],
  ["{aot: true, serializer: 'binary'}", 'tBi'],
])(
  'clientFns: false, router %s: what the server calls is there and no more, and it serves',
  async (routerOptions, writer) => {
    const options: SmallApi = {
      routerOptions,
      aotCaches: "{startServerScript: 'server/api.ts', clientFns: false}",
    };
    app = project({...smallApi(options), 'server/names.ts': NAMES});
    const config = readFileSync(app.file('vite.config.ts'), 'utf8');
    const names = NAMES.replace(/ drop: .*/, "get: hashes('users/get'), sum: hashes('sum'),");
    app.write({
      'server/names.ts': names,
      'vite.config.ts': config.replace(
        "ssr: 'server/main.ts'",
        "ssr: true, rollupOptions: {input: ['server/main.ts', 'server/names.ts']}",
      ),
    });
    const {code, output} = await app.build();
    expect(code, output).toBe(0);
    const there: Names = JSON.parse((await runStrict(app.file('dist/names.js'))).stdout);
    expect(idsOf(there, there.get.params)).toEqual(['fBi', 'fj', 'is', 'te']);
    expect(idsOf(there, there.get.returns)).toEqual([writer]);
    if (writer === 'tBi') return;
    const {stdout, output: printed} = await runStrict(app.file('dist/main.js'));
    expect(stdout, printed).not.toBe('');
    expect(JSON.parse(stdout)).toMatchObject({...smallApiAnswers, invalid: {status: 422}});
  },
);

test('clientFns: false: a client without caches of its own is told why it cannot call', async () => {
  app = project({
    ...smallApi({aotCaches: "{startServerScript: 'server/api.ts', clientFns: false}"}),
    'server/main.ts': `
import './api.ts';
import {initClient} from '@mionkit/client';
import {createFetchHandler} from '@mionkit/fetch';
import type {api} from './api.ts';
const handle = createFetchHandler();
const fetch = ((url: string, init: RequestInit) => handle(new Request(url, init))) as typeof globalThis.fetch;
const {routes} = initClient<typeof api>({baseURL: 'http://localhost', fetch});
const [, error] = await routes.sum([1]).call();
console.log(JSON.stringify(error));
`,
  });
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  const {stdout, output: printed} = await run(process.execPath, [app.file('dist/main.js')]);
  expect(stdout, printed).toMatch(/does not have the functions that clients need for \\?"sum\\?"/);
});

test('strict, without the binary form: JSON is served, and binary requests are refused', async () => {
  app = project({
    ...smallApi({
      aotCaches: "{startServerScript: 'server/api.ts', excludedFns: ['toBinary', 'fromBinary']}",
    }),
    'server/main.ts': FORMS_MAIN.replace(/for \(const serializer[\s\S]*?\n}\n/, '')
      .replace("'binary', [{id: 1, name: 'Ada'}]", "'sum', [[1, 2]]")
      .replace('console.log', CALL_BOTH),
  });
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  const {stdout, output: printed} = await run(process.execPath, [app.file('dist/main.js')]);
  expect(stdout, printed).not.toBe('');
  const {refused, json, binary, bytes} = JSON.parse(stdout);
  expect(refused).toEqual([200, '{"sum":3}']);
  expect(bytes).toEqual([415, expect.stringMatching(/no binary bodies/)]);
  // Nor is there what reads and writes them.
  expect(readFileSync(app.file('dist/main.js'), 'utf8')).not.toContain('setUint32');
  expect(json).toEqual([6, null]);
  expect(binary).toEqual([null, expect.stringMatching(/toBinary|tBi_/)]);
});

const CALL_BOTH = `
for (const serializer of ['stringifyJson', 'binary'] as const) {
  const {routes} = initClient<typeof api>({baseURL: 'http://localhost', serializer, fetch: fetch as typeof globalThis.fetch});
  const [sum, error] = await routes.sum([1, 2, 3]).call();
  answers[serializer === 'binary' ? 'binary' : 'json'] = [sum ?? null, error?.publicMessage ?? null];
}
const headers = {'content-type': 'application/octet-stream'};
const response = await handle(new Request('http://localhost/sum', {method: 'POST', headers, body: new Uint8Array(9)}));
answers['bytes'] = [response.status, await response.text()];
console.log`;
