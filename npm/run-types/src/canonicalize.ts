/**
 * One node for each structure, and its hash. Deepkit may hand out a recursive type unrolled, or one type as many
 * equal objects: two nodes are the same if no path below tells them apart. What remains does not depend on how the
 * graph was written down, so neither do the hash and the generated code.
 */
import {planUnion} from './emit/union-plan.ts';
import {childNodes, type GraphInfo, type TypeNode, withChildren} from './type-node.ts';

/** An object, union or tuple of at least this many nodes has functions of its own. */
const SEPARATE_WEIGHT = 8;

/** The smallest graph equal to the one below `root`, with `graph` set on each node. */
export function canonicalize(root: TypeNode): TypeNode {
  let merged = mergeEqual(root);
  // members that turned out equal are one; that may make the unions around them equal
  while (dropRepeatedMembers(merged)) merged = mergeEqual(merged);
  analyze(merged);
  return merged;
}

function dropRepeatedMembers(root: TypeNode): boolean {
  let dropped = false;
  for (const node of collect(root)) {
    if (node.kind !== 'union') continue;
    const members = [...new Set(node.members)];
    dropped ||= members.length < node.members.length;
    node.members = members;
  }
  return dropped;
}

const hashes = new WeakMap<TypeNode, string>();

/**
 * 10 characters of `[A-Za-z0-9_$]`, equal for equal structures in every process. Takes a canonical node. Among 10,000
 * types two are alike by chance in one of 2e10 programs; each character is in a bundle once a type.
 */
export function jitHash(node: TypeNode): string {
  let hash = hashes.get(node);
  if (!hash) {
    hash = hashText(structureText(node));
    hashes.set(node, hash);
  }
  return hash;
}

function collect(root: TypeNode): TypeNode[] {
  const nodes = new Set<TypeNode>([root]);
  for (const node of nodes) for (const child of childNodes(node)) nodes.add(child);
  return [...nodes];
}

/** Partition refinement: starts from local labels, splits classes by the classes of children until none splits. */
function mergeEqual(root: TypeNode): TypeNode {
  const nodes = collect(root);
  const labels = nodes.map(label);
  let classOf = new Map<TypeNode, number>();
  let count = 0;
  for (;;) {
    const ids = new Map<string, number>();
    const next = new Map<TypeNode, number>();
    nodes.forEach((node, i) => {
      const own = classOf.get(node) ?? '';
      const key = `${own}|${childNodes(node).map(child => classOf.get(child) ?? '')}|${labels[i]}`;
      if (!ids.has(key)) ids.set(key, ids.size);
      next.set(node, ids.get(key)!);
    });
    classOf = next;
    if (ids.size === count) break;
    count = ids.size;
  }
  const merged: TypeNode[] = [];
  for (const node of nodes) {
    const at = classOf.get(node)!;
    const known = merged[at];
    if (!known) merged[at] = {...node};
    else if (node.typeName && (!known.typeName || node.typeName < known.typeName))
      known.typeName = node.typeName;
  }
  const done = new Set<number>();
  for (const node of nodes) {
    const at = classOf.get(node)!;
    if (done.has(at)) continue;
    done.add(at);
    const children = childNodes(node).map(child => merged[classOf.get(child)!]!);
    const {typeName} = merged[at]!;
    Object.assign(merged[at]!, withChildren(node, children), {typeName});
  }
  return merged[classOf.get(root)!]!;
}

/** All of a node that matters, but for its children. */
function label(node: TypeNode): string {
  const data = (): unknown => {
    switch (node.kind) {
      case 'number':
        return node.range;
      case 'literal':
        return [typeof node.value, String(node.value), Object.is(node.value, -0)];
      case 'enum':
        return node.values;
      case 'template':
        return node.parts;
      case 'bytes':
        return node.className;
      case 'tuple':
        return [node.items.map(item => item.optional), !!node.rest, node.tail.length];
      case 'object':
        return [
          node.properties.map(property => [property.name, property.optional]),
          node.index.map(({key}) => (typeof key === 'string' ? key : key.parts)),
          node.className ?? null,
          node.hasPrivate,
        ];
      case 'union':
        return node.members.length;
      default:
        return null;
    }
  };
  return `${node.kind}${JSON.stringify(data())}`;
}

