// Types of other files: each way to import one, re-exports, packages. The peer gets most of these wrong.

import path from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {difference, show} from './graph.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

const user = 'export interface User { id: string; friends: User[] }\n';
const takesUser = '\nexport function f(a: User): void {}';
const shown = '(a: {id: string; friends: Array<^User>}) => void';

/** `f` takes the `User` of another file. */
const reaches = (name: string, main: string, files: Record<string, string>, text = shown): Case => ({
  name,
  main: `${main}${takesUser}`,
  files,
  shows: {f: text},
});

const imports: Case[] = [
  reaches('import', `import {User} from './user.js';`, {'user.ts': user}),
  reaches('import type', `import type {User} from './user.js';`, {'user.ts': user}),
  reaches('import {type}', `import {type User} from './user.js';`, {'user.ts': user}),
  reaches('with the extension .ts', `import type {User} from './user.ts';`, {'user.ts': user}),
  reaches('without an extension', `import type {User} from './user';`, {'user.ts': user}),
  reaches('a folder', `import type {User} from './models';`, {'models/index.ts': user}),
  reaches(
    'renamed',
    `import {Person as User} from './user.js';`,
    {'user.ts': 'export interface Person { id: string }'},
    '(a: {id: string}) => void',
  ),
  reaches(
    'renamed, type only',
    `import type {Person as User} from './user.js';`,
    {'user.ts': 'export interface Person { id: string }'},
    '(a: {id: string}) => void',
  ),
  reaches(
    'default',
    `import User from './user.js';`,
    {'user.ts': 'export default interface Person { id: string }'},
    '(a: {id: string}) => void',
  ),
  reaches(
    'default by name',
    `import type User from './user.js';`,
    {'user.ts': 'interface Person { id: string }\nexport default Person;'},
    '(a: {id: string}) => void',
  ),
  {
    name: 'namespace',
    main: `import * as models from './user.js';\nexport function f(a: models.User): void {}`,
    files: {'user.ts': user},
    shows: {f: shown},
  },
  {
    name: 'namespace, type only',
    main: `import type * as models from './user.js';\nexport function f(a: models.User): void {}`,
    files: {'user.ts': user},
    shows: {f: shown},
  },
  {
    name: 'import()',
    main: `export function f(a: import('./user.js').User): void {}`,
    files: {'user.ts': user},
    shows: {f: shown},
  },
  {
    name: 'a class that is a default export, type only',
    main: `import type Shop from './shop.ts';\nexport function f(a: Shop): void {}`,
    files: {'shop.ts': 'export default class Shop { id!: string }'},
    shows: {f: '(a: Shop {id: string}) => void'},
  },
  {
    name: 'a class by another name, type only',
    main: `import type {Shop} from './shop.ts';\nexport function f(a: Shop): void {}`,
    files: {'shop.ts': 'class Inner { id!: string }\nexport {Inner as Shop};'},
    shows: {f: '(a: Inner {id: string}) => void'},
  },
  {
    name: 'a class of a namespace',
    main: `import {shops} from './shop.ts';\nexport function f(a: shops.Shop): void {}`,
    files: {'shop.ts': 'export namespace shops { export class Shop { id!: string } }'},
    shows: {f: '(a: Shop {id: string}) => void'},
  },
  {
    name: 'classes that types alone lead to, in a circle',
    main: `import {User} from './user.ts';\nexport function f(a: User): void {}`,
    files: {
      'user.ts': `import type {Post} from './post.ts';\nexport class User { posts!: Post[] }`,
      'post.ts': `import type {User} from './user.ts';\nexport class Post { author!: User; id = 1 }`,
    },
    shows: {f: '(a: User {posts: Array<Post {author: ^User; id: number}>}) => void'},
  },
  {
    name: 'a class whose file leads back here',
    main: `import {Base} from './base.ts';\nexport function f(a: Base): void {}`,
    files: {
      'base.ts': `import type {Heir} from './heir.ts';\nexport abstract class Base { heirs: Heir[] = []; }`,
      'heir.ts': `import {Base} from './base.ts';\nexport class Heir extends Base { id = ''; }`,
    },
    shows: {f: '(a: Base {heirs: Array<{heirs: Array<^Heir>; id: string}>}) => void'},
  },
  reaches(
    'an alias of a namespace member',
    `import {Person as User} from './user.ts';`,
    {
      'user.ts': `import * as all from './all.ts';\nimport Inner = all.models.User;\nexport type Person = Inner;`,
      'all.ts': `export namespace models { export interface User { id: string } }`,
    },
    '(a: {id: string}) => void',
  ),
  reaches('export from', `import type {User} from './index.js';`, {
    'index.ts': `export {User} from './user.js';`,
    'user.ts': user,
  }),
  reaches('export type from', `import {User} from './index.js';`, {
    'index.ts': `export type {User} from './user.js';`,
    'user.ts': user,
  }),
  reaches('export {type} from', `import {User} from './index.js';`, {
    'index.ts': `export {type User} from './user.js';`,
    'user.ts': user,
  }),
  reaches('export * from', `import type {User} from './index.js';`, {
    'index.ts': `export * from './user.js';`,
    'user.ts': user,
  }),
  reaches('export type * from', `import type {User} from './index.js';`, {
    'index.ts': `export type * from './user.js';`,
    'user.ts': user,
  }),
  reaches('renamed on the way', `import type {Public as User} from './index.js';`, {
    'index.ts': `export {User as Public} from './user.js';`,
    'user.ts': user,
  }),
  reaches('imported, then exported', `import {User} from './index.js';`, {
    'index.ts': `import type {User} from './user.js';\nexport type {User};`,
    'user.ts': user,
  }),
  reaches(
    'exported under another name',
    `import {User} from './user.js';`,
    {'user.ts': 'interface Internal { id: string }\nexport type {Internal as User};'},
    '(a: {id: string}) => void',
  ),
  {
    name: 'export * as',
    main: `import type {models} from './index.js';\nexport function f(a: models.User): void {}`,
    files: {'index.ts': `export * as models from './user.js';`, 'user.ts': user},
    shows: {f: shown},
  },
  reaches('three barrels', `import type {User} from './a.js';`, {
    'a.ts': `export * from './b.js';`,
    'b.ts': `export * from './c.js';`,
    'c.ts': `export {User} from './user.js';`,
    'user.ts': user,
  }),
  reaches('barrels in a circle', `import type {User} from './a.js';`, {
    'a.ts': `export * from './b.js';`,
    'b.ts': `export * from './a.js';\nexport * from './user.js';`,
    'user.ts': user,
  }),
  {
    name: 'two types of one name',
    main: `import {User} from './user.js';\nimport {User as Admin} from './admin.js';\nexport function f(a: User, b: Admin): void {}`,
    files: {
      'user.ts': 'export interface User { id: string }',
      'admin.ts': 'export interface User { role: number }',
    },
    shows: {f: '(a: {id: string}, b: {role: number}) => void'},
  },
  {
    name: 'a module that imports in turn',
    main: `import type {Order} from './order.js';\nexport function f(a: Order): void {}`,
    files: {
      'order.ts': `import type {User} from './user.js';\nexport interface Order { by: User }`,
      'user.ts': 'export interface User { id: string }',
    },
    shows: {f: '(a: {by: {id: string}}) => void'},
  },
  {
    name: 'a type of a file that is loaded anyway',
    main: `import {type Order, total} from './order.js';\nexport function f(a: Order<{x: 1; y: 2}>): number { return total }`,
    files: {
      'order.ts': `import {User, users} from './user.js';
export const total = users.length;
export interface Order<T> { by: User; part: {[K in keyof T as Uppercase<K & string>]: T[K]} }`,
      'user.ts': 'export interface User { id: string }\nexport const users: User[] = [];',
    },
    shows: {f: '(a: {by: {id: string}; part: {X: 1; Y: 2}}) => number'},
  },
  {
    name: 'a type of a file that only types lead to',
    main: `import {type Order, total} from './order.js';\nexport function f(a: Order<{x: 1; y: 2}>): number { return total }`,
    files: {
      'order.ts': `import type {User} from './user.js';
export const total = 0;
export interface Order<T> { by: User; part: {[K in keyof T as Uppercase<K & string>]: T[K]} }`,
      'user.ts': 'export interface User { id: string }\nexport const users: User[] = [];',
    },
    shows: {f: '(a: {by: {id: string}; part: {X: 1; Y: 2}}) => number'},
  },
  {
    name: 'generics',
    main: `import type {Page} from './page.js';\nexport function f(a: Page<string>): void {}`,
    files: {'page.ts': 'export interface Page<T> { items: T[] }'},
    shows: {f: '(a: {items: Array<string>}) => void'},
  },
  {
    name: 'enums',
    main: `import type {Color} from './color.js';\nexport function f(a: Color, b: Color.Green): void {}`,
    files: {'color.ts': `export enum Color { Red, Green = 'g' }`},
    shows: {f: `(a: enum {"Red":0,"Green":"g"}, b: 'g') => void`},
  },
  {
    name: 'classes',
    main: `import {Point} from './point.js';\nexport function f(a: Point): void {}\nexport const isIt = true;`,
    files: {'point.ts': 'export class Point { x!: number }'},
    shows: {f: '(a: Point {x: number}) => void'},
  },
  {
    name: 'classes, type only',
    main: `import type {Point} from './point.js';\nexport function f(a: Point): void {}`,
    files: {'point.ts': 'export class Point { x!: number }'},
    shows: {f: '(a: Point {x: number}) => void'},
  },
  {
    name: 'classes through a barrel of types',
    main: `import type {Point} from './index.js';\nexport function f(a: Point): void {}`,
    files: {
      'index.ts': `export type {Point} from './point.js';`,
      'point.ts': 'export class Point { x!: number }',
    },
    shows: {f: '(a: Point {x: number}) => void'},
  },
  {
    name: 'generic classes',
    main: `import type {Box} from './box.js';\nexport function f(a: Box<string>): void {}`,
    files: {'box.ts': 'export class Box<T> { v!: T }'},
    shows: {f: '(a: Box<string> {v: string}) => void'},
  },
  {
    name: 'typeof an imported constant',
    main: `import type {config} from './config.js';\nexport function f(a: typeof config): void {}`,
    files: {'config.ts': 'export const config = {port: 80} as const;'},
    shows: {f: '(a: {readonly port: 80}) => void'},
  },
  {
    name: 'typeof an imported value',
    main: `import {config} from './config.js';\nexport function f(a: typeof config): void {}`,
    files: {'config.ts': `export const config = {a: [1].length};`},
    shows: {f: '(a: {a: number}) => void'},
  },
  {
    name: 'types that name each other across files',
    main: `import type {A} from './a.js';\nexport function f(a: A): void {}`,
    files: {
      'a.ts': `import {B} from './b.js';\nexport interface A { b?: B }`,
      'b.ts': `import {A} from './a.js';\nexport interface B { a?: A }`,
    },
    shows: {f: '(a: {b?: {a?: ^A}}) => void'},
  },
  {
    name: 'modules that import each other',
    main: `import {f as other} from './other.js';\nexport interface Mine { m: string }\nexport function f(a: Mine): void {}\nexport const fromOther = other;`,
    files: {
      'other.ts': `import {Mine} from './main.js';\nexport function f(a: Mine): void {}\nexport const early = f;`,
    },
    shows: {f: '(a: {m: string}) => void', fromOther: '(a: {m: string}) => void'},
  },
  {
    name: 'extends across files',
    main: `import {Base} from './base.js';\ninterface Own extends Base<number> { own: boolean }\nexport function f(a: Own): void {}`,
    files: {'base.ts': 'export interface Base<T> { id: T }'},
    shows: {f: '(a: {id: number; own: boolean}) => void'},
  },
  {
    name: 'a file that is switched off',
    main: `import {User} from './user.js';\nexport function f(a: User): void {}`,
    files: {'user.ts': '/** @reflection never */\nexport interface User { id: string }'},
    shows: {f: '(a: any) => void'},
  },
];

