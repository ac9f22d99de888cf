// Runs cases through ours and the peer, and asks TypeScript's checker what each of their types is.

import {Processor, type Type} from '@deepkit/type';
import ts from 'typescript';
import {compilerOptions} from '../peer.ts';
import {type Case, type CaseOutcome, type Outcome, runCases} from '../programs.ts';
import {CheckerReader} from './checker.ts';
import {ofMachine} from './machine.ts';

/** One type of a case, in the canonical form as each side has it. */
export interface Compared {
  /** `case: type`. */
  name: string;
  /** What TypeScript's checker makes of it. */
  meant: string;
  ours: string;
  peer: string;
}

export interface Comparison {
  types: Compared[];
  /** What TypeScript has against the cases. */
  complaints: string[];
}

export async function compare(group: string, cases: Case[]): Promise<Comparison> {
  const outcomes = await runCases(group, cases, true);
  const mains = new Map(cases.map(item => [item, outcomes.get(item.name)!.reflected[0]!.file]));
  const options = {...compilerOptions, noEmit: true, strict: true, skipLibCheck: true};
  const program = ts.createProgram([...mains.values()], options);
  const checker = program.getTypeChecker();
  const reader = new CheckerReader(checker);
  const complaints: string[] = [];
  const types = cases.flatMap(item => {
    const source = program.getSourceFile(mains.get(item)!)!;
    for (const {messageText, start} of program.getSemanticDiagnostics(source)) {
      const {line} = source.getLineAndCharacterOfPosition(start ?? 0);
      complaints.push(`${item.name}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
    }
    const outcome = outcomes.get(item.name)!;
    return [...probed(source, checker, item)].map(
      ([name, type]): Compared => ({
        name: `${item.name}: ${name}`,
        meant: reader.read(type),
        ours: canonical(outcome, 'ours', name, item),
        peer: canonical(outcome, 'peer', name, item),
      }),
    );
  });
  return {types, complaints};
}

/** The checker's types of what a case reflects: the types that it names, and the functions that it exports. */
function* probed(
  source: ts.SourceFile,
  checker: ts.TypeChecker,
  item: Case,
): Generator<[name: string, type: ts.Type]> {
  const named = new Set(item.of);
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const [declaration] = statement.declarationList.declarations;
    const probe = declaration && ts.isIdentifier(declaration.name) && /^\$(\d+)$/.exec(declaration.name.text);
    if (!probe || !declaration.initializer || !ts.isArrowFunction(declaration.initializer)) continue;
    const call = declaration.initializer.body as ts.CallExpression;
    const name = item.of![Number(probe[1])]!;
    if (named.delete(name)) yield [name, checker.getTypeFromTypeNode(call.typeArguments![0]!)];
  }
  const module = checker.getSymbolAtLocation(source);
  for (const symbol of module ? checker.getExportsOfModule(module) : []) {
    const declaration = symbol.valueDeclaration;
    // What a function returns that does not say so is no part of its metadata.
    if (!declaration || !ts.isFunctionDeclaration(declaration) || !declaration.type) continue;
    yield [symbol.name, checker.getTypeOfSymbolAtLocation(symbol, source)];
  }
}

function canonical(outcome: CaseOutcome, side: 'ours' | 'peer', name: string, item: Case): string {
  const {exports, types, error} = outcome[side] as Outcome;
  const index = item.of?.indexOf(name) ?? -1;
  // A program that throws leaves the machine in the middle of it.
  Processor.typeProcessor = undefined;
  try {
    const probe = exports[`$${index}`] as (() => Type) | undefined;
    const type = probe ? probe() : types.get(name);
    return type ? ofMachine(type) : `nothing: ${error}`;
  } catch (failure) {
    return `throws ${failure}`;
  }
}
