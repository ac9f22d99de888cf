/** Stands in for `internal-routes.ts` where the build leaves out what clients could be sent. */
import type {Method} from './methods.ts';

export const createInternalMethods = (..._: unknown[]): Method[] => [];
export const addInternalEntries = (): void => {};
