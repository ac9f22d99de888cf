// How long it takes to transform real TypeScript files: with metadata (ours, the peer) and types stripped alone.
// @ts-check
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import * as swc from '@swc/core';
import * as esbuild from 'esbuild';
import * as oxc from 'oxc-transform';
import {addon} from '../plugin/addon.js';
import {unwrap} from '../plugin/error.js';
import {corpus} from './corpus.js';
import {fastest} from './measure.js';

const peer = createRequire(new URL('../tests/peer/package.json', import.meta.url));

/** @typedef {import('./corpus.js').SourceFile} SourceFile */

/** @type {Record<string, () => (files: SourceFile[]) => unknown>} what makes a transform of all files */
const transforms = {
  'mion devtools, with metadata': createTransform,
  'ts.transpileModule + @deepkit/type-compiler': deepkit,
  'esbuild (strips only)': () => files =>
    Promise.all(
      files.map(({text, path}) => esbuild.transform(text, {loader: 'ts', sourcefile: path, sourcemap: true})),
    ),
  '@swc/core (strips only)': () => files =>
    Promise.all(files.map(({text, path}) => swc.transform(text, {filename: path, ...SWC}))),
  'oxc-transform (strips only)': () => files =>
    Promise.all(files.map(({text, path}) => oxc.transform(path, text, {sourcemap: true}))),
};

/** @type {import('@swc/core').Options} */
const SWC = {
  swcrc: false,
  sourceMaps: true,
  jsc: {target: 'es2022', parser: {syntax: 'typescript', decorators: true}},
};

/** Milliseconds for the corpus, by what transforms it: the fastest of several runs, each from nothing. */
export async function measureTransforms() {
  const files = corpus();
  /** @type {Record<string, number>} */
  const times = {};
  for (const [name, make] of Object.entries(transforms)) {
    times[name] = await fastest(name.includes('deepkit') ? 3 : 7, () => {
      const transform = make();
      return () => transform(files);
    });
  }
  return {files: files.length, bytes: files.reduce((sum, {text}) => sum + text.length, 0), times};
}

/** @type {{forget(): void} | undefined} */
let before;

/** This project's own transform, on its own. What the one before has read is let go now, not while this one is timed. */
export function createTransform() {
  before?.forget();
  const devtools = new addon.Devtools(JSON.stringify({runTypes: {exclude: []}}));
  unwrap(
    devtools.configure({
      root: fileURLToPath(new URL('.', import.meta.url)),
      cacheDir: '',
      mode: 'production',
      isChild: true,
      node: process.execPath,
      nodeVersion: process.version,
      runnerDir: '',
      version: '0',
      outDirs: [],
    }),
  );
  before = devtools;
  return (/** @type {SourceFile[]} */ files) =>
    Promise.all(files.map(async ({text, path}) => unwrap(await devtools.transform(text, path))));
}

function deepkit() {
  const ts = peer('typescript');
  const {transformer} = peer('@deepkit/type-compiler');
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.ESNext,
    sourceMap: true,
    reflection: true,
    configFilePath: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
  };
  return (/** @type {SourceFile[]} */ files) => {
    for (const {text, path} of files) {
      ts.transpileModule(text, {compilerOptions, fileName: path, transformers: {before: [transformer]}});
    }
  };
}
