import type {Case} from '../programs.ts';

const user = 'interface User { id: string; name?: string; readonly at: Date }';

export const utilities: Case[] = [
  {name: 'Partial', main: user, of: ['Partial<User>']},
  {name: 'Required', main: user, of: ['Required<User>']},
  {name: 'Readonly', main: user, of: ['Readonly<User>']},
  {name: 'Pick', main: user, of: [`Pick<User, 'id'>`, `Pick<User, 'id' | 'name'>`]},
  {name: 'Omit', main: user, of: [`Omit<User, 'id'>`, `Omit<User, 'id' | 'name'>`]},
  {
    name: 'Record',
    main: user,
    of: ['Record<string, User>', `Record<'a' | 'b', number>`, 'Record<number, string>'],
  },
  {
    name: 'Exclude and Extract',
    main: '',
    of: [`Exclude<'a' | 'b' | 'c', 'a'>`, `Extract<'a' | 1 | 'c', string>`],
  },
  {
    name: 'NonNullable',
    main: 'type A = string | null | undefined',
    of: ['Exclude<A, null>'],
    shows: {'Exclude<A, null>': '(string | undefined)'},
  },
  {
    name: 'ReturnType and Parameters',
    main: 'type F = (a: string, b?: number) => Date',
    of: ['ReturnType<F>', 'Parameters<F>'],
  },
  {
    name: 'combined',
    main: user,
    of: [`Partial<Pick<User, 'id'>> & Omit<User, 'id'>`, `Record<string, Partial<User>>`],
  },
  {
    name: 'in members',
    main: `${user} interface A { patch: Partial<User>; map: Record<string, User[]> }`,
    of: ['A'],
  },
  {
    name: 'over generics',
    main: `${user} type Patch<T> = Partial<T> & {version: number}`,
    of: ['Patch<User>'],
  },
  {name: 'PropertyKey', main: '', of: ['PropertyKey']},
  {name: 'Error', main: '', of: ['{e: string}']},
];
