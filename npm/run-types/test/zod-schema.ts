/** The zod schema that says the same as a type: for the peer's verdict. */
import {z} from 'zod';
import {isDistinct, isUnionOfUndefined} from '../src/emit/json-leaves.ts';
import type {ObjectNode, Property, TupleNode, TypeNode} from '../src/type-node.ts';

/** What the schemas say on purpose that zod alone does not, by where it is said, and why. */
export const DIFFERENCES = {
  plainObject:
    'zod takes a Map, a Date or bytes for an object without required members; JSON would lose what they are',
  mayBeMissing:
    'zod asks for the key of a member that may be undefined; JSON leaves it out, so it cannot be asked for',
  exponent: 'zod knows no number with an exponent in a template; TypeScript does',
} as const;

export type Difference = keyof typeof DIFFERENCES;

/** `as`: the differences that the schema allows for. */
export function zodSchema(root: TypeNode, as = Object.keys(DIFFERENCES) as Difference[]): z.ZodType {
  const made = new Map<TypeNode, z.ZodType>();
  const schema = (node: TypeNode): z.ZodType => {
    const known = made.get(node);
    if (known) return known;
    if (!node.graph?.cyclic) return build(node, schema, as);
    // recursion refers to what is being made
    made.set(
      node,
      z.lazy(() => own),
    );
    const own = build(node, schema, as);
    return own;
  };
  return schema(root);
}

type Schema = (node: TypeNode) => z.ZodType;

function build(node: TypeNode, schema: Schema, as: Difference[]): z.ZodType {
  switch (node.kind) {
    case 'any':
      return z.any();
    case 'unknown':
      return z.unknown();
    case 'never':
      return z.never();
    case 'undefined':
      return z.undefined();
    case 'null':
      return z.null();
    case 'string':
      return z.string();
    case 'boolean':
      return z.boolean();
    case 'bigint':
      return z.bigint();
    case 'symbol':
      return z.symbol();
    case 'anyObject':
      return z.custom(value => typeof value === 'object' && value !== null);
    case 'date':
      return z.date();
    case 'regexp':
      return z.instanceof(RegExp);
    case 'url':
      return z.instanceof(URL);
    case 'bytes':
      return z.instanceof(globalThis[node.className] as never);
    case 'number':
      if (!node.range) return z.number();
      return z.int().min(node.range.min).max(node.range.max);
    case 'literal':
      return z.literal(node.value);
    case 'enum':
      return z.literal(node.values);
    case 'template':
      return z.templateLiteral(
        node.parts.map(part => {
          if ('text' in part) return part.text;
          const numeric = part.hole === 'number' && as.includes('exponent');
          return numeric ? z.string().regex(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/) : z[part.hole]();
        }) as never,
      );
    case 'array':
      return z.array(schema(node.item));
    case 'set':
      return z.set(schema(node.item));
    case 'map':
      return z.map(schema(node.key), schema(node.value));
    case 'tuple':
      return tuple(node, schema);
    case 'object':
      return object(node, schema, as);
    case 'union':
      return z.union(node.members.map(schema));
  }
}

function tuple({items, rest, tail}: TupleNode, schema: Schema): z.ZodType {
  const own = items.map(({type, optional}) => (optional ? schema(type).optional() : schema(type)));
  if (!tail.length) return rest ? z.tuple(own as never, schema(rest)) : z.tuple(own as never);
  // zod has nothing for what follows a rest: the value is taken apart
  const ends = z.tuple([...own, ...tail.map(schema)] as never);
  const between = z.array(schema(rest!));
  return z.custom(value => {
    if (!Array.isArray(value) || value.length < items.length + tail.length) return false;
    const end = value.length - tail.length;
    const [head, middle, last] = [
      value.slice(0, items.length),
      value.slice(items.length, end),
      value.slice(end),
    ];
    return ends.safeParse([...head, ...last]).success && between.safeParse(middle).success;
  });
}

function object(node: ObjectNode, schema: Schema, as: Difference[]): z.ZodType {
  const mayBeMissing = ({type, optional}: Property): boolean =>
    optional ||
    (as.includes('mayBeMissing') &&
      (['any', 'unknown', 'undefined'].includes(type.kind) || isUnionOfUndefined(type)));
  const shape = Object.fromEntries(
    node.properties.map(property => {
      const own = schema(property.type);
      return [property.name, mayBeMissing(property) ? own.optional() : own];
    }),
  );
  const known = new Set(node.properties.map(property => property.name));
  const strings = node.index.find(({key}) => key === 'string');
  const others = node.index
    .filter(index => index !== strings)
    .map(({key, type}) => ({key: keySchema(key as 'number' | TypeNode, schema, as), value: schema(type)}));
  const rest = strings && schema(strings.type);
  const whole = z.looseObject(shape).refine(value =>
    Object.entries(value).every(([name, item]) => {
      if (known.has(name)) return true;
      const found = others.find(({key}) => key.safeParse(name).success)?.value ?? rest;
      return !found || found.safeParse(item).success;
    }),
  );
  if (node.properties.some(isDistinct) || !as.includes('plainObject')) return whole;
  return z
    .custom(value => Object.prototype.toString.call(value) === '[object Object]')
    .pipe(whole as z.ZodType<unknown, unknown>);
}

const keySchema = (key: 'number' | TypeNode, schema: Schema, as: Difference[]): z.ZodType =>
  key === 'number' ? z.string().refine(name => String(Number(name)) === name) : build(key, schema, as);
