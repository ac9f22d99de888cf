// All that needs no run of the program: formats, lints, types.
// @ts-check
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** @type {[string, string, string[]][]} */
const checks = [
  ['Rust format', 'cargo', ['fmt', '--all', '--check']],
  ['Rust lints', 'cargo', ['clippy', '--workspace', '--all-targets', '--quiet', '--', '-D', 'warnings']],
  [
    'Format and lint',
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings', '.'],
  ],
  ...[
    '.',
    'npm/client/test',
    'examples/shop',
    'examples/shop/client/order-page',
    'examples/seeds',
    'examples/my-api-aot',
  ].map(types),
];

/**
 * @param {string} folder of a tsconfig.json
 * @returns {[string, string, string[]]}
 */
function types(folder) {
  const tsc = 'node_modules/typescript/bin/tsc';
  return [`Types of ${folder}`, process.execPath, [tsc, '-p', folder, '--noEmit']];
}

const failed = checks.filter(([name, command, args]) => {
  const ok = spawnSync(command, args, {stdio: 'inherit'}).status === 0;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  return !ok;
});

// The client writes no addresses for its default registry: one in the lock file would bind every user to it.
const lock = readFileSync('package-lock.json', 'utf8');
const registries = new Set(lock.match(/(?<="resolved": ")https?:\/\/[^/"]+/g));
if (registries.size > 0) console.log(`✗ package-lock.json names registries: ${[...registries].join(', ')}`);

process.exitCode = failed.length > 0 || registries.size > 0 ? 1 : 0;
