// Runs the start script on the experimental runtime of Vite 5.1 to 5.4, which Vite 6 replaced by its module runner.

import path from 'node:path';
import {createServer, load, packagesToNode, runStartScript} from './start-script.mjs';

await runStartScript(async ({options, activity}) => {
  const vite = await load(path.join(options.package, 'dist/node/index.js'));
  if (!vite.createViteRuntime)
    throw new Error(`Vite ${vite.version} has no runtime: it needs Vite 5.1 to 5.4`);
  const {server, found} = await createServer(vite, options, [packagesToNode]);

  const fetchModule = server.ssrFetchModule.bind(server);
  server.ssrFetchModule = async (...parameters) => {
    const result = await activity.loading(fetchModule(...parameters));
    if (result.externalize) found.external(result.externalize);
    return result;
  };
  const runtime = await vite.createViteRuntime(server, {hmr: false});
  return file => runtime.executeEntrypoint(file);
});
