// What the caches depend on, as far as the runner can see it: what Vite loaded and how it came to it, its config, its env
// files, and the packages that Node loaded by itself. The plugin in this process adds what it read for the types.

import {existsSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {report, setReportListener} from './preload.mjs';
import {resolution} from './resolution.mjs';

/**
 * @param server the Vite server that the start script runs on
 * @param {Set<string>} env the names of environment variables that were read, growing
 * @returns `external(id)` notes a module that Node loads by itself; `report()` sends what is new since the last call.
 */
export function inputs(server, env) {
  const {config} = server;
  const found = {files: new Set(), links: new Set(), globs: new Map(), env, defines: new Set()};
  const sources = new Set(config.configFileDependencies);
  if (config.configFile) sources.add(config.configFile);
  else for (const name of CONFIG_FILES) found.files.add(path.join(config.root, name));
  // Those that do not exist count too: creating one changes what the script sees.
  for (const name of ['.env', '.env.local', `.env.${config.mode}`, `.env.${config.mode}.local`]) {
    if (config.envDir) found.files.add(path.join(config.envDir, name));
  }
  const resolver = resolution(
    {
      root: config.root,
      extensions: config.resolve.extensions,
      envPrefixes: [config.envPrefix ?? 'VITE_'].flat(),
      defines: Object.keys(config.define ?? {}),
    },
    found,
  );
  // Files that the plugin read for the types are imported by nobody at run time, and import others.
  setReportListener(files => {
    for (const file of files) sources.add(file);
  });
  const packages = new Set();
  const sent = {files: new Set(), links: new Set(), globs: new Set(), env: new Set(), defines: new Set()};

  return {
    external(id) {
      const file = id.startsWith('file:') ? fileURLToPath(id) : id;
      if (!path.isAbsolute(file)) return;
      found.files.add(file);
      // Of the modules that this one imports nothing is known but the versions of their packages.
      const manifest = packageManifest(path.dirname(file));
      if (manifest) versions(manifest);
    },
    report() {
      const graph = server.environments?.ssr?.moduleGraph ?? server.moduleGraph;
      for (const file of graph.fileToModulesMap.keys()) sources.add(file);
      for (const file of sources) {
        if (!path.isAbsolute(file)) continue;
        found.files.add(file);
        resolver.scan(file);
      }
      const fresh = name => {
        const all = found[name] instanceof Map ? found[name].keys() : found[name];
        const keys = Array.from(all).filter(key => !sent[name].has(key));
        for (const key of keys) sent[name].add(key);
        return keys;
      };
      const message = {
        modules: fresh('files'),
        links: fresh('links'),
        globs: fresh('globs').map(key => found.globs.get(key)),
        env: fresh('env'),
        defines: fresh('defines'),
      };
      if (Object.values(message).some(list => list.length > 0))
        report({type: 'mion-aot-modules', ...message});
    },
  };

  /** Adds a package's manifest, and those of all that it depends on. */
  function versions(manifest) {
    if (packages.has(manifest)) return;
    packages.add(manifest);
    found.files.add(manifest);
    let dependencies = {};
    try {
      const {
        dependencies: direct,
        optionalDependencies,
        peerDependencies,
      } = JSON.parse(readFileSync(manifest, 'utf8'));
      dependencies = {...direct, ...optionalDependencies, ...peerDependencies};
    } catch {
      // One that cannot be read is an input, and has no dependencies.
    }
    for (const name of Object.keys(dependencies)) {
      for (let at = path.dirname(manifest); ; at = path.dirname(at)) {
        const dependency = path.join(at, 'node_modules', name, 'package.json');
        if (existsSync(dependency)) {
          versions(realpathSync(dependency));
          break;
        }
        if (at === path.dirname(at)) break;
      }
    }
  }
}

const CONFIG_FILES = ['js', 'mjs', 'ts', 'cjs', 'mts', 'cts'].map(extension => `vite.config.${extension}`);

function packageManifest(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    const manifest = path.join(at, 'package.json');
    if (existsSync(manifest)) return manifest;
    if (at === path.dirname(at)) return undefined;
  }
}
