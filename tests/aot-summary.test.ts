// What a build says of its caches: a line when they were there, a table when they were made, no more than a line in CI.
import {afterEach, expect, test} from 'vitest';
import {type Project, project} from './fixture.ts';
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
