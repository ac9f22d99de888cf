// Types that no route uses, in a dev server and in Vitest: strict, so that nothing but the caches can serve them.
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {type Project, project, repository, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

const CHECK = `
import {isType} from '@mionkit/run-types';
import type {User} from '../types/user.ts';
export const check = (value: unknown) => isType<User>(value);
`;

function checkingApi(): Record<string, string> {
  const files = smallApi();
  return {
    ...files,
    'server/check.ts': CHECK,
    'server/api.ts': `${files['server/api.ts']}\nexport {check} from './check.ts';\n`,
  };
}

const SESSION = `
import {writeFileSync} from 'node:fs';
import {createServer} from 'vite';

const server = await createServer({
  server: {middlewareMode: true, hmr: {port: 0}, watch: {usePolling: true, interval: 30}},
  appType: 'custom',
  logLevel: 'warn',
});
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const check = async value => (await server.ssrLoadModule('/server/api.ts')).check(value);
const ada = {id: 1, name: 'Ada'};
const steps = {start: [await check(ada), await check({})]};
await pause(700);
// Of the module with the call nothing changes, but its hash.
writeFileSync('types/user.ts', "import type {Tag} from './tag.ts';\\nexport interface User {id: number; name: string; tag: Tag}");
for (const begun = Date.now(); Date.now() - begun < 10_000 && (await check(ada)); ) await pause(50);
steps.edited = [await check(ada), await check({...ada, tag: 'new'}), await check({...ada, tag: 'old'})];
await pause(700);
writeFileSync('types/tag.ts', "export type Tag = 'old';");
for (const begun = Date.now(); Date.now() - begun < 10_000 && (await check({...ada, tag: 'new'})); ) await pause(50);
steps.deeper = [await check({...ada, tag: 'new'}), await check({...ada, tag: 'old'})];
console.log(JSON.stringify(steps));
await server.close();
process.exit(0);
`;

test.each(['vite-8', 'vite-6'] as const)('%s: a dev server follows edits of the type', async vite => {
  app = project(
    {...checkingApi(), 'types/tag.ts': "export type Tag = 'new';", 'session.mjs': SESSION},
    vite === 'vite-8' ? {} : {vite},
  );
  const {code, stdout, output} = await run(process.execPath, ['session.mjs'], {cwd: app.root});
  expect(code, output).toBe(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), output).toEqual({
    start: [true, false],
    edited: [false, true, false],
    deeper: [false, true],
  });
});

test('a test in Vitest finds the functions', async () => {
  app = project({
    ...checkingApi(),
    'server/check.test.mjs': `
import {check} from './api.ts';
it('checks', () => expect([check({id: 1, name: 'Ada'}), check({})]).toEqual([true, false]));
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
