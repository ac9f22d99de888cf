// What a build says of its caches: a line when they were there, a table when they were made, no more than a line in CI.
import {spawnSync} from 'node:child_process';
import {afterEach, expect, test} from 'vitest';
import {type Project, project, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

// Three of its own, and those that every mion server has.
const LINE = /^mion: 7 routes, 0 middleFns and \d+ functions (compiled|from the cache) in [\d.]+ m?s$/m;

test('a table when cold, one line when warm, all that was collected with DEBUG_AOT', async () => {
  app = project(smallApi());
  const cold = await app.build({env: {CI: ''}});
  expect(cold.stdout).toMatch(LINE);
  expect(cold.stdout).toMatch(/^ {2}routes, middleFns +7 \+ 0 +[\d.]+ kB$/m);
  expect(cold.stdout).toMatch(/^ {2}functions +\d+ +[\d.]+ kB$/m);
  expect(cold.stdout).toMatch(/start script [\d.]+ m?s/);
  const warm = await app.build({env: {CI: ''}});
  expect(warm.stdout).toMatch(/from the cache/);
  expect(warm.stdout).not.toMatch(/start script/);
  const detailed = await app.build({env: {DEBUG_AOT: '1'}});
  expect(detailed.stdout).toMatch(/look-up/);
  expect(detailed.stdout).toMatch(/virtual:mion-aot\/router-cache\nexport const routerCache = \{/);
});

test('in CI a cold build says one line', async () => {
  app = project(smallApi());
  const {stdout} = await app.build({env: {CI: '1'}});
  expect(stdout).toMatch(LINE);
  expect(stdout).not.toMatch(/start script/);
});

const hasScript = spawnSync('script', ['--version']).status === 0;

/** What a build of a slow start script writes to a terminal (a pseudo terminal: `script` of Linux makes one). */
async function terminal(env: Record<string, string>): Promise<string> {
  app = project(smallApi());
  const routes = smallApi()['server/routes.ts'];
  app.write({
    'server/routes.ts': `${routes}\nif (process.env.MION_COMPILE) await new Promise(done => setTimeout(done, 2_200));\n`,
  });
  const build = `'${process.execPath}' node_modules/vite/bin/vite.js build`;
  const {code, stdout} = await run('script', ['--quiet', '--return', '--command', build, '/dev/null'], {
    cwd: app.root,
    env,
  });
  expect(code, stdout).toBe(0);
  return stdout;
}

test.skipIf(!hasScript)('on a terminal, what takes over a second is counted, and the line goes', async () => {
  const seen = await terminal({CI: ''});
  expect(seen).toMatch(/\rmion: running the start script, 1 s\rmion: running the start script, 2 s/);
  // Erased before anything else is written.
  expect(seen.replaceAll('\x1b', '^')).toMatch(/start script, \d+ s\r\^\[Kmion: 7 routes/);
});

test.skipIf(!hasScript)('in CI nothing is counted, be it a terminal or not', async () => {
  const seen = await terminal({CI: '1'});
  expect(seen).not.toMatch(/running the start script/);
  expect(seen).toMatch(/mion: 7 routes/);
});
