// Several APIs in one dev server. A router is one for all that import it: the first API shares Vite's `ssr` environment with
// the pages that are rendered there; each other one has an environment of its own, with its own copy of mion's packages.
// @ts-check
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

/** What Node loads is one for all environments; these are not to be. */
const RUNTIME = /^@(?:mionkit|mionjs)\//;

/** @typedef {import('./instances.js').Instance} Instance */

/**
 * The environment that an instance's API needs beside `ssr`, if it needs one.
 * @param {import('vite').UserConfig} config
 * @param {Instance} own
 * @returns {Promise<{name: string, options: import('vite').EnvironmentOptions} | undefined>}
 */
export async function ownEnvironment({plugins, root = process.cwd()}, own) {
  const mounted = (await flat(plugins)).filter(
    ({api}) => /** @type {Instance | undefined} */ (api)?.isMounted,
  );
  if (!own.isMounted || mounted[0]?.api === own) return undefined;
  return {
    name: own.names.prefix.replace(/\W+/g, '_'),
    options: {
      consumer: 'server',
      resolve: {noExternal: [RUNTIME]},
      dev: {
        async createEnvironment(name, resolved) {
          const {createRunnableDevEnvironment} = await viteOf(root);
          // An edit is loaded when its caches are there, and not before: so without hot updates.
          return createRunnableDevEnvironment(name, resolved, {hot: false, runnerOptions: {hmr: false}});
        },
      },
    },
  };
}

/**
 * Plugins come nested, and as promises.
 * @param {import('vite').PluginOption} option
 * @returns {Promise<import('vite').Plugin[]>}
 */
async function flat(option) {
  const found = await option;
  if (Array.isArray(found)) return (await Promise.all(found.map(flat))).flat();
  return found ? [found] : [];
}

/**
 * The Vite of a project, which may be another one than that beside this package.
 * @param {string} root
 * @returns {Promise<typeof import('vite')>}
 */
async function viteOf(root) {
  const manifest = createRequire(path.resolve(root, 'package.json')).resolve('vite/package.json');
  return import(pathToFileURL(path.join(path.dirname(manifest), 'dist/node/index.js')).href);
}
