/** Builds the strict program with the caches of its own virtual modules. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'aot-strict.ts'}})],
  build: {ssr: 'aot-strict.ts'},
  ssr: {noExternal: true},
});
