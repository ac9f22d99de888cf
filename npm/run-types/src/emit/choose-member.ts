/** Which member of a union a value in memory is of: the tests that writers branch on. */
import type {TypeNode, UnionNode} from '../type-node.ts';
import {access, type Emitter, quote, source} from './emitter.ts';
import {hasKeys, hasUnknownKeys} from './has-unknown-keys.ts';
import {isExpression} from './is.ts';
import {planUnion, runtimeKinds} from './union-plan.ts';

export interface MemberTest {
  index: number;
  node: TypeNode;
  /** True for values of this member, provided that no earlier test was and that the value is of the union. */
  test: string;
}

/** In the order in which to test. `v` is an identifier. */
export function memberTests(em: Emitter, union: UnionNode, v: string): MemberTest[] {
  const plan = planUnion(union);
  const loose = plan.order.map((index): MemberTest => {
    const node = union.members[index]!;
    const tagged = plan.tagged.find(entry => entry.index === index);
    if (tagged) {
      const member = access(v, plan.tag!);
      const matches = tagged.values.map(value => `${member}===${source(value)}`).join('||');
      return {index, node, test: `typeof ${v}==='object'&&${v}!==null&&(${matches})`};
    }
    return {index, node, test: plan.alone[index] ? kindTest(node, v) : isExpression(em, node, v, '')};
  });
  if (!plan.overlapping) return loose;
  // a value goes to the member that knows all its keys, if there is one
  const exact = loose.flatMap(entry => {
    const unknown = hasUnknownKeys(em, entry.node, v, '');
    return unknown === 'false' ? [] : [{...entry, test: `${entry.test}&&!${unknown}`}];
  });
  return [...loose.filter(({node}) => !hasKeys(node)), ...exact, ...loose.filter(({node}) => hasKeys(node))];
}

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
