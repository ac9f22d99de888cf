import {execFile} from 'node:child_process';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build} from 'vite';
import {afterAll, beforeAll, expect, it} from 'vitest';

const root = fileURLToPath(new URL('./fixtures', import.meta.url));
let outDir: string;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'mion-bundle-'));
});
afterAll(() => rm(outDir, {recursive: true}));

it('a server in one file, whose router starts in a top-level await and compiles at run time, starts', async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: {noExternal: true},
    build: {
      ssr: 'one-file-server.js',
      outDir,
      rolldownOptions: {output: {codeSplitting: false, entryFileNames: 'server.mjs'}},
    },
  });
  expect(await readdir(outDir)).toEqual(['server.mjs']);
  const {stdout} = await promisify(execFile)(process.execPath, [join(outDir, 'server.mjs')], {
    timeout: 110_000,
  });
  expect(JSON.parse(stdout)).toEqual({id: 'count', status: 200, body: {count: 1}});
});
