// Runs of the AOT pipeline: one at a time, told to the user, and kept up with edits while a dev server runs.
// @ts-check
import process from 'node:process';
import {located, MionError, unwrap} from './error.js';
import {ids} from './virtual-ids.js';

/** Editors write a file in several steps, and formatters once more. */
const SETTLE_MS = 20;
/** What takes less needs no progress line. */
const PATIENCE_MS = 1_000;
/** After a run there is enough to do: the page is loaded again. */
const REST_MS = 1_000;

/** @typedef {import('./native.d.ts').Generated} Generated */

export class Generation {
  /** Absolute paths of what the caches were made from. @type {string[]} */
  inputs = [];
  /** Whether there are caches: the last good ones, or none because AOT is off. */
  good = false;
  /** Why there are no caches of the present state, if there are none. @type {unknown} */
  failure;
  /** Whether the start script's process stays as the API. */
  serves = false;
  /** What the first run waits for. */
  ready = Promise.resolve();

  /** @type {import('./native.d.ts').Devtools} */
  #devtools;
  /** @type {() => import('vite').ResolvedConfig} */
  #config;
  /** @type {Promise<Generated | undefined> | undefined} */
  #running;
  /** Those who wait for a run that is about to start. @type {ReturnType<typeof deferred> | undefined} */
  #waiting;
  /** @type {NodeJS.Timeout | undefined} */
  #due;
  /** @type {NodeJS.Timeout | undefined} */
  #preparing;
  /** The warnings that the user has seen. @type {Set<string>} */
  #told = new Set();
  /** The environments of a build that have the present caches. @type {Set<string | undefined>} */
  #environments = new Set();
  /** Counts what was asked for, so that an older run knows that it is one. */
  #asked = 0;

  /**
   * @param {import('./native.d.ts').Devtools} devtools
   * @param {() => import('vite').ResolvedConfig} config
   */
  constructor(devtools, config) {
    this.#devtools = devtools;
    this.#config = config;
  }

  /**
   * Caches for the files as they are, made once for all who ask while it runs: Vite starts each environment by itself.
   * @returns {Promise<Generated | undefined>} nothing when AOT is off
   */
  run() {
    return this.#start(false);
  }

  /**
   * Caches for one environment of a build: those that another one has, unless a file has changed since.
   * @param {string | undefined} environment nothing in a Vite that has none
   */
  runFor(environment) {
    const sameBuild = this.#environments.size > 0 && !this.#environments.has(environment);
    if (!sameBuild) this.#environments.clear();
    this.#environments.add(environment);
    return this.#start(sameBuild);
  }

  /** @param {boolean} sameBuild */
  #start(sameBuild) {
    this.#running ??= this.#once(sameBuild).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  get isRunning() {
    return this.#running !== undefined;
  }

  get isSettled() {
    return !this.#running && !this.#waiting;
  }

  /** Resolves when nothing runs and nothing is about to, however it ended. */
  async settled() {
    while (this.#running || this.#waiting) {
      await (this.#running?.catch(() => {}) ?? this.#waiting?.promise);
    }
  }

  /**
   * Runs anew, in place of the run that is under way, once no more is asked for a moment.
   * @param {(generated: Generated | undefined) => void} done called for the last of several, with nothing if it failed
   */
  restart(done) {
    const asked = ++this.#asked;
    const stale = () => asked !== this.#asked;
    clearTimeout(this.#due);
    clearTimeout(this.#preparing);
    this.#devtools.cancel();
    this.#waiting ??= deferred();
    this.#due = setTimeout(async () => {
      await this.#running?.catch(() => {});
      if (stale()) return;
      const generated = await this.run().catch(() => undefined);
      if (stale()) return;
      this.#release();
      done(generated);
    }, SETTLE_MS);
  }

  /** Gets ready for the next run, a moment from now. */
  prepare() {
    clearTimeout(this.#preparing);
    this.#preparing = setTimeout(() => void this.#devtools.prepare(this.serves), REST_MS).unref();
  }

  /** Ends what runs and what is to run, and resolves when no process is left. */
  async stop() {
    this.#asked++;
    clearTimeout(this.#due);
    clearTimeout(this.#preparing);
    this.#devtools.cancel();
    this.#release();
    await this.#devtools.end();
  }

  #release() {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  /**
   * Whether the start script has met this already, so that it need not be said again.
   * @param {import('./native.d.ts').Finding} finding
   */
  hasTold(finding) {
    return this.#told.has(located(finding));
  }

  /** @param {boolean} sameBuild */
  async #once(sameBuild) {
    const progress = showProgress();
    try {
      await this.ready;
      const generated = unwrap(await this.#devtools.generate(this.serves, sameBuild));
      this.failure = undefined;
      this.good = true;
      if (!generated) return undefined;
      progress.end();
      this.inputs = generated.inputs;
      this.#tell(generated);
      return generated;
    } catch (error) {
      // Another run follows, or the server ends.
      if (!(error instanceof MionError && error.code === 'MION_AOT_CANCELLED')) this.failure = error;
      throw error;
    } finally {
      progress.end();
    }
  }

  /** @param {Generated} generated */
  #tell({summary, table, cached, warnings}) {
    const {logger} = this.#config();
    for (const warning of warnings) {
      this.#told.add(located(warning));
      logger.warn(located(warning), {timestamp: true});
    }
    const debugged = process.env['DEBUG_AOT'];
    const detailed = debugged || (!cached && !process.env['CI']);
    logger.info(detailed ? `${summary}\n${table}` : summary);
    if (!debugged) return;
    for (const id of [ids.jitFns, ids.pureFns, ids.routerCache]) {
      logger.info(`${id}\n${this.#devtools.virtualModule(id, '')}`);
    }
  }
}

function deferred() {
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise(done => {
    resolve = () => done();
  });
  return {promise, resolve: () => resolve()};
}

/** A line that counts the seconds, on a terminal that a person looks at. */
function showProgress() {
  const {stderr} = process;
  if (!stderr.isTTY || process.env['CI']) return {end() {}};
  const begun = Date.now();
  const show = () =>
    stderr.write(`\rmion: running the start script, ${((Date.now() - begun) / 1_000).toFixed(0)} s`);
  /** @type {NodeJS.Timeout | undefined} */
  let ticking;
  const waiting = setTimeout(() => {
    show();
    ticking = setInterval(show, 1_000);
  }, PATIENCE_MS);
  return {
    end() {
      clearTimeout(waiting);
      if (!ticking) return;
      clearInterval(ticking);
      ticking = undefined;
      stderr.write('\r\x1b[K');
    },
  };
}
