// The Vite plugin: turns Vite's hooks into calls of the native addon. What is decided, is decided there.
// @ts-check
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {addon} from './addon.js';
import {attend, letGo, takeOver} from './api-process.js';
import {foldersToWatch, followClientSources} from './client-pure-fns.js';
import {showError} from './dev-server.js';
import {located, MionError, toRollupLog, toWarning, unwrap} from './error.js';
import {followFiles} from './follow-files.js';
import {Generation} from './generation.js';
import {excludesBinary, instancesOf, isStrict, makerOf, transformerOf} from './instances.js';
import {apiModule, apiModuleId, mountApi} from './mounted-api.js';
import {neverExternal} from './never-external.js';
import {importStatically, isOneFile} from './one-file.js';
import {optionsJson} from './options.js';
import {ownEnvironment} from './own-environment.js';
import {corePackage, defaultStartScript, resolveFromRoot} from './runtime-packages.js';
import {mayHaveStandIn, STUB_ID, standInFor} from './stand-ins.js';
import {isChild, reportFindings, reportInputs, reportRouteModule} from './start-script.js';
import {TypeFiles} from './type-files.js';
import {ids, virtualIds} from './virtual-ids.js';

export {MionError};

export const JIT_FNS_MODULE_ID = ids.jitFns;
export const PURE_FNS_MODULE_ID = ids.pureFns;
export const ROUTER_CACHE_MODULE_ID = ids.routerCache;
export const CACHES_MODULE_ID = ids.caches;
export const SERVER_PURE_FNS_MODULE_ID = ids.serverPureFns;

