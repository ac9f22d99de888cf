// The plugin inside the child that runs the start script: it starts no other, and tells what it read for the types.
// @ts-check

const mode = process.env['MION_COMPILE'];

/** Whether this process is the child. A dev server that calls the API by itself says `middleware` to the runtime. */
export const isChild = Boolean(mode) && mode !== 'middleware';

/** @type {Set<string>} */
const reported = new Set();

/**
 * Tells the parent which files the caches depend on beside the modules that the runner itself sees.
 * @param {string[]} files absolute paths; those that do not exist would change the caches if they did
 * @param {string[]} folders absolute paths: a new declaration file in one would
 */
export function reportInputs(files, folders) {
  const modules = files.filter(file => !reported.has(file));
  const searched = folders.filter(folder => !reported.has(folder));
  for (const path of [...modules, ...searched]) reported.add(path);
  const globs = searched.map(folder => ({folder, patterns: ['**/*.d.ts', '**/*.d.mts', '**/*.d.cts']}));
  if (modules.length > 0 || globs.length > 0) process.send?.({type: 'mion-aot-modules', modules, globs});
}

/**
 * Tells the parent that a module declares handlers: one that `aotCaches.include` names should be loaded by the start
 * script.
 * @param {string} module absolute path
 */
export function reportRouteModule(module) {
  process.send?.({type: 'mion-aot-route-module', module});
}

/**
 * Tells the parent what is to be warned of in the sources: it has the user's terminal.
 * @param {import('./native.d.ts').Finding[]} findings
 */
export function reportFindings(findings) {
  if (findings.length > 0) process.send?.({type: 'mion-aot-findings', findings});
}
