/**
 * From a `@deepkit/type` graph to `TypeNode`s. Here is decided which members hold data, what the library's
 * types are, and which types have no function at all: those give a `RunTypeError` with the path to them.
 */
import {
  ReflectionKind as Kind,
  stringifyType,
  type Type,
  type TypeClass,
  type TypeIndexSignature,
  type TypeObjectLiteral,
  type TypeTemplateLiteral,
  type TypeTuple,
  type TypeUnion,
} from '@deepkit/type';
import {canonicalize} from './canonicalize.ts';
import {warnOfHiddenMembers} from './hidden-members.ts';
import {errorKind, isFunctionType, libraryName, RPC_ERROR_BRAND} from './library-types.ts';
import {RunTypeError} from './run-type-error.ts';
import {
  BYTE_CLASSES,
  type ByteClass,
  type IndexSignature,
  type LeafKind,
  type NumberRange,
  type ObjectNode,
  type Property,
  type TemplateNode,
  type TemplatePart,
  type TupleNode,
  type TypeNode,
} from './type-node.ts';

/** The canonical node of a type. A promise is what it resolves to. Throws `RunTypeError`. */
export function resolveType(type: Type): TypeNode {
  return checked(new Resolver().resolve(awaited(type), []));
}

function checked(node: TypeNode): TypeNode {
  const canonical = canonicalize(node);
  warnOfHiddenMembers(canonical);
  return canonical;
}

/** Parameters as one tuple, from types and whether they may be left out; `rest` collects what follows. */
export function resolveParams(
  params: {name: string; type: Type; optional: boolean}[],
  rest: {name: string; type: Type} | undefined,
): TypeNode {
  const resolver = new Resolver();
  const tuple: TupleNode = {
    kind: 'tuple',
    items: params.map(({name, type, optional}) => {
      return {type: resolver.resolve(optional ? orMissing(type) : type, [name]), optional};
    }),
    rest: rest && resolver.resolve(rest.type, [rest.name]),
    tail: [],
  };
  return checked(tuple);
}

/** What awaiting a value of the type gives; a union is awaited member by member. */
export function awaited(type: Type): Type {
  if (type.kind === Kind.promise) return awaited(type.type);
  if (type.kind !== Kind.union || !type.types.some(member => member.kind === Kind.promise)) return type;
  return {...type, types: type.types.map(awaited)} as TypeUnion;
}

const LEAVES: Partial<Record<Kind, LeafKind>> = {
  [Kind.any]: 'any',
  [Kind.unknown]: 'unknown',
  [Kind.never]: 'never',
  [Kind.undefined]: 'undefined',
  [Kind.void]: 'undefined',
  [Kind.null]: 'null',
  [Kind.string]: 'string',
  [Kind.boolean]: 'boolean',
  [Kind.bigint]: 'bigint',
  [Kind.symbol]: 'symbol',
  [Kind.object]: 'anyObject',
  [Kind.regexp]: 'regexp',
};

/** `TypeNumberBrand` of `@deepkit/type-spec`: integer, int8, int16, int32, uint8, uint16, uint32; floats are numbers. */
const RANGES: (NumberRange | undefined)[] = [
  {integer: true, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER},
  {integer: true, min: -128, max: 127},
  {integer: true, min: -32768, max: 32767},
  {integer: true, min: -2147483648, max: 2147483647},
  {integer: true, min: 0, max: 255},
  {integer: true, min: 0, max: 65535},
  {integer: true, min: 0, max: 4294967295},
];

class Resolver {
  private readonly nodes = new Map<Type, TypeNode>();

  resolve(type: Type, path: string[]): TypeNode {
    const known = this.nodes.get(type);
    if (known) return known;
    if (type.kind === Kind.union) {
      const members = flatten(type);
      if (members.length === 1) return this.resolve(members[0]!, path);
    }
    // registered before its content is known, so that a recursive type finds itself
    const node = {} as TypeNode;
    this.nodes.set(type, node);
    const content = this.content(type, path);
    Object.assign(node, content);
    if (type.typeName && !content.typeName) node.typeName = nameOf(type);
    return node;
  }