const packages: Case[] = [
  {
    name: 'a declaration file is embedded',
    main: `import type {Item} from 'pkg';\nexport function f(a: Item): void {}`,
    files: {
      'node_modules/pkg/package.json': JSON.stringify({
        name: 'pkg',
        type: 'module',
        exports: {'.': {types: './index.d.ts', default: './index.js'}},
      }),
      'node_modules/pkg/index.d.ts': `import {Id} from './id.js';\nexport interface Item { id: Id; tags: ReadonlyArray<string>; more?: Other }\ninterface Other { x: number }\nexport type Unused = Item;`,
      'node_modules/pkg/id.d.ts': 'export type Id = string;',
      'node_modules/pkg/index.js': '',
    },
    shows: {f: '(a: {id: string; tags: readonly Array<string>; more?: {x: number}}) => void'},
  },
  {
    name: 'a class of a package is the class itself',
    main: `import type {Thing} from 'pkg';\nexport function f(a: Thing<string>): void {}`,
    files: {
      'node_modules/pkg/package.json': JSON.stringify({
        name: 'pkg',
        type: 'module',
        exports: {'.': {types: './index.d.ts', default: './index.js'}},
      }),
      'node_modules/pkg/index.d.ts': 'export declare class Thing<T> { value: T }',
      'node_modules/pkg/index.js': 'export class Thing {}',
    },
    shows: {f: '(a: Thing) => void'},
  },
  {
    name: 'a class that the package does not export is embedded by its shape',
    main: `import type {Item} from 'pkg';\nexport function f(a: Item): void {}`,
    files: {
      'node_modules/pkg/package.json': JSON.stringify({
        name: 'pkg',
        type: 'module',
        types: './index.d.ts',
        main: './index.js',
      }),
      'node_modules/pkg/index.d.ts': `import {Hidden} from './hidden.js';\nexport interface Item { hidden: Hidden }`,
      'node_modules/pkg/hidden.d.ts':
        'export declare class Hidden { a: string; private b; m(): void; static s: string }',
      'node_modules/pkg/index.js': '',
    },
    shows: {f: '(a: {hidden: {a: string; m(): void}}) => void'},
  },
  {
    name: 'export =',
    main: `import type Old from 'pkg';\nexport function f(a: Old.Options): void {}`,
    files: {
      'node_modules/pkg/package.json': JSON.stringify({
        name: 'pkg',
        types: './index.d.ts',
        main: './index.js',
      }),
      'node_modules/pkg/index.d.ts':
        'declare function Old(): void;\ndeclare namespace Old { interface Options { deep: boolean } }\nexport = Old;',
      'node_modules/pkg/index.js': '',
    },
    shows: {f: '(a: {deep: boolean}) => void'},
  },
  {
    name: 'a type of a package that asks itself for parts',
    main: `import type {Item} from 'pkg';\nexport function f(a: Item): void {}`,
    files: {
      'node_modules/pkg/package.json': JSON.stringify({name: 'pkg', types: 'index.d.ts'}),
      'node_modules/pkg/index.d.ts':
        "export interface Item { id: string; parent?: Pick<Item, 'id'>; parts: (Item | Part)[] } export interface Part { of: Item }",
      'node_modules/pkg/index.js': '',
    },
    shows: {f: '(a: {id: string; parent?: {id: string}; parts: Array<(^Item | {of: ^Item})>}) => void'},
  },
  {
    name: 'a package that ships sources',
    main: `import type {Item} from 'pkg';\nexport function f(a: Item): void {}`,
    files: {
      'node_modules/pkg/package.json': JSON.stringify({
        name: 'pkg',
        type: 'module',
        exports: {'.': './src/index.ts'},
      }),
      'node_modules/pkg/src/index.ts': 'export type {Item} from "./item.ts";',
      'node_modules/pkg/src/item.ts': 'export interface Item { id: bigint }',
    },
    shows: {f: '(a: {id: bigint}) => void'},
  },
  {
    name: 'types of two files that ask each other for parts',
    main: `import type {Author} from './author.ts';\nexport function f(a: Author): void {}`,
    files: {
      'author.ts': `import type {Comment} from './comment.ts';
export interface Author { name: string; friends: Pick<Author, 'name'>[]; last?: Partial<Comment> }`,
      'comment.ts': `import type {Author} from './author.ts';
export interface Comment { id: string; author: Pick<Author, 'name' | 'last'>; replies: Omit<Comment, 'author'>[] }`,
    },
    shows: {
      f:
        '(a: {name: string; friends: Array<{name: string}>; ' +
        'last?: {id?: string; author?: {name: string; last?: ^Partial}; replies?: Array<{id: string; replies: Array<^Omit>}>}}) => void',
    },
  },
  {
    name: 'classes that types alone lead to',
    main: `import type {All} from './classes.ts';\nexport function f(a: All): void {}`,
    files: {
      'classes.ts': `console.log('loaded');
class Base { id = 1; constructor(public deep: string, private hidden = 2, readonly last?: Date) {} }
class Heir extends Base { name = '' }
class Box<T> { value!: T; protected kept?: T }
class List<T> extends Box<T[]> { count = 0 }
class Fault extends Error { code = 1 }
class Calls { call(a: string): string; call(a: number): number; call(a: any): any {} static call(): void {} }
export interface All { heir: Heir; list: List<boolean>; fault: Fault; calls: Calls['call'] }`,
    },
    shows: {
      f:
        '(a: {heir: {id: number; deep: string; readonly last?: Date; name: string}; ' +
        'list: {value: Array<boolean>; count: number}; ' +
        'fault: {name: string; message: string; stack?: string; cause?: unknown; code: number}; ' +
        'calls: {(a: string): string; (a: number): number}}) => void',
    },
  },
  {
    name: 'tsconfig paths',
    main: `import type {User} from '@/models/user';\nexport function f(a: User): void {}`,
    files: {
      'tsconfig.json': JSON.stringify({compilerOptions: {paths: {'@/*': ['./src/*']}}}),
      'src/models/user.ts': 'export interface User { id: string }',
    },
    shows: {f: '(a: {id: string}) => void'},
  },
  {
    name: 'baseUrl along extends',
    main: `import {User} from 'models/user';\nexport function f(a: User): void {}`,
    files: {
      'tsconfig.json': JSON.stringify({extends: './base.json'}),
      'base.json': JSON.stringify({compilerOptions: {baseUrl: './src'}}),
      'src/models/user.ts': 'export interface User { id: string }',
    },
    shows: {f: '(a: {id: string}) => void'},
  },
];

