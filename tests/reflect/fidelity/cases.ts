// The fixtures: each type that one of the files exports is a case.

import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';
import type {Case} from '../programs.ts';

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

export const fixtures: Case[] = readdirSync(folder)
  .filter(file => file.endsWith('.ts'))
  .map(file => {
    const main = readFileSync(path.join(folder, file), 'utf8');
    return {name: file.replace('.ts', ''), main, of: exportedTypes(main)};
  });

function exportedTypes(text: string): string[] {
  const source = ts.createSourceFile('fixture.ts', text, ts.ScriptTarget.Latest);
  return source.statements
    .filter(statement => ts.isTypeAliasDeclaration(statement))
    .filter(({modifiers}) => modifiers?.some(({kind}) => kind === ts.SyntaxKind.ExportKeyword))
    .map(({name}) => name.text);
}
