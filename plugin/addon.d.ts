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

/** Either a value or what went wrong. */
export interface Outcome<T> {
  value?: T;
  error?: Finding;
}

/** What Vite's resolved config tells the addon. */
export interface Environment {
  root: string;
  cacheDir: string;
  configFile?: string;
  mode: string;
  isBuild: boolean;
  /** Whether this process is itself the child that runs the start script. */
  isChild: boolean;
  node: string;
  /** The folder of the scripts that the child is started with. */
  runnerDir: string;
  version: string;
}

export interface Transformed {
  code: string;
  /** A source map as JSON; absent where nothing was inserted. */
  map?: string;
  warnings: Finding[];
  /** Absolute paths of the files read for this result, besides the module itself. */
  dependencies: string[];
}

/** What a generation of the AOT caches gave. */
export interface Generated {
  /** Whether the caches came from disk. */
  cached: boolean;
  /** Whether every router that the start script built is strict. */
  strict: boolean;
  routes: number;
  functions: number;
  pureFunctions: number;
  /** Milliseconds by phase. */
  times: Record<string, number>;
  /** Absolute paths of the modules that the start script loaded. */
  inputs: string[];
  /** The virtual modules whose text differs from that of the generation before. */
  changed: string[];
  warnings: Finding[];
}

export interface VirtualModuleIds {
  jitFns: string;
  pureFns: string;
  routerCache: string;
  caches: string;
  serverPureFns: string;
}

export const virtualModuleIds: () => VirtualModuleIds;

export class Devtools {
  /** @param options the plugin's options as JSON; see `check` */
  constructor(options: string);
  /** What is wrong with a plugin's options, or null. */
  static check(options: string): Finding | null;
  configure(environment: Environment): Outcome<boolean>;
  /** Runs the AOT pipeline; a call while one is under way joins it. */
  generate(): Promise<Outcome<Generated>>;
  /** Ends the child of a generation that is under way. */
  cancel(): void;
  /** Whether a module is one that `transform` may change. */
  accepts(id: string): boolean;
  transform(code: string, id: string): Promise<Outcome<Transformed>>;
  /** The text of a virtual module. `corePackage` is the package that its imports name. */
  virtualModule(id: string, corePackage: string): Outcome<string>;
}
