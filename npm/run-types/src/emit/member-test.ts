/** Whether a valid value of a union is of one of its members: as little as tells it from the others. */
import type {TypeNode, UnionNode} from '../type-node.ts';
import {access, type Emitter, quote, source} from './emitter.ts';
import {isExpression} from './is.ts';
import {planUnion, runtimeKinds} from './union-plan.ts';

/** An expression over `v`, an identifier. Several members may pass where they overlap. `d` is the depth, or empty. */
export function memberTest(em: Emitter, union: UnionNode, index: number, v: string, d: string): string {
  const plan = planUnion(union);
  const node = union.members[index]!;
  const tagged = plan.tagged.find(entry => entry.index === index);
  if (tagged) {
    const member = access(v, plan.tag!);
    const matches = tagged.values.map(value => `${member}===${source(value)}`).join('||');
    return `typeof ${v}==='object'&&${v}!==null&&(${matches})`;
  }
  return plan.alone[index] && !isPassedTo(union, index) ? kindTest(node, v) : isExpression(em, node, v, d);
}

/**
 * Values of other kinds may come to the test of the union's only plain object: those of several lists, maps or sets whose
 * keys none of these knows.
 */
function isPassedTo(union: UnionNode, index: number): boolean {
  if (union.members[index]!.kind !== 'object') return false;
  const {alone} = planUnion(union);
  return union.members.some((member, i) => {
    return !alone[i] && runtimeKinds(member).some(kind => !PRIMITIVES.includes(kind));
  });
}

/** What `typeof` tells from objects. */
const PRIMITIVES = ['string', 'number', 'boolean', 'bigint', 'symbol', 'undefined'];

/** Enough to know a member from all others of its union, when no other is of that kind. */
function kindTest(node: TypeNode, v: string): string {
  const kinds = runtimeKinds(node);
  return kinds
    .map(kind => {
      switch (kind) {
        case 'string':
        case 'number':
        case 'boolean':
        case 'bigint':
        case 'symbol':
        case 'undefined':
          return `typeof ${v}===${quote(kind)}`;
        case 'null':
          return `${v}===null`;
        case 'array':
          return `Array.isArray(${v})`;
        case 'date':
          return `${v} instanceof Date`;
        case 'regexp':
          return `${v} instanceof RegExp`;
        case 'url':
          return `${v} instanceof URL`;
        case 'map':
          return `${v} instanceof Map`;
        case 'set':
          return `${v} instanceof Set`;
        case 'object':
          // all other kinds of objects are more specific, and were tested before
          return `typeof ${v}==='object'`;
        case 'never':
          return 'false';
        default:
          return `${v} instanceof ${kind}`;
      }
    })
    .join('||');
}
