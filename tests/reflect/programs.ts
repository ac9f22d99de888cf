// Small whole programs: laid out on disk, compiled by the peer and by ours, run, and reflected.

import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {Processor, resolveRuntimeType, type Type} from '@deepkit/type';
import {transformWithOxc} from 'vite';
import {type Reflected, reflectFiles} from './bridge.ts';
import {compileWithPeer, stripTypes} from './peer.ts';

/** A program. `main` is its first file; every type of `of` is reflected in it, and every function it exports. */
export interface Case {
  name: string;
  main: string;
  of?: string[];
  /** Further files by path; the ones under `node_modules` are no part of the build. */
  files?: Record<string, string>;
  /** Where ours must differ from the peer, and why. The results are then what `shows` says. */
  peerIsWrong?: string;
  /** The shown type (`graph.ts`) of some results, by the text in `of` or the name of the export. */
  shows?: Record<string, string>;
}

export interface Outcome {
  /** By the text in `of` or the name of the export. */
  types: Map<string, Type>;
  exports: Record<string, unknown>;
  error?: unknown;
}

export interface CaseOutcome {
  ours: Outcome;
  peer: Outcome | undefined;
  reflected: Reflected[];
  /** The JavaScript that the peer wrote for each file. */
  compiled: string[];
}

/** Where programs are laid out, if not here: a folder with no TypeScript in it or above. */
const elsewhere = process.env['MION_PROGRAMS'];
const here = fileURLToPath(new URL('./.programs/', import.meta.url));

/**
 * Compiles and runs all cases. `group` keeps the folders of several test files apart. In a `home` of its own they are
 * built without TypeScript.
 */
export async function runCases(
  group: string,
  cases: Case[],
  withPeer: boolean,
  home: string | undefined = elsewhere,
): Promise<Map<string, CaseOutcome>> {
  const base = path.join(home ?? here, group);
  rmSync(base, {recursive: true, force: true});
  const sources = path.join(base, 'source');
  write(path.join(sources, 'tsconfig.json'), JSON.stringify({compilerOptions: {}, reflection: true}));
  const built = cases.map((item, index) => lay(item, path.join(sources, String(index))));
  for (const [index, item] of cases.entries()) {
    for (const [name, text] of Object.entries(item.files ?? {})) {
      if (name.includes('node_modules')) write(path.join(base, 'ours', String(index), name), text);
    }
  }
  const ours = reflectFiles(built.flat());
  const byFile = new Map(ours.map(result => [result.file, result]));
  for (const result of ours) {
    const code =
      result.error === undefined
        ? await (home ? stripWithVite : stripTypes)(result.code!, result.file)
        : `throw new Error(${JSON.stringify(result.error)})`;
    write(output(base, 'ours', result.file), code);
  }
  const compiled = withPeer ? compileWithPeer(built.flat(), path.join(sources, 'tsconfig.json')) : new Map();
  for (const [file, code] of compiled) write(output(base, 'peer', file), code);
  const outcomes = new Map<string, CaseOutcome>();
  for (const [index, item] of cases.entries()) {
    const main = built[index]![0]!;
    outcomes.set(item.name, {
      ours: await run(output(base, 'ours', main), item),
      peer: withPeer ? await run(output(base, 'peer', main), item) : undefined,
      reflected: built[index]!.map(file => byFile.get(file)!),
      compiled: built[index]!.flatMap(file => compiled.get(file) ?? []),
    });
  }
  return outcomes;
}

/** Removes the types as Vite does, and names the files as they are written. */
async function stripWithVite(code: string, file: string): Promise<string> {
  const stripped = await transformWithOxc(code, file, {decorator: {legacy: true}, target: 'es2022'});
  return stripped.code.replace(/(\b(?:from|import) *['"]\.[^'"]*)\.tsx?(['"])/g, '$1.js$2');
}

/** Writes a case's files and gives the paths of those that are built, the main one first. */
function lay(item: Case, folder: string): string[] {
  const probes = (item.of ?? []).map((type, index) => `export const $${index} = () => typeOf<${type}>();`);
  const imports =
    item.of && !/\btypeOf\b.*@deepkit\/type/.test(item.main) ? `import {typeOf} from '@deepkit/type';\n` : '';
  const files: Record<string, string> = {
    'main.ts': `${imports}${item.main}\n${probes.join('\n')}\n`,
    ...item.files,
  };
  for (const [name, text] of Object.entries(files)) write(path.join(folder, name), text);
  const built = (name: string) =>
    /\.tsx?$/.test(name) && !name.endsWith('.d.ts') && !name.includes('node_modules');
  return Object.keys(files)
    .filter(built)
    .map(name => path.join(folder, name));
}

function output(base: string, side: string, file: string): string {
  return path.join(base, side, path.relative(path.join(base, 'source'), file)).replace(/\.tsx?$/, '.js');
}

function write(file: string, text: string) {
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, text);
}

async function run(file: string, item: Case): Promise<Outcome> {
  const outcome: Outcome = {types: new Map(), exports: {}};
  // A program that throws leaves the machine in the middle of it.
  Processor.typeProcessor = undefined;
  try {
    outcome.exports = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
    for (const [index, type] of (item.of ?? []).entries()) {
      outcome.types.set(type, (outcome.exports[`$${index}`] as () => Type)());
    }
    for (const [name, value] of Object.entries(outcome.exports)) {
      if (name.startsWith('$') || name.startsWith('__')) continue;
      collect(name, value, outcome.types);
    }
  } catch (error) {
    outcome.error = error;
  }
  return outcome;
}

function collect(name: string, value: unknown, types: Map<string, Type>) {
  if (typeof value === 'function' && '__type' in value) types.set(name, resolveRuntimeType(value));
  else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, child] of Object.entries(value)) {
      if (!('kind' in value)) collect(`${name}.${key}`, child, types);
    }
  }
}
