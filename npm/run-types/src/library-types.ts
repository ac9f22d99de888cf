/**
 * Types of the standard library, however they arrive. `Date`, `Map` and typed arrays come as classes; interfaces of
 * `lib.*.d.ts` (`ReadonlyMap`, `URL`, `Error`, ...) come as object types of that name. A user's own type that
 * happens to have such a name lacks the library's members.
 */
import {ReflectionKind as Kind, type Type, type TypeClass, type TypeObjectLiteral} from '@deepkit/type';
import {BYTE_CLASSES} from './type-node.ts';

/** By interface name: members that only the library's own has, taken together. */
const INTERFACES: Record<string, string[]> = {
  Array: ['splice', 'concat', 'indexOf'],
  ReadonlyArray: ['concat', 'indexOf', 'slice'],
  Map: ['forEach', 'get', 'has', 'clear'],
  ReadonlyMap: ['forEach', 'get', 'has', 'size'],
  Set: ['forEach', 'add', 'has', 'clear'],
  ReadonlySet: ['forEach', 'has', 'size'],
  Date: ['getTime', 'toISOString'],
  RegExp: ['exec', 'test', 'source'],
  URL: ['href', 'searchParams', 'pathname'],
  ArrayBuffer: ['byteLength', 'slice'],
  WeakMap: ['delete', 'get', 'has', 'set'],
  WeakSet: ['add', 'delete', 'has'],
  Iterator: ['next'],
  Generator: ['next', 'return', 'throw'],
  AsyncGenerator: ['next', 'return', 'throw'],
};

const GLOBAL_CLASSES = [
  'Date',
  'RegExp',
  'URL',
  'Array',
  'Map',
  'Set',
  ...BYTE_CLASSES,
  'WeakMap',
  'WeakSet',
];

/** The name of the library's type, or undefined for a user's. */
export function libraryName(type: TypeClass | TypeObjectLiteral): string | undefined {
  if (type.kind === Kind.class) {
    const {classType} = type;
    const globals = globalThis as unknown as Record<string, unknown>;
    return GLOBAL_CLASSES.find(name => globals[name] === classType);
  }
  const name = type.typeName;
  const expected = name === undefined || !Object.hasOwn(INTERFACES, name) ? undefined : INTERFACES[name];
  return expected?.every(member => hasMember(type, member)) ? name : undefined;
}

/** `Error`, a class derived from it (`RpcError`), or the interface of the library. */
export function isErrorType(type: Type): boolean {
  if (type.kind === Kind.class) {
    const prototype: unknown = type.classType.prototype;
    return (type.classType as unknown) === Error || prototype instanceof Error;
  }
  if (type.kind !== Kind.objectLiteral) return false;
  // seen through an interface or a declaration file, RpcError is known by its brand
  if (hasMember(type, 'mion@isΣrrθr')) return true;
  return (
    !!type.typeName?.endsWith('Error') && ['name', 'message', 'stack'].every(name => hasMember(type, name))
  );
}

/** A function, or an object type that can be called. */
export function isFunctionType(type: Type): boolean {
  switch (type.kind) {
    case Kind.function:
    case Kind.method:
    case Kind.methodSignature:
    case Kind.callSignature:
      return true;
    case Kind.objectLiteral:
      return type.types.some(member => member.kind === Kind.callSignature);
    case Kind.class:
      return (type.classType as unknown) === Function;
    default:
      return false;
  }
}

function hasMember(type: TypeObjectLiteral, name: string): boolean {
  return type.types.some(member => 'name' in member && member.name === name);
}
