/**
 * How the members of a union are told apart: in memory (before writing) and in JSON (before restoring).
 *
 * JSON form: if no two members that need restoring share a JSON shape, the member's own form. Objects with a tag (a
 * required member of distinct literal types) count as distinct shapes. Otherwise `[index, form]`. A lone `null` or
 * `undefined` is `null` in any case.
 */
import {
  BYTE_CLASSES,
  type LiteralNode,
  type ObjectNode,
  type Property,
  reaches,
  type TypeNode,
  type UnionNode,
} from '../type-node.ts';
import {carriesSpecial} from './json-leaves.ts';
import {hasKeys} from './known-keys.ts';

export interface UnionPlan {
  /** Indices of members, the most specific first. */
  order: number[];
  /** The member name whose literal value tells all object members apart. */
  tag?: string;
  /** Members of the union that have the tag, each with its values. */
  tagged: {index: number; node: ObjectNode; values: LiteralNode['value'][]}[];
  json: 'plain' | 'shape' | 'indexed';
  /** Index of the member whose JSON is a bare `null`, although others are `[index, form]`. */
  bareNull?: number;
  /** By index: no other member is of that `RuntimeKind`. */
  alone: boolean[];
  /** A value may fit several object members by what they require: the one that knows all its keys goes first. */
  overlapping: boolean;
}

/** What `typeof`, `instanceof` and `Array.isArray` can tell of a value. */
export type RuntimeKind = string;

const plans = new WeakMap<UnionNode, UnionPlan>();

export function planUnion(union: UnionNode): UnionPlan {
  const known = plans.get(union);
  if (known) return known;
  const plan = makePlan(union);
  plans.set(union, plan);
  return plan;
}

export function runtimeKinds(node: TypeNode): RuntimeKind[] {
  switch (node.kind) {
    case 'literal':
      return [typeof node.value];
    case 'enum':
      return [...new Set(node.values.map(value => typeof value))];
    case 'template':
      return ['string'];
    case 'bytes':
      return [node.className];
    case 'tuple':
      return ['array'];
    case 'anyObject':
      return ['object', 'array', 'date', 'regexp', 'url', 'map', 'set', ...BYTE_CLASSES];
    default:
      return [node.kind];
  }
}

/** What a value looks like after `JSON.parse`. */
function jsonShapes(node: TypeNode): string[] {
  return runtimeKinds(node).map(kind => {
    switch (kind) {
      case 'undefined':
        return 'null';
      case 'map':
      case 'set':
        return 'array';
      case 'number':
      case 'boolean':
      case 'null':
      case 'array':
      case 'object':
        return kind;
      default:
        return 'string';
    }
  });
}

/** Some part of it may be of any type, and is written as it is: a member that says more goes first. */
export const takesAnything = (node: TypeNode): boolean => reaches(node, isOpen);

const isOpen = ({kind}: TypeNode): boolean => kind === 'any' || kind === 'unknown' || kind === 'anyObject';

const isObjectNode = (node: TypeNode): node is ObjectNode => node.kind === 'object';

function makePlan({members}: UnionNode): UnionPlan {
  const kinds = members.map(runtimeKinds);
  const alone = kinds.map((own, i) =>
    kinds.every((other, j) => i === j || !other.some(kind => own.includes(kind))),
  );
  const order = members.map((_, i) => i).sort((a, b) => specificity(members[b]!) - specificity(members[a]!));
  const objects = members.flatMap((node, index) => (isObjectNode(node) ? [{index, node}] : []));
  const found =
    objects.length > 1 && !members.some(node => node.kind === 'anyObject')
      ? findTag(objects.map(o => o.node))
      : undefined;
  const tagged = found ? objects.map((o, i) => ({...o, values: found.values[i]!})) : [];
  const overlapping = members.some((a, i) => {
    return members.some((b, j) => i !== j && !alone[i] && !alone[j] && overlap(a, b, !!found));
  });

  const bare = members.flatMap((node, i) => (node.kind === 'null' || node.kind === 'undefined' ? [i] : []));
  const bareNull = bare.length === 1 ? bare[0] : undefined;
  let json: UnionPlan['json'] = bare.length > 1 ? 'indexed' : 'plain';
  members.forEach((node, i) => {
    if (json === 'indexed' || i === bareNull || !carriesSpecial(node)) return;
    json = 'shape';
    const shapes = jsonShapes(node);
    const rivals = members.filter((other, j) => i !== j && jsonShapes(other).some(s => shapes.includes(s)));
    const byTag = found && isObjectNode(node) && rivals.every(isObjectNode);
    if (rivals.length && !byTag) json = 'indexed';
  });
  if (json === 'plain' && bareNull !== undefined && members[bareNull]!.kind === 'undefined') json = 'shape';
  return {order, tag: found?.name, tagged, json, bareNull, alone, overlapping};
}

/** Narrower types score higher; equal ones keep the order of the declaration. */
function specificity(node: TypeNode): number {
  const isLoose = !hasKeys(node) && takesAnything(node);
  switch (node.kind) {
    case 'literal':
      return 1000;
    case 'enum':
      return 900;
    case 'template':
      return 800;
    case 'tuple':
      return isLoose ? 590 : 700;
    case 'anyObject':
      return 0;
    case 'object': {
      const required = node.properties.filter(property => !property.optional).length;
      return 100 + Math.min(required, 45) * 8 + Math.min(node.properties.length, 50) / 10 - node.index.length;
    }
    case 'array':
      return isLoose ? 580 : 600;
    default:
      return isLoose ? 490 : 500;
  }
}

function literalValues(node: TypeNode): LiteralNode['value'][] | undefined {
  if (node.kind === 'literal') return typeof node.value === 'bigint' ? undefined : [node.value];
  if (node.kind === 'enum') return node.values;
  if (node.kind !== 'union') return undefined;
  const values = node.members.map(literalValues);
  return values.every(v => v !== undefined) ? values.flat() : undefined;
}

function findTag(objects: ObjectNode[]): {name: string; values: LiteralNode['value'][][]} | undefined {
  for (const {name} of objects[0]!.properties) {
    const values = objects.map(({properties}) => {
      const property = properties.find(p => p.name === name);
      return property && !property.optional ? literalValues(property.type) : undefined;
    });
    if (!values.every(v => v !== undefined)) continue;
    const all = values.flat();
    if (new Set(all).size === all.length) return {name, values};
  }
  return undefined;
}

/** Whether a value of `b` may pass as one of `a` although `b` knows members that `a` does not. */
function overlap(a: TypeNode, b: TypeNode, byTag: boolean): boolean {
  if (a.kind === 'object' && b.kind === 'object') return !byTag && objectsOverlap(a, b);
  // lists, maps and sets of objects: what they hold may overlap
  const holdsObjects = (node: TypeNode) => hasKeys(node) || takesAnything(node);
  const kinds = runtimeKinds(b);
  return runtimeKinds(a).some(kind => kinds.includes(kind)) && holdsObjects(a) && holdsObjects(b);
}

function objectsOverlap(a: ObjectNode, b: ObjectNode): boolean {
  if (a.index.length) return true;
  const inB = new Map<string, Property>(b.properties.map(property => [property.name, property]));
  return a.properties.every(({name, optional, type}) => {
    const other = inB.get(name);
    if (!other) return optional || b.index.length > 0;
    const own = literalValues(type);
    const others = literalValues(other.type);
    return !own || !others || own.some(value => others.includes(value));
  });
}
