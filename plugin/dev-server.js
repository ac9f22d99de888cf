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
 * Reloads a module in each environment that has loaded it; Vite 5 has one graph for all.
 * @param {import('vite').ViteDevServer} server
 * @param {string} id
 */
export async function reload(server, id) {
  const environments = Object.values(server.environments ?? {});
  for (const environment of environments) {
    const module = environment.moduleGraph.getModuleById(id);
    if (!module) continue;
    environment.moduleGraph.invalidateModule(module);
    await environment.reloadModule(module);
  }
  if (environments.length > 0) return;
  const module = server.moduleGraph.getModuleById(id);
  if (!module) return;
  server.moduleGraph.invalidateModule(module);
  await server.reloadModule(module);
}

/**
 * Forgets what every module was transformed to.
 * @param {import('vite').ViteDevServer} server
 */
export function invalidateAll(server) {
  if (!server.environments) server.moduleGraph.invalidateAll();
  else for (const {moduleGraph} of Object.values(server.environments)) moduleGraph.invalidateAll();
}
