// Which environment variables the start script reads: its result may depend on them.

import process from 'node:process';

/** Packages that read the environment for themselves; what they make of it is in the config or does not matter. */
const TOOLS =
  /[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]*[\\/]node_modules[\\/])?(?:vite|vite-node|vite-\d+|rolldown|rollup|esbuild|lightningcss|debug|picocolors|tinyrainbow|@rolldown|@esbuild|@deepkit|@oxc-project)[\\/]/;
/** Other in each shell and run, by their nature. */
const PASSING = /^(?:npm_|MION_|_$|SHLVL$|PWD$|OLDPWD$|INIT_CWD$|NODE_CHANNEL_|VITEST)/;

const own = new URL('..', import.meta.url);
const ownFolders = ['plugin/', 'runner/'].flatMap(name => {
  const {href, pathname} = new URL(name, own);
  return [href, decodeURI(pathname)];
});

/**
 * Puts a recorder in the place of `process.env`.
 * @returns the names that the user's code has read, growing
 */
export function recordEnvironment() {
  const names = new Set();
  const {env} = process;
  const note = name => {
    if (typeof name === 'string' && !names.has(name) && !PASSING.test(name) && isUsers(caller()))
      names.add(name);
  };
  process.env = new Proxy(env, {
    get(target, name) {
      note(name);
      return target[name];
    },
    has(target, name) {
      note(name);
      return name in target;
    },
    // Node takes assignments only, not the definition that a proxy makes of them.
    set(target, name, value) {
      target[name] = value;
      return true;
    },
  });
  return names;
}

/** The script or module that reads. */
function caller() {
  const {stackTraceLimit, prepareStackTrace} = Error;
  Error.stackTraceLimit = 4;
  Error.prepareStackTrace = (_, frames) =>
    frames.map(frame => frame.getScriptNameOrSourceURL()).find(file => file !== import.meta.url);
  const {stack} = new Error();
  Object.assign(Error, {stackTraceLimit, prepareStackTrace});
  return stack;
}

function isUsers(file) {
  if (!file || file.startsWith('node:') || TOOLS.test(file)) return false;
  return !ownFolders.some(folder => file.startsWith(folder));
}
