// Runs the shop's API out of a Vite dev server, through Vite's module runner: no build, no port.
// @ts-check
import {fileURLToPath} from 'node:url';
import {createServer, createServerModuleRunner} from 'vite';

const server = await createServer({
  root: fileURLToPath(new URL('../shop/server', import.meta.url)),
  server: {middlewareMode: true, ws: false},
  appType: 'custom',
  logLevel: 'warn',
});

try {
  const runner = createServerModuleRunner(server.environments.ssr);
  const {default: shop} = await runner.import('/src/worker.ts');
  const response = await shop.fetch(
    new Request('http://shop/search/suggest', {
      method: 'POST',
      body: JSON.stringify({'search/suggest': ['desk']}),
    }),
  );
  console.log(response.status, await response.text());
  await runner.close();
} finally {
  await server.close();
}
