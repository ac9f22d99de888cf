// Type graphs of @deepkit/type: compared as wholes, and shown in one line.

import {ReflectionKind, type Type} from '@deepkit/type';

type Node = Record<string, unknown> & {kind: ReflectionKind};

/** What makes a type, beside its kind. References to other types are followed, cycles included. */
const scalars = ['name', 'typeName', 'brand', 'description', 'enum', 'values'];
const flags = ['optional', 'readonly', 'static', 'abstract'];
const children = [
  'type',
  'types',
  'return',
  'parameters',
  'index',
  'arguments',
  'typeArguments',
  'extendsArguments',
  'implements',
  'indexType',
  'decorators',
];

/** Where and how two graphs differ; `undefined` when they are the same. */
export function difference(left: unknown, right: unknown): string | undefined {
  return compare(left, right, 'type', new Map());
}

function compare(
  left: unknown,
  right: unknown,
  at: string,
  seen: Map<unknown, Set<unknown>>,
): string | undefined {
  if (!isType(left) || !isType(right)) {
    return same(left, right) ? undefined : `${at}: ${text(left)} and ${text(right)}`;
  }
  const known = seen.get(left) ?? new Set();
  if (known.has(right)) return undefined;
  seen.set(left, known.add(right));
  if (left.kind !== right.kind) return `${at}: ${show(left as Type)} and ${show(right as Type)}`;
  for (const key of scalars) {
    const [a, b] = [left[key], right[key]];
    if (!same(a ?? undefined, b ?? undefined)) return `${at}.${key}: ${text(a)} and ${text(b)}`;
  }
  for (const key of flags) {
    if (Boolean(left[key]) !== Boolean(right[key]))
      return `${at}.${key}: ${text(left[key])} and ${text(right[key])}`;
  }
  if ((left['visibility'] ?? 0) !== (right['visibility'] ?? 0)) return `${at}.visibility`;
  if (left.kind === ReflectionKind.literal && !same(left['literal'], right['literal'])) {
    return `${at}: the literals ${text(left['literal'])} and ${text(right['literal'])}`;
  }
  // Each output has its own classes; they are told by their names.
  const [a, b] = [className(left), className(right)];
  if (a !== b) return `${at}.classType: ${a} and ${b}`;
  // The peer leaves the parents of where a type was found; such a one is no part of the graph.
  if (isAttached(right)) {
    const [c, d] = [parentKind(left), parentKind(right)];
    if (c !== d) return `${at}.parent: ${c} and ${d}`;
  }
  const [e, f] = [initial(left), initial(right)];
  if (e !== f) return `${at}.default: ${e} and ${f}`;
  for (const key of children) {
    const found = compareChildren(left[key], right[key], `${at}.${key}`, seen);
    if (found) return found;
  }
  return undefined;
}

function compareChildren(left: unknown, right: unknown, at: string, seen: Map<unknown, Set<unknown>>) {
  if (Array.isArray(left) || Array.isArray(right)) {
    const [a, b] = [(left ?? []) as unknown[], (right ?? []) as unknown[]];
    if (a.length !== b.length) {
      return `${at}: ${a.map(type => show(type as Type)).join(', ')} and ${b.map(type => show(type as Type)).join(', ')}`;
    }
    for (const [index, item] of a.entries()) {
      const name = isType(item) && item['name'] !== undefined ? String(item['name']) : index;
      const found = compare(item, b[index], `${at}[${name}]`, seen);
      if (found) return found;
    }
    return undefined;
  }
  return compare(left, right, at, seen);
}

function isType(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).kind === 'number';
}

function same(left: unknown, right: unknown): boolean {
  return Object.is(left, right) || text(left) === text(right);
}

function text(value: unknown): string {
  if (isType(value)) return show(value as unknown as Type);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol' || typeof value === 'function' || value instanceof RegExp)
    return String(value);
  return JSON.stringify(value) ?? String(value);
}

function className(type: Node): string | undefined {
  return type.kind === ReflectionKind.class ? (type['classType'] as {name: string}).name : undefined;
}

function parentKind(type: Node): string {
  const parent = type['parent'];
  return isType(parent) ? (ReflectionKind[parent.kind] ?? '?') : 'none';
}

