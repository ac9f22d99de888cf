/**
 * Type metadata for tests: compiles a fixture with `@deepkit/type-compiler`, the peer that this project's own
 * transform is measured against, or with that transform, and imports the result.
 */
import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {unwrap} from '../../../plugin/error.js';
import type TS from '../../../tests/node_modules/typescript/lib/typescript.js';
import {stripTypes} from '../../../tests/reflect/peer.ts';
import {transformer} from '../../../tests/transform.ts';

const here = dirname(fileURLToPath(import.meta.url));
const peer = createRequire(join(here, '../../../tests/peer/package.json'));

/** Imports `fixtures/<name>.ts` with its type metadata from the peer. */
export const importFixture = async <T>(name: string): Promise<T> =>
  importCompiled<T>(name, compile(fixture(name)));

/** Imports `fixtures/<name>.ts` with its type metadata from the plugin. */
export async function importOwnFixture<T>(name: string): Promise<T> {
  const file = fixture(name);
  const {code = ''} =
    unwrap(await transformer({runTypes: {}}).transform(readFileSync(file, 'utf8'), file)) ?? {};
  return importCompiled<T>(`own-${name}`, stripTypes(code, file));
}

const fixture = (name: string): string => join(here, 'fixtures', `${name}.ts`);

async function importCompiled<T>(name: string, text: string): Promise<T> {
  const compiled = join(here, '.compiled', `${name}.js`);
  mkdirSync(dirname(compiled), {recursive: true});
  // test files run side by side: never leave a half-written module to another one
  const temporary = `${compiled}.${process.pid}.${Math.random()}`;
  writeFileSync(temporary, text);
  renameSync(temporary, compiled);
  return (await import(pathToFileURL(compiled).href)) as T;
}

function compile(file: string): string {
  const ts = peer('typescript') as typeof TS;
  const {ReflectionTransformer} = peer('@deepkit/type-compiler');
  const libs = dirname(peer.resolve('typescript'));
  const options: TS.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: [],
    noEmit: false,
  };
  const host = ts.createCompilerHost(options);
  // the peer looks for the library from the fixture's folder, where the TypeScript is one that it cannot read
  host.resolveModuleNameLiterals = (literals, from, _redirect, resolveOptions) => {
    return literals.map(({text}) => {
      const lib = /^typescript\/lib\/(.*)$/.exec(text)?.[1];
      if (!lib) return ts.resolveModuleName(text, from, resolveOptions, host);
      const resolvedFileName = join(libs, `${lib}.d.ts`);
      return {resolvedModule: {resolvedFileName, extension: ts.Extension.Dts}};
    });
  };
  const program = ts.createProgram([file], options, host);
  let output: string | undefined;
  program.emit(
    program.getSourceFile(file),
    (path, text) => {
      if (path.endsWith('.js')) output = text;
    },
    undefined,
    false,
    {
      before: [
        context => new ReflectionTransformer(context).forHost(host).withReflection({reflection: 'default'}),
      ],
    },
  );
  if (output === undefined)
    throw new Error(`${file} gave no output: ${readFileSync(file, 'utf8').slice(0, 80)}`);
  return output;
}
