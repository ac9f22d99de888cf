// The plugin inside the child that runs the start script: it does not start another, and reports what was loaded.
// @ts-check
import path from 'node:path';

/** Whether this process is the child. Newer versions of mion's runtime give the variable more values than `true`. */
export const isChild = Boolean(process.env['MION_COMPILE']);

/** @type {Set<string>} */
const reported = new Set();
/** @type {string[]} */
let pending = [];

/**
 * Tells the parent which files the result depends on. They are sent before anything that the script sends later.
 * @param {string[]} modules module ids; what is not a file is left out
 */
export function reportModules(modules) {
  for (const id of modules) {
    const file = id.replace(/[?#].*$/, '');
    if (!path.isAbsolute(file) || reported.has(file)) continue;
    reported.add(file);
    pending.push(file);
  }
  if (pending.length === 0 || !process.send) return;
  process.send({type: 'mion-aot-modules', modules: pending});
  pending = [];
}
