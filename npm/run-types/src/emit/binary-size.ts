/** How few bytes a value can take: what bounds the number of elements that an input may announce. */
import type {TypeNode} from '../type-node.ts';

/** 0 for values that take none; those are written with one byte of padding as elements. */
export function minBytes(node: TypeNode, open = new Set<TypeNode>()): number {
  // a type inside itself can only end where it is optional, or in an empty list: count nothing for it
  if (open.has(node)) return 0;
  open.add(node);
  const size = content(node, open);
  open.delete(node);
  return size;
}

function content(node: TypeNode, open: Set<TypeNode>): number {
  switch (node.kind) {
    case 'undefined':
    case 'null':
    case 'never':
    case 'literal':
      return 0;
    case 'number':
      return numberBytes(node.range);
    case 'date':
      return 8;
    case 'tuple': {
      const required = [...node.items.filter(item => !item.optional).map(item => item.type), ...node.tail];
      const counts = Number(node.items.some(item => item.optional)) + Number(!!node.rest);
      return required.reduce((sum, type) => sum + minBytes(type, open), counts);
    }
    case 'object': {
      const required = node.properties.filter(property => !property.optional);
      const flags = Math.ceil((node.properties.length - required.length) / 8);
      const own = flags + (node.index.length ? 1 : 0);
      return required.reduce((sum, {type}) => sum + minBytes(type, open), own);
    }
    default:
      return 1;
  }
}

/** Bytes of a number: whole numbers of a range that fits take 1, 2 or 4, all others are doubles. */
export function numberBytes(range: {min: number; max: number} | undefined): 1 | 2 | 4 | 8 {
  if (!range || range.min < 0) return 8;
  if (range.max <= 0xff) return 1;
  if (range.max <= 0xffff) return 2;
  return range.max <= 0xffffffff ? 4 : 8;
}
