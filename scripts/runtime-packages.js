// The runtime packages of this checkout as a package manager lays them out: below a `node_modules`. A start script leaves
// what lies there to Node, as it does for users; what is linked from elsewhere it takes in module by module, which is a
// third of its time.
// @ts-check
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const installed = path.join(repository, 'node_modules/.mion-packages/node_modules');

const NAMES = ['core', 'run-types', 'router', 'client', 'node', 'fetch'];

/**
 * The folder of an installed package; nothing for one that is none of these.
 * @param {string} name
 */
export function installedFolder(name) {
  const own = NAMES.find(known => name === `@mionkit/${known}`);
  return own && path.join(installed, '@mionkit', own);
}

/** Copies what has changed. Vitest calls it before the first test. */
export default function install() {
  for (const name of NAMES) {
    const from = path.join(repository, 'npm', name);
    const to = path.join(installed, '@mionkit', name);
    const manifest = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8'));
    /** @type {string[]} */
    const entries = manifest.files;
    const files = ['package.json', ...entries.flatMap(entry => filesOf(from, entry))];
    for (const file of files) copy(path.join(from, file), path.join(to, file));
    for (const file of filesOf(to, '.')) if (!files.includes(file)) rmSync(path.join(to, file));
  }
}

/**
 * Paths from `folder`.
 * @param {string} folder
 * @param {string} entry a folder in it
 */
function filesOf(folder, entry) {
  return readdirSync(path.join(folder, entry), {recursive: true, withFileTypes: true})
    .filter(found => found.isFile())
    .map(found => path.relative(folder, path.join(found.parentPath, found.name)));
}

/**
 * By a rename: another run of the tests may be reading the file.
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  const content = readFileSync(from);
  if (read(to)?.equals(content)) return;
  mkdirSync(path.dirname(to), {recursive: true});
  const temporary = `${to}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, to);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
