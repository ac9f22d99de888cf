// What is known of an error that ended the start script, as a message for the plugin.

import process from 'node:process';
import {stripVTControlCharacters} from 'node:util';
import {report} from './preload.mjs';

/** Reports `error`; Vite's own errors carry the module, the place and a code frame. */
export function reportFailure(error) {
  const text = value => (typeof value === 'string' ? stripVTControlCharacters(value) : undefined);
  // Vite 8 gives the place of a syntax error with the parser's own errors.
  const {loc = Object(error).errors?.[0]?.loc} = Object(error);
  report({
    type: 'mion-aot-failed',
    name: text(error?.name),
    message: text(error?.message) ?? String(error),
    stack: text(error?.stack),
    id: text(error?.id),
    loc: loc && {file: text(loc.file), line: loc.line, column: loc.column},
    frame: text(error?.frame),
  });
}

/** Prints `error`, as Node would, and ends the process when all that was printed has been read. */
export async function exitWith(error) {
  console.error(error);
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise(resolve => stream.write('', resolve));
  }
  process.exit(1);
}

/** Reports what Node is about to die of: errors thrown, and promises rejected, outside of the entry's evaluation. */
export function reportUncaught() {
  process.on('uncaughtExceptionMonitor', reportFailure);
}
