// What a strict bundle goes without: reflection; what the router does in a build alone; the binary form, where its
// functions are excluded; the routes that send clients functions, where there are none. Something smaller of the same
// names stands in.
// @ts-check
import {allExclude, isStrict} from './instances.js';

const RUN_TYPES = /^@(?:mionkit|mionjs)\/run-types(?:\/handlers)?$/;
const DEEPKIT = /^@deepkit\/(?:type|core)$/;
const PREPARATION = '@mionkit/router/preparation';
const BINARY_BODY = '@mionkit/core/binary-body';
const INTERNAL_ROUTES = '@mionkit/router/internal-routes';
const OWN = [PREPARATION, BINARY_BODY, INTERNAL_ROUTES];

export const STUB_ID = '\0mion-stub';

/** @param {string} id */
export function mayHaveStandIn(id) {
  return RUN_TYPES.test(id) || DEEPKIT.test(id) || OWN.includes(id);
}

/**
 * What stands in for a module, nothing if it stays. The caches must be there, which tell what is strict.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {string} id
 * @param {string | undefined} importer
 * @param {import('./instances.js').Instance[]} instances
 * @param {import('vite').ResolvedConfig} config
 */
export async function standInFor(context, id, importer, instances, config) {
  if (!isStrict(instances)) return null;
  // Dev servers and tests check what they are given.
  if (id === PREPARATION && config.command !== 'build') return null;
  if (id === BINARY_BODY && !allExclude(instances, 'excludesBinary')) return null;
  if (id === INTERNAL_ROUTES && !allExclude(instances, 'excludesClientFns')) return null;
  const entry = DEEPKIT.test(id) ? null : await context.resolve(`${id}/aot`, importer, {skipSelf: true});
  if (entry || OWN.includes(id)) return entry;
  // Versions of run-types without such an entry become an empty module, as the packages under it do.
  return STUB_ID;
}
