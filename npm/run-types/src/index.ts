/**
 * Turns types into functions: validators and serializers, compiled from the metadata of `@deepkit/type`.
 *
 * `resolve` reads a type into `type-node`s, `canonicalize` makes equal types one and hashes them, `emit/` has one file
 * for each kind of function that writes its code, `compile` puts the result into core's cache. `run-type`, `create-fns`
 * and `handler` are what users and the router call; `aot-text` is how a build gets all of it as text.
 */
export {type AotCachesMessage, sendAOTCaches} from './aot-text.ts';
export type {CompiledFnName} from './compile.ts';
export * from './create-fns.ts';
export {compileHandler, type FunctionRunType, type HeadersRunType, reflectFunction} from './handler.ts';
export {type Random, seededRandom} from './random.ts';
export {getTypeErrors, isType, RunType, type RunTypeFns, runType, runTypeOf} from './run-type.ts';
export {RunTypeError, type RunTypeErrorCode, RunTypeNotCompiledError} from './run-type-error.ts';
