// What every runner does around the evaluation of the start script. A runner is started as
//
//   node --import preload.mjs <runner>.mjs --root <dir> --package <dir> --mode <mode> [--config <file>] <script>
//
// where `--package` is the folder of the npm package that the runner stands on.

import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {watchActivity} from './activity.mjs';
import {recordEnvironment} from './environment.mjs';
import {exitWith, reportFailure, reportUncaught} from './failure.mjs';
import {inputs} from './inputs.mjs';

/** What the script depends on, once its server is there. */
let found;
const env = recordEnvironment();

/**
 * Calls `evaluate({script, options, activity})` and tells the plugin how it went.
 * `evaluate` resolves when the script has been evaluated, its top-level awaits included.
 */
export async function runStartScript(evaluate) {
  const {values: options, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      config: {type: 'string'},
      mode: {type: 'string'},
      package: {type: 'string'},
      root: {type: 'string'},
    },
  });
  // As vite-node leaves it: the arguments are those of the script, and it has none.
  process.argv.splice(2);

  const activity = watchActivity(() => found?.report());
  reportUncaught();
  try {
    await evaluate({script: positionals[0], options, activity});
    activity.evaluated();
  } catch (error) {
    reportFailure(error);
    await exitWith(error);
  }
}

/** Creates the Vite server that the script is transformed by, as vite-node's command line does. */
export async function createServer(vite, options, plugins = []) {
  const server = await vite.createServer({
    configFile: options.config,
    logLevel: 'error',
    mode: options.mode,
    plugins,
    root: options.root,
    server: {hmr: false, watch: null, ws: false},
  });
  found = inputs(server, env);
  // A script may end before it was evaluated.
  process.on('exit', found.report);

  const container = server.environments?.client.pluginContainer ?? server.pluginContainer;
  await container.buildStart({});
  for (const [key, value] of Object.entries(vite.loadEnv(server.config.mode, server.config.envDir, ''))) {
    process.env[key] ??= value;
  }
  return {server, found};
}

/**
 * Leaves packages to Node where a bundle would take them in: Vite's own runners know ES modules only, and a package in
 * CommonJS dies there. What is TypeScript is taken in all the same.
 */
export const packagesToNode = {
  name: 'mion:packages-to-node',
  config(config) {
    for (const at of [config.ssr, config.resolve, config.environments?.ssr?.resolve]) {
      if (at?.noExternal === true) delete at.noExternal;
    }
  },
};

/** Imports a file by its path. */
export const load = file => import(pathToFileURL(file).href);
