// Libraries leave what they import outside of their bundle; a virtual module is nowhere but inside.
// @ts-check

/** @typedef {import('vite').Rollup.ExternalOption} External */

/**
 * `external` but for the modules of these instances.
 * @param {External | undefined} external
 * @param {import('./instances.js').Instance[]} instances
 * @returns {External | undefined} nothing where it would leave them inside by itself
 */
export function neverExternal(external, instances) {
  if (!external) return undefined;
  const isOwn = (/** @type {string} */ id) =>
    instances.some(({names}) => names.resolve(id) ?? names.identify(id));
  if (typeof external === 'function') {
    return (id, importer, isResolved) => !isOwn(id) && external(id, importer, isResolved);
  }
  const patterns = [external].flat();
  /** @param {string} id */
  const matches = id =>
    patterns.some(pattern => (typeof pattern === 'string' ? pattern === id : pattern.test(id)));
  return instances.some(({names}) => names.all.some(matches)) ? id => !isOwn(id) && matches(id) : undefined;
}
