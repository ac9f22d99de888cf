// What a type resolves to: TypeScript's checker says whether it is another one, and ours must reflect them alike.

import ts from 'typescript';
import {beforeAll, describe, expect, test} from 'vitest';
import {type Meant, meant} from './cases/meant.ts';
import {show} from './graph.ts';
import {type CaseOutcome, runCases} from './programs.ts';

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  outcomes = await runCases(
    'meant',
    meant.map(({name, main = '', types}) => ({
      name,
      main,
      of: [...new Set(Object.entries(types).flat())],
    })),
    false,
  );
});

for (const item of meant) {
  describe(item.name, () => {
    for (const [type, plain] of Object.entries(item.types)) {
      test(`${type} is ${plain}`, () => {
        expect(complaints(item, type, plain), 'TypeScript').toEqual([]);
        const {ours} = outcomes.get(item.name)!;
        if (ours.error) throw ours.error;
        const [found, meant] = [type, plain].map(text => show(ours.types.get(text)!));
        if (item.differs?.[type]) expect(found, 'it is right now: no reason to list it').not.toBe(meant);
        else expect(found).toBe(meant);
      });
    }
  });
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  strict: true,
  noEmit: true,
  types: [],
};
const host = ts.createCompilerHost(options);
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What TypeScript has against two types being the same one. */
function complaints({main = ''}: Meant, type: string, plain: string): string[] {
  const text = `${main}
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const same: Same<${type}, ${plain}> = true;
`;
  const program = ts.createProgram(['main.ts'], options, {
    ...host,
    getSourceFile(name, language) {
      if (name === 'main.ts') return ts.createSourceFile(name, text, language);
      if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, language));
      return libraries.get(name);
    },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
