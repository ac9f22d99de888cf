// The one error class of the plugin, and the form in which Vite and Rollup show it.
// @ts-check

/** An error that names its place and says what to do. */
export class MionError extends Error {
  /** @param {import('./native.d.ts').Finding} finding */
  constructor(finding) {
    super(text(finding));
    this.name = 'MionError';
    /** Stable: `MION_...`. */
    this.code = finding.code;
    this.hint = finding.hint;
    this.frame = finding.frame;
    this.id = finding.file;
    this.loc = place(finding);
  }
}

/**
 * The value of an outcome.
 * @template T
 * @param {import('./native.d.ts').Outcome<T>} outcome
 * @returns {T}
 * @throws {MionError}
 */
export function unwrap({value, error}) {
  if (error) throw new MionError(error);
  return /** @type {T} */ (value);
}

/**
 * What `this.error` and `this.warn` take.
 * @param {unknown} problem a finding of the addon, or whatever was thrown
 * @returns {{message: string, code?: string, id?: string, frame?: string, loc?: {file: string, line: number, column: number}}}
 */
export function toRollupLog(problem) {
  if (problem instanceof MionError) {
    const {message, code, id, frame, loc} = problem;
    return {message, code, id, frame, loc};
  }
  if (problem instanceof Error) return problem;
  const finding = /** @type {import('./native.d.ts').Finding} */ (problem);
  return {
    message: text(finding),
    code: finding.code,
    id: finding.file,
    frame: finding.frame,
    loc: place(finding),
  };
}

/** @param {import('./native.d.ts').Finding} finding */
function text({code, message, hint}) {
  return `${code}: ${message}${hint ? `\n${hint}` : ''}`;
}

/** @param {import('./native.d.ts').Finding} finding */
function place({file, line, column}) {
  return file && line ? {file, line, column: column ?? 0} : undefined;
}
