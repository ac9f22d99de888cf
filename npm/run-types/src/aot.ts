/**
 * What stands in for this package in a strict AOT bundle: the same names, and nothing that compiles. Types used only as
 * `runType<T>()` are not in the AOT caches, so each call fails, and says so.
 */
import {RunTypeError, RunTypeNotCompiledError} from './run-type-error.ts';

export {seededRandom} from './mock.ts';
export {RunTypeError, RunTypeNotCompiledError};

/** Metadata is left out of such a bundle, and the type's name with it. */
const TYPE_NAME = 'T';

const notCompiled = (fnName: string) => new RunTypeNotCompiledError(TYPE_NAME, fnName);
const rejects = (fnName: string) => () => Promise.reject(notCompiled(fnName));
const throws = (fnName: string) => () => {
  throw notCompiled(fnName);
};

export class RunType {
  createJitFunction(fnName: string): Promise<never> {
    return Promise.reject(notCompiled(fnName));
  }

  getFn(fnName: string): never {
    throw notCompiled(fnName);
  }
}
export const runType = () => new RunType();
export const runTypeOf = runType;
export const createIsTypeFn = rejects('isType');
export const createTypeErrorsFn = rejects('typeErrors');
export const createPrepareForJsonFn = rejects('prepareForJson');
export const createRestoreFromJsonFn = rejects('restoreFromJson');
export const createStringifyJsonFn = rejects('stringifyJson');
export const createToBinaryFn = rejects('toBinary');
export const createFromBinaryFn = rejects('fromBinary');
export const createHasUnknownKeysFn = rejects('hasUnknownKeys');
export const createStripUnknownKeysFn = rejects('stripUnknownKeys');
export const createUnknownKeyErrorsFn = rejects('unknownKeyErrors');
export const createUnknownKeysToUndefinedFn = rejects('unknownKeysToUndefined');
export const createMockTypeFn = rejects('mock');
export const isType = throws('isType');
export const getTypeErrors = throws('typeErrors');
export const reflectFunction = throws('reflectFunction');
export const compileHandler = throws('compileHandler');
export const sendAOTCaches = throws('sendAOTCaches');
