/** Builds the programs that take their caches from the package `my-api-aot`. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({runTypes: {}})],
  build: {
    ssr: true,
    rolldownOptions: {input: ['aot-init-router.ts', 'aot-server.ts', 'aot-client.ts']},
  },
});