  private content(type: Type, path: string[]): TypeNode {
    const leaf = LEAVES[type.kind];
    if (leaf) return {kind: leaf};
    switch (type.kind) {
      case Kind.number:
        return {kind: 'number', range: type.brand === undefined ? undefined : RANGES[type.brand]};
      case Kind.literal:
        if (type.literal instanceof RegExp) return {kind: 'regexp'};
        if (typeof type.literal === 'symbol') throw notSerializable(type, path, 'Use the type symbol.');
        return {kind: 'literal', value: type.literal};
      case Kind.templateLiteral:
        return oneOrUnion(templates(type, path));
      case Kind.enum:
        return {kind: 'enum', values: type.values.filter(value => value != null)};
      case Kind.array:
        return {kind: 'array', item: this.resolve(type.type, [...path, '[]'])};
      case Kind.tuple:
        return this.tuple(type, path);
      case Kind.union:
        return this.union(type, path);
      case Kind.class:
      case Kind.objectLiteral:
        return this.objectLike(type, path);
      case Kind.promise:
        throw notSerializable(type, path, 'Await it, and use what it resolves to.');
      case Kind.function:
      case Kind.method:
      case Kind.methodSignature:
      case Kind.callSignature:
        throw notSerializable(
          type,
          path,
          'A function can only be a member of an object, where it is skipped.',
        );
      case Kind.typeParameter:
      case Kind.infer:
        throw new RunTypeError(
          'MION_TYPE_UNSUPPORTED',
          'A type parameter has no argument here',
          path,
          'Give the generic type its arguments.',
        );
      default:
        throw unsupported(type, path);
    }
  }

  private tuple(type: TypeTuple, path: string[]): TypeNode {
    const node: TupleNode = {kind: 'tuple', items: [], tail: []};
    type.types.forEach((member, i) => {
      const at = [...path, member.name ?? `[${i}]`];
      if (member.type.kind === Kind.rest) {
        if (node.rest) throw unsupported(type, path);
        node.rest = this.resolve(member.type.type, at);
      } else if (node.rest) {
        node.tail.push(this.resolve(member.type, at));
      } else {
        const optional = !!member.optional;
        node.items.push({type: this.resolve(optional ? orMissing(member.type) : member.type, at), optional});
      }
    });
    return node;
  }

  private union(type: TypeUnion, path: string[]): TypeNode {
    const members = flatten(type);
    const open = members.find(member => member.kind === Kind.any || member.kind === Kind.unknown);
    if (open) {
      const name = Kind[open.kind];
      throw new RunTypeError(
        'MION_TYPE_UNION_OF_ANY',
        `A union may not contain ${name}`,
        path,
        `It accepts every value: write ${name} alone, or give the member a type.`,
      );
    }
    return {kind: 'union', members: members.map((member, i) => this.resolve(member, [...path, `|${i}`]))};
  }

  private objectLike(type: TypeClass | TypeObjectLiteral, path: string[]): TypeNode {
    const name = libraryName(type);
    const args = type.typeArguments ?? (type.kind === Kind.class ? type.arguments : undefined) ?? [];
    const argument = (i: number): TypeNode =>
      args[i] ? this.resolve(args[i], [...path, `<${i}>`]) : {kind: 'any'};
    switch (name) {
      case 'Date':
        return {kind: 'date'};
      case 'URL':
        return {kind: 'url'};
      case 'RegExp':
        return {kind: 'regexp'};
      case 'Array':
      case 'ReadonlyArray':
        return {kind: 'array', item: argument(0)};
      case 'Map':
      case 'ReadonlyMap':
        return {kind: 'map', key: argument(0), value: argument(1)};
      case 'Set':
      case 'ReadonlySet':
        return {kind: 'set', item: argument(0)};
    }
    if (name && (BYTE_CLASSES as readonly string[]).includes(name)) {
      return {kind: 'bytes', className: name as ByteClass};
    }
    if (isFunctionType(type)) {
      throw notSerializable(type, path, 'A function can only be a member of an object, where it is skipped.');
    }
    const error = errorKind(type);
    if (error === 'RpcError') return this.rpcError(type, path);
    if (error === 'Error') return errorNode(type);
    if (name) throw unsupported(type, path);
    const node = this.object(type, path);
    // what a class adds to Error, and the message: name and stack come from the class
    if (error && node.properties.every(({name}) => name !== 'message')) {
      node.properties.unshift({name: 'message', type: {kind: 'string'}, optional: false});
    }
    return node;
  }

