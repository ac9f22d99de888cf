// What decides whether caches on disk still hold: everything that the start script's result depends on, and no more.
import {
  cpSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {target} from '../plugin/addon.js';
import {devtoolsOf, make} from './aot-caches.ts';
import {filesBelow, type Project, project, repository} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
beforeEach(() => {
  app = project(smallApi());
});
afterEach(() => {
  app.remove();
  for (const name of ['VITE_LIMIT', 'LIMIT', 'OTHER_LIMIT']) delete process.env[name];
});

const ROUTES = `
import {type Routes, route} from '@mionkit/router';
import type {User} from '../types/user';
export const routes = {get: route((_ctx, id: number): User => ({id, name: 'Ada'}))} satisfies Routes;
`;

/** Generates, changes something, and tells whether what was kept still served; what is served is right either way. */
async function servedAfter(change: () => void): Promise<boolean> {
  await make(app.root);
  expect((await make(app.root)).cached).toBe(true);
  change();
  const made = await make(app.root);
  if (made.cached) expect(made.text).toBe((await make(app.root, {force: true})).text);
  return made.cached;
}

test('a file that would be found before the one that is imported', async () => {
  app.write({'server/routes.ts': ROUTES});
  const shadow = 'export interface User {id: number; name: string; shadow: boolean}';
  expect(await servedAfter(() => app.write({'types/user.d.ts': shadow}))).toBe(true);
  const api = `${smallApi()['server/api.ts']}`.replace('./routes.ts', './routes');
  app.write({'server/api.ts': api});
  const other = ROUTES.replace('get:', 'shadowed:');
  expect(await servedAfter(() => app.write({'server/routes.mts': other}))).toBe(false);
  expect(await servedAfter(() => app.write({'server/routes/index.ts': ROUTES}))).toBe(true);
});

test('a path of tsconfig.json, the file that it extends, and a nearer tsconfig.json', async () => {
  const user = 'export interface User {id: number; name: string}';
  const config = (to: string) => JSON.stringify({compilerOptions: {paths: {'#user': [to]}}});
  app.write({
    'server/routes.ts': ROUTES.replace('../types/user', '#user'),
    'types/other.ts': user.replace('name', 'age: number; name'),
    'base.json': config('./types/user.ts'),
    'tsconfig.json': '{"extends": "./base.json"}',
  });
  const first = await make(app.root);
  app.write({'base.json': config('./types/other.ts')});
  const second = await make(app.root);
  expect(second.cached).toBe(false);
  expect(second.text).not.toBe(first.text);
  app.write({'server/tsconfig.json': config('../types/user.ts')});
  expect((await make(app.root)).text).toBe(first.text);
});

test('a file for the types that is not there yet, and one that would be found before another', async () => {
  // Only the plugin knows these paths: a bundler sees no import of a type, and tsconfig.json does not have them.
  const {'vite.config.ts': config = ''} = smallApi();
  const paths = "{'#user': ['types/first', 'types/second'], '#role': ['types/role']}";
  app.write({
    'vite.config.ts': config.replace('runTypes: {}', `runTypes: {compilerOptions: {paths: ${paths}}}`),
    'server/routes.ts': `
import {type Routes, route} from '@mionkit/router';
import type {Role} from '#role';
import type {User} from '#user';
export const routes = {
  get: route((_ctx, id: number): User | undefined => undefined),
  role: route((_ctx, role: Role): void => {}),
} satisfies Routes;
`,
    'types/second.ts': 'export interface User {id: number; name: string; second: boolean}',
  });
  const served = async (file: string, text: string) => {
    const before = (await make(app.root)).text;
    const cached = await servedAfter(() => app.write({[file]: text}));
    return {cached, same: (await make(app.root)).text === before};
  };
  expect(await served('types/role.ts', 'export type Role = 1 | 2;')).toEqual({cached: false, same: false});
  const first = 'export interface User {id: number; name: string; first: boolean}';
  expect(await served('types/first.ts', first)).toEqual({cached: false, same: false});
  expect(await served('types/second/index.ts', first)).toEqual({cached: true, same: true});
});

test('the global types of the project', async () => {
  app.write({
    'tsconfig.json': '{}',
    'server/routes.ts': `
import {type Routes, route} from '@mionkit/router';
export const routes = {rank: route((_ctx, rank: Rank): Rank => rank)} satisfies Routes;
`,
  });
  const ranks = (text: string) => () => app.write({'server/env.d.ts': text});
  expect(await servedAfter(ranks('type Rank = 1 | 2;'))).toBe(false);
  expect(await servedAfter(ranks('type Rank = 1 | 2 | 3;'))).toBe(false);
  expect(await servedAfter(() => app.write({'server/other.ts': 'export {}'}))).toBe(true);
  expect(await servedAfter(() => app.write({'types/other.d.ts': 'type Other = 1;'}))).toBe(false);
});

test('the types of a package that are installed later', async () => {
  app.write({
    'server/routes.ts': `
import {type Routes, route} from '@mionkit/router';
import type {Rank} from 'ranks';
export const routes = {rank: route((_ctx, rank: Rank): Rank => rank)} satisfies Routes;
`,
    'node_modules/ranks/package.json':
      '{"name": "ranks", "version": "1.0.0", "type": "module", "main": "index.js"}',
    'node_modules/ranks/index.js': 'export const ranks = 1;',
  });
  const installed = {
    'node_modules/@types/ranks/package.json':
      '{"name": "@types/ranks", "version": "1.0.0", "types": "index.d.ts"}',
    'node_modules/@types/ranks/index.d.ts': 'export type Rank = 1 | 2 | 3;',
  };
  const before = (await make(app.root)).text;
  expect(await servedAfter(() => app.write(installed))).toBe(false);
  expect((await make(app.root)).text).not.toBe(before);
});

test('a glob that matches one more file, and one that it does not match', async () => {
  const part = (name: string) => `
import {route} from '@mionkit/router';
export const routes = {${name}: route((_ctx, a: string): string => a)};
`;
  app.write({
    'server/routes.ts': `
export const routes = Object.assign({}, ...Object.values(import.meta.glob('./parts/*.ts', {eager: true})).map((part) => (part as {routes: object}).routes));
`,
    'server/parts/a.ts': part('a'),
  });
  expect(await servedAfter(() => app.write({'server/parts/readme.md': 'no part'}))).toBe(true);
  expect(await servedAfter(() => app.write({'server/parts/b.ts': part('b')}))).toBe(false);
  expect(await servedAfter(() => rmSync(app.file('server/parts/a.ts')))).toBe(false);
});

const LIMITED = (limit: string) =>
  `${smallApi()['server/routes.ts']}\nif (${limit}) Object.assign(routes, {limited: route((_ctx, a: string): string => a)});`;

test.each([
  ['process.env', "process.env['LIMIT']"],
  ['import.meta.env', 'import.meta.env.VITE_LIMIT'],
])('a variable of %s that the server reads, and one that it does not', async (_, expression) => {
  app.write({'server/routes.ts': LIMITED(expression)});
  expect(
    await servedAfter(() => {
      process.env['OTHER_LIMIT'] = '1';
    }),
  ).toBe(true);
  expect(
    await servedAfter(() => {
      process.env['LIMIT'] = '1';
      process.env['VITE_LIMIT'] = '1';
    }),
  ).toBe(false);
});

test('a constant of `define` that the server mentions, and one that it does not', async () => {
  // Computed, so that the config's own text stays.
  const define = `JSON.parse(readFileSync(${JSON.stringify(app.file('limits.json'))}, 'utf8'))`;
  const {'vite.config.ts': config} = smallApi({config: `define: ${define},`});
  app.write({
    'server/routes.ts': LIMITED('__LIMIT__'),
    'vite.config.ts': `import {readFileSync} from 'node:fs';\n${config}`,
    'limits.json': '{"__LIMIT__": false, "__OTHER__": 1}',
  });
  const change = (text: string) => servedAfter(() => app.write({'limits.json': text}));
  expect(await change('{"__LIMIT__": false, "__OTHER__": 2}')).toBe(true);
  expect(await change('{"__LIMIT__": true, "__OTHER__": 2}')).toBe(false);
});

test('an env file of the mode that appears, and one of another mode', async () => {
  expect(await servedAfter(() => app.write({'.env.staging': 'LIMIT=1'}))).toBe(true);
  expect(await servedAfter(() => app.write({'.env.production': 'LIMIT=1'}))).toBe(false);
});

test('what the config imports', async () => {
  app.write({'vite.config.ts': `import './aside.js';\n${smallApi()['vite.config.ts']}`, 'aside.js': ''});
  expect(await servedAfter(() => app.write({'aside.js': '// other'}))).toBe(false);
});

test('the version of a package that stays outside of the bundle, and of what it depends on', async () => {
  const manifest = (version: string, more = '') =>
    `{"name": "x", "version": "${version}", "type": "module", "main": "index.js"${more}}`;
  app.write({
    'node_modules/outer/package.json': manifest('1.0.0', ', "dependencies": {"inner": "*"}'),
    'node_modules/outer/index.js': "export {inner as outer} from 'inner';",
    'node_modules/inner/package.json': manifest('1.0.0'),
    'node_modules/inner/index.js': 'export const inner = 1;',
    'node_modules/unused/package.json': manifest('1.0.0'),
    'server/routes.ts': `import {outer} from 'outer';\n${LIMITED('outer > 1')}`,
  });
  const {'vite.config.ts': config = ''} = smallApi();
  app.write({'vite.config.ts': config.replace('noExternal: true', 'noExternal: [/^@mionkit/]')});
  expect(await servedAfter(() => app.write({'node_modules/unused/package.json': manifest('2.0.0')}))).toBe(
    true,
  );
  expect(
    await servedAfter(() =>
      app.write({
        'node_modules/inner/package.json': manifest('2.0.0'),
        'node_modules/inner/index.js': 'export const inner = 2;',
      }),
    ),
  ).toBe(false);
});

test('a package of the workspace that is linked to another folder', async () => {
  const types = (more: string) => ({
    'package.json': '{"name": "types", "version": "1.0.0", "exports": {".": "./index.ts"}}',
    'index.ts': `export interface User {id: number; name: string${more}}`,
  });
  const write = (folder: string, files: Record<string, string>) =>
    app.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])));
  write('packages/types', types(''));
  write('packages/next', types('; next: string'));
  app.write({'server/routes.ts': ROUTES.replace('../types/user', 'types')});
  symlinkSync(app.file('packages/types'), app.file('node_modules/types'), 'junction');
  expect(
    await servedAfter(() => {
      rmSync(app.file('node_modules/types'));
      symlinkSync(app.file('packages/next'), app.file('node_modules/types'), 'junction');
    }),
  ).toBe(false);
});