/** Whether a type's parent holds the type. */
function isAttached(type: Node): boolean {
  const parent = type['parent'];
  if (!isType(parent)) return true;
  return children.some(key => {
    const held = parent[key];
    return Array.isArray(held) ? held.includes(type) : held === type;
  });
}

/** The initial value that a member's or a parameter's function gives. */
function initial(type: Node): string {
  if (typeof type['default'] !== 'function') return 'none';
  try {
    return text((type['default'] as () => unknown)());
  } catch (error) {
    return `throws ${(error as Error).name}`;
  }
}

/** A type as TypeScript would write it, more or less, with its names where a cycle closes. */
export function show(type: Type, open: Type[] = []): string {
  if (!isType(type)) return String(type);
  // The machine copies types where it refers to them: a cycle is also told by its name.
  const closes = (other: Type) =>
    other === type || (type.typeName !== undefined && other.typeName === type.typeName);
  if (open.some(closes)) return `^${type.typeName ?? ReflectionKind[type.kind]}`;
  const inner = (child: Type) => show(child, [...open, type]);
  const list = (items: readonly Type[] | undefined, separator: string) =>
    (items ?? []).map(inner).join(separator);
  const key = (name: unknown) => (typeof name === 'symbol' ? `[${String(name)}]` : String(name));
  const mark = (member: {optional?: true}) => (member.optional ? '?' : '');
  const prefix = (member: {readonly?: true; visibility?: number; static?: true; abstract?: true}) =>
    `${['', 'protected ', 'private '][member.visibility ?? 0]}${member.static ? 'static ' : ''}${member.abstract ? 'abstract ' : ''}${member.readonly ? 'readonly ' : ''}`;
  switch (type.kind) {
    case ReflectionKind.literal:
      return typeof type.literal === 'string' ? `'${type.literal}'` : text(type.literal);
    case ReflectionKind.templateLiteral:
      return `\`${type.types.map(part => (part.kind === ReflectionKind.literal ? part.literal : `\${${inner(part)}}`)).join('')}\``;
    case ReflectionKind.array:
      return `${type.readonly ? 'readonly ' : ''}Array<${inner(type.type)}>`;
    case ReflectionKind.promise:
      return `Promise<${inner(type.type)}>`;
    case ReflectionKind.rest:
      return `...${inner(type.type)}`;
    case ReflectionKind.tuple:
      return `[${list(type.types, ', ')}]`;
    case ReflectionKind.tupleMember:
      return `${type.name ? `${type.name}${mark(type)}: ` : ''}${inner(type.type)}${type.optional && !type.name ? '?' : ''}`;
    case ReflectionKind.union:
      return `(${list(type.types, ' | ')})`;
    case ReflectionKind.intersection:
      return `(${list(type.types, ' & ')})`;
    case ReflectionKind.objectLiteral:
      return `{${list(type.types, '; ')}}`;
    case ReflectionKind.class:
      return `${type.classType.name}${type.arguments ? `<${list(type.arguments, ', ')}>` : ''}${type.types.length ? ` {${list(type.types, '; ')}}` : ''}`;
    case ReflectionKind.enum:
      return `enum ${JSON.stringify(type.enum)}`;
    case ReflectionKind.indexSignature:
      return `[${inner(type.index)}]: ${inner(type.type)}`;
    case ReflectionKind.property:
    case ReflectionKind.propertySignature:
      return `${prefix(type as never)}${key(type.name)}${mark(type)}: ${inner(type.type)}`;
    case ReflectionKind.parameter:
      return `${type.name}${mark(type)}: ${inner(type.type)}`;
    case ReflectionKind.method:
    case ReflectionKind.methodSignature:
      return `${prefix(type as never)}${key(type.name)}${mark(type)}(${list(type.parameters, ', ')}): ${inner(type.return)}`;
    case ReflectionKind.function:
      return `(${list(type.parameters, ', ')}) => ${inner(type.return)}`;
    case ReflectionKind.callSignature:
      return `(${list(type.parameters, ', ')}): ${inner(type.return)}`;
    case ReflectionKind.number:
      return type.brand === undefined ? 'number' : `number#${type.brand}`;
    default:
      return ReflectionKind[type.kind] ?? '?';
  }
}
