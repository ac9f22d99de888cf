// The canonical form of a type: one text, to which both the checker's types and the machine's are brought.
//
// It is as much of TypeScript's type as a run-time type can hold. What it leaves out, on both sides:
//
// - names of aliases and of interfaces (structure counts), the order of members and of unions;
// - `undefined` beside a member's type, when it is optional, and the other way round: the machine itself makes a
//   member optional whose type is `T | undefined`;
// - whether a function is a method or a property that holds a function, and `readonly` on it: the machine keeps one
//   form for both;
// - the members of the standard library's own classes (`Date`, `Map`, ...): they are their names. The readonly
//   collections are the collections.
// - an enum is the union of its values; a type parameter of a function is `any`, as its caller alone knows it.
//
// A type is written down to `MAX_DEPTH` levels, so that recursive types are texts too.

export const MAX_DEPTH = 7;

/** What stands for a part that lies deeper than `MAX_DEPTH`. */
export const TOO_DEEP = '…';

export interface Property {
  name: string;
  optional: boolean;
  readonly: boolean;
  visibility: 'public' | 'protected' | 'private';
  /** The canonical forms of the union's members; one, where it is no union. */
  types: string[];
  isFunction: boolean;
}

export interface Parameter {
  name: string;
  optional: boolean;
  rest: boolean;
  /** As in `Property`; those of the element for a rest. */
  types: string[];
}

export interface Element {
  name: string | undefined;
  optional: boolean;
  rest: boolean;
  types: string[];
}

export interface Shape {
  /** The name of a class whose instance it is. */
  className: string | undefined;
  properties: Property[];
  indexes: {key: string; readonly: boolean; value: string}[];
  calls: string[];
  constructs: string[];
}

/** The standard library's classes that count by their names; those of the value have type arguments. */
export const LIBRARY: Record<string, {name: string; isGeneric: boolean}> = {
  ...Object.fromEntries(
    [
      'Date',
      'RegExp',
      'ArrayBuffer',
      'SharedArrayBuffer',
      'DataView',
      'Int8Array',
      'Uint8Array',
      'Uint8ClampedArray',
      'Int16Array',
      'Uint16Array',
      'Int32Array',
      'Uint32Array',
      'Float32Array',
      'Float64Array',
      'BigInt64Array',
      'BigUint64Array',
      'WeakMap',
      'WeakSet',
      'WeakRef',
      'Function',
      'URL',
      'URLSearchParams',
      'Headers',
      'Request',
      'Response',
      'Blob',
      'FormData',
      'ReadableStream',
      'WritableStream',
      'AbortSignal',
      'AbortController',
    ].map(name => [name, {name, isGeneric: false}]),
  ),
  ArrayBufferLike: {name: 'ArrayBuffer', isGeneric: false},
  CallableFunction: {name: 'Function', isGeneric: false},
  Promise: {name: 'Promise', isGeneric: true},
  PromiseLike: {name: 'Promise', isGeneric: true},
  Set: {name: 'Set', isGeneric: true},
  ReadonlySet: {name: 'Set', isGeneric: true},
  Map: {name: 'Map', isGeneric: true},
  ReadonlyMap: {name: 'Map', isGeneric: true},
};

export function literal(value: string | number | boolean | bigint): string {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}

/** The name of a member that is a symbol: only the language's own are told apart. */
export function symbolName(description: string): string {
  const [, name] = /^Symbol\.(\w+)$/.exec(description) ?? [];
  return name && name in Symbol ? `[${description}]` : '[symbol]';
}

/** The members of a union, each once, in order. */
export function members(types: string[]): string[] {
  const all = new Set(types);
  all.delete('never');
  if (all.has('any')) return ['any'];
  if (all.has('unknown')) return ['unknown'];
  if (all.has('true') && all.has('false')) {
    all.delete('true');
    all.delete('false');
    all.add('boolean');
  }
  return [...all].sort();
}

export function union(types: string[]): string {
  const all = members(types);
  if (all.length === 0) return 'never';
  return all.length === 1 ? all[0]! : `(${all.join(' | ')})`;
}

export function array(element: string, readonly: boolean): string {
  return `${readonly ? 'readonly ' : ''}Array<${element}>`;
}

export function tuple(elements: Element[], readonly: boolean): string {
  const all = elements.map(({name, optional, rest, types}) => {
    const type = optional ? present(types) : union(types);
    return `${rest ? '...' : ''}${name === undefined ? '' : `${name}: `}${type}${optional ? '?' : ''}`;
  });
  return `${readonly ? 'readonly ' : ''}[${all.join(', ')}]`;
}

export function template(parts: string[]): string {
  return `\`${parts.join('')}\``;
}

/** A primitive that carries object types as marks. */
export function marked(primitive: string, marks: string[]): string {
  return marks.length > 0 ? `(${primitive} & ${marks.sort().join(' & ')})` : primitive;
}

export function signature(parameters: Parameter[], returns: string): string {
  const all = parameters.map(({name, optional, rest, types}) => {
    if (rest) return `...${name}: Array<${union(types)}>`;
    return optional ? `${name}?: ${present(types)}` : `${name}: ${union(types)}`;
  });
  return `(${all.join(', ')}) => ${returns}`;
}

export function object({className, properties, indexes, calls, constructs}: Shape): string {
  if (className === undefined && properties.length === 0 && indexes.length === 0) {
    if (calls.length === 1 && constructs.length === 0) return calls[0]!;
    if (calls.length === 0 && constructs.length === 1) return `new ${constructs[0]!}`;
  }
  const all = properties.map(property => {
    const optional = property.optional || property.types.includes('undefined');
    const visibility = property.visibility === 'public' ? '' : `${property.visibility} `;
    const readonly = property.readonly && !property.isFunction ? 'readonly ' : '';
    const type = optional ? present(property.types) : union(property.types);
    return `${visibility}${readonly}${property.name}${optional ? '?' : ''}: ${type}`;
  });
  for (const {key, readonly, value} of indexes) all.push(`${readonly ? 'readonly ' : ''}[${key}]: ${value}`);
  all.push(...calls, ...constructs.map(text => `new ${text}`));
  return `${className === undefined ? '' : `${className} `}{${all.sort().join('; ')}}`;
}

/** The type of something optional where it is there. */
function present(types: string[]): string {
  return union(types.filter(type => type !== 'undefined'));
}
