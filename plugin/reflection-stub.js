// A bundle whose routers are strict needs no reflection: its packages are replaced by next to nothing.
// @ts-check

const RUN_TYPES = /^@(?:mionkit|mionjs)\/run-types(?:\/handlers)?$/;
const DEEPKIT = /^@deepkit\/(?:type|core)$/;

export const STUB_ID = '\0mion-stub';

/** @param {string} id */
export function isReflectionPackage(id) {
  return RUN_TYPES.test(id) || DEEPKIT.test(id);
}

/**
 * run-types has entries for such bundles, which keep its names and need no code generation; the others, and
 * versions of run-types without them, become an empty module.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {string} id
 * @param {string | undefined} importer
 */
export async function resolveStub(context, id, importer) {
  if (RUN_TYPES.test(id)) {
    const entry = await context.resolve(`${id}/aot`, importer, {skipSelf: true});
    if (entry) return entry;
  }
  return STUB_ID;
}
