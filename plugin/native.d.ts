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
  /** The config file that Vite read; none when the config was given by a program. */
  configFile?: string;
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
  /** The version of `@mionkit/devtools`. */
  version: string;
}

export interface Transformed {
  code: string;
  /** A source map as JSON; absent when nothing was inserted, and `code` is the text that came. */
  map?: string;
  warnings: Finding[];
  /** Absolute paths of the files read for this result, besides the module itself. */
  dependencies: string[];
}

/** A generation of the AOT caches. The texts stay in the addon; see `virtualModule`. */
export interface Generated {
  /** One line for the user: what was compiled, and how long it took. */
  summary: string;
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
  warnings: Finding[];
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
  /** Runs the AOT pipeline. Gives nothing when AOT is off, or this is the child. */
  generate(): Promise<Outcome<Generated>>;
  /** Ends the generation that is under way, and its child. */
  cancel(): void;
  /** Whether the bundle goes without reflection, and metadata is left out of it. */
  excludesReflection(): boolean;
  /** Reads the pure functions out of the client's sources; gives the files that were read. */
  extractPureFns(): Promise<Outcome<string[]>>;
  /** Whether a module is one that `transform` may change. */
  accepts(id: string): boolean;
  transform(code: string, id: string): Promise<Outcome<Transformed>>;
  /** The text of a virtual module; nothing for another id. `corePackage` is what its imports name. */
  virtualModule(id: string, corePackage: string): string | null;
}
