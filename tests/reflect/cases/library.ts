import type {Case} from '../programs.ts';

const user = 'interface User { id: string; name?: string; readonly age: number }';

/** What the standard declaration files define. */
export const library: Case[] = [
  {name: 'Partial of an inline type', main: '', of: ['Partial<{a: 1; b: 2}>']},
  {name: 'Partial of a class', main: 'class A { a!: 1; b!: 2 }', of: ['Partial<A>']},
  {name: 'Partial of Partial', main: user, of: ['Partial<Partial<User>>']},
  {name: 'Required of Partial', main: user, of: ['Required<Partial<User>>']},
  {name: 'Readonly of an inline type', main: '', of: ['Readonly<{a: 1; b?: 2}>']},
  {name: 'Pick of one', main: user, of: [`Pick<User, 'name'>`]},
  {name: 'Pick by keyof', main: user, of: ['Pick<User, keyof User>']},
  {name: 'Omit of all but one', main: user, of: [`Omit<User, 'name' | 'age'>`]},
  {name: 'Omit of nothing', main: user, of: [`Omit<User, 'none'>`]},
  {
    name: 'Omit by an alias',
    main: `${user} type Hidden = 'id' | 'age'; type A = Omit<User, Hidden>`,
    of: ['A'],
  },
  {name: 'Record of literals', main: '', of: [`Record<'a' | 'b', string>`]},
  {name: 'Record of string', main: '', of: ['Record<string, number>', 'Record<string, {a: 1}>']},
  {name: 'Record of number', main: '', of: ['Record<number, string>']},
  {name: 'Record of Record', main: '', of: ['Record<string, Record<string, number>>']},
  {name: 'Record of keyof', main: user, of: ['Record<keyof User, boolean>']},
  {name: 'Exclude of literals', main: '', of: [`Exclude<'a' | 'b' | 'c', 'a' | 'c'>`]},
  {name: 'Exclude of kinds', main: '', of: ['Exclude<string | number | boolean, number>']},
  {name: 'Extract of literals', main: '', of: [`Extract<'a' | 'b', 'b' | 'c'>`]},
  {name: 'Extract of kinds', main: '', of: ['Extract<string | number, string>']},
  {
    name: 'NonNullable',
    main: '',
    of: ['NonNullable<string | null>', 'NonNullable<string | null | undefined>'],
  },
  {name: 'ReturnType of types', main: '', of: ['ReturnType<() => string>', 'ReturnType<(a: 1) => {b: 2}>']},
  {name: 'ReturnType of Promise', main: '', of: ['ReturnType<() => Promise<string>>']},
  {
    name: 'Parameters of types',
    main: '',
    of: ['Parameters<(a: string, b: number) => void>', 'Parameters<() => void>'],
  },
  {name: 'Parameters with an index', main: '', of: ['Parameters<(a: string, b: number) => void>[0]']},
  {name: 'Awaited', main: '', of: ['Awaited<Promise<string>>', 'Awaited<string>']},
  {name: 'Awaited of ReturnType', main: '', of: ['Awaited<ReturnType<() => Promise<number>>>']},
  {name: 'Partial and Pick', main: user, of: [`Partial<Pick<User, 'id'>>`, `Pick<Partial<User>, 'id'>`]},
  {
    name: 'an update type',
    main: `${user} type Update<T, K extends keyof T> = Partial<Omit<T, K>> & Pick<T, K>`,
    of: [`Update<User, 'id'>`],
  },
  {
    name: 'typed arrays',
    main: '',
    of: ['Uint8Array', 'Int16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Uint8ClampedArray'],
  },
  {
    name: 'more typed arrays',
    main: '',
    of: ['Int8Array', 'Uint16Array', 'Float64Array', 'BigInt64Array', 'ArrayBuffer'],
  },
  {
    name: 'typed arrays in members',
    main: 'interface A { data: Uint8Array; buffer?: ArrayBuffer }',
    of: ['A'],
  },
  {
    name: 'Error in a member',
    main: 'interface A { e: Error }',
    of: ['A'],
    peerIsWrong: 'it leaves out what ES2022 adds',
    shows: {A: '{e: {name: string; message: string; stack?: string; cause?: unknown}}'},
  },
  {name: 'Promise of void', main: '', of: ['Promise<void>', 'Promise<void>[]']},
  {
    name: 'Date in collections',
    main: '',
    of: ['Date[]', 'Set<Date>', 'Map<string, Date>', 'Record<string, Date>'],
  },
  {name: 'Function in a member', main: 'interface A { f: Function }', of: ['A']},
  {
    name: 'boxed names in members',
    main: 'interface A { a: String; b: Number; c: Boolean; d: Symbol; e: BigInt; f: Object }',
    of: ['A'],
    peerIsWrong: 'it takes some of them apart',
    shows: {A: '{a: string; b: number; c: boolean; d: symbol; e: bigint; f: object}'},
  },
];
