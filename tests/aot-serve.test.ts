// The API while a dev server runs: in a process beside it, or inside of it; it follows the edits, and nothing is left.
import {createServer} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import {type Project, processesOf, project} from './fixture.ts';
import {ask, served} from './served-api.ts';
import {smallApi} from './small-api.ts';
import {type Dev, startDev, until as untilThere} from './vite-dev.ts';

let app: Project;
let vite: Dev;
afterEach(async () => {
  await vite?.stop();
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  app.remove();
});

const FILES = smallApi();
const ROUTES = FILES['server/routes.ts'] ?? '';
const dev = (env?: Record<string, string>) => startDev(app, env);
const until = (isThere: () => boolean | Promise<boolean>) => untilThere(isThere, () => vite.output());

const VERSIONS = ['vite-8', 'vite-7', 'vite-6', 'vite-5'] as const;
/** The newest and the oldest; all of them in the long run. */
const versions = process.env['MION_TEST_LONG'] === '1' ? VERSIONS : ([VERSIONS[0], VERSIONS[3]] as const);
const on = (version: (typeof VERSIONS)[number]) => (version === 'vite-8' ? {} : {vite: version});

describe.each(versions)('on %s', version => {
  test('childProcess: the API follows the edits, answers what it has begun, and outlives a broken edit', async () => {
    const {files, port} = await served('childProcess');
    app = project(files, on(version));
    vite = await dev();
    await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
    await until(() => vite.output().includes(`mion: the API is ready at http://localhost:${port}`));

    // A request that is being answered while the process is replaced is answered.
    app.write({
      'server/routes.ts': ROUTES.replace(
        'sum: route(',
        'slow: route(async (_ctx, ms: number): Promise<string> => { await new Promise(done => setTimeout(done, ms)); return "done"; }),\n  sum: route(',
      ),
    });
    await until(async () => (await ask(port, 'slow', 0)).body?.slow === 'done');
    const begun = ask(port, 'slow', 2_500);
    app.write({'server/routes.ts': ROUTES.replace('a + b', 'a + b + 100')});
    await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 203);
    expect(await begun).toEqual({status: 200, body: {slow: 'done'}});

    app.write({'server/routes.ts': `${ROUTES}\nthrow new Error('half an edit');\n`});
    await until(() => vite.output().includes('half an edit'));
    expect((await ask(port, 'sum', [1, 2])).body).toEqual({sum: 203});
    app.write({'server/routes.ts': ROUTES.replace('sum:', 'total:')});
    await until(async () => (await ask(port, 'total', [1, 2])).body?.total === 3);
  });

  test('middleware: the API answers at the port of Vite, which answers the rest', async () => {
    const {files} = await served('middleware');
    app = project(files, on(version));
    vite = await dev();
    const {port} = vite;
    // Asked for at once: it waits for the caches.
    expect(await ask(port, 'sum', [1, 2]), vite.output()).toEqual({status: 200, body: {sum: 3}});
    expect((await ask(port, 'sum', ['1'])).status).toBe(422);
    const page = await fetch(`http://localhost:${port}/`, {headers: {accept: 'text/html'}});
    expect(await page.text()).toContain('<title>page</title>');

    app.write({'server/routes.ts': ROUTES.replace('a + b', 'a + b + 100')});
    await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 203);
    app.write({
      'types/user.ts': 'export interface User {id: number; name: string; born?: Date; tag: string}',
    });
    await until(async () => (await ask(port, 'users/create', {name: 'Eve'})).status === 422);

    app.write({'server/routes.ts': `${ROUTES}\nthrow new Error('half an edit');\n`});
    await until(() => vite.output().includes('half an edit'));
    expect((await ask(port, 'sum', [1, 2])).status).toBe(200);
    app.write({'server/routes.ts': ROUTES.replace('sum:', 'total:')});
    await until(async () => (await ask(port, 'total', [1, 2])).body?.total === 3);
    expect((await ask(port, 'sum', [1, 2])).status).toBe(404);
  });
});

test('childProcess: what kills Vite ends the API', async () => {
  const {files, port} = await served('childProcess');
  app = project(files);
  vite = await dev();
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
  vite.process.kill('SIGKILL');
  await until(async () => (await ask(port, 'sum', [1, 2])).status === 0);
});

test('childProcess: an API that dies is told of with the place, and lives again after an edit', async () => {
  const {files, port} = await served('childProcess');
  app = project(files);
  const dying = ROUTES.replace(
    'sum: route(',
    "die: route((_ctx): void => { setTimeout(() => { throw new Error('out of luck'); }); }),\n  sum: route(",
  );
  app.write({'server/routes.ts': dying});
  vite = await dev();
  await until(async () => (await ask(port, 'die')).status === 200);
  await until(() => vite.output().includes('MION_AOT_API_ENDED'));
  expect(vite.output()).toMatch(/the API ended: Error: out of luck[\s\S]*throw new Error\('out of luck'\)/);
  app.write({'server/routes.ts': ROUTES});
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
});

