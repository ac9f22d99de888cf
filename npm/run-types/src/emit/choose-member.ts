/** Which member of a union a value in memory is of: the tests that writers branch on. */
import type {TypeNode, UnionNode} from '../type-node.ts';
import type {Emitter} from './emitter.ts';
import {hasUnknownKeys} from './has-unknown-keys.ts';
import {hasKeys} from './known-keys.ts';
import {memberTest} from './member-test.ts';
import {planUnion, takesAnything} from './union-plan.ts';

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
    return {index, node: union.members[index]!, test: memberTest(em, union, index, v, '')};
  });
  if (!plan.overlapping) return loose;
  // a value goes to the member that knows all its keys, if there is one, and says what they hold
  const exact = loose.flatMap(entry => {
    const unknown = hasUnknownKeys(em, entry.node, v, '');
    return unknown === 'false' ? [] : [{...entry, test: `${entry.test}&&!${unknown}`}];
  });
  const isOpen = ({node}: MemberTest): boolean => takesAnything(node);
  const keyed = loose.filter(({node}) => hasKeys(node));
  const others = loose.filter(({node}) => !hasKeys(node));
  const closed = (tests: MemberTest[]) => tests.filter(test => !isOpen(test));
  return [...closed(others), ...closed(exact), ...exact.filter(isOpen), ...others.filter(isOpen), ...keyed];
}