/** Depth first, each node once, later visits by number: equal exactly for equal structures. */
function structureText(root: TypeNode): string {
  const numbers = new Map<TypeNode, number>();
  let text = '';
  const visit = (node: TypeNode) => {
    const seen = numbers.get(node);
    if (seen !== undefined) {
      text += `#${seen};`;
      return;
    }
    numbers.set(node, numbers.size);
    text += `${label(node)}(`;
    for (const child of childNodes(node)) visit(child);
    text += ')';
  };
  visit(root);
  return text;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$';

/** 60 bits of four 32-bit lanes (the mixing steps of cyrb128, public domain). */
function hashText(text: string): string {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ unit, 597399067);
    b = c ^ Math.imul(b ^ unit, 2869860233);
    c = d ^ Math.imul(c ^ unit, 951274213);
    d = a ^ Math.imul(d ^ unit, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  b ^= a;
  c ^= a;
  let bits = 0n;
  for (const lane of [a, b]) bits = (bits << 32n) | BigInt(lane >>> 0);
  let hash = '';
  for (let i = 0; i < 10; i++) {
    hash += ALPHABET[Number(bits & 63n)];
    bits >>= 6n;
  }
  return hash;
}

/** Sets `graph`: strongly connected components (Tarjan), then which nodes are separate. */
function analyze(root: TypeNode): void {
  const order = new Map<TypeNode, number>();
  const low = new Map<TypeNode, number>();
  const open: TypeNode[] = [];
  const components: TypeNode[][] = [];
  const visit = (node: TypeNode) => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    open.push(node);
    for (const child of childNodes(node)) {
      if (!order.has(child)) {
        visit(child);
        low.set(node, Math.min(low.get(node)!, low.get(child)!));
      } else if (open.includes(child)) {
        low.set(node, Math.min(low.get(node)!, order.get(child)!));
      }
    }
    if (low.get(node) !== order.get(node)) return;
    components.push(open.splice(open.indexOf(node)));
  };
  visit(root);

  // Tarjan gives a component after all that it reaches, so weights below are known
  const weights = new Map<TypeNode, number>();
  components.forEach((members, component) => {
    const cyclic = members.length > 1 || childNodes(members[0]!).includes(members[0]!);
    const entryPoints = cyclic ? cutCycles(members) : new Set<TypeNode>();
    for (const node of members) {
      const graph: GraphInfo = {component, cyclic, separate: entryPoints.has(node)};
      node.graph = graph;
      if (cyclic) {
        weights.set(node, 1);
        continue;
      }
      let weight = 1;
      for (const child of childNodes(node)) weight += child.graph!.separate ? 1 : weights.get(child)!;
      weights.set(node, weight);
      const composite = node.kind === 'object' || node.kind === 'union' || node.kind === 'tuple';
      graph.separate = composite && weight >= SEPARATE_WEIGHT;
    }
    if (!cyclic) return;
    const remember = members.some(node => asksAgain(node, component));
    for (const node of members) node.graph!.remember = remember;
  });
}

/**
 * Whether a value of the node is looked at before it is known what to do with it, although looking leads back to the
 * node: each level of nesting would repeat the work of all levels below.
 */
export function asksAgain(node: TypeNode, component: number): boolean {
  if (node.kind === 'object') return node.className !== undefined;
  if (node.kind !== 'union') return false;
  const {alone, tagged} = planUnion(node);
  const told = (i: number) => alone[i] || tagged.some(({index}) => index === i);
  return node.members.some((member, i) => member.graph?.component === component && !told(i));
}

/** The nodes of a cyclic component that have functions of their own, so that inlining ends. */
function cutCycles(members: TypeNode[]): Set<TypeNode> {
  const cut = new Set<TypeNode>();
  for (const kind of ['object', 'union', 'array', 'tuple', 'map', 'set'] as const) {
    for (const node of members) if (node.kind === kind) cut.add(node);
    if (!hasCycle(members, cut)) return cut;
  }
  return cut;
}

function hasCycle(members: TypeNode[], cut: Set<TypeNode>): boolean {
  const inside = new Set(members);
  const state = new Map<TypeNode, 'open' | 'done'>();
  const visit = (node: TypeNode): boolean => {
    if (cut.has(node) || !inside.has(node) || state.get(node) === 'done') return false;
    if (state.get(node) === 'open') return true;
    state.set(node, 'open');
    const found = childNodes(node).some(visit);
    state.set(node, 'done');
    return found;
  };
  return members.some(visit);
}
