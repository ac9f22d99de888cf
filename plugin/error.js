// The one error class of the plugin, and the form in which Vite and Rollup show it.
// @ts-check

/** @typedef {import('./native.d.ts').Finding} Finding */

/** An error that names its place and says what to do. */
export class MionError extends Error {
  /**
   * @param {Finding} first what the error's place is
   * @param {Finding[]} [others] what else is wrong: shown below it, each with its own place
   */
  constructor(first, others = []) {
    super([text(first), ...others.map(located)].join('\n\n'));
    this.name = 'MionError';
    /** Stable: `MION_...`. */
    this.code = first.code;
    this.hint = first.hint;
    this.frame = first.frame;
    this.id = first.file;
    this.loc = place(first);
  }
}

/**
 * The value of an outcome.
 * @template T
 * @param {import('./native.d.ts').Outcome<T>} outcome
 * @returns {T | undefined} nothing where there was nothing to do
 * @throws {MionError}
 */
export function unwrap({value, errors}) {
  const [first, ...others] = errors ?? [];
  if (first) throw new MionError(first, others);
  return value;
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
  const finding = /** @type {Finding} */ (problem);
  return {
    message: text(finding),
    code: finding.code,
    id: finding.file,
    frame: finding.frame,
    loc: place(finding),
  };
}

/**
 * What `this.warn` takes. Of a warning, the build of Rolldown shows the message and nothing else.
 * @param {Finding} finding
 * @param {boolean} isMessageAll
 */
export function toWarning(finding, isMessageAll) {
  const log = toRollupLog(finding);
  return isMessageAll ? {...log, message: located(finding)} : log;
}

/** @param {Finding} finding */
function text({code, message, hint}) {
  return `${code}: ${message}${hint ? `\n${hint}` : ''}`;
}

/**
 * A finding with its place, for a log that has no fields for it.
 * @param {Finding} finding
 */
export function located(finding) {
  const {file, line, column, frame} = finding;
  const at = file && line ? `${file}:${line}:${(column ?? 0) + 1}\n` : '';
  return `${at}${text(finding)}${frame ? `\n${frame}` : ''}`;
}

/** @param {Finding} finding */
function place({file, line, column}) {
  return file && line ? {file, line, column: column ?? 0} : undefined;
}
