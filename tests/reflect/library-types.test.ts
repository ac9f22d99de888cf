// Global types that are not built in: from the declaration files of the TypeScript that is installed, of any version, and
// those of Node's modules from `@types/node`. Where neither is, the warning names the type.

import {cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {repository} from '../fixture.ts';
import {type Reflected, reflectFiles} from './bridge.ts';

let home: string;
afterEach(() => rmSync(home, {recursive: true, force: true}));

const peer = createRequire(path.join(repository, 'tests/peer/package.json'));
const five = path.dirname(peer.resolve('typescript/package.json'));
const seven = path.join(repository, 'node_modules/typescript');
const platform = `@typescript/typescript-${process.platform}-${process.arch}`;

const MAIN = `import type {IncomingHttpHeaders} from 'node:http';
import type {ParsedPath} from 'path';
export function page(a: RequestInit, b: Intl.NumberFormatOptions, c: PromiseConstructorLike): void {}
export function node(a: IncomingHttpHeaders, b: ParsedPath): void {}
export function none(a: NoSuchType): void {}
`;

/** Reflects the program beside packages that are copied: a link would lead to what is installed beside its target. */
function reflect(packages: Record<string, string>): Reflected {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-library-')));
  mkdirSync(path.join(home, 'node_modules'));
  for (const [name, from] of Object.entries(packages)) {
    cpSync(realpathSync(from), path.join(home, 'node_modules', name), {recursive: true});
  }
  const main = path.join(home, 'main.ts');
  writeFileSync(main, MAIN);
  return reflectFiles([main])[0]!;
}

const unresolved = ({warnings}: Reflected) =>
  warnings.map(({message}) => /`([^`]*)` cannot be resolved/.exec(message)?.[1]).sort();

test.each([
  ['TypeScript 5.9', {typescript: five}],
  ['TypeScript 7', {typescript: seven, [platform]: path.join(repository, 'node_modules', platform)}],
])('%s', (_, packages) => {
  const found = reflect(packages);
  expect(unresolved(found)).toEqual(['IncomingHttpHeaders', 'NoSuchType', 'ParsedPath']);
  for (const name of ['keepalive', 'AbortSignal', 'roundingPriority', 'maximumFractionDigits']) {
    expect(found.code).toContain(name);
  }
  // What was read has a say in the result.
  expect(found.dependencies.filter(file => file.endsWith('lib.dom.d.ts'))).toHaveLength(1);
});

test('@types/node', () => {
  const found = reflect({'@types/node': path.join(repository, 'node_modules/@types/node')});
  expect(unresolved(found)).toEqual([
    'Intl.NumberFormatOptions',
    'NoSuchType',
    'NodeJS.Dict',
    'PromiseConstructorLike',
    'RequestInit',
  ]);
  for (const name of ['proxy-authorization', 'content-length', 'root', 'ext'])
    expect(found.code).toContain(`'${name}'`);
});

test('neither', () => {
  const found = reflect({});
  expect(unresolved(found)).toHaveLength(6);
  for (const {hint, line} of found.warnings) {
    expect(hint).toMatch(/write the type out/);
    expect(line).toBeGreaterThan(2);
  }
});
