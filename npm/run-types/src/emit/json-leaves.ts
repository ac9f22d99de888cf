/** The types that JSON has no value for, and that therefore change on their way. */
import {type Property, reaches, type TypeNode} from '../type-node.ts';

/** `JSON.stringify` would lose or refuse it. (Dates and URLs know how to become JSON.) */
export function isPreparedLeaf(node: TypeNode): boolean {
  switch (node.kind) {
    case 'bigint':
    case 'symbol':
    case 'regexp':
    case 'map':
    case 'set':
    case 'bytes':
      return true;
    case 'literal':
      return typeof node.value === 'bigint';
    case 'object':
      return node.hasPrivate;
    default:
      return false;
  }
}

/** `JSON.parse` gives something else than what was sent. */
export function isRestoredLeaf(node: TypeNode): boolean {
  switch (node.kind) {
    case 'date':
    case 'url':
    case 'undefined':
      return true;
    case 'object':
      return node.className !== undefined;
    case 'tuple':
      // a missing member before one that is there travels as null
      return node.items.some(item => item.optional);
    default:
      return isPreparedLeaf(node);
  }
}

/** A member of this type is left out when it is undefined, as an optional one is. */
export const isUnionOfUndefined = (node: TypeNode): boolean =>
  node.kind === 'union' && node.members.some(member => member.kind === 'undefined');

/** Whether a value without a member of this type is refused: one that may be anything, or undefined, says nothing. */
export const isDistinct = ({type, optional}: Property): boolean =>
  !optional && !['any', 'unknown', 'undefined'].includes(type.kind) && !isUnionOfUndefined(type);

/** Some value inside changes on its way through JSON. */
export function carriesSpecial(node: TypeNode): boolean {
  const answer = special.get(node) ?? reaches(node, isRestoredLeaf);
  special.set(node, answer);
  return answer;
}

const special = new WeakMap<TypeNode, boolean>();