test('a time-out, a file that is only touched, and a folder that is moved change nothing', async () => {
  expect(await servedAfter(() => utimesSync(app.file('server/routes.ts'), new Date(), new Date()))).toBe(
    true,
  );
  expect(
    await servedAfter(() =>
      app.write(smallApi({aotCaches: "{timeout: 20_000, startServerScript: 'server/api.ts'}"})),
    ),
  ).toBe(false);
  // The config's text is an input; that it was moved is none.
  const before = app.root;
  renameSync(before, `${before} moved`);
  app = {
    ...app,
    root: `${before} moved`,
    remove: () => rmSync(`${before} moved`, {recursive: true, force: true}),
  };
  expect((await make(app.root)).cached).toBe(true);
});

test('the reason of the last miss is told: what changed, from what to what', async () => {
  await make(app.root);
  const devtools = await devtoolsOf(app.root);
  expect((await devtools.cacheExplain()).value).toMatchObject({last: {kind: 'empty'}});
  app.write({'types/user.ts': 'export interface User {id: number; name: string; born?: Date; tag: string}'});
  const changed = {
    kind: 'file',
    name: 'types/user.ts',
    from: expect.stringMatching(/^[0-9a-f]{12}$/),
    to: expect.any(String),
  };
  expect((await devtools.cacheExplain()).value).toMatchObject({now: {kind: 'inputs', changes: [changed]}});
  await make(app.root);
  const {value} = await devtools.cacheExplain();
  expect(value).toMatchObject({last: {kind: 'inputs', changes: [changed]}});
  expect(value?.now).toBeUndefined();
  expect((await devtools.cacheStatus()).value?.map(entry => entry.current)).toEqual([true, false]);
  expect((await devtools.cacheVerify()).value).toEqual([]);
  expect((await devtools.cacheClear()).value).toBe(true);
  expect((await devtools.cacheStatus()).value).toEqual([]);
});

