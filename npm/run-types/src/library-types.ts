/**
 * Types of the standard library, however they arrive. `Date`, `Map` and typed arrays come as classes; interfaces of
 * `lib.*.d.ts` (`ReadonlyMap`, `URL`, `Error`, ...) come as object types of that name. A user's own type that
 * happens to have such a name lacks the library's members.
 */
import {ReflectionKind as Kind, type Type, type TypeClass, type TypeObjectLiteral} from '@deepkit/type';
import {BYTE_CLASSES} from './type-node.ts';

/** The member that marks the JSON form of an `RpcError`, and the class. */
export const RPC_ERROR_BRAND = 'mion@isΣrrθr';

/** By interface name: members that only the library's own has, taken together. */
const INTERFACES: Record<string, (string | symbol)[]> = {
  Array: ['splice', 'concat', 'indexOf'],
  ReadonlyArray: ['concat', 'indexOf', 'slice'],
  Map: ['forEach', 'get', 'has', 'clear'],
  ReadonlyMap: ['forEach', 'get', 'has', 'size'],
  Set: ['forEach', 'add', 'has', 'clear'],
  ReadonlySet: ['forEach', 'has', 'size'],
  Date: ['getTime', 'toISOString'],
  RegExp: ['exec', 'test', 'source'],
  URL: ['href', 'searchParams', 'pathname'],
  ...Object.fromEntries(BYTE_CLASSES.map(name => [name, ['byteLength', 'slice']])),
  WeakMap: ['delete', 'get', 'has', 'set'],
  WeakSet: ['add', 'delete', 'has'],
  Iterable: [Symbol.iterator],
  AsyncIterable: [Symbol.asyncIterator],
  Iterator: ['next'],
  AsyncIterator: ['next'],
  Generator: ['next', 'return', 'throw'],
  AsyncGenerator: ['next', 'return', 'throw'],
};

/** The name of the library's type, or undefined for a user's. */
export function libraryName(type: TypeClass | TypeObjectLiteral): string | undefined {
  if (type.kind === Kind.class) {
    const {classType} = type;
    const globals = globalThis as unknown as Record<string, unknown>;
    return globals[classType.name] === classType ? classType.name : undefined;
  }
  const name = type.typeName;
  const expected = name === undefined || !Object.hasOwn(INTERFACES, name) ? undefined : INTERFACES[name];
  return expected?.every(member => hasMember(type, member)) ? name : undefined;
}

/** What kind of error a type is; undefined for all that is none. */
export function errorKind(type: Type): 'Error' | 'RpcError' | 'class' | undefined {
  if (type.kind === Kind.class) {
    const {classType} = type;
    const prototype: unknown = classType.prototype;
    if ((classType as unknown) !== Error && !(prototype instanceof Error)) return undefined;
    if (isRpcErrorClass(classType)) return 'RpcError';
    return libraryName(type) ? 'Error' : 'class';
  }
  if (type.kind !== Kind.objectLiteral) return undefined;
  // seen through an interface or a declaration file, RpcError is known by its brand
  if (hasMember(type, RPC_ERROR_BRAND)) return 'RpcError';
  const isError =
    type.typeName?.endsWith('Error') && ['name', 'message', 'stack'].every(name => hasMember(type, name));
  return isError ? 'Error' : undefined;
}

/** By name too: run-types and the handlers may have loaded core twice. */
function isRpcErrorClass(classType: TypeClass['classType']): boolean {
  for (let at = classType; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    if (at.name === 'RpcError') return true;
  }
  return false;
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

function hasMember(type: TypeObjectLiteral, name: string | symbol): boolean {
  return type.types.some(member => 'name' in member && member.name === name);
}
