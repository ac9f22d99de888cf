// How long AOT takes: on a cold cache beside the start script's own time under vite-node, and on a warm one.
// @ts-check
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {addon} from '../plugin/addon.js';
import {unwrap} from '../plugin/error.js';
import installRuntimePackages, {installedFolder} from '../scripts/runtime-packages.js';
import {fastest} from './measure.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** The shop's start script, in milliseconds: under vite-node alone, through the pipeline cold, and warm. */
export async function measureShop() {
  const root = copyOfShop();
  const shop = path.join(root, 'server');
  const script = path.join(shop, 'src/node.ts');
  const manifest = require.resolve('vite-node/package.json');
  const viteNode = path.join(path.dirname(manifest), require(manifest).bin['vite-node']);
  const args = ['--root', shop, '--config', path.join(shop, 'vite.config.ts'), script];
  const env = {...process.env, MION_COMPILE: 'true'};
  const pipeline = devtools(shop, 'src/node.ts');
  try {
    return {
      viteNode: await fastest(5, () => () => startScript(shop, viteNode, args, env)),
      cold: await fastest(5, () => {
        rmSync(pipeline.cacheDir, {recursive: true, force: true});
        return pipeline.generate;
      }),
      warm: await fastest(20, () => pipeline.generate),
    };
  } finally {
    for (const folder of [pipeline.cacheDir, root]) rmSync(folder, {recursive: true, force: true});
  }
}

/**
 * The shop as its users have it: its packages lie below a `node_modules`, and are not linked from a checkout.
 * @returns the folder that holds it
 */
function copyOfShop() {
  installRuntimePackages();
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-bench-')));
  cpSync(path.join(repository, 'examples/shop'), root, {
    recursive: true,
    filter: file => !/[\\/](?:node_modules|dist)$/.test(file),
  });
  const own = path.join(repository, 'node_modules');
  const names = readdirSync(own).flatMap(name =>
    name.startsWith('@') ? readdirSync(path.join(own, name)).map(part => `${name}/${part}`) : [name],
  );
  for (const name of names.filter(name => !name.startsWith('.'))) {
    const isOwn = name.startsWith('@shop/');
    const target = isOwn ? path.join(root, name.slice('@shop/'.length)) : path.join(own, name);
    const at = path.join(root, 'node_modules', name);
    mkdirSync(path.dirname(at), {recursive: true});
    symlinkSync(installedFolder(name) ?? target, at, 'junction');
  }
  return root;
}

/**
 * From an edit of the shop's types in a dev server to fresh caches: milliseconds. What a dev server does in a person's pauses
 * is done before.
 */
export async function measureEdit() {
  const {createServer} = await import('vite');
  const root = copyOfShop();
  try {
    const server = await createServer({
      root: path.join(root, 'server'),
      logLevel: 'silent',
      cacheDir: path.join(root, 'cache'),
      appType: 'custom',
      server: {middlewareMode: true, ws: false},
    });
    const {devtools} = server.config.plugins.find(({name}) => name === 'mion')?.api ?? {};
    const text = () => devtools.virtualModule('virtual:mion-aot/jit-fns', '');
    const changed = async (/** @type {string} */ before) => {
      while (text() === before) await setTimeout(1);
    };
    await changed(text());
    const file = path.join(root, 'server/src/routes/search.ts');
    const source = readFileSync(file, 'utf8');
    let edits = 0;
    return await fastest(5, async () => {
      await setTimeout(4_000);
      const before = text();
      writeFileSync(
        file,
        source.replace(
          /route\(/,
          `route(async (_ctx, n: {edit${++edits}: number}): Promise<number> => n.edit${edits}),\n  more${edits}: route(`,
        ),
      );
      return () => changed(before);
    }).finally(() => server.close());
  } finally {
    rmSync(root, {recursive: true, force: true});
  }
}

/**
 * Runs vite-node as the pipeline does, with a channel for what the router sends, to its end.
 * @param {string} cwd
 * @param {string} viteNode
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function startScript(cwd, viteNode, args, env) {
  const child = fork(viteNode, args, {cwd, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc']});
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`vite-node ended with ${code}`);
}

/** A start script that loads this many modules: milliseconds on a warm cache. @param {number} modules */
export async function measureWarm(modules) {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-bench-')));
  try {
    mkdirSync(path.join(root, 'src'));
    symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'), 'junction');
    const names = Array.from({length: modules}, (_, index) => `m${index}.ts`);
    for (const name of names) {
      writeFileSync(
        path.join(root, 'src', name),
        `export const value = '${name}';\n${'// filler\n'.repeat(100)}`,
      );
    }
    const imports = names.map((name, index) => `import {value as v${index}} from './src/${name}';`);
    const caches = "{type: 'mion-aot-caches', jitFnsCode: '{}', pureFnsCode: '{}', routerCacheCode: '{}'}";
    writeFileSync(path.join(root, 'start.ts'), `${imports.join('\n')}\nprocess.send!(${caches});\n`);
    writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
    const pipeline = devtools(root, 'start.ts');
    await pipeline.generate();
    return await fastest(20, () => pipeline.generate);
  } finally {
    rmSync(root, {recursive: true, force: true});
  }
}

/**
 * The plugin's addon for a project, without Vite around it.
 * @param {string} root
 * @param {string} startServerScript
 */
function devtools(root, startServerScript) {
  const config = path.join(root, 'vite.config.ts');
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'mion-bench-cache-'));
  const options = {runTypes: {}, aotCaches: {startServerScript, timeout: 300_000}};
  const instance = new addon.Devtools(JSON.stringify(options));
  const configured = instance.configure({
    root,
    cacheDir,
    configFile: existsSync(config) ? config : undefined,
    mode: 'production',
    isChild: false,
    node: process.execPath,
    nodeVersion: process.version,
    runnerDir: path.join(repository, 'runner'),
    version: '0',
    outDirs: [],
  });
  unwrap(configured);
  return {cacheDir, generate: async () => unwrap(await instance.generate())};
}
