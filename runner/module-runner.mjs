// Runs the start script on Vite's own module runner (Vite 6 and later), in its `ssr` environment.

import path from 'node:path';
import {createServer, load, packagesToNode, runStartScript} from './start-script.mjs';

await runStartScript(async ({options, activity}) => {
  const vite = await load(path.join(options.package, 'dist/node/index.js'));
  if (!vite.createServerModuleRunner)
    throw new Error(`Vite ${vite.version} has no module runner: it needs Vite 6`);
  const {server, found} = await createServer(vite, options, [packagesToNode]);

  const environment = server.environments.ssr;
  const fetchModule = environment.fetchModule.bind(environment);
  environment.fetchModule = async (...parameters) => {
    const result = await activity.loading(fetchModule(...parameters));
    if (result.externalize) found.external(result.externalize);
    return result;
  };
  const runner = vite.createServerModuleRunner(environment, {hmr: false});
  return file => runner.import(file);
});
