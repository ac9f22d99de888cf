// The packages under mion's newer scope: how their runtime is told what it is started for, and that all works alike.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {filesBelow, type Project, processesOf, project, repository, runStrict} from './fixture.ts';
import {ask, served} from './served-api.ts';
import {smallApi, smallApiAnswers} from './small-api.ts';
import {type Dev, startDev, until as untilThere} from './vite-dev.ts';

let app: Project;
let vite: Dev | undefined;
afterEach(async () => {
  await vite?.stop();
  vite = undefined;
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  app.remove();
});

const NAMES = ['core', 'router', 'run-types', 'fetch', 'node'];
/** The adapter for Node has another name there. */
const renamed = (text: string) =>
  text.replaceAll('@mionkit/node', '@mionjs/platform-node').replaceAll('@mionkit/', '@mionjs/');
const until = (isThere: () => boolean | Promise<boolean>) => untilThere(isThere, () => vite?.output() ?? '');

/** Writes down what the runtime is told. */
const NOTE_MODE = `
import {appendFileSync} from 'node:fs';
const {MION_COMPILE} = process.env;
if (MION_COMPILE) appendFileSync(new URL('../mode.log', import.meta.url), MION_COMPILE + '\\n');
`;

/** A project as it is with those packages. */
function renamedProject(files: Record<string, string>): Project {
  const own = Object.entries(files).map(([name, text]) => [name, renamed(text)]);
  const made = project(
    {
      ...Object.fromEntries(own),
      'vite.config.ts': files['vite.config.ts'] ?? '',
      'server/routes.ts': `${renamed(files['server/routes.ts'] ?? '')}${NOTE_MODE}`,
    },
    {without: [...NAMES, 'client'].map(name => `@mionkit/${name}`)},
  );
  for (const name of NAMES) {
    const from = path.join(repository, 'npm', name);
    const files = ['package.json', ...filesBelow(path.join(from, 'dist')).map(file => `dist/${file}`)];
    const folder = renamed(`node_modules/@mionkit/${name}`);
    const copies = files.map(file => [
      `${folder}/${file}`,
      renamed(readFileSync(path.join(from, file), 'utf8')),
    ]);
    made.write(Object.fromEntries(copies));
  }
  return made;
}

const modes = () => Array.from(new Set(readFileSync(app.file('mode.log'), 'utf8').trim().split('\n')));

/** Doubles what a route gives. */
function edit(): void {
  const routes = readFileSync(app.file('server/routes.ts'), 'utf8');
  app.write({'server/routes.ts': routes.replace('a + b', 'a + b + 100')});
}

test('a build', async () => {
  app = renamedProject(smallApi());
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  expect(modes()).toEqual(['buildOnly']);
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  expect(stdout, output).not.toBe('');
  expect(JSON.parse(stdout)).toMatchObject({refused: true, ...smallApiAnswers, invalid: {status: 422}});
  expect(readFileSync(app.file('dist/main.js'), 'utf8')).not.toContain('@deepkit');
});

test('the API as a process beside the dev server', async () => {
  const {files, port} = await served('childProcess');
  app = renamedProject(files);
  vite = await startDev(app);
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 3);
  await until(() => Boolean(vite?.output().includes(`mion: the API is ready at http://localhost:${port}`)));
  edit();
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 203);
  expect((await ask(port, 'sum', ['1'])).status).toBe(422);
  expect(modes()).toEqual(['childProcess']);
});

test('the API inside of the dev server', async () => {
  const {files} = await served('middleware');
  app = renamedProject(files);
  vite = await startDev(app);
  const {port} = vite;
  expect(await ask(port, 'sum', [1, 2]), vite.output()).toEqual({status: 200, body: {sum: 3}});
  edit();
  await until(async () => (await ask(port, 'sum', [1, 2])).body?.sum === 203);
  expect((await ask(port, 'sum', ['1'])).status).toBe(422);
  // The caches come from a process that only compiles; the one that answers is Vite's.
  expect(modes().toSorted()).toEqual(['buildOnly', 'middleware']);
});
