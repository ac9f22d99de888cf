// What every runner does around the evaluation of the start script. A runner is started as
//
//   node --import preload.mjs <runner>.mjs --root <dir> --package <dir> --mode <mode> [--config <file>]
//     [--config-loader <name>] [--include <module>]... [--wait] -- <script> [<argument>...]
//
// where `--package` is the folder of the npm package that the runner stands on. With `--wait` it does all that comes before
// the script, says so, and evaluates the script when it is told to.

import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {watchActivity} from './activity.mjs';
import {recordEnvironment} from './environment.mjs';
import {exitWith, reportFailure, reportUncaught} from './failure.mjs';
import {inputs} from './inputs.mjs';
import {keepAlive, onCommand, report} from './preload.mjs';

/** What the script depends on, once its server is there. */
let found;
const env = recordEnvironment();

/**
 * Makes a runner by `prepare({options, activity})`, evaluates the start script with it, then the modules of
 * `aotCaches.include`, and tells the plugin how it went. A runner is a function that resolves when the module of a path
 * has been evaluated, its top-level awaits included.
 */
export async function runStartScript(prepare) {
  const {values: options, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      config: {type: 'string'},
      'config-loader': {type: 'string'},
      include: {type: 'string', multiple: true},
      mode: {type: 'string'},
      package: {type: 'string'},
      root: {type: 'string'},
      wait: {type: 'boolean'},
    },
  });
  const [script, ...parameters] = positionals;
  // As vite-node leaves it: the arguments are those of the script.
  process.argv.splice(2, Infinity, ...parameters);

  const activity = watchActivity(() => found?.report());
  if (process.env.MION_COMPILE === 'childProcess') {
    const {setHeldListener} = await import('./serving.mjs');
    setHeldListener(activity.listens);
  }
  reportUncaught();
  try {
    const run = await prepare({options, activity});
    if (options.wait) await turn();
    await run(script);
    report({type: 'mion-aot-including'});
    for (const module of options.include ?? []) await include(run, module);
    // Types that could not be looked at before their modules were evaluated.
    globalThis.__mionTypeCalls?.flush?.();
    found.report();
    activity.evaluated();
  } catch (error) {
    reportFailure(error);
    await exitWith(error);
  }
}

/** An error of a module that only `aotCaches.include` names says so. */
async function include(run, module) {
  try {
    await run(module);
  } catch (cause) {
    if (cause instanceof Error) {
      cause.message = `${module}, which aotCaches.include names, could not be loaded: ${cause.message}`;
    }
    throw cause;
  }
}

/** Creates the Vite server that the script is transformed by, as vite-node's command line does. */
export async function createServer(vite, options, plugins = []) {
  const server = await vite.createServer({
    configFile: options.config,
    // Vite 5 has one way, and reads no such option.
    configLoader: options['config-loader'],
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

/** Tells that all is prepared, and resolves when it is this process' turn. */
function turn() {
  found.report();
  return new Promise(resolve => {
    keepAlive(true);
    onCommand('mion-aot-start', () => {
      keepAlive(false);
      resolve();
    });
    report({type: 'mion-aot-prepared'});
  });
}

/**
 * Leaves packages to Node where a bundle takes all of them in: that halves the time of a start script, and Vite's own runners
 * know ES modules only. What Node cannot load (TypeScript, assets) is taken in all the same, and what the config names.
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
