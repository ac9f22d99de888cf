// Runs the start script as `vite-node <script>` does, with vite-node's own server and client.
//
// Its command line is not used because it cannot say when the script has been evaluated, nor what it loaded.
//
//   node --import preload.mjs vite-node.mjs --root <dir> --package <dir of vite-node> --mode <mode>
//        [--config <file>] <script>

import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {watchActivity} from './activity.mjs';
import {exitWith, reportFailure, reportUncaught} from './failure.mjs';
import {inputs} from './inputs.mjs';

const {values: options, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    config: {type: 'string'},
    mode: {type: 'string'},
    package: {type: 'string'},
    root: {type: 'string'},
  },
});
const [script] = positionals;
// As vite-node leaves it: the arguments are those of the script, and it has none.
process.argv.splice(2);

const activity = watchActivity();
reportUncaught();
try {
  await run();
  activity.evaluated();
} catch (error) {
  reportFailure(error);
  await exitWith(error);
}

async function run() {
  const own = createRequire(path.join(options.package, 'package.json'));
  const load = file => import(pathToFileURL(file).href);
  // The Vite that vite-node itself uses. The path of its entry has been the same since Vite 2.
  const vitePackage = path.dirname(own.resolve('vite/package.json'));
  const [vite, {ViteNodeServer}, {ViteNodeRunner}, {installSourcemapsSupport}] = await Promise.all([
    load(path.join(vitePackage, 'dist/node/index.js')),
    load(path.join(options.package, 'dist/server.mjs')),
    load(path.join(options.package, 'dist/client.mjs')),
    load(path.join(options.package, 'dist/source-map.mjs')),
  ]);

  const server = await vite.createServer({
    configFile: options.config,
    logLevel: 'error',
    mode: options.mode,
    root: options.root,
    server: {hmr: false, watch: null, ws: false},
  });
  const found = inputs(server);
  process.on('exit', found.report);

  const container = server.environments?.client.pluginContainer ?? server.pluginContainer;
  await container.buildStart({});
  for (const [key, value] of Object.entries(vite.loadEnv(server.config.mode, server.config.envDir, ''))) {
    process.env[key] ??= value;
  }

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
    resolveId: (id, importer) => activity.loading(node.resolveId(id, importer)),
  });
  await runner.executeId('/@vite/env');
  await runner.executeFile(script);
  found.report();
}
