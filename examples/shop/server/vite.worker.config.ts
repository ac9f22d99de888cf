/** Builds the shop for Cloudflare Workers: `dist/worker/worker.js`, one module. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [
    mionPlugin({
      runTypes: {},
      serverPureFunctions: {clientSrcPath: '../client/src'},
      aotCaches: {
        startServerScript: 'src/node.ts',
        serverViteConfig: 'vite.config.ts',
        // All clients of this Worker are built with caches of their own, and write JSON.
        clientFns: false,
        excludedFns: ['toBinary', 'fromBinary'],
      },
    }),
  ],
  build: {ssr: 'src/worker.ts', outDir: 'dist/worker', target: 'es2022', minify: true},
  ssr: {noExternal: true, target: 'webworker'},
});
