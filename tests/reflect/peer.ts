// The peer: TypeScript 5.9 with @deepkit/type-compiler, as its own documentation sets it up.

import {transformer} from '@deepkit/type-compiler';
import ts from 'typescript';

export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: true,
  experimentalDecorators: true,
  types: [],
};

/** Compiles files on disk. `tsconfig` switches reflection on. Gives JavaScript by the path of its source. */
export function compileWithPeer(files: string[], tsconfig: string): Map<string, string> {
  const settings = {...compilerOptions, reflection: true, configFilePath: tsconfig};
  const program = ts.createProgram(files, settings, ts.createCompilerHost(settings));
  const written = new Map<string, string>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const write: ts.WriteFileCallback = (name, text) => {
      if (name.endsWith('.js')) written.set(file, text);
    };
    // A file that the peer itself cannot compile is one of its results.
    try {
      program.emit(source, write, undefined, false, {before: [transformer]});
    } catch (error) {
      written.set(file, `throw new Error(${JSON.stringify(`the peer failed: ${error}`)});`);
    }
  }
  return written;
}

/** Removes the types from one file, as a bundler does: with no sight of other files. */
export function stripTypes(code: string, file: string): string {
  const result = ts.transpileModule(code, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {...compilerOptions, isolatedModules: true},
  });
  const syntax =
    result.diagnostics?.filter(diagnostic => diagnostic.category === ts.DiagnosticCategory.Error) ?? [];
  if (syntax.length > 0) {
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(syntax[0]!.messageText, '\n')}\n${code}`);
  }
  return result.outputText;
}
