// Several instances of the plugin in one Vite config: servers whose APIs are compiled in one build. Each module is one
// instance's business.
// @ts-check
import {MionError} from './error.js';
import {ids} from './virtual-ids.js';

/**
 * What an instance shows of itself, as its plugin object's `api`.
 * @typedef {object} Instance
 * @property {import('./native.d.ts').Devtools} devtools
 * @property {import('./generation.js').Generation} generation
 * @property {ReturnType<typeof import('./virtual-ids.js').virtualIds>} names
 * @property {boolean} hasAot
 * @property {boolean} hasPureFns
 * @property {boolean} excludesBinary its options leave out all functions that read or write the binary form
 * @property {boolean} excludesClientFns its options leave out what clients could be sent
 * @property {boolean} isMounted whether its API runs in the dev server's process
 */

/**
 * The instances of a config, in the order of its plugins.
 * @param {import('vite').ResolvedConfig} config
 * @returns {Instance[]}
 * @throws {MionError} `MION_OPTION_CONFLICT` when two of them make modules of the same names
 */
export function instancesOf({plugins}) {
  const instances = plugins.filter(({name}) => name === 'mion').map(({api}) => /** @type {Instance} */ (api));
  const prefixes = instances.filter(({hasAot}) => hasAot).map(({names}) => names.prefix);
  const twice = prefixes.find((prefix, index) => prefixes.indexOf(prefix) !== index);
  if (!twice) return instances;
  throw new MionError({
    code: 'MION_OPTION_CONFLICT',
    message: `two instances of the plugin make the modules of ${twice}`,
    hint: 'Give one of them aotCaches.customVirtualModuleId, and import its caches under that name.',
  });
}

/**
 * Which instance makes a virtual module: one that was given its name, else one that has something to put into it.
 * @param {Instance[]} instances
 * @param {string} name as programs import it
 */
export function makerOf(instances, name) {
  const able = instances.filter(({names}) => names.resolve(name));
  const filled = able.filter(({hasAot, hasPureFns}) => (name === ids.serverPureFns ? hasPureFns : hasAot));
  return filled.find(({names}) => name.startsWith(`${names.prefix}/`)) ?? filled[0] ?? able[0];
}

/**
 * Which instance transforms a module: of those that may, one whose start script has loaded it; and of these one that needs
 * its types at run time, for what is there does no harm to the others.
 * @param {Instance[]} instances
 * @param {string} id
 */
export function transformerOf(instances, id) {
  const able = instances.filter(({devtools}) => devtools.accepts(id));
  if (able.length < 2) return able[0];
  const file = id.replace(/[?#].*$/, '');
  const loaders = able.filter(({generation}) => generation.inputs.includes(file));
  const candidates = loaders.length > 0 ? loaders : able;
  return candidates.find(({devtools}) => !devtools.excludesReflection()) ?? candidates[0];
}

/**
 * Whether all APIs of the bundle are strict, so that none needs reflection.
 * @param {Instance[]} instances
 */
export function isStrict(instances) {
  const withAot = instances.filter(({hasAot}) => hasAot);
  return withAot.length > 0 && withAot.every(({devtools}) => devtools.excludesReflection());
}

/**
 * Whether the options of all APIs leave something out.
 * @param {Instance[]} instances
 * @param {'excludesBinary' | 'excludesClientFns'} what
 */
export function allExclude(instances, what) {
  return instances.every(instance => instance[what] || !instance.hasAot);
}

/**
 * Whether a list of excluded functions has both of the binary form, by name or by id.
 * @param {string[]} [excludedFns]
 */
export function excludesBinary(excludedFns = []) {
  const has = (/** @type {string[]} */ ...names) => names.some(name => excludedFns.includes(name));
  return has('toBinary', 'tBi') && has('fromBinary', 'fBi');
}
