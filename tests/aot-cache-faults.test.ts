// A cache folder that is full, forbidden, damaged or not a folder at all: a build is right all the same, says what is
// wrong where somebody can mend it, and is fast again once it is mended.
import {spawnSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {filesBelow, LIMITED, type Project, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
/** What every project here gives, for all are the same, and a project that has it in its cache. */
let good: string;
let filled: Project;
beforeAll(async () => {
  filled = project(smallApi());
  good = (await make(filled.root)).text;
});
afterAll(() => filled?.remove());
beforeEach(() => {
  app = project(smallApi());
});
afterEach(() => app.remove());

const vite = () => app.file('node_modules/.vite');
const cache = () => app.file('node_modules/.vite/mion-aot');
const entries = () => filesBelow(cache()).filter(name => name.endsWith('.entry'));

/** Makes the caches; they are right, whatever the folder is like. @returns the codes of the warnings */
async function warningsOfBuild(): Promise<string[]> {
  const made = await make(app.root);
  expect(made.text === good).toBe(true);
  return made.warnings.map(({code}) => code);
}

/** Once what was wrong is gone, one build fills the cache and the next one reads it. */
async function expectMended(): Promise<void> {
  expect(await warningsOfBuild()).toEqual([]);
  expect(await make(app.root)).toMatchObject({cached: true});
}

const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0;

test.runIf(canMount).each([
  ['no room at all', 'size=4k'],
  ['room for a part of an entry', 'size=8k'],
  ['no room for another file', 'size=1m,nr_inodes=3'],
  ['no right to write', 'size=1m,ro'],
])('a file system with %s', async (_, options) => {
  mkdirSync(vite(), {recursive: true});
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', vite()]).status).toBe(0);
  try {
    expect(await warningsOfBuild()).toEqual(['MION_AOT_CACHE_UNWRITABLE']);
    expect((await make(app.root)).cached).toBe(false);
  } finally {
    spawnSync('umount', [vite()]);
  }
  await expectMended();
});

test('a disk that is full when an entry is there already: the old entry stays good', async context => {
  if (!canMount) context.skip('a small file system can be mounted by root on Linux only');
  mkdirSync(vite(), {recursive: true});
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', vite()]).status).toBe(0);
  try {
    expect(await warningsOfBuild()).toEqual([]);
    const {bavail, bsize} = await import('node:fs').then(fs => fs.statfsSync(vite()));
    writeFileSync(`${vite()}/filler`, Buffer.alloc(bavail * bsize));
    const before = readFileSync(app.file('types/user.ts'), 'utf8');
    app.write({'types/user.ts': before.replace('name: string', 'nick: string')});
    const made = await make(app.root);
    expect(made.text === good).toBe(false);
    expect(made.warnings.map(({code}) => code)).toEqual(['MION_AOT_CACHE_UNWRITABLE']);
    app.write({'types/user.ts': before});
    expect(await make(app.root)).toMatchObject({cached: true, text: good});
  } finally {
    spawnSync('umount', [vite()]);
  }
});

test('permission denied, for a user who is not root', async context => {
  if (process.getuid?.() !== 0) context.skip('only root can become somebody else');
  const nobody = {...LIMITED, cwd: app.root, encoding: 'utf8', uid: 65_534, gid: 65_534} as const;
  chmodSync(app.root, 0o755);
  if (spawnSync('ls', [`${app.root}/node_modules/vite/bin/vite.js`], nobody).status !== 0) {
    context.skip('this checkout cannot be read by other users');
  }
  mkdirSync(cache(), {recursive: true});
  for (const name of ['dist', 'runs.log']) {
    if (name === 'dist') mkdirSync(app.file(name));
    else writeFileSync(app.file(name), '');
    chownSync(app.file(name), nobody.uid, nobody.gid);
  }
  // Vite itself writes a bundled config beside the packages, unless its runner loads it.
  const args = ['build', '--configLoader', 'runner', '--logLevel', 'info'];
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [app.file('node_modules/vite/bin/vite.js'), ...args],
    nobody,
  );
  expect(status, stdout + stderr).toBe(0);
  expect(stdout + stderr).toMatch(/MION_AOT_CACHE_UNWRITABLE/);
  expect(entries()).toEqual([]);
  await expectMended();
});

test.each<[string, (path: string) => void]>([
  [
    'a folder',
    path => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
  ['empty', path => writeFileSync(path, '')],
  [
    'a link to itself',
    path => {
      rmSync(path);
      symlinkSync(path, path);
    },
  ],
  ['of another format', path => writeFileSync(path, Buffer.alloc(5_000, 'mion'))],
  [
    'damaged in one bit',
    path => {
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 4;
      writeFileSync(path, bytes);
    },
  ],
  [
    'longer than it was',
    path => {
      const bytes = readFileSync(path);
      writeFileSync(path, Buffer.concat([bytes, bytes]));
    },
  ],
])('an entry that is %s is made anew', async (_, damage) => {
  cpSync(filled.file('node_modules/.vite'), vite(), {recursive: true});
  expect(await make(app.root)).toMatchObject({cached: true, text: good});
  for (const name of entries()) damage(`${cache()}/${name}`);
  expect(await make(app.root)).toMatchObject({cached: false, text: good});
  expect(await make(app.root)).toMatchObject({text: good});
});

test.each<[string, () => void]>([
  ['a file', () => writeFileSync(vite(), '')],
  ['a link that leads nowhere', () => symlinkSync('/nowhere/at/all', vite())],
  ['a link to itself', () => symlinkSync(vite(), vite())],
])('a cache folder that is %s', async (_, arrange) => {
  arrange();
  expect(await warningsOfBuild()).toEqual(['MION_AOT_CACHE_UNWRITABLE']);
  rmSync(vite());
  await expectMended();
});

test('a cache folder that is a link to another place is used there', async () => {
  const elsewhere = app.file('elsewhere');
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, vite());
  await expectMended();
  expect(statSync(`${elsewhere}/mion-aot`).isDirectory()).toBe(true);
});

test('hundreds of files of others in the cache folder', async () => {
  mkdirSync(cache(), {recursive: true});
  for (let i = 0; i < 300; i++) writeFileSync(`${cache()}/${i}.txt`, 'not ours');
  await expectMended();
  expect(filesBelow(cache()).filter(name => name.endsWith('.txt'))).toHaveLength(300);
});

test.each([
  ['of which one is missing', '--require ./missing.cjs', /missing\.cjs/],
  ['that Node does not know', '--no-such-option', /no-such-option/],
])('NODE_OPTIONS %s', async (_, options, complaint) => {
  // The build itself is started without them: they are in the environment of the child alone.
  app.write({
    'vite.config.ts': `process.env.NODE_OPTIONS = ${JSON.stringify(options)};\n${smallApi()['vite.config.ts']}`,
  });
  const {code, output} = await app.build();
  expect(code, output).toBe(1);
  expect(output).toMatch(/MION_AOT_START_SCRIPT_FAILED/);
  expect(output).toMatch(complaint);
});
