/**
 * The types that functions are made from: what a `@deepkit/type` graph says, reduced to what changes a function's
 * behaviour. Names, aliases and the way a type was computed are gone; recursion is a cycle of nodes.
 */

/**
 * Values of a recursive type that nest deeper than this many calls of separate functions are refused, so that no input
 * exhausts the stack. A level of nesting takes one call or two.
 */
export const MAX_DEPTH = 500;

/** Kinds without further data. `void` is `undefined`, a promise is what it resolves to. */
export type LeafKind =
  | 'any'
  | 'unknown'
  | 'never'
  | 'undefined'
  | 'null'
  | 'string'
  | 'boolean'
  | 'bigint'
  | 'symbol'
  | 'anyObject'
  | 'date'
  | 'regexp'
  | 'url';

export interface LeafNode extends NodeBase {
  kind: LeafKind;
}

/** Whole numbers of a range: the branded numbers of `@deepkit/type`. */
export interface NumberRange {
  integer: boolean;
  min: number;
  max: number;
}

export interface NumberNode extends NodeBase {
  kind: 'number';
  range?: NumberRange;
}

export type LiteralValue = string | number | boolean | bigint;

export interface LiteralNode extends NodeBase {
  kind: 'literal';
  value: LiteralValue;
}

export interface EnumNode extends NodeBase {
  kind: 'enum';
  values: (string | number)[];
}

export type TemplatePart = {text: string} | {hole: 'string' | 'number' | 'bigint' | 'boolean'};

export interface TemplateNode extends NodeBase {
  kind: 'template';
  parts: TemplatePart[];
}

export const BYTE_CLASSES = [
  'ArrayBuffer',
  'Uint8Array',
  'Int8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;
export type ByteClass = (typeof BYTE_CLASSES)[number];

/** A typed array or an ArrayBuffer. */
export interface BytesNode extends NodeBase {
  kind: 'bytes';
  className: ByteClass;
}

export interface ArrayNode extends NodeBase {
  kind: 'array';
  item: TypeNode;
}

export interface TupleItem {
  type: TypeNode;
  optional: boolean;
}

/** `[...items, ...rest[], ...tail]`. */
export interface TupleNode extends NodeBase {
  kind: 'tuple';
  items: TupleItem[];
  rest?: TypeNode;
  /** What stands after the rest; empty without one. */
  tail: TypeNode[];
}

export interface Property {
  name: string;
  type: TypeNode;
  optional: boolean;
}

export interface IndexSignature {
  key: 'string' | 'number' | TemplateNode;
  type: TypeNode;
}

/** The values of a type that is nothing but a choice of literals, in the order of declaration. */
export function choices(node: TypeNode): LiteralValue[] | undefined {
  if (node.kind === 'enum') return node.values;
  if (node.kind !== 'union') return undefined;
  const values = node.members.map(member => (member.kind === 'literal' ? member.value : undefined));
  return values.every(value => value !== undefined) ? values : undefined;
}

/** An interface, object literal type or class: the members that hold data. */
export interface ObjectNode extends NodeBase {
  kind: 'object';
  properties: Property[];
  index: IndexSignature[];
  /** Of a class: the name under which it may be registered as serializable. */
  className?: string;
  /** Some members must not leave: the value is never passed through as it is. */
  hasPrivate: boolean;
}

export interface MapNode extends NodeBase {
  kind: 'map';
  key: TypeNode;
  value: TypeNode;
}

export interface SetNode extends NodeBase {
  kind: 'set';
  item: TypeNode;
}

export interface UnionNode extends NodeBase {
  kind: 'union';
  members: TypeNode[];
}

export interface NodeBase {
  /** For people; no part of the hash. */
  typeName?: string;
  /** Set by `canonicalize`. */
  graph?: GraphInfo;
}

/** What is known of a node from its place in the graph. All of it follows from structure alone. */
export interface GraphInfo {
  /** Nodes that reach each other have the same component. */
  component: number;
  /** It reaches itself. */
  cyclic: boolean;
  /** It has functions of its own, which others call; otherwise its code stands inside theirs. */
  separate: boolean;
  /** Of a component in which some node `asksAgain`: verdicts are remembered while a function runs. */
  remember?: boolean;
}

export type TypeNode =
  | LeafNode
  | NumberNode
  | LiteralNode
  | EnumNode
  | TemplateNode
  | BytesNode
  | ArrayNode
  | TupleNode
  | ObjectNode
  | MapNode
  | SetNode
  | UnionNode;

/** The nodes directly below. Keys of index signatures are none: they hold no values. */
export function childNodes(node: TypeNode): TypeNode[] {
  switch (node.kind) {
    case 'array':
    case 'set':
      return [node.item];
    case 'tuple':
      return [...node.items.map(item => item.type), ...(node.rest ? [node.rest] : []), ...node.tail];
    case 'object':
      return [...node.properties.map(property => property.type), ...node.index.map(index => index.type)];
    case 'map':
      return [node.key, node.value];
    case 'union':
      return node.members;
    default:
      return [];
  }
}

/** A copy whose children are `children`, in the order of `childNodes`. Copies nothing deeper. */
export function withChildren(node: TypeNode, children: TypeNode[]): TypeNode {
  switch (node.kind) {
    case 'array':
    case 'set':
      return {...node, item: children[0]!};
    case 'tuple': {
      const {items, rest} = node;
      return {
        ...node,
        items: items.map((item, i) => ({...item, type: children[i]!})),
        rest: rest && children[items.length],
        tail: children.slice(items.length + (rest ? 1 : 0)),
      };
    }
    case 'object': {
      const count = node.properties.length;
      return {
        ...node,
        properties: node.properties.map((property, i) => ({...property, type: children[i]!})),
        index: node.index.map((index, i) => ({...index, type: children[count + i]!})),
      };
    }
    case 'map':
      return {...node, key: children[0]!, value: children[1]!};
    case 'union':
      return {...node, members: children};
    default:
      return {...node};
  }
}

/** Whether some node that `node` reaches, itself included, satisfies `test`. */
export function reaches(node: TypeNode, test: (node: TypeNode) => boolean): boolean {
  const seen = new Set<TypeNode>();
  const visit = (current: TypeNode): boolean => {
    if (seen.has(current)) return false;
    seen.add(current);
    return test(current) || childNodes(current).some(visit);
  };
  return visit(node);
}
