// AOT while a dev server runs: caches are made in the background and follow the files.
// @ts-check
import path from 'node:path';
import {invalidateAll, reload, showError} from './dev-server.js';

/**
 * @param {import('vite').ViteDevServer} server
 * @param {import('./generation.js').Generation} generation
 * @param {import('./native.d.ts').Devtools} devtools
 * @param {Map<string, string>} resolvedIds virtual module id to resolved id
 */
export function followFiles(server, generation, devtools, resolvedIds) {
  /** Whether a browser may be showing our error. */
  let shown = false;
  let everGood = false;
  let strict = false;

  /** @param {import('./native.d.ts').Generated | undefined} generated */
  function finished(generated) {
    if (!generated) {
      if (!generation.failure) return;
      shown = true;
      showError(server, generation.failure);
      return;
    }
    watch(server, generated.inputs);
    // Modules that were loaded before this with the other kind of reflection are of no use.
    const changedKind = everGood && strict !== devtools.excludesReflection();
    strict = devtools.excludesReflection();
    const ids = generated.changed.map(id => resolvedIds.get(id) ?? '');
    if (changedKind) invalidateAll(server);
    else for (const id of ids) void reload(server, id);
    if (changedKind || (shown && !everGood)) server.ws.send({type: 'full-reload'});
    // An empty update takes the error off the screen.
    else if (shown) server.ws.send({type: 'update', updates: []});
    shown = false;
    everGood = true;
  }

  server.watcher.on('all', (event, name) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    const file = name.replaceAll('\\', '/');
    const configures = /(?:tsconfig[^/]*|package)\.json$/.test(file);
    if (event !== 'change' || configures) devtools.forget();
    // Where the caches could not be made, nobody knows what would mend it.
    if (generation.failure ? !ignored(file) : devtools.affects(file)) generation.restart(finished);
  });
  generation.run().then(finished, () => finished(undefined));
}

/** What a failed build does not depend on: what Vite itself and version control write. @param {string} file */
function ignored(file) {
  return /\/(?:node_modules\/\.(?!.*package\.json$)|\.git\/)/.test(file);
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
