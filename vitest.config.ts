import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['npm/*/test/**/*.test.ts', 'tests/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'],
    globalSetup: 'scripts/runtime-packages.js',
    // Most of the time goes to waiting for builds, which are processes of their own, and for dev servers, which rest.
    maxWorkers: 3,
    // Tests that build whole projects take seconds on a small machine; a time never decides a test.
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
