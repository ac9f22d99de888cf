/** What stands in for `handlers` in a bundle without reflection. */
import {RunTypeNotCompiledError} from './run-type-error.ts';

export function compileHandler({name}: {name: string}): never {
  throw new RunTypeNotCompiledError(`of the handler ${name || '(anonymous)'}`, 'compileHandler');
}
