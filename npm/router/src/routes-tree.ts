/** From a `Routes` object to flat lists: every definition with its id, and for every route its chain. */
import {getMethodId, HandlerType} from '@mionkit/core';
import {checkName} from '@mionkit/router/preparation';
import type {Definition, Routes} from './definitions.ts';
import type {Placed} from './methods.ts';
import {RouterError} from './router-error.ts';

export interface RoutesTree {
  definitions: Placed[];
  /** One a route: what runs, in order, and which of them is the route. */
  chains: {route: Placed; placed: Placed[]}[];
  /** MiddleFns of the top level, in order. */
  topMiddleFns: Placed[];
}

/** Throws `RouterError` on a name that cannot be used, or an entry that is no definition. */
export function flattenRoutes(routes: Routes): RoutesTree {
  const tree: RoutesTree = {definitions: [], chains: [], topMiddleFns: []};
  const walk = (level: Routes, pointer: string[], above: Placed[], below: Placed[]) => {
    const items = Object.entries(level).map(([name, item]) => toItem(name, item, [...pointer, name]));
    for (const [i, item] of items.entries()) {
      const before = [...above, ...items.slice(0, i).filter(isMiddleFn)];
      const after = [...items.slice(i + 1).filter(isMiddleFn), ...below];
      if ('nested' in item) {
        walk(item.nested, item.pointer, before, after);
        continue;
      }
      tree.definitions.push(item);
      if (item.definition.type !== HandlerType.route) continue;
      item.middleFnIds = [...before, ...after]
        .filter(({definition}) => definition.type !== HandlerType.rawMiddleFn)
        .map(({id}) => id);
      tree.chains.push({route: item, placed: [...before, item, ...after]});
    }
    if (pointer.length === 0) tree.topMiddleFns = items.filter(isMiddleFn);
  };
  walk(routes, [], [], []);
  return tree;
}

interface Nested {
  nested: Routes;
  pointer: string[];
}

function toItem(name: string, item: Definition | Routes, pointer: string[]): Placed | Nested {
  checkName(name, pointer);
  if (isDefinition(item)) return {definition: item, id: getMethodId(pointer), pointer};
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) return {nested: item, pointer};
  throw new RouterError(
    'MION_ROUTE_INVALID',
    `"${getMethodId(pointer)}" is neither a definition nor an object of these`,
  );
}

function isMiddleFn(item: Placed | Nested): item is Placed {
  return 'definition' in item && item.definition.type !== HandlerType.route;
}

function isDefinition(item: Definition | Routes): item is Definition {
  return typeof item?.type === 'number' && typeof item.handler === 'function';
}