  /** The public part of an `RpcError<Type, Data>`, as its `toJSON` gives it. */
  private rpcError(type: TypeClass | TypeObjectLiteral, path: string[]): ObjectNode {
    const args = type.typeArguments ?? (type.kind === Kind.class ? type.arguments : undefined) ?? [];
    const argument = (i: number, member: string): TypeNode | undefined => {
      const found = args[i] ?? memberType(type, member);
      return found && this.resolve(found, [...path, member]);
    };
    const member = (name: string, node: TypeNode, optional = true) => ({name, type: node, optional});
    return {
      kind: 'object',
      properties: [
        member(RPC_ERROR_BRAND, {kind: 'literal', value: true}, false),
        member('type', argument(0, 'type') ?? {kind: 'string'}, false),
        member('publicMessage', {kind: 'string'}, false),
        member('errorData', argument(1, 'errorData') ?? {kind: 'unknown'}),
        member('statusCode', {kind: 'number'}),
        member('id', {kind: 'string'}),
      ],
      index: [],
      className: 'RpcError',
      typeName: 'RpcError',
      hasPrivate: true,
    };
  }

  private object(type: TypeClass | TypeObjectLiteral, path: string[]): ObjectNode {
    if (type.kind === Kind.class && !('__type' in type.classType)) {
      throw new RunTypeError(
        'MION_TYPE_NO_METADATA',
        `The class ${type.classType.name} has no type metadata`,
        path,
        'Compile its file with the plugin, or describe its data by an interface.',
      );
    }
    const node: ObjectNode = {kind: 'object', properties: [], index: [], hasPrivate: false};
    if (type.kind === Kind.class) {
      node.className = type.classType.name;
      node.typeName = node.className;
    }
    for (const member of type.types) {
      if (member.kind === Kind.indexSignature) {
        node.index.push(...this.indexSignature(member, path));
      } else if (member.kind === Kind.propertySignature) {
        this.property(node.properties, member.name, member.type, !!member.optional, path);
      } else if (member.kind === Kind.property && !member.static) {
        // undefined for `constructor(readonly name: string)`
        if (member.visibility) node.hasPrivate = true;
        else if (type.kind === Kind.class && isComputed(type.classType, member.name)) continue;
        else this.property(node.properties, member.name, member.type, !!member.optional, path);
      }
    }
    // as every object lists its keys: array indices first
    const rank = ({name}: Property) => (/^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : Infinity);
    node.properties.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
    return node;
  }

  /** Adds what holds data: functions are behaviour, symbols and `#names` are never enumerated. */
  private property(
    properties: Property[],
    name: string | number | symbol,
    type: Type,
    optional: boolean,
    path: string[],
  ) {
    if (typeof name === 'symbol' || isFunctionType(type) || String(name).startsWith('#')) return;
    const key = String(name);
    if (key === '__proto__') {
      throw new RunTypeError('MION_TYPE_RESERVED_KEY', 'A member is called __proto__', path, 'Rename it.');
    }
    properties.push({name: key, type: this.resolve(type, [...path, key]), optional});
  }

  private indexSignature({index, type}: TypeIndexSignature, path: string[]): IndexSignature[] {
    const keys = index.kind === Kind.union ? index.types : [index];
    if (isFunctionType(type)) return [];
    return keys
      .filter(key => key.kind !== Kind.symbol)
      .flatMap((key): IndexSignature[] => {
        const value = this.resolve(type, [...path, '[key]']);
        if (key.kind === Kind.string || key.kind === Kind.any) return [{key: 'string', type: value}];
        if (key.kind === Kind.number) return [{key: 'number', type: value}];
        if (key.kind !== Kind.templateLiteral) throw unsupported(key, [...path, '[key]']);
        return templates(key, path).map(template => ({key: template, type: value}));
      });
  }
}

/** The class has a getter of that name and no setter: what it gives follows from the data. */
function isComputed(classType: TypeClass['classType'], name: PropertyKey): boolean {
  for (let at = classType.prototype; at; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) return !!found.get && !found.set;
  }
  return false;
}

