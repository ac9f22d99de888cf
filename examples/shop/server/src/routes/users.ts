/** People: their profiles and what they want to hear of. */
import {RpcError} from '@mionkit/core';
import {type Routes, route} from '@mionkit/router';
import type {
  NewUser,
  Page,
  PageRequest,
  Preferences,
  Profile,
  ProfilePatch,
  User,
  UserId,
  UserSummary,
} from '@shop/types';
import {type Context, callerOf} from '../context.ts';
import {paginate} from '../store/paginate.ts';
import {allUsers, findUser, isEmailTaken, signUp} from '../store/people.ts';

export const userRoutes = {
  me: route((ctx: Context): User => callerOf(ctx)),

  list: route((ctx, page?: PageRequest): Page<UserSummary> => {
    const summaries = allUsers().map(({id, email, role}) => ({id, email, role}));
    return paginate(summaries, page);
  }),

  getById: route((ctx, id: UserId): User | RpcError<'user-not-found'> => {
    return findUser(id) ?? userNotFound(id);
  }),

  create: route(async (ctx, user: NewUser): Promise<User | RpcError<'email-taken', {email: string}>> => {
    const {email} = user;
    if (isEmailTaken(email)) {
      return new RpcError({
        type: 'email-taken',
        publicMessage: `${email} has an account.`,
        errorData: {email},
      });
    }
    return signUp(user);
  }),

  updateProfile: route((ctx: Context, patch: ProfilePatch): Profile => {
    const user = callerOf(ctx);
    user.profile = {...user.profile, ...patch};
    return user.profile;
  }),

  setPreferences: route((ctx: Context, preferences: Partial<Preferences>): Preferences => {
    const user = callerOf(ctx);
    user.preferences = {...user.preferences, ...preferences};
    return user.preferences;
  }),
} satisfies Routes;

const userNotFound = (id: UserId) =>
  new RpcError({type: 'user-not-found', publicMessage: `There is no user ${id}.`, statusCode: 404});
