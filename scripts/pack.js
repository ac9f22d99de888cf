// Packs what would be published, each package as a tarball in target/packages: the plugin, the runtime packages, and
// the addons that this checkout has built. `node scripts/pack.js` prints their paths as JSON: name to path.
// @ts-check
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'target/packages');

/** @param {string} folder */
const manifest = folder => JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));

const parts = readdirSync(path.join(root, 'npm'))
  .map(name => `npm/${name}`)
  .filter(folder => existsSync(path.join(root, folder, 'package.json')));
/** Packages of one platform each: they hold an addon and nothing else. */
const addons = parts.filter(folder => manifest(folder).os);
const built = addons.filter(folder => existsSync(path.join(root, folder, manifest(folder).main)));

rmSync(out, {recursive: true, force: true});
mkdirSync(out, {recursive: true});
const packed = pack([stagePlugin(), ...parts.filter(folder => !addons.includes(folder)), ...built]);
console.log(JSON.stringify(packed, null, 2));

/**
 * The plugin needs the addon of its platform, and no other. The checkout builds its own: so this is said here and not
 * in the checkout's manifest, where it would ask the registry for packages that are not there yet.
 * @returns {string} the folder to pack
 */
function stagePlugin() {
  const {workspaces: _, scripts: __, devDependencies: ___, overrides: ____, ...kept} = manifest('.');
  const stage = path.join(out, 'devtools');
  for (const name of [...kept.files, 'README.md', 'LICENSE']) {
    cpSync(path.join(root, name), path.join(stage, name), {recursive: true});
  }
  const optionalDependencies = Object.fromEntries(
    addons.map(manifest).map(({name, version}) => [name, version]),
  );
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify({...kept, optionalDependencies}, null, 2));
  return path.relative(root, stage);
}

/**
 * @param {string[]} folders
 * @returns {Record<string, string>} package name to tarball
 */
function pack(folders) {
  const paths = folders.map(folder => `./${folder.replaceAll('\\', '/')}`);
  const {status, stdout} = spawnSync('npm', ['pack', '--json', '--pack-destination', out, ...paths], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack failed: ${paths.join(' ')}`);
  /** @type {{name: string, filename: string}[]} */
  const tarballs = JSON.parse(stdout);
  return Object.fromEntries(tarballs.map(({name, filename}) => [name, path.join(out, filename)]));
}
