/** Names of routes and middleFns that cannot be used. */
import {getMethodId, MION_IDS} from '@mionkit/core';
import {RouterError} from './router-error.ts';

/** Names that would stand for something else in ids, paths or objects. */
const REFUSED_NAMES = [MION_IDS.routesFlow as string, '__proto__', 'constructor', 'prototype'];

/** Throws `RouterError`. */
export function checkName(name: string, pointer: string[]): void {
  let reason: string | undefined;
  if (name.trim() === '') reason = 'it is empty';
  else if (!Number.isNaN(Number(name))) reason = 'numbers lose their order';
  else if (/[,?#]/.test(name)) reason = 'it contains one of , ? #';
  else if (/^(mion)?@/.test(name) || REFUSED_NAMES.includes(name)) reason = 'it is reserved';
  if (reason)
    throw new RouterError('MION_ROUTE_NAME', `"${getMethodId(pointer)}" cannot be a route's name: ${reason}`);
}
