// How long it takes to find, check and hash the pure functions of a client: 2,000 files, 100 of which have some.
// @ts-check
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {addon} from '../plugin/addon.js';
import {unwrap} from '../plugin/error.js';
import {corpus} from './corpus.js';
import {fastest} from './measure.js';
import {scanWithTypeScript} from './pure-fns-peer.js';

const FILES = 2_000;
const EVERY = 20;

/** Milliseconds by what scans; each scan starts from nothing. Throws if they do not find the same functions. */
export async function measurePureFns() {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-bench-client-')));
  try {
    const bytes = writeClient(root);
    /** @type {Record<string, () => () => number | Promise<number>>} */
    const scans = {
      'mion devtools': () => ours(root),
      'TypeScript API, files that name one of the calls': () => scanWithTypeScript(root, true),
      'TypeScript API, all files': () => scanWithTypeScript(root, false),
    };
    /** @type {Record<string, number>} */
    const times = {};
    for (const [name, scan] of Object.entries(scans)) {
      const found = await scan()();
      if (found !== FILES / EVERY) throw new Error(`${name} found ${found} functions`);
      times[name] = await fastest(name.startsWith('mion') ? 10 : 3, scan);
    }
    return {files: FILES, withFunctions: FILES / EVERY, bytes, times};
  } finally {
    rmSync(root, {recursive: true, force: true});
  }
}

/**
 * Real source text, over and over; every twentieth file ends in a pure function of its own.
 * @param {string} root
 * @returns {number} bytes in all
 */
function writeClient(root) {
  const texts = corpus().map(({text}) => text);
  let bytes = 0;
  for (let i = 0; i < FILES; i++) {
    const folder = path.join(root, `part${i % 50}`);
    if (i < 50) mkdirSync(folder);
    let text = texts[i % texts.length] ?? '';
    if (i % EVERY === 0) {
      text += `
import {pureServerFn as pure} from '@mionkit/core';
interface Line${i} { price: number; count: number }
const sum${i} = (lines: Line${i}[], rate: number): number => {
  let total = 0;
  for (const {price, count} of lines) total += price * count;
  return Math.round(total * rate + ${i});
};
export const ref${i} = pure(sum${i});
`;
    }
    bytes += Buffer.byteLength(text);
    writeFileSync(path.join(folder, `file${i}.ts`), text);
  }
  return bytes;
}

/** @param {string} root */
function ours(root) {
  const devtools = new addon.Devtools(JSON.stringify({serverPureFunctions: {clientSrcPath: root}}));
  unwrap(
    devtools.configure({
      root,
      cacheDir: '',
      mode: 'production',
      isChild: false,
      node: process.execPath,
      nodeVersion: process.version,
      runnerDir: '',
      defines: '{}',
      version: '0',
      outDirs: [],
    }),
  );
  return async () => {
    unwrap(await devtools.extractPureFns());
    const text = devtools.virtualModule('virtual:mion-server-pure-fns', '@mionkit/core') ?? '';
    return text.match(/^ {4}"/gm)?.length ?? 0;
  };
}
