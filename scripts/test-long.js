// The tests whose strength is their number, at full length: random edits, builds killed at random moments, every Vite,
// random types. Takes about an hour on two cores. `MION_TEST_SEED=<number>` takes other random choices, and is printed by what fails.
// @ts-check
import {spawnSync} from 'node:child_process';
import process from 'node:process';

const {status} = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'tests/aot-stale.test.ts',
    'tests/aot-kill.test.ts',
    'tests/aot-serve.test.ts',
    'npm/run-types/test/random-types.test.ts',
  ],
  {stdio: 'inherit', env: {...process.env, MION_TEST_LONG: '1'}},
);
process.exit(status ?? 1);
