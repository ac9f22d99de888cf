/** What the handlers of one call share. */
import type {CallContext} from '@mionkit/router';
import type {User} from '@shop/types';

export interface CallData {
  /** Who calls; set by the `auth` middleFn, so it is there in every route of `members`. */
  user?: User;
}

export type Context = CallContext<CallData>;

export const createCallData = (): CallData => ({});

/** The caller of a route of `members`. */
export function callerOf({shared, path}: Context): User {
  if (!shared.user) throw new Error(`${path} must stand in members, below auth`);
  return shared.user;
}
