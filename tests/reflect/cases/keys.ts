import type {Case} from '../programs.ts';

const user = 'interface User { id: string; name?: string; readonly age: number }';

/** `keyof` and indexed access. */
export const keys: Case[] = [
  {name: 'keyof an interface', main: user, of: ['keyof User']},
  {name: 'keyof an alias', main: 'type A = {a: 1; b: 2}', of: ['keyof A']},
  {name: 'keyof an inline type', main: '', of: ['keyof {a: 1; b?: 2}']},
  {name: 'keyof one member', main: '', of: ['keyof {a: 1}']},
  {name: 'keyof an empty type', main: '', of: ['keyof {}']},
  {name: 'keyof an index signature', main: '', of: ['keyof {[key: string]: 1}', 'keyof {[key: number]: 1}']},
  {name: 'keyof numeric names', main: '', of: ['keyof {1: string; 2: string}']},
  {
    name: 'keyof what is inherited',
    main: `${user} interface Admin extends User { role: string }`,
    of: ['keyof Admin'],
  },
  {name: 'keyof a generic', main: 'interface Box<T> { v: T; w: T }', of: ['keyof Box<string>']},
  {name: 'keyof by a parameter', main: `${user} type Keys<T> = keyof T`, of: ['Keys<User>', 'Keys<{a: 1}>']},
  {name: 'keyof in a member', main: `${user} interface Sort { by: keyof User }`, of: ['Sort']},
  {name: 'keyof in an array', main: user, of: ['(keyof User)[]']},
  {name: 'keyof methods', main: 'interface A { a(): void; b: string }', of: ['keyof A']},
  {name: 'keyof an intersection', main: '', of: ['keyof ({a: 1} & {b: 2})']},
  {name: 'keyof any', main: '', of: ['keyof any']},
  {name: 'access by name', main: user, of: [`User['id']`, `User['age']`]},
  {name: 'access to an optional member', main: user, of: [`User['name']`]},
  {name: 'access by a union', main: user, of: [`User['id' | 'age']`]},
  {name: 'access by keyof', main: 'interface A { a: 1; b: 2 }', of: ['A[keyof A]']},
  {name: 'access twice', main: 'interface A { a: {b: {c: Date}} }', of: [`A['a']['b']`, `A['a']['b']['c']`]},
  {name: 'access into an array', main: 'type A = {id: 1}[]', of: ['A[number]', `A[number]['id']`]},
  {name: 'access into a member array', main: 'interface A { list: {id: 1}[] }', of: [`A['list'][number]`]},
  {name: 'access to an index signature', main: '', of: ['{[key: string]: number}[string]']},
  {
    name: 'access by a parameter',
    main: `${user} type Get<T, K extends keyof T> = T[K]`,
    of: [`Get<User, 'id'>`],
  },
  {
    name: 'access to what is inherited',
    main: `${user} interface Admin extends User { role: 1 }`,
    of: [`Admin['id']`],
  },
  {name: 'access in a member', main: `${user} interface Ref { user: User['id'] }`, of: ['Ref']},
  {name: 'access to a method', main: 'interface A { m(a: string): number }', of: [`A['m']`]},
  {name: 'access to a function member', main: 'interface A { f: (a: string) => number }', of: [`A['f']`]},
  {name: 'access into a class', main: 'class A { a!: string; b = 1 }', of: [`A['a']`, `A['b']`]},
  {name: 'access into a generic class', main: 'class Box<T> { v!: T }', of: [`Box<Date>['v']`]},
  {
    name: 'access through an alias',
    main: `${user} type Id = User['id']; interface B { id: Id }`,
    of: ['Id', 'B'],
  },
  {name: 'access to a quoted name', main: `interface A { 'a-b': 1 }`, of: [`A['a-b']`]},
  {name: 'access to a number', main: 'interface A { 1: string }', of: ['A[1]']},
];
