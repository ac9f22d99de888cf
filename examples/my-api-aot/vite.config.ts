import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'src/start.ts'}})],
  build: {lib: {entry: 'src/index.ts', formats: ['es'], fileName: 'index'}, minify: false},
});
