/** What runs around the routes: headers, authentication, the log. */
import {HeadersSubset, RpcError} from '@mionkit/core';
import {headersFn, middleFn, rawMiddleFn} from '@mionkit/router';
import {Role} from '@shop/types';
import {type Context, callerOf} from './context.ts';
import {userOfToken} from './store/people.ts';

/** Browsers must not guess what an answer is. */
export const noSniff = rawMiddleFn((ctx: Context) => {
  ctx.response.headers.set('x-content-type-options', 'nosniff');
});

/** Tells clients which shop they talk to. */
export const version = headersFn(
  (): HeadersSubset<'x-shop-version', 'x-shop-notice'> => new HeadersSubset({'x-shop-version': '2026.1'}),
);

export const auth = headersFn(
  (ctx: Context, {headers}: HeadersSubset<'authorization'>): void | RpcError<'not-authorized'> => {
    const user = userOfToken(headers.authorization);
    if (!user) {
      return new RpcError({type: 'not-authorized', publicMessage: 'Please sign in.', statusCode: 401});
    }
    ctx.shared.user = user;
  },
);

export const staffOnly = middleFn((ctx: Context): void | RpcError<'staff-only'> => {
  if (callerOf(ctx).role !== Role.Staff) {
    return new RpcError({type: 'staff-only', publicMessage: 'Only staff may do this.', statusCode: 403});
  }
});

/** One line for each call, the refused ones too. */
export const log = middleFn(
  (ctx: Context): void => {
    const {path, response, shared} = ctx;
    console.log(`${response.statusCode} ${path} ${shared.user?.id ?? '-'}`);
  },
  {runOnError: true},
);
