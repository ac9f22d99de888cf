// Builds the shop's three programs with Vite, and measures what comes out.
// @ts-check
import {readdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {build} from 'vite';

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} root the package, an absolute path
 * @property {string} config the Vite config, relative to `root`
 * @property {string} outDir relative to `root`
 * @property {string} entry the built file to start, relative to `outDir`
 */

/** @type {Program[]} */
export const programs = [
  program('Node server', 'server', 'vite.config.ts', 'dist/node', 'node.js'),
  program('Worker', 'server', 'vite.worker.config.ts', 'dist/worker', 'worker.js'),
  program('Client', 'client', 'vite.config.ts', 'dist', 'main.js'),
];

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number} bytes
 * @property {number} gzip bytes after gzip
 */

/**
 * @typedef {object} Build
 * @property {Program} program
 * @property {number} ms
 * @property {Size} size all files together
 * @property {string[]} files names in `outDir`
 * @property {Map<string, string>} virtualModules id to JavaScript code
 */

/** @param {Program} program */
export const entryOf = ({root, outDir, entry}) => path.join(root, outDir, entry);

/** Forgets what earlier builds have cached, so that the next one is cold. */
export function clearCaches() {
  for (const {root} of programs)
    rmSync(path.join(root, 'node_modules/.vite'), {recursive: true, force: true});
}

/** @returns {Promise<Build[]>} in the order of `programs` */
export async function buildAll() {
  const builds = [];
  for (const program of programs) builds.push(await buildOne(program));
  return builds;
}

/**
 * @param {Program} program
 * @returns {Promise<Build>}
 */
async function buildOne(program) {
  const {name, root, config, outDir} = program;
  /** @type {Build['virtualModules']} */
  const virtualModules = new Map();
  const started = performance.now();
  await build({
    root,
    configFile: path.join(root, config),
    logLevel: 'warn',
    plugins: [collectVirtualModules(virtualModules)],
    // That the start script takes its time is what the report is about.
    build: {rolldownOptions: {checks: {pluginTimings: false}}},
  });
  const ms = performance.now() - started;
  const files = readdirSync(path.join(root, outDir), {recursive: true, encoding: 'utf8'}).filter(file =>
    file.endsWith('.js'),
  );
  const code = files.map(file => readFileSync(path.join(root, outDir, file)));
  return {program, ms, files, size: sizeOf(name, Buffer.concat(code)), virtualModules};
}

/**
 * @param {string} name
 * @param {string | Buffer} code
 * @returns {Size}
 */
export function sizeOf(name, code) {
  return {name, bytes: Buffer.byteLength(code), gzip: gzipSync(code, {level: 9}).byteLength};
}

/**
 * @param {Map<string, string>} into
 * @returns {import('vite').Plugin}
 */
function collectVirtualModules(into) {
  return {
    name: 'shop-demo:virtual-modules',
    enforce: 'post',
    transform: {
      filter: {id: /^\0virtual:mion-/},
      handler(code, id) {
        into.set(id.slice(1).replace(/\.ts$/, ''), code);
      },
    },
  };
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {string} config
 * @param {string} outDir
 * @param {string} entry
 * @returns {Program}
 */
function program(name, folder, config, outDir, entry) {
  return {name, root: fileURLToPath(new URL(`../${folder}`, import.meta.url)), config, outDir, entry};
}
