/** What the handlers of one call share. */
import type {CallContext} from '@mionkit/router';
import type {User} from '@shop/types';

export interface CallData {
  /** Who calls; set by the `auth` middleFn, so it is there in every route below it. */
  user?: User;
}

export type Context = CallContext<CallData>;

export const createCallData = (): CallData => ({});

/** The caller of a route that stands below `auth`. */
export function callerOf({shared, path}: Context): User {
  if (!shared.user) throw new Error(`${path} must stand below auth`);
  return shared.user;
}
