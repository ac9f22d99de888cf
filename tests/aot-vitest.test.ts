// The caches inside of Vitest: tests of a server see what its build will have.
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {type Project, project, repository, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

test('a test that imports the caches finds the routes', async () => {
  app = project({
    ...smallApi(),
    'server/caches.test.mjs': `
import {routerCache} from 'virtual:mion-aot/router-cache';
it('has the routes', () => expect(Object.keys(routerCache)).toEqual(expect.arrayContaining(['sum', 'users/create', 'users/get'])));
`,
  });
  const {code, output} = await run(
    process.execPath,
    [path.join(repository, 'node_modules/vitest/vitest.mjs'), 'run', '--globals', '--root', app.root],
    {cwd: app.root, env: {VITEST: '', VITEST_MODE: '', NODE_ENV: ''}},
  );
  expect(code, output).toBe(0);
  expect(output).toMatch(/1 passed/);
});
