// Starts the built shop, on Node and in workerd, and sends the built client to it.
// @ts-check
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {Log, LogLevel, Miniflare} from 'miniflare';

const START_TIMEOUT_MS = 20_000;
const VISIT_TIMEOUT_MS = 60_000;
const NO_EVAL = '--disallow-code-generation-from-strings';

/**
 * @typedef {object} Server
 * @property {string} name
 * @property {string} url
 * @property {string} probe what became of `new Function` in there
 * @property {string[]} log lines that the server has printed so far
 * @property {() => Promise<void>} close resolves when nothing of it runs any more
 */

/** @typedef {import('@shop/client/visit').Call} Call */

/**
 * @param {string} entry the built Node server
 * @returns {Promise<Server>}
 */
export async function startNode(entry) {
  const preload = new URL('./probe-node.js', import.meta.url).href;
  const child = spawn(process.execPath, [NO_EVAL, '--import', preload, entry], {
    env: {...process.env, PORT: '0'},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise(resolve => child.on('close', resolve));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  let errors = '';
  child.stderr.on('data', chunk => {
    errors += chunk;
  });
  let probe = 'not tried';
  /** @type {string[]} */
  const log = [];
  /** @type {Promise<string>} */
  const opened = new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      log.push(line);
      if (line.startsWith('probe: ')) probe = line.slice('probe: '.length);
      const [url] = line.match(/http:\/\/localhost:\d+/) ?? [];
      if (url) resolve(url);
    });
    child.on('error', reject);
    child.on('close', code =>
      reject(new Error(`The Node server ended with code ${code}.\n${readable(errors)}`)),
    );
  });
  try {
    const url = await within(START_TIMEOUT_MS, 'The Node server did not open', opened);
    return {name: 'Node', url, probe, log, close};
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * @param {string} entry the built Worker, one module
 * @returns {Promise<Server>}
 */
export async function startWorkerd(entry) {
  /** @type {string[]} */
  const log = [];
  const miniflare = new Miniflare({
    modules: [
      {type: 'ESModule', path: 'main.js', contents: source('./probe-worker.js')},
      {type: 'ESModule', path: 'probe.js', contents: source('./probe.js')},
      {type: 'ESModule', path: 'shop.js', contents: readFileSync(entry, 'utf8')},
    ],
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    port: 0,
    // Nothing is asked of Cloudflare: no request metadata, no telemetry.
    cf: false,
    telemetry: {enabled: false},
    log: new Log(LogLevel.WARN),
    /**
     * @param {import('node:stream').Readable} stdout
     * @param {import('node:stream').Readable} stderr
     */
    handleRuntimeStdio(stdout, stderr) {
      createInterface(stdout).on('line', line => log.push(line));
      stderr.pipe(process.stderr);
    },
  });
  const close = () => miniflare.dispose();
  try {
    const ready = await within(START_TIMEOUT_MS, 'workerd did not open', miniflare.ready);
    const response = await fetch(new URL('/.probe', ready));
    return {name: 'workerd', url: ready.origin, probe: await response.text(), log, close};
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Runs the client in a process of its own, where code from strings is refused too.
 * @param {string} entry the built client
 * @param {string} url
 * @returns {Promise<Call[]>} each route of the shop was called at least once
 */
export async function visit(entry, url) {
  const child = spawn(process.execPath, [NO_EVAL, entry, url], {stdio: ['ignore', 'pipe', 'pipe']});
  let output = '';
  let errors = '';
  child.stdout.on('data', chunk => {
    output += chunk;
  });
  child.stderr.on('data', chunk => {
    errors += chunk;
  });
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  try {
    const code = await within(VISIT_TIMEOUT_MS, `The client did not come back from ${url}`, ended);
    if (code !== 0) throw new Error(`The client ended with code ${code}.\n${readable(errors)}`);
    return JSON.parse(output);
  } finally {
    child.kill('SIGKILL');
  }
}

/**
 * Node shows the whole line of code that threw, and a bundle's line may be as long as the bundle.
 * @param {string} errors
 */
const readable = errors => errors.replace(/^(.{300}).*$/gm, '$1…');

/** @param {string} file */
const source = file => readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8');

/**
 * @template T
 * @param {number} ms
 * @param {string} complaint
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function within(ms, complaint, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