test('a devtools of the same version whose addon was built from other sources', async () => {
  const devtools = app.file('node_modules/@mionkit/devtools');
  rmSync(devtools);
  for (const name of ['package.json', 'index.js', 'plugin', 'runner', `npm/${target}`]) {
    cpSync(realpathSync(path.join(repository, name)), path.join(devtools, name), {recursive: true});
  }
  const runsAfterBuild = async () => {
    const {code, output} = await app.build();
    expect(code, output).toBe(0);
    return readFileSync(app.file('runs.log'), 'utf8').match(/run/g)?.length;
  };
  expect(await runsAfterBuild()).toBe(1);
  expect(await runsAfterBuild()).toBe(1);
  // Another build, that differs in nothing but the hash of its sources.
  const cache = app.file('node_modules/.vite/mion-aot');
  const entry = readFileSync(path.join(cache, filesBelow(cache).find(name => name.endsWith('.entry')) ?? ''));
  const [, sources = ''] = /"devtools":"[^"]*\+([0-9a-f]{16})"/.exec(entry.toString('latin1')) ?? [];
  const addon = path.join(devtools, `npm/${target}/devtools.node`);
  const text = readFileSync(addon, 'latin1');
  expect(text).toContain(sources);
  writeFileSync(addon, text.replaceAll(sources, '0123456789abcdef'), 'latin1');
  expect(await runsAfterBuild()).toBe(2);
});