test('childProcess: it gets its variables and arguments; a port in use, and one that never listens, are told of', async () => {
  const taken = createServer().listen(0);
  try {
    const address = taken.address();
    const inUse = typeof address === 'object' && address ? address.port : 0;
    const {files, port} = await served(
      'childProcess',
      `env: {API_PORT: '${inUse}'}, args: ['--quiet'], waitTimeout: 300`,
    );
    app = project({
      ...files,
      'server/start.ts': `console.log('called with', ...process.argv.slice(2));\n${files['server/start.ts']}`,
    });
    vite = await dev();
    await until(() => /MION_AOT_API_ENDED[\s\S]*EADDRINUSE/.test(vite.output()));
    expect(vite.output()).toContain('called with --quiet');
    app.write({'server/start.ts': "import './api.ts';\nsetInterval(() => {}, 1000);"});
    await until(() => /MION_AOT_NOT_READY: .* within 0\.3 s/.test(vite.output()));
    app.write({'server/start.ts': "import './api.ts';"});
    await until(() => vite.output().includes('MION_AOT_NOT_SERVING'));
    app.write({'server/start.ts': files['server/start.ts']?.replace('process.env.API_PORT ?? ', '') ?? ''});
    await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
  } finally {
    taken.close();
  }
});

test('a process waits for the next edit, and does not go by what it read before another one', async () => {
  const {files, port} = await served('childProcess');
  const tsconfig = (file: string) =>
    JSON.stringify({
      compilerOptions: {strict: true, module: 'ESNext', paths: {'#user': [`./types/${file}`]}},
    });
  app = project({
    ...files,
    'server/routes.ts': ROUTES.replace('../types/user.ts', '#user'),
    'types/strict-user.ts': 'export interface User {id: number; name: string; born: Date}',
    'tsconfig.json': tsconfig('user.ts'),
  });
  vite = await dev();
  const isPrepared = () => processesOf(app.root).some(line => line.includes(' --wait '));
  await until(isPrepared);
  app.write({
    'server/routes.ts': ROUTES.replace('../types/user.ts', '#user').replace('a + b', 'a + b + 100'),
  });
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 203);
  await until(isPrepared);
  expect((await ask(port, 'users/create', {name: 'Eve'})).status).toBe(200);
  app.write({'tsconfig.json': tsconfig('strict-user.ts')});
  await until(async () => (await ask(port, 'users/create', {name: 'Eve'})).status === 422);
});

test('childProcess: an API that is compiled and refused for its types does not take the place of the old one', async () => {
  const {files, port} = await served('childProcess');
  app = project({
    ...files,
    'vite.config.ts': (files['vite.config.ts'] ?? '').replace('runTypes: {}', 'runTypes: {strict: true}'),
  });
  vite = await dev();
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
  app.write({
    'server/routes.ts': ROUTES.replace('a + b', 'a + b + 100').replace(
      '(_ctx, numbers',
      '(_ctx: NotThere, numbers',
    ),
  });
  await until(() => vite.output().includes('MION_REFLECT_'));
  expect((await ask(port, 'sum', [1, 2])).body).toEqual({sum: 3});
});

test('childProcess: when Vite restarts for its config, the API of before makes way', async () => {
  const {files, port} = await served('childProcess');
  app = project(files);
  vite = await dev();
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
  app.write({'vite.config.ts': `${files['vite.config.ts']}\n// edited`});
  await until(() => (vite.output().match(/the API is ready/g) ?? []).length === 2);
  expect((await ask(port, 'sum', [1, 2])).body).toEqual({sum: 3});
  expect(vite.output()).not.toMatch(/MION_AOT_API_ENDED|EADDRINUSE/);
  // It follows the edits as before.
  app.write({'server/routes.ts': ROUTES.replace('sum:', 'total:')});
  await until(async () => (await ask(port, 'total', [1, 2])).body?.total === 3);
});

test.each([
  ['before it makes its router', "await once(initHttp({port}), 'listening');\nawait import('./api.ts');"],
  ['after that', "await import('./api.ts');\nawait once(initHttp({port}), 'listening');"],
])('childProcess: a script that waits until it listens, %s', async (_, script) => {
  const {files, port} = await served('childProcess');
  app = project({
    ...files,
    'server/start.ts': `import {once} from 'node:events';\nimport {initHttp} from '@mionkit/node';\nconst port = ${port};\n${script}`,
  });
  vite = await dev();
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
  app.write({'server/routes.ts': ROUTES.replace('sum:', 'total:')});
  await until(async () => (await ask(port, 'total', [1, 2])).body?.total === 3);
  expect(vite.output()).not.toMatch(/EADDRINUSE/);
});

