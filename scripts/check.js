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
  ['Types', process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
];

const failed = checks.filter(([name, command, args]) => {
  const ok = spawnSync(command, args, {stdio: 'inherit'}).status === 0;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  return !ok;
});

const lock = readFileSync('package-lock.json', 'utf8');
const hosts = lock.match(
  /https?:\/\/(?!registry\.npmjs\.org\/|[^"]*(?:sponsors|opencollective|github\.com|funding))[^"/]+/g,
);
const foreign = new Set(hosts?.filter(host => lock.includes(`"resolved": "${host}`)));
if (foreign.size > 0) console.log(`✗ package-lock.json names registries: ${[...foreign].join(', ')}`);

process.exitCode = failed.length > 0 || foreign.size > 0 ? 1 : 0;
