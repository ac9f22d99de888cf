// The ops of a compiled program: found in the JavaScript that the peer wrote.

import {ReflectionOp} from '@deepkit/type-spec';
import ts from 'typescript';

/** How many parameters follow an op; none where it is not listed. From the machine's own loop. */
const parameters: {[op in ReflectionOp]?: number} = {
  [ReflectionOp.numberBrand]: 1,
  [ReflectionOp.literal]: 1,
  [ReflectionOp.function]: 1,
  [ReflectionOp.callSignature]: 1,
  [ReflectionOp.method]: 1,
  [ReflectionOp.methodSignature]: 1,
  [ReflectionOp.parameter]: 1,
  [ReflectionOp.property]: 1,
  [ReflectionOp.propertySignature]: 1,
  [ReflectionOp.classExtends]: 1,
  [ReflectionOp.implements]: 1,
  [ReflectionOp.classReference]: 1,
  [ReflectionOp.functionReference]: 1,
  [ReflectionOp.defaultValue]: 1,
  [ReflectionOp.description]: 1,
  [ReflectionOp.typeName]: 1,
  [ReflectionOp.enumMember]: 1,
  [ReflectionOp.namedTupleMember]: 1,
  [ReflectionOp.typeParameter]: 1,
  [ReflectionOp.typeParameterDefault]: 1,
  [ReflectionOp.distribute]: 1,
  [ReflectionOp.jumpCondition]: 2,
  [ReflectionOp.infer]: 2,
  [ReflectionOp.typeof]: 1,
  [ReflectionOp.mappedType]: 2,
  [ReflectionOp.mappedType2]: 2,
  [ReflectionOp.loads]: 2,
  [ReflectionOp.arg]: 1,
  [ReflectionOp.jump]: 1,
  [ReflectionOp.call]: 1,
  [ReflectionOp.inline]: 1,
  [ReflectionOp.inlineCall]: 2,
};

/** The ops of all programs in a compiled module. A program is an array whose last element is the string of its ops. */
export function opsOf(code: string): Set<ReflectionOp> {
  const found = new Set<ReflectionOp>();
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node) && isProgram(node)) {
      const last = node.elements.at(-1);
      if (last && ts.isStringLiteralLike(last)) for (const op of decode(last.text)) found.add(op);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('peer.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS));
  return found;
}

/** The ops that the source of a compiler emits: those that it names outside of the table of their parameters. */
export function opsNamedIn(source: string): Set<ReflectionOp> {
  const found = new Set<ReflectionOp>();
  const visit = (node: ts.Node): void => {
    if (ts.isComputedPropertyName(node)) return;
    if (ts.isPropertyAccessExpression(node) && /(?:^|\.)ReflectionOp$/.test(node.expression.getText())) {
      found.add(ReflectionOp[node.name.text as keyof typeof ReflectionOp]);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('compiler.js', source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS));
  return found;
}

/** Where the peer writes programs: `x.__type = []`, `static __type = []`, `const __ΩX = []`, arguments, and lists of them. */
function isProgram({parent}: ts.ArrayLiteralExpression): boolean {
  if (ts.isVariableDeclaration(parent)) return parent.name.getText().startsWith('__Ω');
  if (ts.isPropertyDeclaration(parent)) return parent.name.getText() === '__type';
  if (ts.isBinaryExpression(parent)) return /\.__type$/.test(parent.left.getText());
  if (ts.isCallExpression(parent)) return /^(?:__assignType|.*typeOf.*)$/.test(parent.expression.getText());
  return ts.isArrayLiteralExpression(parent) && /Ω$/.test(parent.parent.getChildAt(0)?.getText() ?? '');
}

function decode(text: string): ReflectionOp[] {
  const ops: ReflectionOp[] = [];
  for (let at = 0; at < text.length; at++) {
    const op = (text.charCodeAt(at) - 33) as ReflectionOp;
    if (ReflectionOp[op] === undefined) throw new Error(`no op ${op} in ${JSON.stringify(text)}`);
    ops.push(op);
    at += parameters[op] ?? 0;
  }
  return ops;
}
