// An edit of an imported type, in a dev server: what the importing module reflects follows, without a restart.

import type {Browser, Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {chromiumPath, openBrowser} from './browser.ts';
import {type Project, type ProjectOptions, project, run} from './fixture.ts';
import {type Dev, startDev} from './vite-dev.ts';

const user = (members: string) => `export interface User { ${members} }\n`;

const FILES = {
  'vite.config.ts': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {plugins: [mionPlugin({runTypes: {}})], server: {watch: {usePolling: true, interval: 30}}};
`,
  'types/user.ts': user('id: string'),
  'types/other.ts': user('other: string'),
  'types/index.ts': `export type {User} from './user.ts';\n`,
  'tsconfig.json': '{}',
  'types/global.d.ts': 'type Everywhere = "first";\n',
  'shown.ts': `
import {stringifyResolvedType, typeOf} from '@deepkit/type';
import type {User} from './types/index.ts';
// @ts-ignore
import type {Late} from './types/late.ts';
const line = (type: any) => stringifyResolvedType(type).replace(/\\s+/g, ' ');
const imported = () => line(typeOf<User>()) + ' and ' + line(typeOf<Late>());
// @ts-ignore
const global = () => line(typeOf<Everywhere>()) + ' and ' + line(typeOf<Elsewhere>());
export const shown = () => imported() + ' beside ' + global();
`,
};

/** Each step: what is written or removed (null), and what must be reflected then. */
const STEPS: [name: string, files: Record<string, string | null>, expected: RegExp][] = [
  ['the type two files away', {'types/user.ts': user('id: string; age: number')}, /age: number.* and any/],
  [
    'the file between',
    {'types/index.ts': `export type {User} from './other.ts';\n`},
    /other: string.* and any/,
  ],
  ['a new dependency', {'types/other.ts': user('more: string[]')}, /more: .*string.* and any/],
  [
    'back to the first',
    {'types/index.ts': `export type {User} from './user.ts';\n`},
    /age: number.* and any/,
  ],
  ['a file that appears', {'types/late.ts': 'export type Late = "here";\n'}, /age: number.* and '?"?here/],
  ['an error in it', {'types/user.ts': 'export interface User {'}, /^any and '?"?here/],
  ['without it', {'types/user.ts': user('mended: boolean')}, /mended: boolean.* and '?"?here/],
  ['a file that vanishes', {'types/user.ts': null}, /^any and '?"?here/],
  ['and comes back', {'types/user.ts': user('back: boolean')}, /back: boolean.* and '?"?here/],
  ['a global type', {'types/global.d.ts': 'type Everywhere = "new";\n'}, /beside '?"?new.* and any/],
  [
    'a global type that was missing',
    {'types/global.d.ts': 'type Everywhere = "new";\ntype Elsewhere = "found";\n'},
    /beside '?"?new.* and '?"?found/,
  ],
  ['a file of global types', {'types/global.d.ts': null}, /beside any and any/],
  ['that appears elsewhere', {'more.d.ts': 'type Elsewhere = "more";\n'}, /beside any and '?"?more/],
];

let app: Project;
afterEach(() => app?.remove());

/** Does the steps with a server of its own; prints what the module showed at first and after each, as JSON. */
const SESSION = `
import {rmSync, writeFileSync} from 'node:fs';
import * as vite from 'vite';
const [how, steps] = [process.argv[2], JSON.parse(process.argv[3])];
const server = await vite.createServer({server: {middlewareMode: true, hmr: {port: 0}}, appType: 'custom', logLevel: 'silent'});
const runner = how === 'module runner' ? vite.createServerModuleRunner(server.environments.ssr) : undefined;
const load = async () => (await (runner ? runner.import('/shown.ts') : server.ssrLoadModule('/shown.ts'))).shown();
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const results = [await load()];
// What was read at the start is watched a moment later.
await pause(500);
for (const {files, expected} of steps) {
  // The watcher leaves out a change that follows another of the same file within 50 ms, and Vite's module runner a reload
  // that comes while it still reads a module after the one before.
  await pause(400);
  for (const [file, text] of Object.entries(files)) text === null ? rmSync(file) : writeFileSync(file, text);
  let value;
  for (const started = Date.now(); Date.now() - started < 10_000; await pause(30)) {
    value = await load();
    if (new RegExp(expected).test(value)) break;
  }
  results.push(value);
}
console.log('results: ' + JSON.stringify(results));
process.exit(0);
`;

describe('a module on the server', () => {
  test.each<[how: string, vite?: NonNullable<ProjectOptions['vite']>]>([
    ['ssrLoadModule'],
    ['module runner'],
    ['ssrLoadModule', 'vite-7'],
    ['module runner', 'vite-7'],
    ['module runner', 'vite-6'],
    ['ssrLoadModule', 'vite-5'],
  ])('%s %s', async (how, vite) => {
    app = project({...FILES, 'session.mjs': SESSION}, vite ? {vite} : {});
    const steps = STEPS.map(([, files, expected]) => ({files, expected: expected.source}));
    const session = await run(process.execPath, ['session.mjs', how, JSON.stringify(steps)], {cwd: app.root});
    const line = /^results: (.*)$/m.exec(session.stdout);
    expect(line, session.output).not.toBeNull();
    const [first, ...rest] = JSON.parse(line![1]!) as string[];
    expect(first).toMatch(/id: string.* and any/);
    for (const [index, [name, , expected]] of STEPS.entries()) expect(rest[index], name).toMatch(expected);
  });
});

/** What editors do to a file that they replace: Vite hears of it once, after it has served what it found in between. */
const REPLACED = `
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as vite from 'vite';
const file = path.resolve('types/user.ts');
const server = await vite.createServer({
  server: {middlewareMode: true, hmr: {port: 0}, watch: {usePolling: false, ignored: ['**']}},
  appType: 'custom',
  logLevel: 'silent',
});
const tell = async (event, file) => {
  server.watcher.emit(event, path.resolve(file));
  await new Promise(resolve => setTimeout(resolve, 300));
};
const results = [];
const load = async () => results.push((await server.ssrLoadModule('/shown.ts')).shown());
await load();
for (const [text, between] of [['one: 1', 'change'], ['two: 2', 'add']]) {
  rmSync(file);
  if (between === 'add') writeFileSync('types/late.ts', 'export type Late = "here";');
  await tell(between, between === 'add' ? 'types/late.ts' : file);
  await load();
  writeFileSync(file, 'export interface User { ' + text + ' }');
  await tell('change', file);
  await load();
}
console.log('results: ' + JSON.stringify(results));
process.exit(0);
`;

test.each<[NonNullable<ProjectOptions['vite']> | undefined]>([[undefined], ['vite-5']])(
  'a type’s file that is read while an editor replaces it %s',
  async vite => {
    app = project({...FILES, 'session.mjs': REPLACED}, vite ? {vite} : {});
    const session = await run(process.execPath, ['session.mjs'], {cwd: app.root});
    const line = /^results: (.*)$/m.exec(session.stdout);
    expect(line, session.output).not.toBeNull();
    expect(JSON.parse(line![1]!)).toEqual([
      expect.stringMatching(/id: string/),
      expect.stringMatching(/^any/),
      expect.stringMatching(/one: 1/),
      expect.stringMatching(/^any/),
      expect.stringMatching(/two: 2/),
    ]);
  },
);

describe.skipIf(!chromiumPath)('a module in a browser', () => {
  let browser: Browser;
  let page: Page;
  let vite: Dev | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page?.close();
    await vite?.stop();
    vite = undefined;
  });

  test('follows each edit with the page left open', async () => {
    app = project({
      ...FILES,
      'index.html': '<!doctype html><title>none</title><script type="module" src="/client.ts"></script>',
      'client.ts': `import {shown} from './shown.ts';\ndocument.title = shown();\n`,
    });
    vite = await startDev(app);
    page = await browser.newPage();
    await page.goto(`http://localhost:${vite.port}/`);
    await expect.poll(() => page.title(), {timeout: 30_000}).toMatch(/id: string.* and any/);
    for (const [name, files, expected] of STEPS) {
      await new Promise(resolve => setTimeout(resolve, 100));
      for (const [file, text] of Object.entries(files)) {
        if (text === null) app.delete(file);
        else app.write({[file]: text});
      }
      await expect.poll(() => page.title(), {timeout: 20_000, message: name}).toMatch(expected);
    }
  });
});
