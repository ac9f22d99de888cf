// The files that transforms are measured on: the TypeScript sources that well-known packages publish.
// @ts-check
import {readdirSync, readFileSync, realpathSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

const SOURCES = ['rxjs', '@deepkit/type', '@deepkit/core', 'zod'];
const FILES = 412;

/** @typedef {{path: string, text: string}} SourceFile */

/** The first 412 of them, in a fixed order, with their texts. @returns {SourceFile[]} */
export function corpus() {
  const files = SOURCES.flatMap(name => {
    const folder = path.join(packageFolder(name), 'src');
    return readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts') && !/\btests?\b/.test(file))
      .sort()
      .map(file => path.join(folder, file));
  }).slice(0, FILES);
  if (files.length < FILES) throw new Error(`only ${files.length} of ${FILES} files are installed`);
  return files.map(file => ({path: file, text: readFileSync(file, 'utf8')}));
}

/** @param {string} name */
function packageFolder(name) {
  const folder = require.resolve
    .paths(name)
    ?.map(base => path.join(base, name))
    .find(exists);
  if (!folder) throw new Error(`${name} is not installed`);
  return realpathSync(folder);
}

/** @param {string} folder */
function exists(folder) {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}
