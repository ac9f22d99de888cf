/** Errors of compiling: a type that has no function, and code that cannot be made where it is asked for. */

export type RunTypeErrorCode =
  | 'MION_TYPE_NOT_SERIALIZABLE'
  | 'MION_TYPE_UNION_OF_ANY'
  | 'MION_TYPE_RESERVED_KEY'
  | 'MION_TYPE_NO_METADATA'
  | 'MION_TYPE_UNSUPPORTED'
  | 'MION_HEADERS_SUBSET';

/** A type cannot be compiled. The message has the path to the culprit inside the type, and what to do. */
export class RunTypeError extends Error {
  override name = 'RunTypeError';
  readonly code: RunTypeErrorCode;
  /** Names of members from the outermost type to the culprit; `[]` is an array's item, `[0]` a tuple's. */
  readonly path: string[];
  readonly hint: string;

  constructor(code: RunTypeErrorCode, reason: string, path: string[], hint: string) {
    super(`${reason}${path.length ? ` (at ${path.join('.')})` : ''}. ${hint}`);
    this.code = code;
    this.path = path;
    this.hint = hint;
  }
}

/** A function is in no cache and this environment refuses to make code from strings. */
export class RunTypeNotCompiledError extends Error {
  readonly code = 'MION_RUN_TYPE_NOT_COMPILED';
  override name = 'RunTypeNotCompiledError';

  constructor(typeName: string, fnName: string, options?: ErrorOptions) {
    super(
      `${fnName} of the type ${typeName} was not compiled ahead of time, and code generation from strings is not ` +
        'allowed here. Types are compiled where a call names them in a module that the start script loads, or that ' +
        "aotCaches.include matches; and 'virtual:mion-aot/caches' must be imported before the call is made.",
      options,
    );
  }
}
