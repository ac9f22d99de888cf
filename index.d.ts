import type {Plugin} from 'vite';

/** Which declarations get type metadata. */
export type ReflectionMode = 'default' | 'explicit' | 'never';

/** The type metadata that mion's validators and serializers are compiled from. */
export interface RunTypesOptions {
  /** Path of the tsconfig.json, relative to Vite's root. Default: the nearest one above each module. */
  tsConfig?: string;
  /** Globs of the modules that get metadata. Default: every TypeScript module. */
  include?: string | string[];
  /** Globs of the modules that get none. Default: `node_modules`. */
  exclude?: string | string[];
  /** Overrides the `"reflection"` key that stands beside `compilerOptions` in tsconfig.json. */
  reflection?: ReflectionMode;
  /** Overrides of tsconfig's `compilerOptions`. Those that bear on what a type is are `paths` and `baseUrl`. */
  compilerOptions?: Record<string, unknown>;
  /** Whether a type that is not understood, and counts as `any`, fails the build. Default: it is a warning. */
  strict?: boolean;
}

/** Pure functions that stand in client code and run on the server. */
export interface ServerPureFunctionsOptions {
  /** The folder of the client's sources, relative to Vite's root. */
  clientSrcPath: string;
  /** Globs, relative to `clientSrcPath`. Default: every script. */
  include?: string | string[];
  /** Globs, relative to `clientSrcPath`. What `.gitignore` names is always left out. */
  exclude?: string | string[];
  /** Clients are built without Vite, so every pure function must have an explicit name. */
  noViteClient?: boolean;
}

/** Compilation ahead of time. */
export interface AotCachesOptions {
  /** The script that builds the router, relative to Vite's root. Default: one that only has mion's own routes. */
  startServerScript?: string;
  /** The Vite config that the start script runs with. Default: the one of this build. */
  serverViteConfig?: string;
  /**
   * Globs of modules, relative to Vite's root, that are loaded after the start script: the types of their calls, such as
   * `createIsTypeFn<User>()`, are compiled too. Patterns that begin with `!` leave out. Their routes are not compiled:
   * a module that has some is warned of.
   */
  include?: string | string[];
  /**
   * Functions left out of the caches: a hash (`te_...`, or without the kind), a kind (`te`, `mock`, or its name
   * `typeErrors`), or a glob of routes (`admin/*`), of which goes what no other route needs, and no call.
   */
  excludedFns?: string[];
  /**
   * Pure functions left out of the caches: a name, a hash, a glob of `namespace::name`, or a glob of routes as above.
   */
  excludedPureFns?: string[];
  /**
   * `false` leaves out the functions that only clients call: those that write parameters and read results. Clients then
   * need caches of their own, for the server has none to send them. Default true.
   */
  clientFns?: boolean;
  /** `true` (default): under Vite's `cacheDir`; a string: that folder; `false`: no cache. */
  cache?: boolean | string;
  /**
   * Replaces `@mionkit/run-types`, `@deepkit/type` and `@deepkit/core` by stubs in the bundle.
   * Default: when every router that the start script builds is strict (`aot: true`).
   */
  excludeReflection?: boolean;
  /** Milliseconds that the start script may take. Default 30,000. */
  timeout?: number;
  /**
   * What runs the start script: the package `vite-node` (default), the module runner of Vite 6 and later, or the
   * runtime of Vite 5.1 to 5.4.
   */
  runner?: 'vite-node' | 'module-runner' | 'vite-runtime';
  /**
   * What becomes of the API in a dev server; a build only compiles it.
   * - `buildOnly` (default): it is compiled only.
   * - `childProcess`: the process that compiled it stays and listens on the port that the start script gives it.
   * - `middleware`: it runs in the process of the dev server and answers at its port.
   */
  runMode?: 'buildOnly' | 'childProcess' | 'middleware';
  /** Environment variables of the start script's process, over those of this one. With `middleware` they are set in Vite's own, too. */
  env?: Record<string, string>;
  /** Arguments of the start script: its `process.argv.slice(2)`. Not with `middleware`. */
  args?: string[];
  /** `childProcess`: milliseconds that the API may take to say that it is ready. Default 30,000. */
  waitTimeout?: number;
  /**
   * Another name for the virtual modules, which several servers in one build tell apart by: `shop` makes
   * `virtual:shop/caches`, `virtual:shop/jit-fns`, ...
   */
  customVirtualModuleId?: string;
  /** Builds for browsers get caches without the functions that only the server needs. Default false. */
  isClient?: boolean;
}

/** Each group is optional, and off when it is left out. */
export interface MionPluginOptions {
  runTypes?: RunTypesOptions;
  serverPureFunctions?: ServerPureFunctionsOptions;
  aotCaches?: AotCachesOptions;
}

/** An error of the plugin: it names its place and says what to do. */
export declare class MionError extends Error {
  /** Stable and searchable: `MION_AOT_TIMEOUT`, `MION_OPTION_UNKNOWN`, ... */
  readonly code: string;
  readonly hint?: string;
  /** The lines around the place, the offending text underlined. */
  readonly frame?: string;
  /** The file. */
  readonly id?: string;
  /** `line` counts from 1, `column` from 0. */
  readonly loc?: {file: string; line: number; column: number};
}

/**
 * Compiles a mion API ahead of time.
 * @throws {MionError} `MION_OPTION_...` when an option is unknown or has the wrong type
 */
export declare function mionPlugin(options?: MionPluginOptions): Plugin;

export {mionPlugin as mionVitePlugin};

export declare const JIT_FNS_MODULE_ID: 'virtual:mion-aot/jit-fns';
export declare const PURE_FNS_MODULE_ID: 'virtual:mion-aot/pure-fns';
export declare const ROUTER_CACHE_MODULE_ID: 'virtual:mion-aot/router-cache';
export declare const CACHES_MODULE_ID: 'virtual:mion-aot/caches';
export declare const SERVER_PURE_FNS_MODULE_ID: 'virtual:mion-server-pure-fns';
