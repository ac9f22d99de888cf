// What the insertions must not change, and what they do at run time beside carrying types.

import type {Type} from '@deepkit/type';
import {beforeAll, describe, expect, test} from 'vitest';
import {show} from './graph.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

const receive = `import {type ReceiveType, resolveReceiveType} from '@deepkit/type';\n`;
const get = 'export function get<T>(type?: ReceiveType<T>) { return resolveReceiveType(type); }\n';

/** Programs that hand a type over at a call; `it` is the type that arrived. */
const receiving: [name: string, main: string, expected: string, files?: Record<string, string>][] = [
  ['a function', `${get}export const it = get<{a: string}>();`, '{a: string}'],
  ['a declared type', `${get}interface User { id: string }\nexport const it = get<User>();`, '{id: string}'],
  [
    'a function that destructuring sets',
    `${get}const {taken} = {taken: get};\nexport const it = taken<{a: string}>();`,
    '{a: string}',
  ],
  ['an argument wins', `${get}export const it = get<string>(get<number>());`, 'number'],
  [
    'an arrow function',
    `export const get = <T>(type?: ReceiveType<T>) => resolveReceiveType(type);\nexport const it = get<string>();`,
    'string',
  ],
  [
    'an arrow function with a body',
    `export const get = <T>(type?: ReceiveType<T>) => { return resolveReceiveType(type) };\nexport const it = get<string>();`,
    'string',
  ],
  [
    'a function expression',
    `const get = function inner<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) };\nexport const it = get<string>();`,
    'string',
  ],
  [
    'the second type parameter',
    `function get<A, B>(type?: ReceiveType<B>) { return resolveReceiveType(type) }\nexport const it = get<string, Date>();`,
    'Date',
  ],
  [
    'two types',
    `function get<A, B>(a?: ReceiveType<A>, b?: ReceiveType<B>) { return [resolveReceiveType(a), resolveReceiveType(b)] }\nexport const it = get<string, Date>()[1];`,
    'Date',
  ],
  [
    'a method',
    `class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }\nconst db = new Db();\nexport const it = db.query<string>();`,
    'string',
  ],
  [
    'a method of this',
    `class Db { all() { return this.query<string>() } query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }\nexport const it = new Db().all();`,
    'string',
  ],
  [
    'a method of this that its class inherits',
    `import type {User} from './user.js';
class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }
class Logged extends Db {}
class Users extends Logged { all() { return this.query<User>() } }
export const it = new Users().all();`,
    '{id: string}',
    {'user.ts': 'export interface User { id: string }'},
  ],
  [
    'a method of this that its class inherits from other files',
    `import type {User} from './user.js';
import {Logged} from './index.js';
class Users extends Logged { all() { return this.query<User>() } }
export const it = new Users().all();`,
    '{id: string}',
    {
      'user.ts': 'export interface User { id: string }',
      'index.ts': `export {default as Logged} from './logged.js';`,
      'logged.ts': `import * as db from './db.js';\nexport default class extends db.Db { log() {} }`,
      'db.ts': `${receive}export class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }`,
    },
  ],
  [
    'a method of super',
    `class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }
class Users extends Db { query<T>(type?: ReceiveType<T>) { return super.query<T[]>() } }
export const it = new Users().query<string>();`,
    'Array<string>',
  ],
  [
    'a method of super of another file, two classes above',
    `import type {User} from './user.js';
import {Db} from './db.js';
class Logged extends Db {}
export default class extends Logged { all() { return super.query<User>() } }
class Users extends Logged { all() { return super.query<User>() } query(): never { throw new Error('overridden') } }
export const it = new Users().all();`,
    '{id: string}',
    {
      'user.ts': 'export interface User { id: string }',
      'db.ts': `${receive}export class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }`,
    },
  ],
  [
    'a static method of super',
    `class Db { static query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }
class Users extends Db { static all() { return super.query<string>() } }
export const it = Users.all();`,
    'string',
  ],
  [
    'an inherited method of an instance',
    `import type {User} from './user.js';
class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }
class Users extends Db {}
const users = new Users();
export const it = users.query<User>();`,
    '{id: string}',
    {'user.ts': 'export interface User { id: string }'},
  ],
  [
    'a method of a call',
    `class Db { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }\nconst open = () => new Db();\nexport const it = open().query<string>();`,
    'string',
  ],
  [
    'a method of an object',
    `const api = { query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } };\nexport const it = api.query<string>();`,
    'string',
  ],
  [
    'a static method',
    `class Db { static query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } }\nexport const it = Db.query<string>();`,
    'string',
  ],
  [
    'after a line without a semicolon',
    `${get}const before = 1\nget<string>()\nexport const it = get<number>()`,
    'number',
  ],
  [
    'as the body of an if',
    `${get}export let it: any\nif (true) it = get<string>()\nelse get<number>()`,
    'string',
  ],
  [
    'in an argument of itself',
    `function get<T>(other: any, type?: ReceiveType<T>) { return resolveReceiveType(type) }\nexport const it = get<string>(1);`,
    'string',
  ],
  [
    'a generic function between',
    `${get}function outer<T>(type?: ReceiveType<T>) { return get<T[]>() }\nexport const it = outer<string>();`,
    'Array<string>',
  ],
  [
    'a function of another file',
    `import {get} from './get.js';\nexport const it = get<{a: number}>();`,
    '{a: number}',
    {'get.ts': receive + get},
  ],
  [
    'a function of a namespace',
    `import * as lib from './get.js';\nexport const it = lib.get<{a: number}>();`,
    '{a: number}',
    {'get.ts': receive + get},
  ],
  [
    'through a barrel',
    `import {take} from './index.js';\nexport const it = take<{a: number}>();`,
    '{a: number}',
    {'index.ts': `export {get as take} from './get.js';`, 'get.ts': receive + get},
  ],
  [
    'a function of a package',
    `import {get} from 'pkg';\nexport const it = get<{a: number}>();`,
    '{a: number}',
    {
      'node_modules/pkg/package.json': JSON.stringify({
        name: 'pkg',
        type: 'module',
        exports: {'.': {types: './index.d.ts', default: './index.js'}},
      }),
      'node_modules/pkg/index.d.ts': `import {ReceiveType, Type} from '@deepkit/type';\nexport declare function get<T>(type?: ReceiveType<T>): Type;`,
      'node_modules/pkg/index.js': `import {resolveReceiveType} from '@deepkit/type';\nexport function get(type) { type ??= get.Ω?.[0]; get.Ω = undefined; return resolveReceiveType(type); }`,
    },
  ],
  [
    'typeOf',
    `import {typeOf} from '@deepkit/type';\nexport const it = typeOf<{a: string}>();`,
    '{a: string}',
  ],
  [
    'typeOf, renamed',
    `import {typeOf as t} from '@deepkit/type';\nexport const it = t<{a: string}>();`,
    '{a: string}',
  ],
  [
    'typeOf with arguments for a generic',
    `import {typeOf} from '@deepkit/type';\ninterface Box<T> { v: T }\nexport const it = typeOf<Box<number>>([]);`,
    '{v: number}',
  ],
  [
    'new',
    `class Box<T> { type; constructor(type?: ReceiveType<T>) { this.type = resolveReceiveType(type) } }\nexport const it = new Box<string>().type;`,
    'string',
  ],
];

