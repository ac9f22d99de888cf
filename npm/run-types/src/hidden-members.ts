/**
 * Members of unions that nothing tells from an earlier one: classes of the same data. Every other pair is told apart, as
 * a value goes to the most specific member that knows all its keys.
 */
import {canonicalize, jitHash} from './canonicalize.ts';
import {planUnion} from './emit/union-plan.ts';
import {childNodes, reaches, type TypeNode, type UnionNode, withChildren} from './type-node.ts';

const warned = new Set<string>();

/** Warns once of each hidden member below a canonical node. */
export function warnOfHiddenMembers(root: TypeNode): void {
  if (!reaches(root, isClass)) return;
  const seen = new Set([root]);
  for (const node of seen) {
    for (const child of childNodes(node)) seen.add(child);
    if (node.kind !== 'union') continue;
    for (const [first, hidden] of hiddenMembers(node)) {
      const message =
        `MION_TYPE_HIDDEN_MEMBER: in the union ${nameOf(node)} nothing tells ${nameOf(hidden)} from ${nameOf(first)}, ` +
        `so its values are read as ${nameOf(first)}. Give each a member of another literal type.`;
      if (!warned.has(message)) console.warn(message);
      warned.add(message);
    }
  }
}

const isClass = (node: TypeNode): boolean => node.kind === 'object' && node.className !== undefined;

const nameOf = (node: TypeNode): string =>
  node.typeName ?? (node.kind === 'union' ? node.members.map(nameOf).join(' | ') : node.kind);

/** Pairs of a member and a later one, in the order in which they are tried. */
function hiddenMembers(union: UnionNode): [first: TypeNode, hidden: TypeNode][] {
  const first = new Map<string, TypeNode>();
  return planUnion(union).order.flatMap((index): [TypeNode, TypeNode][] => {
    const node = union.members[index]!;
    const data = jitHash(canonicalize(withoutClasses(node)));
    const known = first.get(data);
    if (!known) first.set(data, node);
    return known ? [[known, node]] : [];
  });
}

/** A copy that says of classes what their data are. */
function withoutClasses(root: TypeNode): TypeNode {
  const copies = new Map<TypeNode, TypeNode>();
  const copy = (node: TypeNode): TypeNode => {
    const known = copies.get(node);
    if (known) return known;
    const made = {} as TypeNode;
    copies.set(node, made);
    Object.assign(made, withChildren(node, childNodes(node).map(copy)), {graph: undefined});
    if (made.kind === 'object') {
      made.className = undefined;
      made.hasPrivate = false;
    }
    return made;
  };
  return copy(root);
}
