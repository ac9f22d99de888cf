/** Types that nobody thought of, as nodes: for the laws that hold for every type. */
import type {Random} from '../src/random.ts';
import type {ByteClass, LeafKind, ObjectNode, TemplateNode, TupleItem, TypeNode} from '../src/type-node.ts';

const LEAVES: LeafKind[] = [
  'undefined',
  'null',
  'string',
  'boolean',
  'bigint',
  'date',
  'regexp',
  'symbol',
  'url',
  'string',
  'any',
  'unknown',
  'anyObject',
];
const BYTES: ByteClass[] = ['ArrayBuffer', 'Uint8Array', 'Int16Array', 'Float64Array', 'BigUint64Array'];
const RANGES = [
  {integer: true, min: 0, max: 255},
  {integer: true, min: 0, max: 65535},
  {integer: true, min: -128, max: 127},
];
const TEMPLATES: TemplateNode['parts'][] = [
  [{text: 'id-'}, {hole: 'number'}],
  [{hole: 'string'}, {text: ':'}, {hole: 'boolean'}],
  [{text: 'x'}, {hole: 'bigint'}, {text: 'y'}],
];

/** `open` are the objects around, which a member may lead back to. */
export function randomType(random: Random, depth: number, open: TypeNode[] = []): TypeNode {
  const int = (below: number): number => Math.floor(random() * below);
  const inner = (): TypeNode => randomType(random, depth - 1, open);
  const list = (below: number): TypeNode[] => Array.from({length: int(below)}, inner);
  switch (depth <= 0 ? int(7) : int(17)) {
    case 0:
      return {kind: 'number'};
    case 1:
      return {kind: 'literal', value: [1, 'a', 'b', true, 5n][int(5)]!};
    case 2:
      return {kind: 'enum', values: [0, 'x', 2]};
    case 3:
      return {kind: 'number', range: RANGES[int(3)]};
    case 4:
      return {kind: 'template', parts: TEMPLATES[int(3)]!};
    case 5:
      return int(3) ? {kind: 'string'} : {kind: 'bytes', className: BYTES[int(5)]!};
    case 6:
      return {kind: LEAVES[int(LEAVES.length)]!};
    case 7:
    case 8:
      return {kind: 'array', item: inner()};
    case 9: {
      const items = list(3).map((type): TupleItem => ({type, optional: false}));
      const rest = int(3) ? undefined : inner();
      // elements that stand after optional ones are none of TypeScript's
      if (rest && int(2)) return {kind: 'tuple', items, rest, tail: list(3)};
      const optional = list(3).map((type): TupleItem => ({type: orMissing(type), optional: true}));
      return {kind: 'tuple', items: [...items, ...optional], rest, tail: []};
    }
    case 10:
      return {kind: 'map', key: int(3) ? {kind: 'string'} : inner(), value: inner()};
    case 11:
      return {kind: 'set', item: int(2) ? {kind: 'bigint'} : inner()};
    case 12:
    case 13:
      return randomUnion([inner(), inner(), ...list(3)]);
    default:
      return randomObject(random, depth, open);
  }
}

function randomObject(random: Random, depth: number, open: TypeNode[]): ObjectNode {
  const int = (below: number): number => Math.floor(random() * below);
  const node: ObjectNode = {kind: 'object', properties: [], index: [], hasPrivate: int(10) === 0};
  for (const name of ['a', 'b', 'c-d', 'e', "f'"].slice(0, int(6))) {
    const recursive = open.length > 0 && int(6) === 0;
    const type = recursive ? open[int(open.length)]! : randomType(random, depth - 1, [...open, node]);
    node.properties.push({name, type, optional: recursive || int(2) === 0});
  }
  const keys = ['string', 'number', {kind: 'template', parts: TEMPLATES[int(3)]!}] as const;
  if (int(4) === 0) node.index.push({key: keys[int(3)]!, type: randomType(random, depth - 1, open)});
  return node;
}

/** As resolving makes them: without unions inside, and without what accepts every value. */
function randomUnion(members: TypeNode[]): TypeNode {
  const own = members.flatMap(flat).filter(({kind}) => kind !== 'any' && kind !== 'unknown');
  return own.length ? {kind: 'union', members: own} : {kind: 'null'};
}

/** Resolving makes undefined a member of an optional element where null is one. */
function orMissing(type: TypeNode): TypeNode {
  if (!flat(type).some(member => member.kind === 'null')) return type;
  return {kind: 'union', members: [...flat(type), {kind: 'undefined'}]};
}

const flat = (node: TypeNode): TypeNode[] => (node.kind === 'union' ? node.members.flatMap(flat) : [node]);

/** For people. */
export function describeNode(root: TypeNode): string {
  const seen: unknown[] = [];
  return JSON.stringify(root, (key, value: unknown) => {
    if (key === 'graph' || key === 'hasPrivate') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    if (seen.includes(value)) return `#${seen.indexOf(value)}`;
    seen.push(value);
    return value;
  });
}
