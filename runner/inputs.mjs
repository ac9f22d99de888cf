// Which files the caches depend on, as far as the runner can see them: what Vite loaded, its config, its env files, and
// the packages that Node loaded by itself. The plugin in this process adds what it read for the types.

import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {report} from './preload.mjs';

/**
 * @param server the Vite server that the start script runs on
 * @returns `external(id)` notes a module that Node loads by itself; `report()` sends what is new since the last call.
 */
export function inputs(server) {
  const {config} = server;
  const files = new Set(config.configFileDependencies);
  if (config.configFile) files.add(config.configFile);
  else for (const name of CONFIG_FILES) files.add(path.join(config.root, name));
  // Those that do not exist count too: creating one changes what the script sees.
  for (const name of ['.env', '.env.local', `.env.${config.mode}`, `.env.${config.mode}.local`]) {
    if (config.envDir) files.add(path.join(config.envDir, name));
  }
  const reported = new Set();

  return {
    external(id) {
      const file = id.startsWith('file:') ? fileURLToPath(id) : id;
      if (!path.isAbsolute(file)) return;
      files.add(file);
      // Of the modules that this one imports nothing is known but their package's version.
      const manifest = packageManifest(path.dirname(file));
      if (manifest) files.add(manifest);
    },
    report() {
      const graph = server.environments?.ssr?.moduleGraph ?? server.moduleGraph;
      for (const file of graph.fileToModulesMap.keys()) files.add(file);
      const modules = [...files].filter(file => path.isAbsolute(file) && !reported.has(file));
      for (const file of modules) reported.add(file);
      if (modules.length > 0) report({type: 'mion-aot-modules', modules});
    },
  };
}

const CONFIG_FILES = ['js', 'mjs', 'ts', 'cjs', 'mts', 'cts'].map(extension => `vite.config.${extension}`);

function packageManifest(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    const manifest = path.join(at, 'package.json');
    if (existsSync(manifest)) return manifest;
    if (at === path.dirname(at)) return undefined;
  }
}
