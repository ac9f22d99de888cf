import type {Case} from '../programs.ts';

export const collections: Case[] = [
  {name: 'arrays', main: '', of: ['string[]', 'Array<number>', 'string[][]', '(string | number)[]']},
  {name: 'sets and maps', main: '', of: ['Set<string>', 'Map<string, number>', 'Map<string, Set<Date>>']},
  {name: 'bare Array, Set, Map', main: '', of: ['Array<any>', 'Set<any>', 'Map<any, any>']},
  {name: 'tuples', main: '', of: ['[string, number]', '[]', '[[string], [number]]']},
  {name: 'optional tuple members', main: '', of: ['[string, number?]', '[a: string, b?: number]']},
  {name: 'named tuple members', main: '', of: ['[first: string, second: number]']},
  {
    name: 'rest in tuples',
    main: '',
    of: ['[string, ...number[]]', '[...string[]]', '[a: string, ...rest: number[]]', '[...string[], number]'],
    peerIsWrong: 'a rest alone is an array',
    shows: {'[...string[]]': 'Array<string>'},
  },
  {name: 'spread of a tuple', main: 'type A = [string, number]; type B = [...A, boolean]', of: ['B']},
  {
    name: 'rest of Array<T>',
    main: '',
    of: ['[string, ...Array<number>]', '[...readonly string[]]'],
    peerIsWrong: 'it makes the rest an array of arrays',
    shows: {'[string, ...Array<number>]': '[string, ...number]', '[...readonly string[]]': 'Array<string>'},
  },
  {name: 'readonly arrays', main: '', of: ['readonly string[]', 'readonly [string, number]']},
  {
    name: 'readonly collections',
    main: '',
    of: ['ReadonlyArray<string>', 'ReadonlySet<string>', 'ReadonlyMap<string, Date>'],
    peerIsWrong: 'it reflects their methods as members of an object',
    shows: {
      'ReadonlyArray<string>': 'readonly Array<string>',
      'ReadonlySet<string>': 'Set<string>',
      'ReadonlyMap<string, Date>': 'Map<string, Date>',
    },
  },
  {
    name: 'collections of declared types',
    main: 'interface A { id: string }',
    of: ['A[]', 'Set<A>', 'Map<A, A[]>', 'Promise<A[]>'],
  },
  {
    name: 'indexed access into an array and a tuple',
    main: 'type A = {id: string}[]; type B = [string, number]',
    of: ['A[number]', 'B[0]', 'B[1]'],
  },
];
