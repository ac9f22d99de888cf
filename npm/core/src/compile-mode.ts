/** What `MION_COMPILE` says: whether this process was started by mion's Vite plugin, and for what. */

/**
 * - `buildOnly`: everything is compiled and sent to the build, and no server listens.
 * - `childProcess`: that too, and then the server listens: it is the API of a dev server.
 * - `middleware`: nothing is compiled, and no server listens: a dev server calls the API in its own process.
 */
export type CompileMode = 'buildOnly' | 'childProcess' | 'middleware';

/** Undefined outside of the build; other values than those of `CompileMode` mean `buildOnly`. */
export function getCompileMode(): CompileMode | undefined {
  const mode = compileVariable();
  if (!mode) return undefined;
  return mode === 'childProcess' || mode === 'middleware' ? mode : 'buildOnly';
}

/** Whether everything is compiled and sent to the build. */
export function isCompileMode(): boolean {
  const mode = compileVariable();
  return !!mode && mode !== 'middleware';
}

function compileVariable(): string | undefined {
  const {process} = globalThis as {process?: {env?: Record<string, string | undefined>}};
  return process?.env?.MION_COMPILE;
}
