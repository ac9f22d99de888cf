/** Builds the order page: for browsers `dist/order-page/`, and with `--mode node` `dist/order-page-node.js`. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig, type UserConfig} from 'vite';

const forBrowsers: UserConfig = {
  root: 'order-page',
  build: {outDir: '../dist/order-page', emptyOutDir: true, target: 'es2022', minify: true},
};
const forNode: UserConfig = {
  build: {ssr: 'src/order-page-node.ts', emptyOutDir: false, target: 'node20', minify: true},
  ssr: {noExternal: true},
};

export default defineConfig(({mode}) => {
  const isNode = mode === 'node';
  const here = isNode ? '' : '../';
  return {
    ...(isNode ? forNode : forBrowsers),
    plugins: [
      mionPlugin({
        runTypes: {},
        serverPureFunctions: {clientSrcPath: `${here}src`},
        aotCaches: {
          startServerScript: `${here}../server/src/node.ts`,
          serverViteConfig: `${here}../server/vite.config.ts`,
          cache: `${here}../server/node_modules/.vite`,
        },
      }),
    ],
  };
});
