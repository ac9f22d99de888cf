// Evaluates each case of tests/accepted.rs twice, as its author wrote it and as the server gets it, and compares.
import {readFileSync} from 'node:fs';
import {inspect} from 'node:util';
import {transformSync} from 'oxc-transform';

const cases = JSON.parse(readFileSync(0, 'utf8'));
let differences = 0;

function run(f, check) {
  try {
    return inspect(new Function('f', `return ${check};`)(f), {depth: 20, showHidden: false});
  } catch (error) {
    return `thrown: ${error}`;
  }
}

for (const {setup, function: original, check, paramNames, code} of cases) {
  const source = `${setup}\n;give((${original}));`;
  const stripped = transformSync('case.ts', source, {typescript: {onlyRemoveTypeImports: true}});
  let theirs;
  new Function('give', `'use strict';${stripped.code.replace('export {};', '')}`)(value => {
    theirs = typeof value === 'function' ? value : value.pureFn;
  });
  const ours = new Function(...paramNames, code);
  const [expected, seen] = [run(theirs, check), run(ours, check)];
  if (expected !== seen || expected.startsWith('thrown: SyntaxError')) {
    differences++;
    console.log(`${source}\n  ${code}\n  expected ${expected}\n  seen     ${seen}\n`);
  }
}
if (differences > 0) process.exit(1);
console.log(`${cases.length} alike`);
