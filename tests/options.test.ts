// What the plugin says of options that are wrong.
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import * as devtools from '../index.js';
import {project} from './fixture.ts';

function errorOf(options: unknown): devtools.MionError {
  try {
    devtools.mionPlugin(options as devtools.MionPluginOptions);
  } catch (error) {
    if (error instanceof devtools.MionError) return error;
    throw error;
  }
  throw new Error('the options were accepted');
}

test('an unknown option is named, with the nearest valid one', () => {
  const error = errorOf({aotCaches: {startServerScipt: 'a.ts'}});
  expect(error.code).toBe('MION_OPTION_UNKNOWN');
  expect(error.message).toContain('"aotCaches.startServerScipt"');
  expect(error.hint).toContain('"startServerScript"');
});

test.each([
  [{runTypes: true}, 'runTypes', /object/],
  [{runTypes: {include: /\.ts$/}}, 'runTypes.include', /glob/],
  [{runTypes: {reflection: 'always'}}, 'runTypes.reflection', /default|explicit|never/],
  [{aotCaches: {cache: 1}}, 'aotCaches.cache', /true, false or a folder/],
  [{aotCaches: {timeout: '30s'}}, 'aotCaches.timeout', /u64|number/],
  [{aotCaches: {excludedFns: [() => {}]}}, 'aotCaches.excludedFns[0]', /string/],
  [{serverPureFunctions: {}}, 'serverPureFunctions.clientSrcPath', /missing/],
])('a wrong type is named: %o', (options, name, expected) => {
  const error = errorOf(options);
  expect(error.code).toMatch(/^MION_OPTION_/);
  expect(error.message).toContain(name);
  expect(error.message + error.hint).toMatch(expected);
});

test('no options are fine, and both names are one function', () => {
  expect(devtools.mionPlugin().name).toBe('mion');
  expect(devtools.mionPlugin().enforce).toBe('pre');
  expect(devtools.mionVitePlugin).toBe(devtools.mionPlugin);
});

test('the module ids are exported', () => {
  expect([
    devtools.JIT_FNS_MODULE_ID,
    devtools.PURE_FNS_MODULE_ID,
    devtools.ROUTER_CACHE_MODULE_ID,
    devtools.CACHES_MODULE_ID,
    devtools.SERVER_PURE_FNS_MODULE_ID,
  ]).toEqual([
    'virtual:mion-aot/jit-fns',
    'virtual:mion-aot/pure-fns',
    'virtual:mion-aot/router-cache',
    'virtual:mion-aot/caches',
    'virtual:mion-server-pure-fns',
  ]);
});

test('`runTypes.compilerOptions` says where types are imported from, over tsconfig.json', async () => {
  const app = project({
    'vite.config.ts': `import {mionPlugin} from '@mionkit/devtools/vite-plugin';
const compilerOptions = {baseUrl: 'types', paths: {'#user': ['user.ts']}, target: 'es2022'};
export default {plugins: [mionPlugin({runTypes: {strict: true, compilerOptions}})], build: {ssr: 'main.ts', minify: false}};`,
    'tsconfig.json': '{"compilerOptions": {"paths": {"#user": ["./none.ts"]}}}',
    'types/user.ts': 'export interface User { fromUser: string }',
    'types/order.ts': 'export interface Order { fromOrder: string }',
    'main.ts': `import {typeOf} from '@deepkit/type';
import type {User} from '#user';
import type {Order} from 'order';
export const it = [typeOf<User>(), typeOf<Order>()];`,
  });
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  const built = readFileSync(app.file('dist/main.js'), 'utf8');
  app.remove();
  for (const name of ['fromUser', 'fromOrder']) expect(built).toContain(name);
});
