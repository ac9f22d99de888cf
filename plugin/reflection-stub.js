// A bundle whose routers are strict needs no reflection, nor what the router does in a build alone: these are replaced
// by next to nothing.
// @ts-check

const PREPARATION = /^@mionkit\/router\/preparation$/;
const RUN_TYPES = /^@(?:mionkit|mionjs)\/run-types(?:\/handlers)?$/;
const DEEPKIT = /^@deepkit\/(?:type|core)$/;

export const STUB_ID = '\0mion-stub';

/**
 * Whether a strict bundle goes without a module. In a dev server and in tests the router still checks what it is given.
 * @param {string} id
 * @param {import('vite').ResolvedConfig} config
 */
export function isReflection(id, config) {
  return (config.command === 'build' && PREPARATION.test(id)) || RUN_TYPES.test(id) || DEEPKIT.test(id);
}

/**
 * run-types and the router have entries for such bundles, which keep names and need no code generation; the others, and
 * versions of run-types without them, become an empty module.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {string} id
 * @param {string | undefined} importer
 */
export async function resolveStub(context, id, importer) {
  if (RUN_TYPES.test(id) || PREPARATION.test(id)) {
    const entry = await context.resolve(`${id}/aot`, importer, {skipSelf: true});
    if (entry) return entry;
  }
  return STUB_ID;
}
