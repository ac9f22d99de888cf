// The API as a process beside a dev server: `runMode: 'childProcess'`. The addon starts and ends it; this tells of it.
// @ts-check
import {located, MionError} from './error.js';

/** @typedef {import('./native.d.ts').Devtools} Devtools */

/** The processes of this one's dev servers, by start script. @type {Map<string, Devtools>} */
const running = new Map();

/**
 * Makes `devtools` the one that serves a start script. One of before, whose dev server is being replaced (its config has
 * changed), lets go of the port.
 * @param {string} script
 * @param {Devtools} devtools
 */
export async function takeOver(script, devtools) {
  const before = running.get(script);
  running.set(script, devtools);
  if (before && before !== devtools) await before.end();
}

/**
 * @param {string} script
 * @param {Devtools} devtools
 */
export function letGo(script, devtools) {
  if (running.get(script) === devtools) running.delete(script);
}

/**
 * Tells of the API until it is ended: what it prints, that it is ready, and why it has ended by itself.
 * @param {import('vite').Logger} logger
 * @param {Devtools} devtools
 * @param {(error: MionError) => void} failed
 */
export async function attend(logger, devtools, failed) {
  for (;;) {
    const event = await devtools.apiEvent();
    if (!event) return;
    const {kind, text = '', isError, url, problem} = event;
    if (kind === 'printed') (isError ? logger.error : logger.info)(text);
    else if (kind === 'ready')
      logger.info(url ? `mion: the API is ready at ${url}` : 'mion: the API is ready');
    else if (problem && kind === 'ended') failed(new MionError(problem));
    else if (problem) logger.warn(located(problem), {timestamp: true});
  }
}
