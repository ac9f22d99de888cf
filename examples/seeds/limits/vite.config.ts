/** Builds the program that shows what is compiled, and what is not. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'start.ts'}})],
  build: {ssr: 'start.ts'},
  ssr: {noExternal: true},
});
