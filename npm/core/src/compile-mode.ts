/** Whether this process was started by the build, to collect what a server registers. */

/** In compile mode everything is compiled and sent to the build, and no server listens. */
export function isCompileMode(): boolean {
  const {process} = globalThis as {process?: {env?: Record<string, string | undefined>}};
  return !!process?.env?.MION_COMPILE;
}
