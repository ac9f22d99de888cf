// What can go wrong around a build, and each way in which a start script can end: the caches are right, nothing is left.
import {spawnSync} from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {filesBelow, type Project, processesOf, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
beforeEach(() => {
  app = project(smallApi());
});
afterEach(async () => {
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  app.remove();
});

const API = smallApi()['server/api.ts'] ?? '';
const ROUTES = ['sum', 'users/create', 'users/get'];

function runs(): number {
  return existsSync(app.file('runs.log'))
    ? readFileSync(app.file('runs.log'), 'utf8').trim().split('\n').length
    : 0;
}

/** The routes of the user that the caches hold. */
function routesOf(text: string): string[] {
  return ROUTES.filter(name => new RegExp(`["']?${name}["']?: ?\\{`).test(text));
}

test.each([
  ['ends by itself', API],
  ['calls process.exit(0) after its router is there', `${API}\nprocess.exit(0);`],
  ['calls process.exit from a timer', `${API}\nsetTimeout(() => process.exit(0), 5);`],
  [
    'listens on a port and stays',
    `${API}\nimport {createServer} from 'node:http';\ncreateServer().listen(0);`,
  ],
  ['never finishes its top level', `${API}\nawait new Promise(() => setInterval(() => {}, 1000));`],
  [
    'spins after its router is there, for a while',
    `${API}\nfor (const end = Date.now() + 300; Date.now() < end; );`,
  ],
  [
    'forks a process that stays',
    `${API}\nimport {fork} from 'node:child_process';\nif (process.env.MION_COMPILE) fork(new URL('./stay.js', import.meta.url).pathname);`,
  ],
  [
    'starts a worker that stays',
    `${API}\nimport {Worker} from 'node:worker_threads';\nnew Worker('setInterval(() => {}, 1000)', {eval: true});`,
  ],
  [
    'writes to the channel for itself',
    `process.send?.({type: 'ready', pid: 1});\nprocess.send?.('text');\n${API}\nprocess.send?.(null);`,
  ],
  ['disconnects', `${API}\nprocess.disconnect?.();`],
  [
    'prints megabytes',
    `${API}\nfor (let i = 0; i < 200; i++) { console.log('x'.repeat(20_000)); console.error('y'.repeat(20_000)); }`,
  ],
  [
    'replaces JSON.stringify and process.env',
    `process.env = {...process.env};\n${API}\nJSON.stringify = () => 'no';`,
  ],
  ['rejects a promise that it has caught', `${API}\nPromise.reject(new Error('expected')).catch(() => {});`],
])('a start script that %s', async (_, script) => {
  app.write({'server/api.ts': script, 'server/stay.js': `setInterval(() => {}, 1000); // ${app.root}`});
  const made = await make(app.root);
  expect(routesOf(made.text)).toEqual(ROUTES);
  expect((await make(app.root)).cached).toBe(true);
});

test('ten builds at once: one runs the script, all get its result', async () => {
  const made = await Promise.all(Array.from({length: 10}, () => make(app.root)));
  expect(new Set(made.map(({text}) => text)).size).toBe(1);
  expect(runs()).toBe(1);
});

test('two builds at once, as processes', async () => {
  const built = await Promise.all([app.build(), app.build({args: ['--outDir', 'dist-2']})]);
  for (const {code, output} of built) expect(code, output).toBe(0);
  expect(runs()).toBe(1);
  expect(readFileSync(app.file('dist/main.js'), 'utf8')).toBe(
    readFileSync(app.file('dist-2/main.js'), 'utf8'),
  );
});

test('the cache folder is deleted while the script runs', async () => {
  const cache = app.file('node_modules/.vite');
  app.write({
    'server/api.ts': `import {rmSync} from 'node:fs';\n${API}\nif (process.env.MION_COMPILE) rmSync(${JSON.stringify(cache)}, {recursive: true, force: true});`,
  });
  expect(routesOf((await make(app.root)).text)).toEqual(ROUTES);
  expect((await make(app.root)).cached).toBe(true);
});

test('a file that changes while the script runs is used and not kept', async () => {
  const edited = JSON.stringify(app.file('types/user.ts'));
  app.write({
    'server/api.ts': `import {appendFileSync as append} from 'node:fs';\n${API}\nif (process.env.MION_COMPILE) append(${edited}, '// later\\n');`,
  });
  const made = await make(app.root);
  expect(made.warnings.map(({code}) => code)).toContain('MION_AOT_INPUT_CHANGED');
  expect(filesBelow(app.file('node_modules/.vite')).filter(name => name.endsWith('.entry'))).toEqual([]);
});

test('an edit that keeps the size and the times of the file', async () => {
  const before = await make(app.root);
  const file = app.file('types/user.ts');
  const {atime, mtime} = statSync(file);
  writeFileSync(file, readFileSync(file, 'utf8').replace('name: string', 'nick: string'));
  utimesSync(file, atime, mtime);
  expect((await make(app.root)).text).not.toBe(before.text);
});

test('a clock that went backwards: files of the future are read, not trusted', async () => {
  const file = app.file('types/user.ts');
  const future = new Date(Date.now() + 86_400_000);
  utimesSync(file, future, future);
  const before = await make(app.root);
  expect((await make(app.root)).cached).toBe(true);
  writeFileSync(file, readFileSync(file, 'utf8').replace('name: string', 'nick: string'));
  utimesSync(file, future, future);
  expect((await make(app.root)).text).not.toBe(before.text);
});

test('a path with spaces, quotes, and letters of other scripts, and a root that is a link', async () => {
  const before = app.root;
  const text = (await make(before)).text;
  const strange = `${before} it's ünï 日本`;
  renameSync(before, strange);
  app = {
    ...app,
    root: strange,
    file: name => `${strange}/${name}`,
    remove: () => rmSync(strange, {recursive: true, force: true}),
  };
  rmSync(app.file('node_modules/.vite'), {recursive: true});
  const made = await make(strange);
  expect(made.cached).toBe(false);
  expect(made.text).toBe(text);
  const linked = `${before}-link`;
  symlinkSync(strange, linked, 'junction');
  try {
    expect(await make(linked)).toMatchObject({text});
  } finally {
    rmSync(linked);
  }
});

test('a full disk: a warning, and the caches are used', async context => {
  const cache = app.file('node_modules/.vite');
  mkdirSync(cache, {recursive: true});
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', cache]).status !== 0) {
    context.skip('a small file system can be mounted by root on Linux only');
  }
  try {
    const made = await make(app.root);
    expect(routesOf(made.text)).toEqual(ROUTES);
    expect(made.warnings.map(({code}) => code)).toEqual(['MION_AOT_CACHE_UNWRITABLE']);
    expect(filesBelow(cache).filter(name => name.endsWith('.entry'))).toEqual([]);
    expect((await make(app.root)).cached).toBe(false);
  } finally {
    spawnSync('umount', [cache]);
  }
});
