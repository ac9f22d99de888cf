import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';

it('a client is typed by the type of its API: parameters, results, errors, middleFns', () => {
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
  const project = fileURLToPath(new URL('./tsconfig.json', import.meta.url));
  const {stdout, status} = spawnSync(process.execPath, [tsc, '-p', project], {
    encoding: 'utf8',
    timeout: 110_000,
  });
  expect([stdout, status]).toEqual(['', 0]);
});
