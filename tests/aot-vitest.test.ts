// The caches inside of Vitest: tests of a server see what its build will have.
import {type ChildProcess, spawn} from 'node:child_process';
import path from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {afterEach, expect, test} from 'vitest';
import {freePort, LIMITED, type Project, processesOf, project, repository, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
let watching: ChildProcess | undefined;
afterEach(async () => {
  watching?.kill();
  watching = undefined;
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  app.remove();
});

const VITEST = path.join(repository, 'node_modules/vitest/vitest.mjs');
const ENV = {VITEST: '', VITEST_MODE: '', NODE_ENV: '', NO_COLOR: '1'};

test('a test that imports the caches finds the routes', async () => {
  app = project({
    ...smallApi(),
    'server/caches.test.mjs': `
import {routerCache} from 'virtual:mion-aot/router-cache';
it('has the routes', () => expect(Object.keys(routerCache)).toEqual(expect.arrayContaining(['sum', 'users/create', 'users/get'])));
`,
  });
  const {code, output} = await run(process.execPath, [VITEST, 'run', '--globals', '--root', app.root], {
    cwd: app.root,
    env: ENV,
  });
  expect(code, output).toBe(0);
  expect(output).toMatch(/1 passed/);
});

test('tests may call the API that runs beside them, from their first line', async () => {
  const port = await freePort();
  app = project({
    ...smallApi({aotCaches: "{startServerScript: 'server/start.ts', runMode: 'childProcess'}"}),
    'server/start.ts': `import './api.ts';\nimport {initHttp} from '@mionkit/node';\ninitHttp({port: ${port}});`,
    'server/call.test.mjs': `
const answer = await fetch('http://localhost:${port}/sum', {method: 'POST', body: '{"sum": [[1, 2]]}'});
const body = await answer.json();
it('answers', () => expect(body).toEqual({sum: 3}));
`,
  });
  const {code, output} = await run(process.execPath, [VITEST, 'run', '--globals', '--root', app.root], {
    cwd: app.root,
    env: ENV,
  });
  expect(code, output).toBe(0);
});

test('in watch mode an edit of a type runs the tests that need its caches again, with the new ones', async () => {
  app = project({
    ...smallApi(),
    'server/caches.test.mjs': `
import {routerCache} from 'virtual:mion-aot/router-cache';
it('runs', () => console.log('HASH ' + routerCache['users/get'].returnJitHash));
`,
    'server/other.test.mjs': `it('runs', () => console.log('OTHER'));`,
  });
  let output = '';
  watching = spawn(process.execPath, [VITEST, '--watch', '--globals', '--root', app.root], {
    cwd: app.root,
    env: {...process.env, ...ENV, CI: ''},
    ...LIMITED,
  });
  for (const stream of [watching.stdout, watching.stderr]) {
    stream?.setEncoding('utf8').on('data', text => (output += stripVTControlCharacters(text)));
  }
  const hashes = () => Array.from(output.matchAll(/HASH (\S+)/g), ([, hash]) => hash);
  const others = () => output.match(/OTHER/g)?.length;
  const come = {timeout: 60_000, interval: 50};
  await expect.poll(hashes, come).toHaveLength(1);
  await expect.poll(() => output, come).toMatch(/Waiting for file changes/);

  app.write({'types/user.ts': 'export interface User {id: number; name: string; born?: Date; tag: string}'});
  await expect.poll(hashes, come).toHaveLength(2);
  expect(new Set(hashes()).size, output).toBe(2);
  expect(others(), output).toBe(1);

  // A test does not pass on the caches of before the edit.
  const routes = smallApi()['server/routes.ts'];
  app.write({'server/routes.ts': `${routes}\nthrow new Error('half an edit');\n`});
  await expect.poll(() => output, come).toMatch(/MION_AOT_START_SCRIPT_FAILED[\s\S]*half an edit/);
  expect(hashes()).toHaveLength(2);
  app.write({'server/routes.ts': `${routes}`});
  await expect.poll(hashes, come).toHaveLength(3);
});
