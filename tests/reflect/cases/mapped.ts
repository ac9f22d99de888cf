import type {Case} from '../programs.ts';

const user = 'interface User { id: string; name?: string; readonly age: number }';

/** Mapped types. */
export const mapped: Case[] = [
  {
    name: 'every value the same',
    main: `${user} type A = {[K in keyof User]: boolean}`,
    of: ['A'],
    peerIsWrong: 'it loses modifiers',
    shows: {A: '{id: boolean; name?: boolean; readonly age: boolean}'},
  },
  {name: 'the identity', main: `${user} type A = {[K in keyof User]: User[K]}`, of: ['A']},
  {name: 'the identity of a parameter', main: `${user} type A<T> = {[K in keyof T]: T[K]}`, of: ['A<User>']},
  {
    name: 'arrays of the values',
    main: `${user} type A<T> = {[K in keyof T]: T[K][]}`,
    of: ['A<User>'],
    peerIsWrong: 'it forgets that they may be missing',
    shows: {
      'A<User>': '{id: Array<string>; name?: Array<(string | undefined)>; readonly age: Array<number>}',
    },
  },
  {
    name: 'null in the values',
    main: `${user} type A<T> = {[K in keyof T]: T[K] | null}`,
    of: ['A<User>'],
    peerIsWrong: 'it forgets that they may be missing, and loses readonly',
    shows: {
      'A<User>': '{id: (string | null); name?: (string | undefined | null); readonly age: (number | null)}',
    },
  },
  {
    name: 'functions of the values',
    main: `${user} type A<T> = {[K in keyof T]: () => T[K]}`,
    of: ['A<User>'],
    peerIsWrong: 'it forgets that they may be missing',
    shows: {'A<User>': '{id(): string; name?(): (string | undefined); age(): number}'},
  },
  {
    name: 'promises of the values',
    main: `${user} type A<T> = {[K in keyof T]: Promise<T[K]>}`,
    of: ['A<User>'],
    peerIsWrong: 'it forgets that they may be missing',
    shows: {
      'A<User>': '{id: Promise<string>; name?: Promise<(string | undefined)>; readonly age: Promise<number>}',
    },
  },
  {name: 'over literals', main: `type A = {[K in 'a' | 'b' | 'c']: string}`, of: ['A']},
  {name: 'over one literal', main: `type A = {[K in 'a']: string}`, of: ['A']},
  {name: 'over numbers', main: 'type A = {[K in 1 | 2]: string}', of: ['A']},
  {name: 'over string', main: 'type A = {[K in string]: number}', of: ['A']},
  {name: 'over an alias', main: `type Keys = 'a' | 'b'; type A = {[K in Keys]: K}`, of: ['A']},
  {
    name: 'the key as the value',
    main: `${user} type A<T> = {[K in keyof T]: K}`,
    of: ['A<User>'],
    peerIsWrong: 'it loses modifiers',
    shows: {'A<User>': "{id: 'id'; name?: 'name'; readonly age: 'age'}"},
  },
  {name: 'optional', main: `${user} type A<T> = {[K in keyof T]?: T[K]}`, of: ['A<User>']},
  {
    name: '+optional',
    main: `${user} type A<T> = {[K in keyof T]+?: T[K]}`,
    of: ['A<User>'],
    peerIsWrong: 'it ignores `+?`',
    shows: {'A<User>': '{id?: string; name?: string; readonly age?: number}'},
  },
  {name: 'required', main: `${user} type A<T> = {[K in keyof T]-?: T[K]}`, of: ['A<User>']},
  {name: 'readonly', main: `${user} type A<T> = {readonly [K in keyof T]: T[K]}`, of: ['A<User>']},
  {name: 'writable', main: `${user} type A<T> = {-readonly [K in keyof T]: T[K]}`, of: ['A<User>']},
  {
    name: 'readonly and optional',
    main: `${user} type A<T> = {readonly [K in keyof T]?: T[K]}`,
    of: ['A<User>'],
  },
  {
    name: 'writable and required',
    main: `${user} type A<T> = {-readonly [K in keyof T]-?: T[K]}`,
    of: ['A<User>'],
  },
  {
    name: 'a conditional value',
    main: `${user} type A<T> = {[K in keyof T]: T[K] extends string ? 1 : 2}`,
    of: ['A<User>'],
    peerIsWrong: 'it forgets that it may be missing',
    shows: {'A<User>': '{id: 1; name?: 2; readonly age: 2}'},
  },
  {
    name: 'over a picked union',
    main: `${user} type A<T, K extends keyof T> = {[P in K]: T[P]}`,
    of: [`A<User, 'id' | 'age'>`],
  },
  {
    name: 'over Exclude',
    main: `${user} type A<T> = {[K in Exclude<keyof T, 'id'>]: T[K]}`,
    of: ['A<User>'],
    peerIsWrong: 'only keyof itself keeps modifiers',
    shows: {'A<User>': '{name?: string; age: number}'},
  },
  {
    name: 'as with a prefix',
    main: 'interface B { a: 1; b: 2 } type A<T> = {[K in keyof T as `x${string & K}`]: T[K]}',
    of: ['A<B>'],
  },
  {
    name: 'as that drops one',
    main: `${user} type A<T> = {[K in keyof T as Exclude<K, 'id'>]: T[K]}`,
    of: ['A<User>'],
    peerIsWrong: 'it loses modifiers',
    shows: {'A<User>': '{name?: string; readonly age: number}'},
  },
  {name: 'as a literal', main: `type A<T> = {[K in keyof T as 'one']: T[K]}`, of: ['A<{a: string}>']},
  {
    name: 'nested',
    main: 'type Deep<T> = {[K in keyof T]: {[P in keyof T]: boolean}}',
    of: ['Deep<{a: 1; b: 2}>'],
  },
  {
    name: 'of a mapped type',
    main: `${user} type A<T> = {[K in keyof T]: 1}; type B<T> = A<{[K in keyof T]: 2}>`,
    of: ['B<User>'],
    peerIsWrong: 'it loses modifiers',
    shows: {'B<User>': '{id: 1; name?: 1; readonly age: 1}'},
  },
  {name: 'in an intersection', main: `${user} type A = {[K in 'x' | 'y']: number} & User`, of: ['A']},
  {name: 'in a member', main: `interface A { flags: {[K in 'a' | 'b']?: boolean} }`, of: ['A']},
  {name: 'of an inline type', main: 'type A<T> = {[K in keyof T]: string}', of: ['A<{a: 1; b?: 2}>']},
  {
    name: 'of a class',
    main: 'class C { a!: string; b?: number } type A<T> = {[K in keyof T]: T[K]}',
    of: ['A<C>'],
  },
  {
    name: 'with a default',
    main: `${user} type A<T = User> = {[K in keyof T]: 1}`,
    of: ['A', 'A<{a: 1}>'],
    peerIsWrong: 'it loses modifiers',
    shows: {A: '{id: 1; name?: 1; readonly age: 1}'},
  },
];