const all = {imports, packages};
let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  outcomes = await runCases('across-files', [...imports, ...packages], false);
});

for (const [group, cases] of Object.entries(all)) {
  describe(group, () => {
    test.each(cases.map(item => [item.name, item] as const))('%s', (name, item) => {
      const {ours, reflected} = outcomes.get(name)!;
      if (ours.error) throw ours.error;
      for (const [result, text] of Object.entries(item.shows!)) {
        expect(show(ours.types.get(result)!), result).toBe(text);
      }
      expect(reflected.flatMap(file => file.warnings)).toEqual([]);
    });
  });
}

test('an import of a type loads no module that does something', () => {
  const main = outcomes.get('classes, type only')!.reflected[0]!;
  expect(main.code).toContain('import * as');
  for (const name of ['import type', 'default by name']) {
    expect(dependencies(name)).toEqual(['user.ts', '../tsconfig.json']);
  }
});

test('a type is embedded only where its module may not be loaded', () => {
  const imported = (name: string) => outcomes.get(name)!.reflected[0]!.code.includes(`from './user.`);
  expect(imported('a type of a file that is loaded anyway')).toBe(true);
  expect(imported('a type of a file that only types lead to')).toBe(false);
});

test('a module depends on the files that it read and on the configurations that decided', () => {
  expect(dependencies('three barrels')).toEqual(['a.ts', 'b.ts', 'c.ts', 'user.ts', '../tsconfig.json']);
  expect(dependencies('tsconfig paths')).toEqual(['src/models/user.ts', 'tsconfig.json']);
  expect(dependencies('baseUrl along extends')).toEqual(['base.json', 'src/models/user.ts', 'tsconfig.json']);
  expect(missing('import')).toEqual(['tsconfig.json']);
  // What would be found before the folder, too.
  expect(missing('a folder')).toEqual([
    'models.d.ts',
    'models.ts',
    'models.tsx',
    'models/tsconfig.json',
    'tsconfig.json',
  ]);
  expect(missing('baseUrl along extends')).toEqual(['src/models/tsconfig.json', 'src/tsconfig.json']);
});

const dependencies = (name: string) => paths(name, 'dependencies');
const missing = (name: string) => paths(name, 'missing');

/** Seen from the case's folder, its own first. */
function paths(name: string, kind: 'dependencies' | 'missing') {
  const main = outcomes.get(name)!.reflected[0]!;
  const relative = main[kind].map(file => path.relative(path.dirname(main.file), file));
  return relative.sort((a, b) => Number(a.startsWith('..')) - Number(b.startsWith('..')) || (a < b ? -1 : 1));
}

test('the same type reached in two ways is the same graph', () => {
  const [one, two] = ['import', 'three barrels'].map(name => outcomes.get(name)!.ours.types.get('f'));
  expect(difference(one, two)).toBeUndefined();
});
