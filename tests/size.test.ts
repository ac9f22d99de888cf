// How much of a strict Worker is shipped: the shop's, minified. Budgets are what was reached; they only ever go down.
import {gzipSync} from 'node:zlib';
import {addAOTCaches, getJitFnsCache} from '@mionkit/core';
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {build, type Rolldown} from 'vite';
import {expect, test} from 'vitest';
import {repository} from './fixture.ts';

/** Bytes after gzip. */
const BUDGET = {worker: 31_300, server: 22_600, runtime: 8_700, perFunction: 41};

/** The virtual modules of the shop, by id; filled by the first test. */
const modules = new Map<string, string>();

const gzip = (text: string): number => gzipSync(text, {level: 9}).byteLength;

test("the shop's Worker stays within its budget, and has no text of a function twice", async () => {
  const {output} = (await build({
    root: `${repository}examples/shop/server`,
    configFile: `${repository}examples/shop/server/vite.worker.config.ts`,
    logLevel: 'error',
    build: {write: false},
    plugins: [
      {
        name: 'virtual-modules',
        enforce: 'post',
        transform: {
          filter: {id: /^\0virtual:mion-aot/},
          handler(code, id) {
            modules.set(id.slice(1, -3), code);
          },
        },
      },
    ],
  })) as Rolldown.RolldownOutput;
  expect(output).toHaveLength(1);
  expect(gzip(output[0].code)).toBeLessThanOrEqual(BUDGET.worker);

  const text = modules.get('virtual:mion-aot/jit-fns')!;
  const functions = text.match(/^ {2}\S+: /gm)!.length;
  expect(functions).toBeGreaterThan(300);
  expect(gzip(text) / functions).toBeLessThanOrEqual(BUDGET.perFunction);
  expect(text).not.toMatch(/jitFnHash:|defaultParamValues:|jitDependencies:/);
});

test('the AOT caches are less than 60 % of entries that keep their text beside their code', async () => {
  const text = modules.get('virtual:mion-aot/jit-fns')!;
  const emitted = new Function(text.replace('export const jitFnsCache =', 'return'))();
  const pureFns = new Function(
    modules.get('virtual:mion-aot/pure-fns')!.replace('export const pureFnsCache =', 'return'),
  )();
  addAOTCaches(emitted, pureFns);
  const both = Object.entries(getJitFnsCache()).map(([hash, {createJitFn, fn: _, ...entry}]) => {
    return `${JSON.stringify(hash)}:{${JSON.stringify(entry).slice(1, -1)},createJitFn:${createJitFn}}`;
  });
  expect(both).toHaveLength(Object.keys(emitted).length);
  expect(text.length).toBeLessThanOrEqual(0.6 * both.join(',\n').length);
});

test('without what only clients call, and without the binary form, it is a third smaller', async () => {
  const {output} = (await build({
    root: `${repository}examples/shop/server`,
    configFile: false,
    logLevel: 'error',
    plugins: [
      mionPlugin({
        runTypes: {},
        serverPureFunctions: {clientSrcPath: '../client/src'},
        aotCaches: {
          startServerScript: 'src/node.ts',
          serverViteConfig: 'vite.config.ts',
          clientFns: false,
          excludedFns: ['toBinary', 'fromBinary'],
        },
      }),
    ],
    build: {ssr: 'src/worker.ts', write: false, minify: true, target: 'es2022'},
    ssr: {noExternal: true, target: 'webworker'},
  })) as Rolldown.RolldownOutput;
  expect(output).toHaveLength(1);
  expect(gzip(output[0].code)).toBeLessThanOrEqual(BUDGET.server);
});

test('the runtime that a Worker ships stays within its budget', async () => {
  const names = 'addAOTCaches, addRoutesToCache, HeadersSubset, RpcError';
  const contents = `
import {${names}} from '@mionkit/core';
import {createFetchHandler} from '@mionkit/fetch';
import {headersFn, initMionRouter, middleFn, rawMiddleFn, route} from '@mionkit/router';
export default [${names}, createFetchHandler, headersFn, initMionRouter, middleFn, rawMiddleFn, route];`;
  const {output} = (await build({
    root: repository,
    configFile: false,
    logLevel: 'error',
    build: {ssr: 'runtime', write: false, minify: true, target: 'es2022'},
    ssr: {noExternal: true, target: 'webworker', external: ['@mionkit/run-types/handlers']},
    plugins: [
      {
        name: 'runtime',
        enforce: 'pre',
        resolveId: id => (id.endsWith('runtime') ? `${repository}runtime.js` : null),
        load: id => (id.endsWith('runtime.js') ? contents : null),
      },
    ],
  })) as Rolldown.RolldownOutput;
  expect(output).toHaveLength(1);
  expect(output[0].code).toContain('AOTCacheError');
  expect(gzip(output[0].code)).toBeLessThanOrEqual(BUDGET.runtime);
});
