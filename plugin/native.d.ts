/** The native addon's face, as `crates/addon` exports it. */

/** An error or a warning, as data. */
export interface Finding {
  /** Stable: `MION_...`. */
  code: string;
  message: string;
  file?: string;
  /** From 1. */
  line?: number;
  /** From 0. */
  column?: number;
  /** The lines around the place, the offending text underlined. */
  frame?: string;
  /** What to do about it. */
  hint?: string;
}

/** A value, or all that went wrong; neither where there was nothing to do. */
export interface Outcome<T> {
  value?: T;
  errors?: Finding[];
}

/** What Vite's resolved config tells the addon. */
export interface Environment {
  root: string;
  cacheDir: string;
  /** Absolute: the folders that the build writes into. */
  outDirs: string[];
  /** The config file that Vite read; none when the config was given by a program. */
  configFile?: string;
  /** How it was loaded: `bundle`, `runner` or `native`; none in a Vite that has one way. */
  configLoader?: string;
  mode: string;
  /** Whether this process is itself the child that runs the start script. */
  isChild: boolean;
  /** The Node program to start the child with, and its version. */
  node: string;
  nodeVersion: string;
  /** The folder of the scripts that the child is started with. */
  runnerDir: string;
  /** The script for an API without a start script; none when no router package is installed. */
  defaultStartScript?: string;
  /** The config's `define`, as JSON of an object: name to value. */
  defines?: string;
  /** The version of `@mionkit/devtools`. */
  version: string;
}

export interface Transformed {
  /** Absent when nothing was inserted. */
  code?: string;
  /** A source map as JSON; absent when nothing was inserted. */
  map?: string;
  warnings: Finding[];
  /** Absolute paths of the files read for this result, besides the module itself. */
  dependencies: string[];
  /** Absolute paths of files that would change the result if they were created. */
  missing: string[];
  /** Absolute paths of folders in which a new declaration file may change the result. */
  searched: string[];
  /** Whether the result depends on what the AOT pipeline compiled. */
  hasTypeCalls: boolean;
  /** Whether the module declares handlers of a router. */
  hasHandlers: boolean;
}

/** A generation of the AOT caches. The texts stay in the addon; see `virtualModule`. */
export interface Generated {
  /** One line for the user: what was compiled, and how long it took. */
  summary: string;
  /** The counts, bytes and times, as a table for the user. */
  table: string;
  /** Whether the caches came from disk. */
  cached: boolean;
  routes: number;
  functions: number;
  pureFunctions: number;
  /** Milliseconds from the call to the caches. */
  milliseconds: number;
  /** Absolute paths of the files that the caches were made from. */
  inputs: string[];
  /** Ids of the virtual modules whose text differs from that of the generation before. */
  changed: string[];
  /** Ids of modules whose calls get other functions than before. */
  changedModules: string[];
  warnings: Finding[];
}

/** One of: a line that the API printed, that it is ready, that something is amiss, or that it has ended. */
export interface ApiReport {
  kind: 'printed' | 'ready' | 'warning' | 'ended';
  /** Of a line. */
  text?: string;
  /** Of a line: that it was printed to stderr. */
  isError?: boolean;
  /** Where a ready API listens, if it has told. */
  url?: string;
  /** Of a warning, and of an end. */
  problem?: Finding;
}

/** One result on disk. */
export interface KeptEntry {
  path: string;
  bytes: number;
  /** Milliseconds since 1970. */
  used: number;
  /** Whether it can be read. */
  whole: boolean;
  routes: number;
  functions: number;
  /** Whether it answers a build of now. */
  current: boolean;
}

/** Why the start script runs. */
export interface Cause {
  kind: 'empty' | 'unreadable' | 'settings' | 'inputs';
  changes: {
    kind: 'file' | 'link' | 'glob' | 'env' | 'define' | 'setting';
    /** A path relative to the root, a name, or a folder with its patterns. */
    name: string;
    /** Nothing if it was not there. A file's content and a variable's value are shown by the begin of their hash. */
    from?: string;
    to?: string;
  }[];
}

export interface Explained {
  /** Why a build of now would run it; nothing if it would not. */
  now?: Cause;
  /** Why the last build that ran it did. */
  last?: Cause;
  /** When that was, in milliseconds since 1970. */
  lastWhen?: number;
}

export interface VirtualModuleIds {
  jitFns: string;
  pureFns: string;
  routerCache: string;
  caches: string;
  serverPureFns: string;
}

export function virtualModuleIds(): VirtualModuleIds;

/** What is wrong with a plugin's options (JSON), if anything is. */
export function checkOptions(options: string): Finding | null;

/** One instance of the plugin. */
export class Devtools {
  /** Takes options (JSON) that `checkOptions` found nothing wrong with. */
  constructor(options: string);
  /** Tells what Vite's config says. Before this the other calls do nothing. */
  configure(environment: Environment): Outcome<never>;
  /**
   * Runs the AOT pipeline; if `serve`, the start script's process stays as the API, in the place of the one before; if
   * `sameBuild`, another environment of a build asks for the same. Gives nothing when AOT is off, or this is the child.
   */
  generate(serve?: boolean, sameBuild?: boolean): Promise<Outcome<Generated>>;
  /** Starts a process that waits for the next generation, to make that faster. */
  prepare(serve: boolean): Promise<void>;
  /** What happens next to the API that is served; nothing once it was ended by `end`. */
  apiEvent(): Promise<ApiReport | null>;
  /** Ends the generation that is under way and all processes. */
  end(): Promise<void>;
  /** Ends the generation that is under way, and its child. */
  cancel(): void;
  /** Whether writing, adding or removing a file can change what the last generation gave, be it an error. */
  affects(file: string): boolean;
  /** Forgets what was learnt of files and configurations: some were added, removed, or changed. */
  forget(): void;
  /** What is kept on disk, the last used first. Nothing is given when AOT is off, here and below. */
  cacheStatus(): Promise<Outcome<KeptEntry[]>>;
  cacheExplain(): Promise<Outcome<Explained>>;
  /** Drops all that is kept. */
  cacheClear(): Promise<Outcome<boolean>>;
  /**
   * Runs the start script and compares: the ids of the modules that differ from what is kept; nothing when nothing is
   * kept for the files as they are.
   */
  cacheVerify(): Promise<Outcome<string[]>>;
  /** Whether the bundle goes without reflection, and metadata is left out of it. */
  excludesReflection(): boolean;
  /** Reads the pure functions out of the client's sources; gives the files that were read. */
  extractPureFns(): Promise<Outcome<string[]>>;
  /** Whether a module is one that `transform` may change. */
  accepts(id: string): boolean;
  transform(code: string, id: string): Promise<Outcome<Transformed>>;
  /**
   * The text of a virtual module; nothing for another id. `corePackage` is what its imports name, `prefix` what the modules
   * are called by here (`virtual:mion-aot` if nothing is given); `isClient` gives that for clients.
   */
  virtualModule(id: string, corePackage: string, prefix?: string, isClient?: boolean): string | null;
}
