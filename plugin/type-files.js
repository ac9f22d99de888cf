// Which modules reflect something else when a file is written, removed or added: what Vite's own graph does not tell.
// There an importer of a changed module keeps its code, for its own text is the same; but what it reflects may be taken
// from that module. And a file that is not there yet is in no graph.
// @ts-check
import {invalidate, reload} from './dev-server.js';

export class TypeFiles {
  /**
   * Module id to the files that decided what it reflects, those that would, and the folders where others would.
   * @type {Map<string, {read: Set<string>, missing: Set<string>, searched: string[]}>}
   */
  #modules = new Map();

  /**
   * @param {string} id of a module that was transformed
   * @param {import('./native.d.ts').Transformed} transformed
   */
  note(id, {dependencies, missing, searched}) {
    this.#modules.set(id, {read: new Set(dependencies), missing: new Set(missing), searched});
  }

  /** Whether a module was transformed while there was no such file. @param {string} file absolute path */
  isMissing(file) {
    return Array.from(this.#modules.values()).some(({missing}) => missing.has(file));
  }

  /**
   * Makes the modules that a file bears on be transformed anew. What Vite itself reloads, it then finds outdated.
   * @param {import('vite').ViteDevServer} server
   * @param {string} file absolute path
   */
  async change(server, file) {
    const declares = /\.d\.[cm]?ts$/.test(file);
    for (const [id, {read, missing, searched}] of this.#modules) {
      const isNew = declares && searched.some(folder => file.startsWith(`${folder}/`)) && !read.has(file);
      if (read.has(file)) invalidate(server, id);
      if (isNew || missing.has(file)) await reload(server, id);
    }
  }
}