/** Programs that print what must stay as it is. */
const unchanged: [name: string, main: string, value: unknown][] = [
  [
    'names of functions',
    `const arrow = (a: string) => a; const fn = function (a: string) {}; const named = function inner(a: string) {};
const o = { m(a: string) {}, p: (a: string) => a, 'q-r': (a: string) => a, async *g(a: string) {}, [\`c\${1}\`](a: string) {} };
let later; later = (a: string) => a; class C { field = (a: string) => a } const {d = (a: string) => a} = {} as any;
export const value = [arrow.name, fn.name, named.name, o.m.name, o.p.name, o['q-r'].name, o.g.name, (o as any).c1.name, later.name, new C().field.name, d.name];`,
    ['arrow', 'fn', 'inner', 'm', 'p', 'q-r', 'g', 'c1', 'later', 'field', 'd'],
  ],
  [
    'lengths and kinds of functions',
    `const o = { async a(x: string, y: number) {}, *b(x: string) {}, async c(x: string) {} };
export const value = [o.a.length, Object.prototype.toString.call(o.b('x')), o.c('x') instanceof Promise];`,
    [2, '[object Generator]', true],
  ],
  [
    'the order of keys',
    `const o = { b: 1, m(x: string) {}, a: 2, ['z'](x: string) {}, c: 3 }; export const value = Object.keys(o);`,
    ['b', 'm', 'a', 'z', 'c'],
  ],
  [
    'methods are no constructors',
    `const o = { m(x: string) {} }; let value: unknown; try { new (o.m as any)(); value = 'made' } catch (e) { value = (e as Error).name } export {value}`,
    'TypeError',
  ],
  [
    'super in methods',
    `const base = { hi(a: string) { return 'base ' + a } }; const o = { __proto__: base, hi(a: string) { return 'own ' + super.hi(a) } }; export const value = (o as any).hi('x');`,
    'own base x',
  ],
  [
    'a method of a name of an outer function',
    `const load = (a: string): string => 'outer ' + a; const api = { load(a: string): string { return load(a) } }; export const value = api.load('x');`,
    'outer x',
  ],
  [
    'this in methods',
    `const o = { v: 1, m(x: string) { return this.v }, n: function (x: string) { return this.v } }; export const value = [o.m('x'), o.n('x')];`,
    [1, 1],
  ],
  [
    'a directive',
    `'use strict'\nexport function f(a: string): boolean { 'use strict'\nreturn this === undefined }\nexport const value = f('x');`,
    true,
  ],
  [
    'functions used before their declaration',
    `export const value = [typeof f, f.length, '__type' in f]; function f(a: string): void {}`,
    ['function', 1, true],
  ],
  [
    'a default export stays a declaration',
    `import self from './main.js';\nexport const value = [self.name, typeof self, self('x')];\nexport default function (a: string): string { return a }`,
    ['default', 'function', 'x'],
  ],
  [
    'an async arrow as a default export',
    `import self from './main.js';\nexport default async (a: string) => a;\nexport const value = self.name;`,
    'default',
  ],
  [
    'calls whose type arguments no one takes',
    `class Own<T> { v?: T } new Own<string>(); const set = new Set<string>(['a']); const id = <T>(x: T) => x; id<string>('x'); export const value = ['Ω' in Set, 'Ω' in Own, 'Ω' in id, [1].map<number>(x => x + 1)];`,
    [false, false, false, [2]],
  ],
  [
    'optional calls',
    `const o: any = undefined; export const value = [o?.m<string>(1), o?.a.b<number>(2)];`,
    [undefined, undefined],
  ],
  [
    'static blocks and private members',
    `class A { static #n = 1; static { A.#n = 2 } static get(a: string) { return A.#n } } export const value = A.get('');`,
    2,
  ],
  [
    'a class without semicolons',
    `class A { a = 1\n b = 2\n get\n c() { return 3 } }\nexport const value = [new A().a, new A().b];`,
    [1, 2],
  ],
  ['a last line that is a comment', `export const value = ((a: string) => a)('x') // the end`, 'x'],
  [
    'switch cases',
    `function pick(n: number) { switch (n) { case 1: function one(a: string) { return 1 } return one('x'); default: return 0 } } export const value = [pick(1), pick(2)];`,
    [1, 0],
  ],
  [
    'arguments that call themselves',
    `const compose = (f: (a: number) => number, g: (a: number) => number) => (a: number) => f(g(a)); export const value = compose(a => a + 1, (a: number) => a * 2)(3);`,
    7,
  ],
  [
    'generators and async arrows',
    `const f = async (a: string) => { await null; return a }; const g = function* (a: string) { yield a }; export const value = [...g('x')];`,
    ['x'],
  ],
  [
    'objects returned by arrows',
    `const f = (a: string) => ({ a, m(b: string) { return b } }); export const value = f('x').m('y');`,
    'y',
  ],
];

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  const cases: Case[] = [
    ...receiving.map(([name, main, , files]): Case => {
      return {
        name: `receiving ${name}`,
        main: /import .*ReceiveType/.test(main) ? main : receive + main,
        files,
      };
    }),
    ...unchanged.map(([name, main]): Case => ({name: `unchanged ${name}`, main})),
  ];
  outcomes = await runCases('runtime', cases, false);
});

describe('a type arrives through', () => {
  test.each(receiving.map(([name, , expected]) => [name, expected] as const))('%s', (name, expected) => {
    const {ours} = outcomes.get(`receiving ${name}`)!;
    if (ours.error) throw ours.error;
    expect(show(ours.exports['it'] as Type)).toBe(expected);
  });
});

describe('unchanged:', () => {
  test.each(unchanged.map(([name, , value]) => [name, value] as const))('%s', (name, value) => {
    const {ours} = outcomes.get(`unchanged ${name}`)!;
    if (ours.error) throw ours.error;
    expect(ours.exports['value']).toEqual(value);
  });
});
