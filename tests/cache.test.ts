// A build runs the start script when its result can differ, and never otherwise.
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {filesBelow, type Project, project, runStrict} from './fixture.ts';
import {smallApi, smallApiAnswers} from './small-api.ts';

let app: Project;
beforeEach(() => {
  app = project(smallApi());
});
afterEach(() => app.remove());

/** How often the start script ran as a child, counted by the script itself. */
function runs(): number {
  return existsSync(app.file('runs.log'))
    ? readFileSync(app.file('runs.log'), 'utf8').trim().split('\n').length
    : 0;
}

async function build(env: Record<string, string> = {}): Promise<void> {
  const {code, output} = await app.build({env});
  expect(code, output).toBe(0);
}

async function answers(): Promise<unknown> {
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  expect(stdout, output).not.toBe('');
  return JSON.parse(stdout);
}

test('the second build of an unchanged project starts no child, and gives the same bundle', async () => {
  await build();
  expect(runs()).toBe(1);
  const first = readFileSync(app.file('dist/main.js'), 'utf8');
  await build();
  expect(runs()).toBe(1);
  expect(readFileSync(app.file('dist/main.js'), 'utf8')).toBe(first);
  expect(await answers()).toMatchObject({refused: true, ...smallApiAnswers});
});

test('an edit of a type outside of the server folder starts one, and the new type is enforced', async () => {
  await build();
  app.write({'types/user.ts': 'export interface User {id: number; name: string; born?: Date; tag: string}'});
  await build();
  expect(runs()).toBe(2);
  expect(await answers()).toMatchObject({create: {status: 422}});
});

test('going back to an earlier state finds its entry', async () => {
  const before = readFileSync(app.file('types/user.ts'), 'utf8');
  await build();
  app.write({'types/user.ts': `${before}\nexport type Id = User['id'];`});
  await build();
  app.write({'types/user.ts': before});
  await build();
  expect(runs()).toBe(2);
});

test('a file that the start script does not load changes nothing', async () => {
  await build();
  app.write({'server/unused.ts': 'export const unused = 1;'});
  await build();
  expect(runs()).toBe(1);
});

test('MION_AOT_FORCE=true regenerates', async () => {
  await build();
  await build({MION_AOT_FORCE: 'true'});
  expect(runs()).toBe(2);
});

test('a changed AOT option regenerates', async () => {
  await build();
  app.write(smallApi({aotCaches: "{startServerScript: 'server/api.ts', excludedPureFns: ['none::none']}"}));
  await build();
  expect(runs()).toBe(2);
});

test('without a cache every build runs the script, and nothing is written', async () => {
  app.write(smallApi({aotCaches: "{startServerScript: 'server/api.ts', cache: false}"}));
  await build();
  await build();
  expect(runs()).toBe(2);
  expect(existsSync(app.file('node_modules/.vite/mion-aot'))).toBe(false);
});

test('a folder as `cache` holds the entries', async () => {
  app.write(smallApi({aotCaches: "{startServerScript: 'server/api.ts', cache: '.aot'}"}));
  await build();
  expect(filesBelow(app.file('.aot')).length).toBeGreaterThan(0);
  expect(existsSync(app.file('node_modules/.vite/mion-aot'))).toBe(false);
});

test('an entry cut in half is a miss, and is replaced by a good one', async () => {
  await build();
  const folder = app.file('node_modules/.vite/mion-aot');
  for (const name of filesBelow(folder)) {
    const entry = readFileSync(`${folder}/${name}`);
    writeFileSync(`${folder}/${name}`, entry.subarray(0, entry.length / 2));
  }
  await build();
  expect(runs()).toBe(2);
  await build();
  expect(runs()).toBe(2);
  expect(await answers()).toMatchObject(smallApiAnswers);
});

test('a cache folder that cannot be written to is a warning, and the build goes on', async () => {
  // A file stands where the folder should be: that stops every user, root included.
  rmSync(app.file('node_modules/.vite'), {recursive: true, force: true});
  writeFileSync(app.file('node_modules/.vite'), '');
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  expect(output).toMatch(/MION_AOT_CACHE/);
  expect(await answers()).toMatchObject(smallApiAnswers);
});