/** Any error of the library. Its stack and its cause are not for others. */
function errorNode({typeName}: TypeClass | TypeObjectLiteral): ObjectNode {
  const text = (name: string) => ({name, type: {kind: 'string'} as TypeNode, optional: false});
  return {
    kind: 'object',
    properties: [text('name'), text('message')],
    index: [],
    className: 'Error',
    typeName: typeName ?? 'Error',
    hasPrivate: true,
  };
}

/** Of a property as it was declared. */
function memberType({types}: TypeClass | TypeObjectLiteral, name: string): Type | undefined {
  for (const member of types) {
    if (member.kind !== Kind.property && member.kind !== Kind.propertySignature) continue;
    if (member.name === name) return member.type;
  }
  return undefined;
}

/**
 * The type of an optional tuple member. In JSON a missing one before one that is there is null, so where null is a
 * value of the type undefined becomes a member of its own: the union's JSON form then tells the two apart.
 */
function orMissing(type: Type): Type {
  const members = type.kind === Kind.union ? flatten(type) : [type];
  if (!members.some(member => member.kind === Kind.null)) return type;
  if (members.some(member => member.kind === Kind.undefined)) return type;
  return {kind: Kind.union, types: [...members, {kind: Kind.undefined}]} as TypeUnion;
}

/** The members without nested unions. A cycle of unions alone ends where it closes. */
function flatten(union: TypeUnion, seen = new Set<TypeUnion>()): Type[] {
  seen.add(union);
  return union.types.flatMap(member => {
    if (member.kind !== Kind.union) return member.kind === Kind.never ? [] : [member];
    return seen.has(member) ? [] : flatten(member, seen);
  });
}

/** A template of more texts than this is not written out. */
const MAX_TEMPLATES = 1000;

/** The templates that a template literal type is short for: one for each choice where a part is an enum or a union. */
function templates(type: TypeTemplateLiteral, path: string[]): TemplateNode[] {
  let all: TemplatePart[][] = [[]];
  for (const part of type.types) {
    const choices = templateParts(part as Type, type, path);
    all = all.flatMap(parts => choices.map(choice => [...parts, choice]));
    if (all.length > MAX_TEMPLATES) throw unsupported(type, path);
  }
  return all.map(parts => ({kind: 'template', parts}));
}

function templateParts(part: Type, whole: TypeTemplateLiteral, path: string[]): TemplatePart[] {
  switch (part.kind) {
    case Kind.literal:
      return [{text: String(part.literal)}];
    case Kind.string:
    case Kind.any:
      return [{hole: 'string'}];
    case Kind.number:
      return [{hole: 'number'}];
    case Kind.bigint:
      return [{hole: 'bigint'}];
    case Kind.boolean:
      return [{hole: 'boolean'}];
    case Kind.enum:
      return part.values.map(value => ({text: String(value)}));
    case Kind.union:
      return part.types.flatMap(member => templateParts(member, whole, path));
    default:
      throw unsupported(whole, path);
  }
}

function oneOrUnion(nodes: TemplateNode[]): TypeNode {
  const members = nodes.map((node): TypeNode => {
    const texts = node.parts.map(part => ('text' in part ? part.text : undefined));
    return texts.includes(undefined) ? node : {kind: 'literal', value: texts.join('')};
  });
  return members.length === 1 ? members[0]! : {kind: 'union', members};
}

function nameOf(type: Type): string {
  const args = type.typeArguments ?? [];
  return args.length ? `${type.typeName}<${args.map(shortName).join(', ')}>` : type.typeName!;
}

const shortName = (type: Type): string =>
  type.kind === Kind.class
    ? type.classType.name
    : (type.typeName ?? (type.kind === Kind.literal ? String(type.literal) : Kind[type.kind]!));

function notSerializable(type: Type, path: string[], hint: string): RunTypeError {
  return new RunTypeError('MION_TYPE_NOT_SERIALIZABLE', `${describe(type)} is no data`, path, hint);
}

function unsupported(type: Type, path: string[]): RunTypeError {
  return new RunTypeError(
    'MION_TYPE_UNSUPPORTED',
    `The type ${describe(type)} cannot be compiled`,
    path,
    'Describe the data by an interface.',
  );
}

function describe(type: Type): string {
  const text = type.kind === Kind.class ? type.classType.name : (type.typeName ?? stringifyType(type));
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
