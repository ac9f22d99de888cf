#!/usr/bin/env node
// `npx mion-aot`: what is kept of AOT results, why a build had to make them anew, and whether they still are right.
// @ts-check
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {unwrap} from '../plugin/error.js';

const HELP = `Usage: mion-aot <command> [--config <file>] [--mode <mode>] [root]

  status    what is kept, the entry of the files as they are marked with *
  explain   why the next build would run the start script, and why the last one did: what changed, from what to what
  verify    runs the start script and compares the result with what is kept; exits with 1 if they differ
  clear     drops all that is kept
`;

/** @typedef {import('../plugin/native.d.ts').Devtools} Devtools */

/** @type {Record<string, (devtools: Devtools) => Promise<number>>} Each gives the exit code. */
const commands = {
  async status(devtools) {
    const entries = unwrap(await devtools.cacheStatus());
    if (!entries) return off();
    for (const {current, whole, routes, functions, bytes, used, path: file} of entries) {
      const held = whole ? `${routes} routes, ${functions} functions` : 'cannot be read';
      const when = new Date(used).toISOString().replace('T', ' ').slice(0, 19);
      console.log(`${current ? '*' : ' '} ${held}, ${(bytes / 1_000).toFixed(1)} kB, used ${when}  ${file}`);
    }
    if (entries.length === 0) console.log('Nothing is kept.');
    return 0;
  },

  async explain(devtools) {
    const explained = unwrap(await devtools.cacheExplain());
    if (!explained) return off();
    const {now, last, lastWhen} = explained;
    console.log(
      now ? `The next build runs the start script: ${reason(now)}` : 'The next build takes what is kept.',
    );
    if (last && lastWhen)
      console.log(`\nOn ${new Date(lastWhen).toISOString()} it had to run: ${reason(last)}`);
    return 0;
  },

  async verify(devtools) {
    const different = unwrap(await devtools.cacheVerify());
    if (!different) {
      console.log('Nothing is kept for the files as they are.');
      return 0;
    }
    if (different.length === 0) {
      console.log('What is kept is what the start script gives.');
      return 0;
    }
    console.log(`What is kept is not what the start script gives now: ${different.join(', ')}`);
    return 1;
  },

  async clear(devtools) {
    if (unwrap(await devtools.cacheClear()) === undefined) return off();
    console.log('Nothing is kept any more.');
    return 0;
  },
};

/** @param {import('../plugin/native.d.ts').Cause} cause */
function reason({kind, changes}) {
  if (kind === 'empty') return 'nothing was kept.';
  if (kind === 'unreadable') return 'what was kept could not be read.';
  if (changes.length === 0) return 'what was kept had been made meanwhile, or was dropped.';
  const lines = changes.map(
    ({kind, name, from, to}) => `\n  ${kind} ${name}: ${from ?? 'none'} -> ${to ?? 'none'}`,
  );
  return `${changes.length} of what the result depends on changed.${lines.join('')}`;
}

function off() {
  console.log('aotCaches is not set in this Vite config.');
  return 1;
}

/**
 * The plugin of the project, set up by its own Vite.
 * @param {string} root
 * @param {{config?: string, mode: string}} options
 * @returns {Promise<Devtools>}
 */
async function devtoolsOf(root, {config: configFile, mode}) {
  const manifest = createRequire(path.join(root, 'package.json')).resolve('vite/package.json');
  const {resolveConfig} = await import(
    pathToFileURL(path.join(path.dirname(manifest), 'dist/node/index.js')).href
  );
  const config = await resolveConfig(
    {root, configFile, mode, logLevel: 'error'},
    'build',
    mode,
    'production',
  );
  const plugin = config.plugins.find((/** @type {{name: string}} */ {name}) => name === 'mion');
  if (!plugin) throw new Error(`The Vite config of ${root} does not use mionPlugin()`);
  return plugin.api.devtools;
}

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    config: {type: 'string', short: 'c'},
    mode: {type: 'string', short: 'm', default: 'production'},
    help: {type: 'boolean', short: 'h'},
  },
});
const [name = '', root = '.'] = positionals;
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (values.help || !command) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 1;
} else {
  try {
    process.exitCode = await command(await devtoolsOf(path.resolve(root), values));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
