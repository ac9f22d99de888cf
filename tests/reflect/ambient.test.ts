// What is in sight without an import: the declaration files of the project, and the packages in `@types`.

import {beforeAll, describe, expect, test} from 'vitest';
import {show} from './graph.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

const config = (more: object = {}) => JSON.stringify({reflection: true, ...more});

/** `f` takes the type `type`. */
const sees = (name: string, type: string, text: string, files: Record<string, string>, main = ''): Case => ({
  name,
  main: `${main}export function f(a: ${type}): void {}`,
  files: {'tsconfig.json': config(), ...files},
  shows: {f: `(a: ${text}) => void`},
});

const node = {
  'node_modules/@types/node/package.json': '{"name": "@types/node", "types": "index.d.ts"}',
  'node_modules/@types/node/index.d.ts':
    '/* of it */\n/// <reference path="globals.d.ts" />\n/// <reference path="process.d.ts" />\n',
  'node_modules/@types/node/globals.d.ts':
    'export {};\ndeclare global { namespace NodeJS { interface Dict<T> { [key: string]: T | undefined }\n interface Env { cwd: string } interface Both extends Env { own: Other } } }',
  'node_modules/@types/node/process.d.ts':
    'declare namespace NodeJS { interface Env { port: number } interface Other { o: string } }',
};

const cases: Case[] = [
  sees('a script', 'Id', 'string', {'global.d.ts': 'type Id = string;'}),
  sees('an interface of a script', 'User', '{id: string}', {
    'types/user.d.ts': 'interface User { id: string }',
  }),
  sees('declare global', 'User', '{id: number}', {
    'env.d.ts': `import type {Id} from './id.ts';\ndeclare global { interface User { id: Id } }`,
    'id.ts': 'export type Id = number;',
  }),
  sees('a namespace', 'App.Locals', '{user: string}', {
    'app.d.ts': 'declare global { namespace App { interface Locals { user: string } } }\nexport {};',
  }),
  sees('parts in several files', 'Settings', '{a: string; b: number}', {
    'a.d.ts': 'interface Settings { a: string }',
    'b.d.ts': 'interface Settings { b: number }',
  }),
  sees('a generic one in parts', 'Box<string>', '{a: string; b: Array<string>}', {
    'a.d.ts': 'interface Box<T> { a: T }',
    'b.d.ts': 'export {};\ndeclare global { interface Box<T> { b: T[] } }',
  }),
  sees(
    'a part of its own',
    'Settings',
    '{own: boolean; a: string}',
    {'a.d.ts': 'interface Settings { a: string }'},
    'declare global { interface Settings { own: boolean } }\n',
  ),
  sees('the package of `@types`', 'NodeJS.Dict<number>', '{[string]: (number | undefined)}', node),
  sees('parts of a namespace', 'NodeJS.Both', '{cwd: string; port: number; own: {o: string}}', node),
  sees('with a part by the project', 'NodeJS.Env', '{db: string; cwd: string; port: number}', {
    ...node,
    'env.d.ts': 'declare namespace NodeJS { interface Env { db: string } }',
  }),
  sees('what `types` names', 'One', '{one: string}', {
    'tsconfig.json': config({compilerOptions: {types: ['one']}}),
    'node_modules/@types/one/index.d.ts': 'interface One { one: string }',
    'node_modules/@types/two/index.d.ts': 'interface One { two: string }',
  }),
  sees('`/// <reference types>`', 'Meta', '{mode: string}', {
    'vite-env.d.ts': '/// <reference types="tool/client" />\n',
    'node_modules/tool/package.json': '{"name": "tool"}',
    'node_modules/tool/client.d.ts': 'interface Meta { mode: string }',
  }),
  sees('what `include` names', 'One', '{one: string}', {
    'tsconfig.json': config({include: ['src', '*.ts']}),
    'src/deep/one.d.ts': 'interface One { one: string }',
    'other/two.d.ts': 'interface One { two: string }',
  }),
  sees('not what `exclude` names', 'One', '{one: string}', {
    'tsconfig.json': config({exclude: ['old']}),
    'one.d.ts': 'interface One { one: string }',
    'old/two.d.ts': 'interface One { two: string }',
  }),
  sees('the project that is referred to', 'One', '{one: string}', {
    'tsconfig.json': config({files: [], references: [{path: './tsconfig.app.json'}]}),
    'tsconfig.app.json': '{"include": ["types"]}',
    'types/one.d.ts': 'interface One { one: string }',
    'two.d.ts': 'interface One { two: string }',
  }),
  sees(
    'what is built in stays',
    'Array<string>',
    'Array<string>',
    {},
    'declare global { interface Array<T> { last(): T } }\n',
  ),
  sees(
    'an import comes before it',
    'User',
    '{imported: boolean}',
    {'a.d.ts': 'interface User { a: string }', 'user.ts': 'export interface User { imported: boolean }'},
    `import type {User} from './user.ts';\n`,
  ),
];

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  outcomes = await runCases('ambient', cases, false);
});

describe('is in sight without an import', () => {
  test.each(cases)('$name', ({name, shows}) => {
    const {ours, reflected} = outcomes.get(name)!;
    expect(ours.error).toBeUndefined();
    expect(show(ours.types.get('f')!)).toBe(shows!.f);
    expect(reflected[0]!.warnings).toEqual([]);
  });
});

test('a module depends on the files that declare the name, and on those that may come to', () => {
  const names = (name: string) => {
    const [main] = outcomes.get(name)!.reflected;
    return main!.dependencies.map(file => file.split('/').slice(-2).join('/'));
  };
  expect(names('parts in several files')).toEqual(expect.arrayContaining(['4/a.d.ts', '4/b.d.ts']));
  expect(names('with a part by the project')).toEqual(
    expect.arrayContaining(['9/env.d.ts', 'node/globals.d.ts', 'node/process.d.ts']),
  );
});
