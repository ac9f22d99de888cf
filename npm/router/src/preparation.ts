/**
 * What is done before a router serves, and needs not be done again where a build has run the same program: checks of
 * options and names, compiling, sending what was compiled. `preparation-aot.ts` takes the place of this module in the
 * bundle of a strict server.
 */
import {type CompiledHandler, HandlerType, isCompileMode} from '@mionkit/core';
import type {Placed} from './methods.ts';
import type {RouterOptions} from './options.ts';
import {RouterError} from './router-error.ts';

export {whatIsMissing} from './missing-fns.ts';
export {checkOptions, checkSerializer} from './options.ts';
export {checkName} from './route-names.ts';
export {isCompileMode};

/** Reads the metadata of a handler and compiles its functions. Throws `RouterError`; `where` names the handler. */
export async function compile(
  {definition: {handler, type}}: Placed,
  where: string,
): Promise<CompiledHandler> {
  try {
    const {compileHandler} = await import('@mionkit/run-types/handlers');
    return compileHandler(handler, type === HandlerType.headersMiddleFn);
  } catch (cause) {
    const {code, message} = cause as {code?: string; message: string};
    const own = code === 'MION_TYPE_NO_METADATA' ? 'MION_ROUTE_NO_TYPE' : 'MION_ROUTE_TYPE';
    throw new RouterError(own, `${where}: ${message}`, {cause});
  }
}

/** In compile mode, sends the caches to the build. */
export async function sendCaches(options: RouterOptions): Promise<void> {
  if (isCompileMode()) (await import('@mionkit/run-types/handlers')).sendAOTCaches(options);
}
