/** `runType<T>()`: a type as a value, and its functions. */
import {type ReceiveType, resolveReceiveType, type Type} from '@deepkit/type';
import {
  type BinaryReader,
  type BinaryWriter,
  FN_IDS,
  jitUtils,
  type RunTypeErrorSegment,
  type RunTypeError as TypeErrorReport,
} from '@mionkit/core';
import {jitHash} from './canonicalize.ts';
import {type CompiledFnName, compileFn, compileRouteFns} from './compile.ts';
import {resolveType} from './resolve.ts';
import {RunTypeError, RunTypeNotCompiledError} from './run-type-error.ts';
import type {TypeNode} from './type-node.ts';

/** The signatures of the compiled functions of `T`. */
export interface RunTypeFns<T = unknown> {
  isType: (v: unknown) => v is T;
  typeErrors: (v: unknown, pth?: RunTypeErrorSegment[], er?: TypeErrorReport[]) => TypeErrorReport[];
  prepareForJson: (v: T) => unknown;
  restoreFromJson: (v: unknown) => T;
  stringifyJson: (v: T) => string;
  toBinary: (v: T, writer: BinaryWriter) => void;
  fromBinary: (reader: BinaryReader) => T;
  /** `isType`, and no unknown keys: in one go through the value. */
  isStrictType: (v: unknown) => v is T;
  /** Of a valid value. */
  hasUnknownKeys: (v: T) => boolean;
  /** Of a valid value, which is changed. */
  stripUnknownKeys: (v: T) => T;
  /** Of a valid value. */
  unknownKeyErrors: (v: T, pth?: RunTypeErrorSegment[], er?: TypeErrorReport[]) => TypeErrorReport[];
  /** Of a valid value, which is changed. */
  unknownKeysToUndefined: (v: T) => T;
  /** The source of an expression that gives the value again. */
  toJSCode: (v: T) => string;
}

/** A type whose functions can be compiled. */
export class RunType<T = unknown> {
  /** What the type is made of. */
  readonly node: TypeNode;

  constructor(node: TypeNode) {
    this.node = node;
  }

  /** For people: the name of the alias, interface or class, else the kind of type. */
  get typeName(): string {
    return this.node.typeName ?? this.node.kind;
  }

  /** The same for equal structures, in every process. */
  get jitHash(): string {
    return jitHash(this.node);
  }

  /**
   * The function of that name, compiled now unless the caches have it. Rejects with `RunTypeNotCompiledError`
   * where code cannot be made from strings.
   */
  async createJitFunction<N extends CompiledFnName>(name: N): Promise<RunTypeFns<T>[N]> {
    return this.getFn(name);
  }

  /** The same at once. */
  getFn<N extends CompiledFnName>(name: N): RunTypeFns<T>[N] {
    try {
      return jitUtils.getJitFn(compileFn(this.node, FN_IDS[name])) as RunTypeFns<T>[N];
    } catch (cause) {
      if (cause instanceof EvalError) throw new RunTypeNotCompiledError(this.typeName, name, {cause});
      throw cause;
    }
  }

  /** Compiles the seven functions of a route into core's cache. Gives the `jitHash`. */
  compile(): string {
    return compileRouteFns(this.node);
  }
}

const runTypes = new WeakMap<Type, RunType>();

/** The run type of a type of `@deepkit/type`. Throws `RunTypeError` for what has no data form. */
export function runTypeOf<T>(type: Type): RunType<T> {
  const known = runTypes.get(type);
  if (known) return known as RunType<T>;
  const run = new RunType<T>(resolveType(type));
  runTypes.set(type, run);
  return run;
}

/**
 * A function with a type parameter: the compiler of the caller's file sets its `Ω` before the call, to the types of
 * that call. Written out here, because this package is not compiled with type metadata.
 */
interface Receiver {
  Ω?: unknown[];
}

/** The type that the call of `callee` received. */
export function receive<T>(callee: object, type: ReceiveType<T> | undefined): RunType<T> {
  const receiver: Receiver = callee;
  const received = type ?? (receiver.Ω?.[0] as ReceiveType<T> | undefined);
  receiver.Ω = undefined;
  if (!received) {
    throw new RunTypeError(
      'MION_TYPE_NO_METADATA',
      'The call received no type',
      [],
      'Compile the file of the call with the plugin (runTypes), and give the type argument explicitly.',
    );
  }
  return runTypeOf<T>(resolveReceiveType(received) as Type);
}

export function runType<T>(type?: ReceiveType<T>): RunType<T> {
  return receive(runType, type);
}

/** Whether the value is of type `T`. Unknown keys are allowed. */
export function isType<T>(value: unknown, type?: ReceiveType<T>): value is T {
  return receive(isType, type).getFn('isType')(value);
}

/** One error for each wrong place; empty for a value of type `T`. */
export function getTypeErrors<T>(value: unknown, type?: ReceiveType<T>): TypeErrorReport[] {
  return receive(getTypeErrors, type).getFn('typeErrors')(value);
}
