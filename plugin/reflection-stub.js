// A bundle whose routers are strict needs no reflection: its packages are replaced by next to nothing.
// @ts-check

const REFLECTION = /^@(?:mionkit|mionjs)\/run-types$|^@deepkit\/(?:type|core)$/;

export const STUB_ID = '\0mion-stub';

/** @param {string} id */
export function isReflectionPackage(id) {
  return REFLECTION.test(id);
}

/**
 * run-types has an entry for such bundles, which keeps its names and needs no code generation; the others, and
 * versions of run-types without it, become an empty module.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {string} id
 * @param {string | undefined} importer
 */
export async function resolveStub(context, id, importer) {
  if (id.endsWith('/run-types')) {
    const entry = await context.resolve(`${id}/aot`, importer, {skipSelf: true});
    if (entry) return entry;
  }
  return STUB_ID;
}
