// A bundle in one file that Rollup makes: there a module that is imported dynamically comes after those that import it,
// and a top-level `await initMionRouter(...)` would read it before it is there.
// @ts-check

const IMPORT = /\bimport\(\s*(['"])(@(?:mionkit|mionjs)\/run-types(?:\/handlers)?)\1\s*\)/g;

/**
 * Whether what this context builds becomes one file. Rolldown, of Vite 8, keeps the order by itself.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {import('vite').ResolvedConfig} config
 */
export function isOneFile(context, config) {
  if (!('rollupVersion' in context.meta) || 'rolldownVersion' in context.meta) return false;
  // Vite 5 has one config for all environments.
  const {build, ssr} = {...config, ...context.environment?.config};
  const outputs = [build.rollupOptions?.output ?? {}].flat();
  if (config.command !== 'build') return false;
  if (build.ssr && ssr?.target === 'webworker') return true;
  return outputs.some(
    ({inlineDynamicImports, format}) => inlineDynamicImports || format === 'iife' || format === 'umd',
  );
}

/**
 * Turns the router's dynamic import of run-types into a static one, which comes first.
 * @param {string} code
 * @returns {string | undefined} nothing when there is no such import
 */
export function importStatically(code) {
  /** @type {Set<string>} */
  const packages = new Set();
  const changed = code.replace(IMPORT, (_, __, name) => {
    packages.add(name);
    return `Promise.resolve(${local(name)})`;
  });
  if (packages.size === 0) return undefined;
  // At the end, so that no line moves: imports are hoisted.
  return changed + Array.from(packages, name => `\nimport * as ${local(name)} from '${name}';`).join('');
}

/** @param {string} name */
function local(name) {
  return `__${name.replace(/\W/g, '_')}`;
}
