/** Core's three caches as text: each one JavaScript object literal, with sorted keys, for the build to emit. */
import {
  getJitFnsCache,
  getPureFnsCache,
  getRoutesCache,
  HandlerType,
  type JitFnCacheEntry,
  type PureFnCacheEntry,
  type RouterMethodEntry,
  type SerializerMode,
} from '@mionkit/core';
import {type CompiledModuleCalls, compileTypeCalls, followTypeCalls} from './type-calls.ts';

export interface AotCachesText {
  jitFnsCode: string;
  pureFnsCode: string;
  routerCacheCode: string;
}

export function aotCachesText(): AotCachesText {
  return {
    jitFnsCode: record(getJitFnsCache(), jitFn),
    pureFnsCode: record(getPureFnsCache(), fns => record(fns, pureFn)),
    routerCacheCode: record(getRoutesCache(), method),
  };
}

/** What `process.send` gets at the end of `initMionRouter` while `MION_COMPILE` is set. */
export interface AotCachesMessage extends AotCachesText {
  type: 'mion-aot-caches';
  /** The router runs without run-types: every function that it needs has to be in the caches. */
  strict: boolean;
  /** How the router writes answers: of the functions that a route could need, the build keeps those that it does. */
  serializer: SerializerMode;
  /** What stands in for the types of the calls in the server's modules. */
  typeCalls: CompiledModuleCalls[];
}

/**
 * Sends the caches to the build; again when more types are there to compile. Throws if this process was not started by
 * it.
 */
export function sendAOTCaches(options: {aot?: boolean; serializer?: SerializerMode}): void {
  const {process} = globalThis as {process?: {send?: (message: AotCachesMessage) => void}};
  if (!process?.send) {
    throw new Error(
      'MION_COMPILE is set, but there is no process.send: this variable is for the child process of the build. ' +
        'Unset it to run the server.',
    );
  }
  // first the types, which fill the caches
  const typeCalls = compileTypeCalls();
  const {aot: strict = false, serializer = 'stringifyJson'} = options;
  process.send({type: 'mion-aot-caches', ...aotCachesText(), strict, serializer, typeCalls});
  followTypeCalls(typeCalls, () => sendAOTCaches(options));
}

/** Without `code`: core restores it from the function, and so the build emits the text of a function once. */
function jitFn({typeName, fnID, jitFnHash, isNoop, code, ...entry}: JitFnCacheEntry): string {
  const data = {
    fnID,
    ...(isNoop && {isNoop}),
    ...nonEmpty({jitDependencies: entry.jitDependencies, pureFnDependencies: entry.pureFnDependencies}),
    typeName,
  };
  // without its name, functions that are equal have the same text
  const anonymous = code.replace(`return function ${jitFnHash}(`, () => 'return function(');
  return withFactory(data, 'createJitFn', ['utl'], anonymous);
}

/** Without `code`, and what core fills in. */
function pureFn({fnName, paramNames, bodyHash, pureFnDependencies, code}: PureFnCacheEntry): string {
  const data = {
    ...(bodyHash !== fnName && {bodyHash}),
    ...(String(paramNames) !== 'utl' && {paramNames}),
    ...nonEmpty({pureFnDependencies}),
  };
  return withFactory(data, 'createPureFn', paramNames, code);
}

/** Without what core fills in. */
function method(method: RouterMethodEntry): string {
  const {id: _, nestLevel: __, type, pointer, options, hasReturnData, ...entry} = method;
  return json({
    ...nonEmpty(entry),
    ...(type !== HandlerType.route && {type}),
    ...(hasReturnData !== !!entry.returnJitHash && {hasReturnData}),
    ...(pointer.some(name => name.includes('/')) && {pointer}),
    ...(Object.keys(options).length && {options}),
  });
}

/** Without members that are false, empty or undefined. */
function nonEmpty(data: object): object {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value && !(Array.isArray(value) && value.length === 0)),
  );
}

function withFactory(data: object, name: string, params: string[], code: string): string {
  const members = json(data).slice(1, -1);
  return `{${members && `${members},`}${name}:function(${params}){${code}}}`;
}

function record<T>(entries: Record<string, T>, text: (entry: T) => string): string {
  const keys = Object.keys(entries).sort();
  return `{${keys.map(key => `${json(key)}:${text(entries[key]!)}`).join(',\n')}}`;
}

/** JSON that is JavaScript of every edition, with the keys of objects sorted. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  }).replace(/[\u2028\u2029]/g, c => (c === '\u2028' ? '\\u2028' : '\\u2029'));
}