const {version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const runnerDir = fileURLToPath(new URL('../runner', import.meta.url));

/**
 * @param {import('../index.d.ts').MionPluginOptions} [options]
 * @returns {import('vite').Plugin}
 */
export function mionPlugin(options = {}) {
  const json = optionsJson(options);
  const wrong = addon.checkOptions(json);
  if (wrong) throw new MionError(wrong);
  const devtools = new addon.Devtools(json);
  /** @type {import('vite').ResolvedConfig} */
  let config;
  const generation = new Generation(devtools, () => config);
  /** It is not kept waiting for the caches; those who ask for them are. @type {import('vite').ViteDevServer | undefined} */
  let devServer;
  const typeFiles = new TypeFiles();
  /** Where types are reflected as `any`, as far as the summary of the start script has not told it. */
  const doubts = new Set();

  const {runMode, env, customVirtualModuleId} = options.aotCaches ?? {};
  const names = virtualIds(customVirtualModuleId);
  const apiId = apiModuleId(names.prefix);
  /** The Vite environment that the API has for itself, if it does. @type {string | undefined} */
  let apiEnvironment;
  /** Known once Vite's config is. @type {string | undefined} */
  let startScript;

  /** Reads the pure functions out of the client's sources. @returns the files that were read */
  async function extractPureFns() {
    return unwrap(await devtools.extractPureFns()) ?? [];
  }

  /**
   * Keeps the caches, and the API if it runs here, up with the files of a dev server.
   * @param {import('vite').ViteDevServer} server
   * @param {string} script
   */
  function follow(server, script) {
    const mounted = runMode === 'middleware' ? mountApi(server, apiId, apiEnvironment) : undefined;
    generation.serves = runMode === 'childProcess';
    if (mounted) Object.assign(process.env, env);
    if (generation.serves) generation.ready = takeOver(script, devtools);
    const fail = followFiles(server, {
      generation,
      devtools,
      names,
      made: isGood => (isGood ? mounted?.load() : mounted?.skip()),
    });
    if (generation.serves) void attend(server.config.logger, devtools, fail);
  }

  /** @type {import('./instances.js').Instance} */
  const own = {
    devtools,
    generation,
    names,
    hasAot: options.aotCaches !== undefined,
    hasPureFns: options.serverPureFunctions !== undefined,
    excludesBinary: excludesBinary(options.aotCaches?.excludedFns),
    excludesClientFns: options.aotCaches?.clientFns === false,
    isMounted: runMode === 'middleware' && !isChild,
  };
  /** This one and others. @type {import('./instances.js').Instance[]} */
  let instances = [own];

  return {
    name: 'mion',
    enforce: 'pre',
    // One run of the start script is for all environments of a build.
    sharedDuringBuild: true,
    // What the command line and other instances stand on.
    api: own,

    async config(config, {command}) {
      // The child serves one script once: nothing to watch, nothing to optimise.
      if (isChild) return {optimizeDeps: {noDiscovery: true, include: []}, server: {watch: null}};
      const environment = command === 'serve' ? await ownEnvironment(config, own) : undefined;
      apiEnvironment = environment?.name;
      return environment && {environments: {[environment.name]: environment.options}};
    },

    configResolved(resolved) {
      config = resolved;
      instances = instancesOf(resolved);
      const defaultScript = defaultStartScript(resolved.root);
      const script = options.aotCaches?.startServerScript;
      startScript = script ? path.resolve(resolved.root, script) : defaultScript;
      unwrap(
        devtools.configure({
          root: resolved.root,
          cacheDir: resolved.cacheDir,
          outDirs: outDirs(resolved),
          configFile: resolved.configFile,
          configLoader: resolved.inlineConfig.configLoader,
          mode: resolved.mode,
          isChild,
          node: process.execPath,
          nodeVersion: process.version,
          runnerDir,
          defaultStartScript: defaultScript,
          defines: JSON.stringify(resolved.define ?? {}),
          version,
        }),
      );
    },

    configureServer(server) {
      if (isChild) return;
      devServer = server;
      if (options.aotCaches) follow(server, startScript ?? '');
      const folder = options.serverPureFunctions?.clientSrcPath;
      if (!folder) return;
      followClientSources(server, {
        folder: path.resolve(config.root, folder),
        id: names.resolve(ids.serverPureFns) ?? '',
        extract: extractPureFns,
        text: () => devtools.virtualModule(ids.serverPureFns, ''),
      });
    },

    options(options) {
      const external = neverExternal(options.external, instances);
      return external ? {...options, external} : null;
    },

    async buildStart() {
      /** @type {string[]} */
      let clientFiles = [];
      try {
        if (!devServer) await generation.runFor(this.environment?.name);
        // Its tests may call the API.
        else if (isVitest(config)) await generation.settled();
      } catch (error) {
        this.error(toRollupLog(error));
      }
      try {
        clientFiles = await extractPureFns();
      } catch (error) {
        // A dev server starts all the same: the file will be mended while it runs.
        if (devServer) showError(devServer, error);
        else this.error(toRollupLog(error));
      }
      const clientFolder = options.serverPureFunctions?.clientSrcPath;
      if (clientFolder && this.meta.watchMode && !devServer && !isChild) {
        clientFiles.push(...foldersToWatch(path.resolve(config.root, clientFolder), outDirs(config)));
      }
      for (const file of [...generation.inputs, ...clientFiles]) this.addWatchFile(file);
      if (process.env['DEBUG_AOT']) {
        config.logger.info(`${ids.serverPureFns}\n${devtools.virtualModule(ids.serverPureFns, '')}`);
      }
    },

    resolveId: {
      filter: {id: [/^virtual:mion-|^\0mion-|^@(mionkit|mionjs|deepkit)\//, names.pattern]},
      async handler(id, importer) {
        if (id === apiId) return id;
        const resolved = names.resolve(id);
        if (resolved && makerOf(instances, id) !== own) return null;
        if (resolved) return {id: resolved, moduleSideEffects: names.identify(resolved) === ids.caches};
        if (mayHaveStandIn(id)) {
          await Promise.all(instances.map(instance => instance.generation.settled()));
          const standIn = await standInFor(this, id, importer, instances, config);
          if (standIn) return standIn;
        }
        if (importer === apiId || names.identify(importer)) return resolveFromRoot(this, id, config.root);
        return null;
      },
    },

    load: {
      filter: {id: /^\0(virtual:|mion-)/},
      async handler(id, loaded) {
        if (id === STUB_ID) return {code: 'export {};', map: null};
        if (id === apiId) {
          const resolve = (/** @type {string} */ name) => resolveFromRoot(this, name, config.root);
          return {code: await apiModule(startScript ?? '', resolve), map: null};
        }
        const virtualId = names.identify(id);
        if (!virtualId || makerOf(instances, id.slice(1, -'.ts'.length)) !== own) return null;
        if (devServer && virtualId !== ids.serverPureFns)
          await cachesOrFail(this, generation, isVitest(config));
        // Vitest runs those tests again that have imported what has changed.
        if (isVitest(config)) for (const file of generation.inputs) this.addWatchFile(file);
        const core = await corePackage(this, config.root);
        const code = devtools.virtualModule(virtualId, core, names.prefix, isForBrowsers(this, loaded));
        return code === null ? null : {code, map: null};
      },
    },

    transform: {
      filter: {id: /\.(?:[cm]?[jt]s|[jt]sx)(?:$|\?)|\.(?:vue|svelte|astro)$|[?&]lang[.=][jt]sx?/},
      async handler(code, id) {
        if (!isStrict(instances) && isOneFile(this, config)) {
          const changed = importStatically(code);
          if (changed) return {code: changed, map: null};
        }
        // By convention other plugins leave such ids alone: no file has them, and so no tsconfig.json either.
        if (id.startsWith('\0') || transformerOf(instances, id) !== own) return null;
        let transformed;
        try {
          transformed = unwrap(await devtools.transform(code, id));
          // What its calls get depends on what is being compiled.
          if (transformed?.hasTypeCalls && devServer && !generation.isSettled) {
            await generation.settled();
            transformed = unwrap(await devtools.transform(code, id));
          }
        } catch (error) {
          this.error(toRollupLog(error));
        }
        if (!transformed) return null;
        if (isChild) {
          reportInputs([...transformed.dependencies, ...transformed.missing], transformed.searched);
          reportFindings(transformed.warnings);
          if (transformed.hasHandlers) reportRouteModule(id.replace(/\?.*$/, ''));
        }
        for (const file of transformed.dependencies) this.addWatchFile(file);
        if (devServer) typeFiles.note(id, transformed);
        for (const warning of transformed.warnings) {
          if (isChild || generation.hasTold(warning)) continue;
          doubts.add(located(warning));
          this.warn(toWarning(warning, config.command === 'build' && 'rolldownVersion' in this.meta));
        }
        return transformed.code === undefined ? null : {code: transformed.code, map: transformed.map};
      },
    },

    async watchChange(id, {event}) {
      // A file that an editor replaces is told of once, as written; who read in between found none.
      const comesOrGoes = event !== 'update' || typeFiles.isMissing(id);
      if (comesOrGoes || /(?:(?:tsconfig[^/]*|package)\.json|\.d\.[cm]?ts)$/.test(id)) devtools.forget();
      if (devServer) await typeFiles.change(devServer, id);
    },

    async buildEnd(error) {
      if (!error && !devServer && doubts.size > 0) {
        const types = doubts.size === 1 ? 'type' : 'types';
        config.logger.warn(`mion: ${doubts.size} ${types} reflected as \`any\``);
        doubts.clear();
      }
      if (!error && !devServer) return;
      await generation.stop();
      letGo(startScript ?? '', devtools);
    },
  };
}

export {mionPlugin as mionVitePlugin};

/**
 * Waits for the first caches. Later the last good ones are served, whatever an edit has broken; but `exact`.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {Generation} generation
 * @param {boolean} exact
 */
async function cachesOrFail(context, generation, exact) {
  if (generation.good && !exact) return;
  await generation.settled();
  if (generation.failure && (exact || !generation.good)) context.error(toRollupLog(generation.failure));
}

/**
 * Whether Vitest runs this server: a test must see the caches of the files as they are, or fail.
 * @param {import('vite').ResolvedConfig} config
 */
function isVitest(config) {
  return 'test' in config && Boolean(process.env['VITEST']);
}

/**
 * The folders that a build writes into, absolute; Vite 5 has one.
 * @param {import('vite').ResolvedConfig} config
 */
function outDirs({root, build, environments = {}}) {
  const builds = [build, ...Object.values(environments).map(environment => environment.build)];
  // To Vite 5 an environment is no more than what the config says of it.
  const named = builds.flatMap(build => build?.outDir ?? []);
  return Array.from(new Set(named.map(outDir => path.resolve(root, outDir))));
}

/**
 * Whether a module is loaded for browsers. Vite 5 has no environments, and says it with each call.
 * @param {import('vite').Rollup.PluginContext} context
 * @param {{ssr?: boolean}} [loaded]
 */
function isForBrowsers({environment}, loaded) {
  return environment ? environment.config.consumer === 'client' : !loaded?.ssr;
}
