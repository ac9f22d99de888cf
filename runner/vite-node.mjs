// Runs the start script as `vite-node <script>` does, with vite-node's own server and client.
//
// Its command line is not used because it cannot say when the script has been evaluated, nor what it loaded.

import {createRequire} from 'node:module';
import path from 'node:path';
import {createServer, load, packagesToNode, runStartScript} from './start-script.mjs';

await runStartScript(async ({options, activity}) => {
  const own = createRequire(path.join(options.package, 'package.json'));
  // The Vite that vite-node itself uses. The path of its entry has been the same since Vite 2.
  const vitePackage = path.dirname(own.resolve('vite/package.json'));
  const [vite, {ViteNodeServer}, {ViteNodeRunner}, {installSourcemapsSupport}] = await Promise.all([
    load(path.join(vitePackage, 'dist/node/index.js')),
    load(path.join(options.package, 'dist/server.mjs')),
    load(path.join(options.package, 'dist/client.mjs')),
    load(path.join(options.package, 'dist/source-map.mjs')),
  ]);
  const {server, found} = await createServer(vite, options, [packagesToNode]);

  const node = new ViteNodeServer(server, {});
  installSourcemapsSupport({getSourceMap: source => node.getSourceMap(source)});
  const runner = new ViteNodeRunner({
    root: server.config.root,
    base: server.config.base,
    async fetchModule(id) {
      const result = await activity.loading(node.fetchModule(id));
      if (result.externalize) found.external(result.externalize);
      return result;
    },
    resolveId: (id, importer) => activity.loading(node.resolveId(id, importer && toFile(importer))),
  });
  await runner.executeId('/@vite/env');
  return file => runner.executeFile(file);
});

/** vite-node names a script outside of the root by a URL; what it imports is looked for from its own folder. */
function toFile(importer) {
  if (!importer.startsWith('/@fs/')) return importer;
  const file = importer.slice('/@fs/'.length);
  return path.isAbsolute(file) ? file : `/${file}`;
}
