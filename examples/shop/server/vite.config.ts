/** Builds the shop for Node: `dist/node/node.js`, all that it needs inside. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [
    mionPlugin({
      runTypes: {},
      serverPureFunctions: {clientSrcPath: '../client/src'},
      aotCaches: {startServerScript: 'src/node.ts'},
    }),
  ],
  build: {ssr: 'src/node.ts', outDir: 'dist/node', target: 'node20'},
  ssr: {noExternal: true},
});
