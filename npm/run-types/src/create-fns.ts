/**
 * One function of a type by name: `createIsTypeFn<T>()` is `runType<T>().createJitFunction('isType')`. Each is written
 * out, as the compiler of the caller's file knows functions that receive a type by their declaration.
 */
import type {ReceiveType} from '@deepkit/type';
import {mockValue} from './mock.ts';
import type {Random} from './random.ts';
import {type RunTypeFns, receive} from './run-type.ts';

/** The received type is read at once: by the time a promise is settled another call may have set its own. */
export async function createIsTypeFn<T>(type?: ReceiveType<T>): Promise<RunTypeFns<T>['isType']> {
  return receive(createIsTypeFn, type).createJitFunction('isType');
}

export async function createTypeErrorsFn<T>(type?: ReceiveType<T>): Promise<RunTypeFns<T>['typeErrors']> {
  return receive(createTypeErrorsFn, type).createJitFunction('typeErrors');
}

export async function createPrepareForJsonFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['prepareForJson']> {
  return receive(createPrepareForJsonFn, type).createJitFunction('prepareForJson');
}

export async function createRestoreFromJsonFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['restoreFromJson']> {
  return receive(createRestoreFromJsonFn, type).createJitFunction('restoreFromJson');
}

export async function createStringifyJsonFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['stringifyJson']> {
  return receive(createStringifyJsonFn, type).createJitFunction('stringifyJson');
}

export async function createToBinaryFn<T>(type?: ReceiveType<T>): Promise<RunTypeFns<T>['toBinary']> {
  return receive(createToBinaryFn, type).createJitFunction('toBinary');
}

export async function createFromBinaryFn<T>(type?: ReceiveType<T>): Promise<RunTypeFns<T>['fromBinary']> {
  return receive(createFromBinaryFn, type).createJitFunction('fromBinary');
}

export async function createIsStrictTypeFn<T>(type?: ReceiveType<T>): Promise<RunTypeFns<T>['isStrictType']> {
  return receive(createIsStrictTypeFn, type).createJitFunction('isStrictType');
}

export async function createHasUnknownKeysFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['hasUnknownKeys']> {
  return receive(createHasUnknownKeysFn, type).createJitFunction('hasUnknownKeys');
}

export async function createStripUnknownKeysFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['stripUnknownKeys']> {
  return receive(createStripUnknownKeysFn, type).createJitFunction('stripUnknownKeys');
}

export async function createUnknownKeyErrorsFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['unknownKeyErrors']> {
  return receive(createUnknownKeyErrorsFn, type).createJitFunction('unknownKeyErrors');
}

export async function createUnknownKeysToUndefinedFn<T>(
  type?: ReceiveType<T>,
): Promise<RunTypeFns<T>['unknownKeysToUndefined']> {
  return receive(createUnknownKeysToUndefinedFn, type).createJitFunction('unknownKeysToUndefined');
}

export async function createToJSCodeFn<T>(type?: ReceiveType<T>): Promise<RunTypeFns<T>['toJSCode']> {
  return receive(createToJSCodeFn, type).createJitFunction('toJSCode');
}

/** Gives values of the type; by default from `Math.random`. */
export async function createMockTypeFn<T>(type?: ReceiveType<T>): Promise<(random?: Random) => T> {
  const {node} = receive(createMockTypeFn, type);
  return (random = Math.random) => mockValue(node, random) as T;
}
