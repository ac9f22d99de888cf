/** Builds the strict program for Cloudflare Workers: `dist/worker/worker.js`, one module. */
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [
    mionPlugin({
      runTypes: {},
      aotCaches: {
        startServerScript: 'worker.ts',
        serverViteConfig: 'vite.worker.config.ts',
        include: 'routes-*.ts',
      },
    }),
  ],
  build: {ssr: 'worker.ts', outDir: 'dist/worker', target: 'es2022'},
  ssr: {noExternal: true, target: 'webworker'},
});
