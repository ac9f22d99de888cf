/** Which keys an object may have: those of its members, if it has no index signature. */
import {type ObjectNode, reaches, type TypeNode} from '../type-node.ts';
import {access} from './emitter.ts';
import {isDistinct} from './json-leaves.ts';

/** Values of the type contain objects whose keys are declared. */
export function hasKeys(node: TypeNode): boolean {
  return reaches(node, inner => inner.kind === 'object');
}

/** The keys of an object with fewer members are compared as fast as they are counted. */
const MIN_COUNTED = 5;

/** Members that are optional are asked for one by one: of many, comparing the keys is as fast. */
const MAX_COUNTED_OPTIONAL = 8;

/**
 * Statements that count the keys of a valid value, and whether it has others than those of a plain object without
 * unknown keys: to count them is faster than to compare them. Undefined where a member may be there without a key of
 * its own, or the other way round.
 */
export function countKeys(
  {properties, index, className}: ObjectNode,
  v: string,
  n: string,
  k: string,
): {statements: string; differs: string} | undefined {
  if (index.length || className || properties.length < MIN_COUNTED) return undefined;
  if (properties.some(({name}) => name in {})) return undefined;
  const optional = properties.filter(property => property.optional);
  const required = properties.filter(isDistinct);
  if (optional.length > MAX_COUNTED_OPTIONAL || optional.length + required.length < properties.length) {
    return undefined;
  }
  const count = [required.length, ...optional.map(({name}) => `(${access(v, name)}!==undefined)`)].join('+');
  return {
    statements: `let ${n}=0;for(const ${k} in ${v})${n}++;`,
    differs: `(${n}!==${count}||${v}.__proto__!==Object.prototype)`,
  };
}
