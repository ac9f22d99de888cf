// Where the runtime packages of a project are: mion's were renamed once.
// @ts-check
import {createRequire} from 'node:module';
import {MionError} from './error.js';

/**
 * The script that starts a router without routes of its own.
 * @param {string} root
 */
export function defaultStartScript(root) {
  const require = createRequire(`${root}/package.json`);
  for (const scope of ['@mionkit', '@mionjs']) {
    try {
      return require.resolve(`${scope}/router/default-routes`);
    } catch {
      // Not installed under this name.
    }
  }
  return undefined;
}

/**
 * A virtual module stands nowhere: what it imports is looked up from the root, and where the package manager
 * hides the dependencies of dependencies (pnpm), from the router's own place.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {string} id
 * @param {string} root
 */
export async function resolveFromRoot(context, id, root) {
  const anchor = `${root}/index.html`;
  const direct = await context.resolve(id, anchor, {skipSelf: true});
  if (direct) return direct;
  const scope = id.slice(0, id.indexOf('/'));
  const router = await context.resolve(`${scope}/router`, anchor, {skipSelf: true});
  return router && context.resolve(id, router.id, {skipSelf: true});
}

/**
 * The core package that this project has: mion's packages were renamed once.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {string} root
 */
export async function corePackage(context, root) {
  for (const name of ['@mionkit/core', '@mionjs/core']) {
    if (await resolveFromRoot(context, name, root)) return name;
  }
  throw new MionError({
    code: 'MION_CORE_NOT_FOUND',
    message: `Neither @mionkit/core nor @mionjs/core can be resolved from ${root}`,
    hint: 'Install it: npm install @mionkit/core',
  });
}
