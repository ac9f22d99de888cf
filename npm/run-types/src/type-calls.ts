/**
 * The calls that the plugin found in the modules of a build, such as `createIsTypeFn<User>()`: their types are compiled
 * whether the calls are ever made or not. Each module tells of its own when it is evaluated.
 */
import {type ReceiveType, resolveReceiveType, type Type} from '@deepkit/type';
import {FN_IDS} from '@mionkit/core';
import {type CompiledFnName, compileFn} from './compile.ts';
import {reflectFunction} from './handler.ts';
import {compileMock} from './mock-data.ts';
import {runTypeOf} from './run-type.ts';

/** What a call needs of the type that `get` gives, or of the function. */
type TypeCall =
  | [key: string, fns: (CompiledFnName | 'mock')[], get: () => ReceiveType<unknown>]
  | [key: string, fns: 'reflectFunction', get: () => Parameters<typeof reflectFunction>[0]];

/** The modules that were evaluated so far. The plugin writes `(globalThis.__mionTypeCalls ??= []).push([...])`. */
interface Registry extends Array<[module: string, calls: TypeCall[]]> {
  /** Compiles and sends what could not be, or was not there, the last time. */
  flush?: () => void;
}

/** What stands in for the types of one module's calls: by the keys of the calls, or why nothing does. */
export interface CompiledModuleCalls {
  module: string;
  calls: {key: string; value?: unknown; error?: string; functions?: string[]}[];
}

/** Compiles the types of all calls that are known by now. */
export function compileTypeCalls(): CompiledModuleCalls[] {
  return registry().map(([module, calls]) => ({module, calls: calls.map(compileCall)}));
}

/** Calls `send` when there is more to send: modules that come later, and types that failed, later on. */
export function followTypeCalls(sent: CompiledModuleCalls[], send: () => void): void {
  const calls = registry();
  let isDue = sent.some(module => module.calls.some(({error}) => error !== undefined));
  calls.flush = () => {
    if (isDue) send();
  };
  calls.push = (...modules) => {
    if (!isDue) setTimeout(() => calls.flush?.());
    isDue = true;
    return Array.prototype.push.apply(calls, modules);
  };
}

function registry(): Registry {
  const holder = globalThis as {__mionTypeCalls?: Registry};
  holder.__mionTypeCalls ??= [];
  return holder.__mionTypeCalls;
}

function compileCall([key, fns, get]: TypeCall): CompiledModuleCalls['calls'][number] {
  try {
    if (fns === 'reflectFunction') return {key, ...compileReflected(get())};
    const run = runTypeOf(resolveReceiveType(get()) as Type);
    return {
      key,
      value: run.jitHash,
      functions: fns.map(name =>
        name === 'mock' ? compileMock(run.node) : compileFn(run.node, FN_IDS[name]),
      ),
    };
  } catch (error) {
    return {key, error: `${error}`};
  }
}

/** A `FunctionRunType` as data: types by their hashes. */
function compileReflected(handler: Parameters<typeof reflectFunction>[0]) {
  const {params, returns, headersParam, headersReturn, ...rest} = reflectFunction(handler);
  const functions: string[] = [];
  const hash = (run: typeof params) => {
    if (!run) return undefined;
    for (const name of Object.keys(FN_IDS) as (keyof typeof FN_IDS)[]) {
      if (name !== 'toJSCode') functions.push(compileFn(run.node, FN_IDS[name]));
    }
    return run.jitHash;
  };
  const headers = (of: typeof headersParam) => of && {headerNames: of.headerNames, headers: hash(of.headers)};
  return {
    value: {
      ...rest,
      params: hash(params),
      returns: hash(returns),
      headersParam: headers(headersParam),
      headersReturn: headers(headersReturn),
    },
    functions,
  };
}
