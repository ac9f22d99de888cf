// How much of a strict Worker is shipped: the shop's, minified. Budgets are what was reached; they only ever go down.
import {gzipSync} from 'node:zlib';
import {addAOTCaches, getJitFnsCache} from '@mionkit/core';
import {type AotCachesOptions, mionPlugin} from '@mionkit/devtools/vite-plugin';
import {build, type Rolldown} from 'vite';
import {expect, test} from 'vitest';
import {repository} from './fixture.ts';

/** Bytes after gzip. The Worker of the shop is for JSON, and for clients that bring caches of their own. */
const BUDGET = {
  worker: 18_950,
  /** What is not the shop's own code, and not its caches; several routes in one request included. */
  runtime: 7_950,
  /** Its compiled functions, as the build writes them. */
  jitFns: 5_450,
  /** Without `clientFns: false`, and without anything left out. */
  binary: 21_480,
  whole: 24_450,
  /** Without several routes in one request. */
  wholeRuntime: 7_950,
};

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
  expect(text.match(/^ {2}\S+: /gm)!.length).toBeGreaterThan(100);
  expect(gzip(text)).toBeLessThanOrEqual(BUDGET.jitFns);
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

const JSON_ONLY = {clientFns: false, excludedFns: ['toBinary', 'fromBinary']};

/** The bytes of a strict Worker of the shop's API. `contents` stands in for its program. */
async function sizeOf(aotCaches: AotCachesOptions, contents?: string): Promise<number> {
  const {output} = (await build({
    root: `${repository}examples/shop/server`,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'contents',
        enforce: 'pre',
        load: id => (id.endsWith('worker.ts') ? contents : undefined),
      },
      mionPlugin({
        runTypes: {},
        serverPureFunctions: {clientSrcPath: '../client/src'},
        aotCaches: {startServerScript: 'src/node.ts', serverViteConfig: 'vite.config.ts', ...aotCaches},
      }),
    ],
    build: {ssr: 'src/worker.ts', write: false, minify: true, target: 'es2022'},
    ssr: {noExternal: true, target: 'webworker'},
  })) as Rolldown.RolldownOutput;
  expect(output).toHaveLength(1);
  expect(output[0].code).toContain('AOTCacheError');
  return gzip(output[0].code);
}

test('the binary form, and functions for clients without caches, cost what they cost', async () => {
  expect(await sizeOf({clientFns: false})).toBeLessThanOrEqual(BUDGET.binary);
  expect(await sizeOf({})).toBeLessThanOrEqual(BUDGET.whole);
});

/** All that a program may use of the runtime. */
const runtime = (more: string) => `
import {addAOTCaches, addRoutesToCache, HeadersSubset, RpcError} from '@mionkit/core';
import {createFetchHandler} from '@mionkit/fetch';
import {headersFn, initMionRouter, middleFn, rawMiddleFn, route${more}} from '@mionkit/router';
export default [addAOTCaches, addRoutesToCache, HeadersSubset, RpcError, createFetchHandler,
  headersFn, initMionRouter, middleFn, rawMiddleFn, route${more}];`;

test('the runtime that a strict Worker ships stays within its budget', async () => {
  expect(await sizeOf(JSON_ONLY, runtime(', enableRoutesFlow'))).toBeLessThanOrEqual(BUDGET.runtime);
  expect(await sizeOf({}, runtime(''))).toBeLessThanOrEqual(BUDGET.wholeRuntime);
});
