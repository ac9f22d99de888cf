// AOT while a dev server runs: caches are made in the background and follow the files.
// @ts-check
import path from 'node:path';
import {invalidateAll, reload, showError} from './dev-server.js';

/**
 * @param {import('vite').ViteDevServer} server
 * @param {object} source
 * @param {import('./generation.js').Generation} source.generation
 * @param {import('./native.d.ts').Devtools} source.devtools
 * @param {ReturnType<typeof import('./virtual-ids.js').virtualIds>} source.names
 * @param {(isGood: boolean) => Promise<void> | void} source.made called after each run, before an error goes from the
 *   screen; rejects with what keeps the new caches from being used
 * @returns a function that shows an error until the next good run
 */
export function followFiles(server, {generation, devtools, names, made}) {
  /** Whether a browser may be showing our error. */
  let shown = false;
  let everGood = false;
  let strict = false;

  /** Files that were written while the start script ran. @type {Set<string>} */
  const touched = new Set();

  /** @param {unknown} error */
  function fail(error) {
    shown = true;
    showError(server, error);
  }

  /** @param {import('./native.d.ts').Generated | undefined} generated */
  async function finished(generated) {
    const outdated = Array.from(touched).some(file => devtools.affects(file));
    touched.clear();
    if (outdated) generation.restart(finished);
    if (!generated) {
      if (generation.failure) fail(generation.failure);
      await made(false);
      return;
    }
    if (server.config.server.watch !== null) generation.prepare();
    watch(server, generated.inputs);
    // Modules that were loaded before this with the other kind of reflection are of no use.
    const changedKind = everGood && strict !== devtools.excludesReflection();
    strict = devtools.excludesReflection();
    const ids = [...generated.changed.map(id => names.resolve(id) ?? ''), ...generated.changedModules];
    if (changedKind) invalidateAll(server);
    else await Promise.all(ids.map(id => reload(server, id)));
    try {
      await made(true);
    } catch (error) {
      // That of an edit in between goes with the run that follows it.
      if (generation.isSettled) fail(error);
      return;
    }
    if (changedKind || (shown && !everGood)) server.ws.send({type: 'full-reload'});
    // An empty update takes the error off the screen.
    else if (shown) server.ws.send({type: 'update', updates: []});
    shown = false;
    everGood = true;
  }

  server.watcher.on('all', (event, name) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    const file = name.replaceAll('\\', '/');
    if (devtools.affects(file)) generation.restart(finished);
    // What a run depends on is known when it is over.
    else if (generation.isRunning) touched.add(file);
  });
  generation.run().then(finished, () => finished(undefined));
  return fail;
}

/**
 * Vite watches its root; what lies outside is added.
 * @param {import('vite').ViteDevServer} server
 * @param {string[]} inputs
 */
function watch(server, inputs) {
  const root = `${server.config.root}/`;
  const outside = inputs.filter(file => !file.startsWith(root) && !file.includes('/node_modules/'));
  server.watcher.add(outside.map(file => path.normalize(file)));
}
