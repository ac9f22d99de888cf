// The scan of pure-fns.js with the TypeScript compiler's own API.
// @ts-nocheck: the compiler that checks this repository has no such API, so no types of it either
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const ts = createRequire(new URL('../tests/peer/package.json', import.meta.url))('typescript');

/**
 * One thread, as a plugin in JavaScript would do it: parse, find the calls by their import, refuse what a function
 * takes from outside of it, strip its types, hash it.
 * @param {string} root
 * @param {boolean} isFiltered whether files without one of the names are not parsed
 * @returns what scans, and gives the number of functions
 */
export function scanWithTypeScript(root, isFiltered) {
  const isPossible = /\b(?:pureServerFn|registerPureFnFactory|mapFrom)\b/;
  return () => {
    /** @type {Set<string>} */
    const hashes = new Set();
    for (const entry of readdirSync(root, {recursive: true, withFileTypes: true})) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      if (isFiltered && !isPossible.test(text)) continue;
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      const names = importedNames(source);
      if (names.size === 0) continue;
      const visit = node => {
        if (
          ts.isCallExpression(node) &&
          ts.isIdentifier(node.expression) &&
          names.has(node.expression.text)
        ) {
          const fn = functionOf(source, node.arguments[0]);
          if (fn && isPure(fn)) {
            const {outputText} = ts.transpileModule(`(${fn.getText(source)})`, {
              compilerOptions: {target: ts.ScriptTarget.ES2022, removeComments: true},
            });
            hashes.add(createHash('sha256').update(outputText.replace(/\s+/g, ' ')).digest('base64url'));
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    return hashes.size;
  };
}

function importedNames(source) {
  const names = new Set();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (!/^@mion(?:kit|js)\/(?:core|client)$/.test(statement.moduleSpecifier.text)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const {name, propertyName} of bindings.elements) {
      if ((propertyName ?? name).text === 'pureServerFn') names.add(name.text);
    }
  }
  return names;
}

function functionOf(source, argument) {
  if (!argument) return undefined;
  if (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)) return argument;
  if (!ts.isIdentifier(argument)) return undefined;
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const {name, initializer} of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && name.text === argument.text) return functionOf(source, initializer);
    }
  }
  return undefined;
}

function isPure(fn) {
  const declared = new Set();
  const used = new Set();
  const visit = node => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) {
      const {parent} = node;
      if (
        (ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) &&
        parent.name === node
      ) {
        declared.add(node.text);
      } else if (!(ts.isPropertyAccessExpression(parent) && parent.name === node)) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(fn);
  return [...used].every(name => declared.has(name) || name === 'Math');
}
