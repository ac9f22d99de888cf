// The tests whose strength is their number, at full length: random edits, builds killed at random moments, random types,
// hostile bodies, random programs, and the files of large packages. Takes about two hours on two cores. `MION_TEST_SEED=<number>` takes
// other random choices, and is printed by what fails.
// @ts-check
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Packages with many TypeScript files, installed for the transform's test alone. */
const SOURCES = ['effect@4.1.0', '@aws-sdk/client-ec2@3.1169.0', 'date-fns@4.4.0'];

const long = {...process.env, MION_TEST_LONG: '1'};
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  'tests/aot-stale.test.ts',
  'tests/aot-kill.test.ts',
  'tests/aot-serve.test.ts',
  'npm/run-types/test/random-types.test.ts',
  'npm/run-types/test/fuzz.test.ts',
];
const cargo = ['test', '--package', 'mion-reflect', '--release', '--test'];
const ok = [
  run(process.execPath, vitest, long),
  run('cargo', [...cargo, 'robustness'], {...long, MION_TEST_SOURCES: sources()}),
  run('cargo', [...cargo, 'fuzz', '--', '--nocapture'], {MION_FUZZ_SECONDS: '3600', ...long}),
];
process.exit(ok.every(Boolean) ? 0 : 1);

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function run(command, args, env) {
  return spawnSync(command, args, {stdio: 'inherit', env}).status === 0;
}

/** The folder with the packages, which stays for the next time. */
function sources() {
  const folder = path.join(tmpdir(), 'mion-test-sources');
  if (existsSync(path.join(folder, 'installed'))) return path.join(folder, 'node_modules');
  mkdirSync(folder, {recursive: true});
  writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', ...SOURCES];
  const {status} = spawnSync('npm', args, {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`the packages cannot be installed in ${folder}`);
  writeFileSync(path.join(folder, 'installed'), SOURCES.join('\n'));
  return path.join(folder, 'node_modules');
}