test('childProcess: a build only compiles', async () => {
  const {files} = await served('childProcess');
  app = project(files);
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
});

test('middleware: a start script for `fetch`, a prefix, and a path that is not the API’s', async () => {
  app = project({
    ...smallApi({
      routerOptions: "{aot: true, prefix: 'api'}",
      aotCaches: "{startServerScript: 'server/worker.ts', runMode: 'middleware'}",
    }),
    'server/worker.ts':
      "import './api.ts';\nimport {createFetchHandler} from '@mionkit/fetch';\nexport default {fetch: createFetchHandler()};",
    'index.html': '<!doctype html><title>page</title>',
  });
  vite = await dev();
  const {port} = vite;
  const answer = await fetch(`http://localhost:${port}/api/sum`, {method: 'POST', body: '{"sum": [[1, 2]]}'});
  expect([answer.status, await answer.json()]).toEqual([200, {sum: 3}]);
  // What begins with the prefix is the API's, be it there or not.
  const unknown = await fetch(`http://localhost:${port}/api/nothing`, {method: 'POST'});
  expect([unknown.status, await unknown.json()]).toEqual([404, expect.anything()]);
  const page = await fetch(`http://localhost:${port}/apiary`, {headers: {accept: 'text/html'}});
  expect(await page.text()).toContain('<title>page</title>');
});

const TWO_APIS = {
  ...FILES,
  'first.ts': `
import './server/api.ts';
import {initHttp} from '@mionkit/node';
initHttp({port: 1});
`,
  'second.ts': `
import 'virtual:second/caches';
import {initHttp} from '@mionkit/node';
import {initMionRouter, route} from '@mionkit/router';
import type {User} from './types/user.ts';
export const api = await initMionRouter({greet: route((_ctx, user: User): string => 'Hello ' + user.name)}, {aot: true, prefix: 'second'});
initHttp({port: 1});
`,
  'vite.config.ts': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {
  plugins: [
    mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'first.ts', runMode: 'middleware'}}),
    [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'second.ts', runMode: 'middleware', customVirtualModuleId: 'second'}})],
  ],
  ssr: {noExternal: true},
};
`,
  'index.html': '<!doctype html><title>page</title>',
};

test.each(['vite-8', 'vite-6'] as const)('middleware: two APIs in one dev server (%s)', async version => {
  app = project(TWO_APIS, on(version));
  vite = await dev();
  const {port} = vite;
  const greet = (user: object): Promise<{status: number; body: {greet?: string}}> =>
    fetch(`http://localhost:${port}/second/greet`, {
      method: 'POST',
      body: JSON.stringify({greet: [user]}),
    }).then(async response => ({status: response.status, body: JSON.parse(await response.text())}));
  expect(await ask(port, 'sum', [1, 2]), vite.output()).toEqual({status: 200, body: {sum: 3}});
  expect(await greet({id: 1, name: 'Ada'}), vite.output()).toEqual({status: 200, body: {greet: 'Hello Ada'}});
  expect((await greet({id: '1', name: 'Ada'})).status).toBe(422);
  const page = await fetch(`http://localhost:${port}/`, {headers: {accept: 'text/html'}});
  expect(await page.text()).toContain('<title>page</title>');

  // Each follows the edits of what it has loaded.
  app.write({'server/routes.ts': ROUTES.replace('a + b', 'a + b + 100')});
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 203);
  app.write({'second.ts': TWO_APIS['second.ts'].replace('Hello', 'Good day')});
  await until(async () => (await greet({id: 1, name: 'Ada'})).body.greet === 'Good day Ada');
  app.write({
    'types/user.ts': 'export interface User {id: number; name: string; born?: Date; tag: string}',
  });
  await until(async () => (await greet({id: 1, name: 'Ada'})).status === 422);
  await until(async () => (await ask(port, 'users/create', {name: 'Eve'})).status === 422);
  expect((await ask(port, 'sum', [1, 2])).status).toBe(200);
});

test('middleware: two APIs in a dev server that knows no environments are refused', async () => {
  app = project(TWO_APIS, {vite: 'vite-5'});
  vite = await dev();
  expect(vite.output()).toMatch(/two APIs in one dev server need Vite 6/);
});

test('middleware: a start script that starts no server says what to call', async () => {
  const {files} = await served('middleware');
  app = project({...files, 'server/start.ts': "import './api.ts';"});
  vite = await dev();
  expect(await ask(vite.port, 'sum', [1, 2])).toMatchObject({
    status: 500,
    body: expect.stringMatching(/call startNodeServer\(\) or initHttp\(\) first/),
  });
});
