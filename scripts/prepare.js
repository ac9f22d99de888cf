// Brings a checkout to the point where everything runs: installs, builds what is stale, skips what is fresh.
// Runs before anything is installed, so it uses Node alone.
// @ts-check
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

checkTools();
installPackages();
buildAddon();
buildRuntime();

function checkTools() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
  if (spawnSync('cargo', ['--version'], {shell: process.platform === 'win32'}).error) {
    fail('Rust is needed (cargo was not found): https://rustup.rs');
  }
}

/** `npm ci`, unless the lock file is the one that was installed last. */
function installPackages() {
  const stamp = 'node_modules/.mion-installed';
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** The addon, where `plugin/addon.js` looks for it. Cargo itself knows what is fresh. */
function buildAddon() {
  run('Building the addon', 'cargo', [
    'build',
    '--release',
    '--quiet',
    '--locked',
    '--package',
    'mion-addon',
  ]);
  const library = {
    darwin: 'libmion_addon.dylib',
    win32: 'mion_addon.dll',
  }[/** @type {string} */ (process.platform)];
  const built = path.join('target/release', library ?? 'libmion_addon.so');
  const folder = path.join('npm', addonTarget());
  const addon = path.join(folder, 'devtools.node');
  if (existsSync(addon) && statSync(addon).mtimeMs >= statSync(built).mtimeMs) return;
  mkdirSync(folder, {recursive: true});
  // A process that has the old one loaded keeps it.
  copyFileSync(built, `${addon}.new`);
  renameSync(`${addon}.new`, addon);
}

/** The runtime packages; `tsc -b` knows what is fresh. */
function buildRuntime() {
  run('Building the runtime packages', process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'npm']);
}

/** The name that `plugin/addon.js` gives this platform; it cannot be imported before the addon is there. */
function addonTarget() {
  const libc = {linux: 'gnu', win32: 'msvc'}[/** @type {string} */ (process.platform)];
  return [process.platform, process.arch, libc].filter(Boolean).join('-');
}

/**
 * @param {string} what
 * @param {string} command
 * @param {string[]} args
 */
function run(what, command, args) {
  const started = performance.now();
  const {status, error} = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error || status !== 0) fail(`${what} failed: ${command} ${args.join(' ')}`);
  const seconds = (performance.now() - started) / 1000;
  if (seconds > 3) console.log(`${what}: ${seconds.toFixed(1)} s`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
