import type {Case} from '../programs.ts';

export const enums: Case[] = [
  {name: 'numbers', main: 'enum Color { Red, Green, Blue }', of: ['Color']},
  {name: 'started numbers', main: 'enum A { a = 5, b, c = 10, d }', of: ['A']},
  {name: 'strings', main: `enum A { a = 'x', b = 'y' }`, of: ['A']},
  {name: 'mixed', main: `enum A { a, b = 'y', c = 3, d }`, of: ['A']},
  {name: 'negative', main: 'enum A { a = -1, b }', of: ['A']},
  {
    name: 'exported and in a member',
    main: 'export enum A { a } interface B { a: A; b?: A[] }',
    of: ['B', 'A'],
  },
  {name: 'const enum', main: 'const enum A { a = 1, b }', of: ['A']},
  {name: 'quoted names', main: `enum A { 'a-b' = 1, c = 2 }`, of: ['A']},
  {
    name: 'members as types',
    main: `enum A { a = 'x', b = 'y' } interface B { kind: A.a } type C = A.a | A.b`,
    of: ['B', 'C'],
  },
  {name: 'members as types, numbers', main: 'enum A { a, b, c = 7 }', of: ['A.a', 'A.b', 'A.c']},
  {
    name: 'a member after a number, as a type',
    main: 'enum A { c = 7, d }',
    of: ['A.d'],
    peerIsWrong: 'it does not count on from the number',
    shows: {'A.d': '8'},
  },
  {
    name: 'computed members',
    main: 'enum Flag { None = 0, A = 1 << 0, B = 1 << 1, All = A | B, Text = "x".length }',
    of: ['Flag'],
    peerIsWrong: 'its members name each other out of scope, which throws',
    shows: {Flag: 'enum {"None":0,"A":1,"B":2,"All":3,"Text":1}'},
  },
  {
    name: 'a member that refers to another',
    main: 'enum A { a = 2, b = a * 2, c, d = A.c }',
    of: ['A', 'A.d'],
    peerIsWrong: 'its members name each other out of scope, which throws',
    shows: {A: 'enum {"a":2,"b":4,"c":5,"d":5}', 'A.d': '5'},
  },
];

const currency = `enum Currency { EUR = 'EUR', USD = 'USD' }`;
const whole = 'it keeps an enum whole where TypeScript takes its members';

/** Where TypeScript sees an enum as the union of its members. */
export const enumKeys: Case[] = [
  {
    name: 'the keys of Record',
    main: `${currency} type Sums = Record<Currency, bigint>;`,
    of: ['Sums', 'Record<Currency, bigint>', 'Partial<Record<Currency, bigint>>'],
    peerIsWrong: whole,
    shows: {
      Sums: '{EUR: bigint; USD: bigint}',
      'Record<Currency, bigint>': '{EUR: bigint; USD: bigint}',
      'Partial<Record<Currency, bigint>>': '{EUR?: bigint; USD?: bigint}',
    },
  },
  {
    name: 'a handler of it',
    main: `export ${currency} export const f = (): Promise<Partial<Record<Currency, bigint>>> => Promise.resolve({});`,
    peerIsWrong: whole,
    shows: {f: '() => Promise<{EUR?: bigint; USD?: bigint}>'},
  },
  {
    name: 'numbers',
    main: 'enum Stock { Out, Low = 5, In }',
    of: ['Record<Stock, string>'],
    peerIsWrong: whole,
    shows: {'Record<Stock, string>': '{0: string; 5: string; 6: string}'},
  },
  {
    name: 'imported, and by an alias',
    main: `import {Currency} from './money.js'; type Known = Currency; type Keys = Known | 'all';`,
    files: {'money.ts': `export ${currency}`},
    of: ['Record<Currency, 1>', 'Record<Known, 1>', 'Record<Keys, 1>'],
    peerIsWrong: whole,
    shows: {
      'Record<Currency, 1>': '{EUR: 1; USD: 1}',
      'Record<Known, 1>': '{EUR: 1; USD: 1}',
      'Record<Keys, 1>': '{EUR: 1; USD: 1; all: 1}',
    },
  },
  {
    name: 'imported by type, through an alias of its file',
    main: `import type {Known} from './money.js'; import type * as money from './money.js';`,
    files: {'money.ts': `export ${currency} export type Known = Currency;`},
    of: ['Record<Known, 1>', 'Record<money.Currency, 1>'],
    peerIsWrong: whole,
    shows: {'Record<Known, 1>': '{EUR: 1; USD: 1}', 'Record<money.Currency, 1>': '{EUR: 1; USD: 1}'},
  },
  {
    name: 'a mapped type',
    main: `${currency} type A = {[K in Currency]?: K}; type B = {readonly [K in Currency as \`in\${K}\`]: number};`,
    of: ['A', 'B'],
    peerIsWrong: whole,
    shows: {
      A: `{EUR?: 'EUR'; USD?: 'USD'}`,
      B: '{readonly inEUR: number; readonly inUSD: number}',
    },
  },
  {
    name: `the user's own generics`,
    main: `${currency} type By<K extends string, V> = {[P in K]: V}; type Maybe<V, K extends string> = Partial<By<K, V>>; interface Table<K extends string> { rows: Record<K, number> } type Without<T, U> = T extends U ? never : T;`,
    of: ['By<Currency, 1>', 'Maybe<1, Currency>', 'Table<Currency>', 'Without<Currency, Currency.EUR>'],
    peerIsWrong: whole,
    shows: {
      'By<Currency, 1>': '{EUR: 1; USD: 1}',
      'Maybe<1, Currency>': '{EUR?: 1; USD?: 1}',
      'Table<Currency>': '{rows: {EUR: number; USD: number}}',
      'Without<Currency, Currency.EUR>': `'USD'`,
    },
  },
  {
    name: 'Exclude, Extract, Pick and Omit',
    main: `enum C { A = 'a', B = 'b', C = 'c' } interface All { a: 1; b: 2; c: 3; d: 4 }`,
    of: [
      'Exclude<C, C.A>',
      'Extract<C, C.A | C.B>',
      'Pick<All, C>',
      'Omit<All, C>',
      'Record<Exclude<C, C.B>, 1>',
    ],
    peerIsWrong: whole,
    shows: {
      'Exclude<C, C.A>': `('b' | 'c')`,
      'Extract<C, C.A | C.B>': `('a' | 'b')`,
      'Pick<All, C>': '{a: 1; b: 2; c: 3}',
      'Omit<All, C>': '{d: 4}',
      'Record<Exclude<C, C.B>, 1>': '{a: 1; c: 1}',
    },
  },
  {
    name: 'an index, and a template literal',
    main: `${currency} interface Rates { EUR: 1; USD: 2; GBP: 3 } const enum Level { Low = 1, High }`,
    of: ['Rates[Currency]', '`per ${Currency}`', '`level ${Level}`'],
    peerIsWrong: whole,
    shows: {
      'Rates[Currency]': '(1 | 2)',
      '`per ${Currency}`': `('per EUR' | 'per USD')`,
      '`level ${Level}`': `('level 1' | 'level 2')`,
    },
  },
  {
    name: 'in a function',
    main: `export function f() { enum Size { S = 's', L = 'l' } return (a: Record<Size, number>): void => {}; } export const g = f();`,
    peerIsWrong: whole,
    shows: {g: '(a: {s: number; l: number}) => void'},
  },
  {
    name: 'an enum that is passed on stays one',
    main: `${currency} interface Box<T> { v: T }`,
    of: ['Box<Currency>', 'NonNullable<Currency | null>'],
  },
];
