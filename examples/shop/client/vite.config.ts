/** Builds the client: `dist/main.js`. It has the caches of the server's API, and nothing else of the server. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [
    mionPlugin({
      runTypes: {},
      aotCaches: {
        startServerScript: '../server/src/node.ts',
        serverViteConfig: '../server/vite.config.ts',
        cache: '../server/node_modules/.vite',
      },
    }),
  ],
  build: {ssr: 'src/main.ts', target: 'node20'},
  ssr: {noExternal: true},
});
