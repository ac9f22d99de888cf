import type {Case} from '../programs.ts';

/** Conditional types and `infer`. */
export const conditionals: Case[] = [
  {name: 'of primitives', main: '', of: ['string extends string ? 1 : 2', 'string extends number ? 1 : 2']},
  {name: 'of literals', main: '', of: [`'a' extends string ? 1 : 2`, `string extends 'a' ? 1 : 2`]},
  {
    name: 'of objects',
    main: '',
    of: ['{a: 1; b: 2} extends {a: 1} ? 1 : 2', '{a: 1} extends {b: 1} ? 1 : 2'],
  },
  {
    name: 'of interfaces',
    main: 'interface A { a: 1 } interface B extends A { b: 2 }',
    of: ['B extends A ? 1 : 2', 'A extends B ? 1 : 2'],
  },
  {name: 'of arrays', main: '', of: ['string[] extends any[] ? 1 : 2', 'string extends any[] ? 1 : 2']},
  {name: 'of null', main: '', of: ['null extends null ? 1 : 2', 'null extends undefined ? 1 : 2']},
  {name: 'of any', main: 'type A<T> = T extends string ? 1 : 2', of: ['A<string>', 'A<Date>']},
  {name: 'of never', main: 'type A<T> = [T] extends [never] ? 1 : 2', of: ['A<never>', 'A<string>']},
  {name: 'of unknown', main: '', of: ['string extends unknown ? 1 : 2']},
  {name: 'over a union', main: 'type A<T> = T extends string ? T : never', of: [`A<'a' | 1 | 'b'>`]},
  {
    name: 'over a union of objects',
    main: `type A<T> = T extends {k: 'a'} ? T : never`,
    of: [`A<{k: 'a'; x: 1} | {k: 'b'}>`],
  },
  {
    name: 'to arrays over a union',
    main: 'type A<T> = T extends any ? T[] : never',
    of: ['A<string | number>'],
  },
  {name: 'not distributed', main: 'type A<T> = [T] extends [any] ? T[] : never', of: ['A<string | number>']},
  {
    name: 'nested in the first branch',
    main: 'type A<T> = T extends string ? T extends "a" ? 1 : 2 : 3',
    of: [`A<'a'>`, `A<'b'>`, 'A<1>'],
  },
  {
    name: 'nested in the second branch',
    main: 'type A<T> = T extends string ? 1 : T extends number ? 2 : 3',
    of: ['A<"a">', 'A<1>', 'A<true>'],
  },
  {
    name: 'with two parameters',
    main: 'type A<T, U> = T extends U ? [T] : [U]',
    of: [`A<'a', string>`, 'A<1, string>'],
  },
  {
    name: 'in a member',
    main: 'interface A<T> { v: T extends string ? "s" : "n" }',
    of: ['A<string>', 'A<number>'],
  },
  {
    name: 'that yields an object',
    main: 'type A<T> = T extends string ? {s: T} : {o: T}',
    of: ['A<string>', 'A<number>'],
  },
  {name: 'with a default', main: 'type A<T = string> = T extends string ? 1 : 2', of: ['A', 'A<number>']},
  {
    name: 'infer of an array',
    main: 'type A<T> = T extends (infer U)[] ? U : T',
    of: ['A<string[]>', 'A<string>', 'A<{a: 1}[]>'],
  },
  {name: 'infer of Array<>', main: 'type A<T> = T extends Array<infer U> ? U : T', of: ['A<string[]>']},
  {
    name: 'infer of a Promise',
    main: 'type A<T> = T extends Promise<infer U> ? U : T',
    of: ['A<Promise<string>>', 'A<Promise<{a: 1}>>'],
  },
  {name: 'infer of a Set', main: 'type A<T> = T extends Set<infer U> ? U : never', of: ['A<Set<string>>']},
  {
    name: 'infer of a Map',
    main: 'type A<T> = T extends Map<infer K, infer V> ? [K, V] : never',
    of: ['A<Map<string, number>>'],
  },
  {
    name: 'infer of a member',
    main: 'type A<T> = T extends {v: infer U} ? U : never',
    of: ['A<{v: string}>', 'A<{w: 1}>'],
  },
  {
    name: 'infer of a deep member',
    main: 'type A<T> = T extends {a: {b: infer U}} ? U : never',
    of: ['A<{a: {b: Date}}>'],
  },
  {
    name: 'infer of a return type',
    main: 'type A<T> = T extends () => infer R ? R : never',
    of: ['A<() => string>'],
  },
  {
    name: 'infer of a parameter',
    main: 'type A<T> = T extends (a: infer P) => any ? P : never',
    of: ['A<(a: string) => void>'],
  },
  {
    name: 'infer of all parameters',
    main: 'type A<T> = T extends (...a: infer P) => any ? P : never',
    of: ['A<(a: string, b?: number) => void>'],
  },
  {
    name: 'infer of the first element',
    main: 'type A<T> = T extends [infer F, ...infer R] ? [F, R] : never',
    of: ['A<[1, 2, 3]>'],
  },
  {
    name: 'infer used twice',
    main: 'type A<T> = T extends {a: infer U} ? {x: U; y: U[]} : never',
    of: ['A<{a: string}>'],
  },
  {
    name: 'infer in a nested conditional',
    main: 'type A<T> = T extends (infer U)[] ? U extends string ? 1 : 2 : 3',
    of: ['A<string[]>', 'A<number[]>', 'A<1>'],
  },
  {
    name: 'recursive unwrapping',
    main: 'type A<T> = T extends (infer U)[] ? A<U> : T',
    of: ['A<string>', 'A<string[]>'],
  },
  {
    name: 'a filter of keys',
    main: 'type Keys<T> = {[K in keyof T]: T[K] extends string ? K : never}[keyof T]',
    of: ['Keys<{a: string; b: number; c: string}>'],
  },
];
