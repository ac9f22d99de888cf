import type {Case} from '../programs.ts';

export const generics: Case[] = [
  {
    name: 'interface',
    main: 'interface Page<T> { items: T[]; total: number }',
    of: ['Page<string>', 'Page<Page<number>>'],
  },
  {name: 'alias', main: 'type Box<T> = {value: T}', of: ['Box<string>', 'Box<{a: number}>']},
  {name: 'alias of its parameter', main: 'type Id<T> = T', of: ['Id<string>', 'Id<{a: string}>']},
  {
    name: 'defaults',
    main: 'type Box<T = string, U = T[]> = {a: T; b: U}',
    of: ['Box', 'Box<number>', 'Box<number, boolean>'],
  },
  {name: 'constraints', main: 'type Box<T extends string> = {a: T}', of: [`Box<'x'>`]},
  {name: 'two parameters', main: 'type Pair<A, B> = {a: A; b: B}', of: ['Pair<string, number>']},
  {name: 'not instantiated', main: 'interface Box<T> { a: T }', of: ['Box<any>']},
  {name: 'union alias', main: 'type Maybe<T> = T | null', of: ['Maybe<string>', 'Maybe<string | number>']},
  {name: 'recursive', main: 'type Tree<T> = {value: T; children: Tree<T>[]}', of: ['Tree<string>']},
  {name: 'keyof', main: 'interface A { a: string; b: number }', of: ['keyof A']},
  {
    name: 'indexed access',
    main: 'interface A { a: string; b: {c: Date} }',
    of: [`A['a']`, `A['b']['c']`, `A['a' | 'b']`, 'A[keyof A]'],
  },
  {
    name: 'mapped',
    main: 'type Flags<T> = {[K in keyof T]: boolean}; interface A { a: string; b?: number }',
    of: ['Flags<A>'],
  },
  {name: 'mapped over a union', main: `type R = {[K in 'a' | 'b']: number}`, of: ['R']},
  {
    name: 'mapped modifiers',
    main: 'type P<T> = {[K in keyof T]?: T[K]}; type R<T> = {[K in keyof T]-?: T[K]}; type RO<T> = {readonly [K in keyof T]: T[K]}; type W<T> = {-readonly [K in keyof T]: T[K]}; interface A { a: string; readonly b?: number }',
    of: ['P<A>', 'R<A>', 'RO<A>', 'W<A>'],
  },
  {
    name: 'mapped with as',
    main: 'type Getters<T> = {[K in keyof T as `get${K & string}`]: () => T[K]}; interface A { a: string }',
    of: ['Getters<A>'],
  },
  {
    name: 'mapped that filters',
    main: 'type Strings<T> = {[K in keyof T as T[K] extends string ? K : never]: T[K]}; interface A { a: string; b: number }',
    of: ['Strings<A>'],
  },
  {
    name: 'conditional',
    main: `type IsString<T> = T extends string ? 'yes' : 'no'`,
    of: ['IsString<string>', 'IsString<number>', 'IsString<string | number>'],
  },
  {
    name: 'conditional that does not distribute',
    main: `type Both<T> = [T] extends [string] ? 'yes' : 'no'`,
    of: ['Both<string>', 'Both<string | number>'],
  },
  {
    name: 'nested conditionals',
    main: `type Name<T> = T extends string ? 's' : T extends number ? 'n' : T extends boolean ? 'b' : 'o'`,
    of: ['Name<string>', 'Name<number>', 'Name<true>', 'Name<Date>', 'Name<string | 1>'],
  },
  {
    name: 'infer',
    main: 'type Item<T> = T extends (infer U)[] ? U : never; type Value<T> = T extends Promise<infer V> ? V : T',
    of: ['Item<string[]>', 'Value<Promise<number>>', 'Value<string>'],
  },
  {
    name: 'infer in an object',
    main: 'type A<T> = T extends {a: infer U} ? U : never',
    of: ['A<{a: string}>', 'A<{b: string}>'],
  },
  {
    name: 'two infers',
    main: 'type Both<T> = T extends {a: infer A; b: infer B} ? [A, B] : never',
    of: ['Both<{a: string; b: number}>'],
  },
  {
    name: 'infer of a function',
    main: 'type Ret<T> = T extends (...args: any) => infer R ? R : never; type Args<T> = T extends (...args: infer A) => any ? A : never',
    of: ['Ret<() => string>', 'Args<(a: string, b: number) => void>'],
  },
  {
    name: 'infer of a tuple',
    main: 'type First<T> = T extends [infer F, ...any[]] ? F : never',
    of: ['First<[string, number]>'],
  },
  {
    name: 'template with a parameter',
    main: 'type Event<T extends string> = `${T}Changed`',
    of: [`Event<'name'>`, `Event<'a' | 'b'>`],
  },
  {
    name: 'arguments of arguments',
    main: 'type Box<T> = {v: T}; type Outer<T> = Box<Box<T>[]>',
    of: ['Outer<string>'],
  },
  {
    name: 'a generic in a generic interface',
    main: 'interface Repo<T> { find(id: string): Promise<T | undefined>; all(): Promise<T[]> } interface User { id: string }',
    of: ['Repo<User>'],
  },
  {
    name: 'a parameter of the function around',
    main: 'function make<T>(a: T) { return (x: T): void => {} } export const f = make(5)',
    peerIsWrong: 'it takes the value of the call for its type, which TypeScript widens',
    shows: {f: '(x: any) => void'},
  },
  {
    name: 'a parameter of the function around, in a class',
    main: 'function make<T>(a: T) { return class { x!: T } } export const A = make("a")',
    peerIsWrong: 'it takes the value of the call for its type, which TypeScript widens',
    shows: {A: ' {x: any}'},
  },
];
