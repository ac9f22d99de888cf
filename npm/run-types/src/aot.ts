/**
 * What stands in for this package in a strict AOT bundle: the same names, and nothing that compiles. The build gives
 * each call the hash of its type in the place of the metadata; its functions are in the caches.
 */
import {FN_IDS, type FnName, jitUtils} from '@mionkit/core';
import {mockValue} from './mock.ts';
import type {Random} from './random.ts';
import {RunTypeError, RunTypeNotCompiledError} from './run-type-error.ts';
import type {TypeNode} from './type-node.ts';

export {seededRandom} from './random.ts';
export {RunTypeError, RunTypeNotCompiledError};

/** A hash; or `!` and the text of a type that was not compiled. */
type Received = string | undefined;

interface Receiver {
  Ω?: unknown[];
}

/** What the build gave the call of `callee`: directly, or through the function around it. */
function receive(callee: object, type: Received): string {
  const receiver: Receiver = callee;
  const received = type ?? receiver.Ω?.[0];
  receiver.Ω = undefined;
  return typeof received === 'string' ? received : '!T';
}

/** Throws `RunTypeNotCompiledError`. */
// biome-ignore lint/suspicious/noExplicitAny: its caller knows the signature
function compiled(received: string, fnID: string, fnName: string): any {
  const jitFnHash = `${fnID}_${received}`;
  if (!jitUtils.hasJitFn(jitFnHash)) {
    const typeName = received.startsWith('!') ? received.slice(1) : `with the hash ${received}`;
    throw new RunTypeNotCompiledError(typeName, fnName);
  }
  return jitUtils.getJitFn(jitFnHash);
}

export class RunType {
  /** As everywhere the same for equal structures. */
  readonly jitHash: string;

  constructor(received: string) {
    this.jitHash = received;
  }

  async createJitFunction(name: FnName): Promise<unknown> {
    return this.getFn(name);
  }

  getFn(name: FnName): unknown {
    return compiled(this.jitHash, FN_IDS[name], name);
  }
}

export function runType(type?: Received): RunType {
  return new RunType(receive(runType, type));
}

export function isType(value: unknown, type?: Received): boolean {
  return compiled(receive(isType, type), FN_IDS.isType, 'isType')(value);
}

export function getTypeErrors(value: unknown, type?: Received): unknown[] {
  return compiled(receive(getTypeErrors, type), FN_IDS.typeErrors, 'typeErrors')(value);
}

const creates = (fnName: FnName) => {
  const create = async (type?: Received) => compiled(receive(create, type), FN_IDS[fnName], fnName);
  return create;
};

export const createIsTypeFn = /* @__PURE__ */ creates('isType');
export const createTypeErrorsFn = /* @__PURE__ */ creates('typeErrors');
export const createPrepareForJsonFn = /* @__PURE__ */ creates('prepareForJson');
export const createRestoreFromJsonFn = /* @__PURE__ */ creates('restoreFromJson');
export const createStringifyJsonFn = /* @__PURE__ */ creates('stringifyJson');
export const createToBinaryFn = /* @__PURE__ */ creates('toBinary');
export const createFromBinaryFn = /* @__PURE__ */ creates('fromBinary');
export const createIsStrictTypeFn = /* @__PURE__ */ creates('isStrictType');
export const createHasUnknownKeysFn = /* @__PURE__ */ creates('hasUnknownKeys');
export const createStripUnknownKeysFn = /* @__PURE__ */ creates('stripUnknownKeys');
export const createUnknownKeyErrorsFn = /* @__PURE__ */ creates('unknownKeyErrors');
export const createUnknownKeysToUndefinedFn = /* @__PURE__ */ creates('unknownKeysToUndefined');
/** For builds alone: no cache has it. */
export const createToJSCodeFn = /* @__PURE__ */ creates('toJSCode');

export async function createMockTypeFn(type?: Received): Promise<(random?: Random) => unknown> {
  const node: TypeNode = compiled(receive(createMockTypeFn, type), 'mock', 'mock')();
  return (random = Math.random) => mockValue(node, random);
}

/** The build's `FunctionRunType`, with the hashes of types. */
interface ReflectedFunction {
  params?: string;
  returns?: string;
  headersParam?: {headerNames: string[]; headers: string};
  headersReturn?: {headerNames: string[]; headers: string};
}

/** Throws `RunTypeNotCompiledError`. */
export function reflectFunction(handler: {name: string}, reflected?: ReflectedFunction | string): object {
  if (typeof reflected !== 'object') {
    throw new RunTypeNotCompiledError(reflected?.slice(1) ?? handler.name, 'reflectFunction');
  }
  const {params, returns, headersParam, headersReturn, ...rest} = reflected;
  const run = (hash: string | undefined) => (hash === undefined ? undefined : new RunType(hash));
  const headers = (of: typeof headersParam) => of && {...of, headers: run(of.headers)};
  return {
    ...rest,
    params: run(params),
    returns: run(returns),
    headersParam: headers(headersParam),
    headersReturn: headers(headersReturn),
  };
}

const throws = (fnName: string) => () => {
  throw new RunTypeNotCompiledError('of a value', fnName);
};

export const runTypeOf = /* @__PURE__ */ throws('runTypeOf');
export const compileHandler = /* @__PURE__ */ throws('compileHandler');
export const sendAOTCaches = /* @__PURE__ */ throws('sendAOTCaches');
