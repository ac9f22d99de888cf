// How the virtual modules are called: by programs, and by Vite when they are resolved.
// @ts-check
import {addon} from './addon.js';

export const ids = addon.virtualModuleIds();

const OWN = 'virtual:mion-aot';

/**
 * The names of one plugin instance's modules.
 * @param {string} [custom] `customVirtualModuleId`
 */
export function virtualIds(custom) {
  const prefix = custom ? `virtual:${custom}` : OWN;
  const modules = Object.values(ids).map(id => ({id, name: id.replace(OWN, prefix)}));
  /** @param {string} name */
  const toResolved = name => `\0${name}.ts`;
  const byName = new Map(
    modules.flatMap(({id, name}) => [
      [name, toResolved(name)],
      [id, toResolved(name)],
    ]),
  );
  const byResolved = new Map(modules.map(({id, name}) => [toResolved(name), id]));
  return {
    /** What stands before the slash. */
    prefix,
    /** What programs may import. */
    all: Array.from(byName.keys()),
    /** Finds the names that are this instance's alone. */
    pattern: new RegExp(`^${prefix.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}/`),
    /**
     * The resolved id of what a program imports. Existing code relies on its form.
     * @param {string} name
     */
    resolve: name => byName.get(name),
    /**
     * Which module a resolved id is: the default id, whatever it is called here.
     * @param {string | undefined} resolved
     */
    identify: resolved => byResolved.get(resolved ?? ''),
  };
}
