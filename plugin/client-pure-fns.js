// The module of pure functions while files change, in a dev server or a build that watches: kept in step with the
// client's files, changed ones, new ones, gone ones.
// @ts-check
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {reload, showError} from './dev-server.js';

/**
 * Watches the folder of the client's sources. When what they hold has changed, the module is made anew and all that
 * imports it is reloaded; when they cannot be read, the last good text stays, and the overlay says why.
 * @param {import('vite').ViteDevServer} server
 * @param {object} source
 * @param {string} source.folder absolute; or one file
 * @param {string} source.id the resolved id of the module
 * @param {() => Promise<unknown>} source.extract reads the folder; throws `MionError`
 * @param {() => string | null} source.text the module's text as it is now
 */
export function followClientSources(server, {folder, id, extract, text}) {
  server.watcher.add(folder);
  let isStale = false;
  let isRunning = false;

  /** One at a time; what changes meanwhile is read in another round. */
  async function update() {
    if (isRunning) return;
    isRunning = true;
    while (isStale) {
      isStale = false;
      const before = text();
      try {
        await extract();
        if (text() !== before) await reload(server, id);
      } catch (error) {
        showError(server, error);
      }
    }
    isRunning = false;
  }

  for (const event of ['add', 'change', 'unlink']) {
    server.watcher.on(event, (/** @type {string} */ file) => {
      if (!isBelow(folder, path.resolve(server.config.root, file))) return;
      isStale = true;
      void update();
    });
  }
}

/**
 * The folders that a watching build must be told of, for it to see new files: watched with all that is below them, so
 * none may hold what the build itself writes, nor packages. Files that come directly into a folder that does are seen
 * at the next change.
 * @param {string} folder
 * @param {string[]} outDirs
 * @returns {string[]}
 */
export function foldersToWatch(folder, outDirs) {
  if (outDirs.includes(folder) || !statSync(folder).isDirectory()) return [];
  const children = readdirSync(folder, {withFileTypes: true}).filter(entry => entry.isDirectory());
  if (!outDirs.some(outDir => isBelow(folder, outDir)) && !children.some(({name}) => name === 'node_modules'))
    return [folder];
  return children
    .filter(({name}) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap(({name}) => foldersToWatch(path.join(folder, name), outDirs));
}

/**
 * @param {string} folder
 * @param {string} file
 */
function isBelow(folder, file) {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
