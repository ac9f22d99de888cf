// What is done to a dev server, of whatever version: modules reloaded, errors shown.
// @ts-check
import {toRollupLog} from './error.js';

/**
 * Logs an error, and shows it in the overlay.
 * @param {import('vite').ViteDevServer} server
 * @param {unknown} error
 */
export function showError(server, error) {
  const {message, frame, loc, id} = toRollupLog(error);
  server.config.logger.error(frame ? `${message}\n${frame}` : message);
  server.ws.send({type: 'error', err: {message, stack: '', frame, loc, id, plugin: 'mion'}});
}

/**
 * Reloads a module in each environment that has loaded it.
 * @param {import('vite').ViteDevServer} server
 * @param {string} id
 */
export async function reload(server, id) {
  for (const {graph, module, load} of loaded(server, id)) {
    graph.invalidateModule(module);
    await load();
  }
}

/**
 * Forgets what a module was transformed to, in each environment that has loaded it.
 * @param {import('vite').ViteDevServer} server
 * @param {string} id
 */
export function invalidate(server, id) {
  for (const {graph, module} of loaded(server, id)) graph.invalidateModule(module);
}

/**
 * A module in the graphs that have it; Vite 5 has one graph for all environments.
 * @param {import('vite').ViteDevServer} server
 * @param {string} id
 * @returns {{graph: {invalidateModule(module: any): void}, module: unknown, load: () => Promise<void>}[]}
 */
function loaded(server, id) {
  const environments = Object.values(server.environments ?? {});
  if (environments.length === 0) {
    const module = server.moduleGraph.getModuleById(id);
    return module ? [{graph: server.moduleGraph, module, load: () => server.reloadModule(module)}] : [];
  }
  return environments.flatMap(environment => {
    const graph = environment.moduleGraph;
    const module = graph.getModuleById(id);
    return module ? [{graph, module, load: () => environment.reloadModule(module)}] : [];
  });
}

/**
 * Forgets what every module was transformed to.
 * @param {import('vite').ViteDevServer} server
 */
export function invalidateAll(server) {
  if (!server.environments) server.moduleGraph.invalidateAll();
  else for (const {moduleGraph} of Object.values(server.environments)) moduleGraph.invalidateAll();
}
