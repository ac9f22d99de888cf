/** Which types travel through `JSON.stringify` and `JSON.parse` unchanged. */
import {reaches, type TypeNode} from '../type-node.ts';
import {isPreparedLeaf, isRestoredLeaf} from './json-leaves.ts';
import {planUnion} from './union-plan.ts';

/** `prepareForJson` has something to do. */
export const needsPrepare = memo(node => isPreparedLeaf(node) || isIndexed(node));

/** `restoreFromJson` has something to do. */
export const needsRestore = memo(node => isRestoredLeaf(node) || isIndexed(node));

const isIndexed = (node: TypeNode): boolean => node.kind === 'union' && planUnion(node).json === 'indexed';

function memo(test: (node: TypeNode) => boolean): (node: TypeNode) => boolean {
  const known = new WeakMap<TypeNode, boolean>();
  return node => {
    const answer = known.get(node) ?? reaches(node, test);
    known.set(node, answer);
    return answer;
  };
}
