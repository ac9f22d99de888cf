/** Stands in for `preparation.ts` in the bundle of a strict server, whose build has done all that. */
import type {CompiledHandler, HandlerType, RouterMethodEntry} from '@mionkit/core';
import type {Placed} from './methods.ts';
import type {RouterOptions} from './options.ts';
import {RouterError} from './router-error.ts';

export const isCompileMode = (): boolean => false;
export const checkOptions = (options: RouterOptions): RouterOptions => options;
export const checkSerializer = (_name: string, _where: string): void => {};
export const checkName = (_name: string, _pointer: string[]): void => {};

/** Of functions, the build has none missing. */
export const whatIsMissing = (entry: RouterMethodEntry | undefined, type: HandlerType): string | undefined =>
  entry?.type === type ? undefined : 'it has no entry of its kind';

export const sendCaches = async (_options: RouterOptions): Promise<void> => {};

/** Only a router that is not strict asks for it. */
export const compile = async (_placed: Placed, where: string): Promise<CompiledHandler> => {
  throw new RouterError('MION_ROUTE_TYPE', `${where}: not compiled, and aotCaches.excludeReflection is set`);
};
