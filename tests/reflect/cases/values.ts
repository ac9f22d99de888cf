import type {Case} from '../programs.ts';

export const values: Case[] = [
  {name: 'typeof a const literal', main: `const a = 'x'; const b = 5`, of: ['typeof a', 'typeof b']},
  {
    name: 'typeof an object',
    main: `const config = {port: 80, host: 'x', deep: {on: true}}`,
    of: ['typeof config'],
  },
  {
    name: 'typeof an annotated constant',
    main: `const list: readonly string[] = ['a']; const x: {a?: string} = {}`,
    of: ['typeof x'],
    peerIsWrong: 'it looks at the value',
    shows: {'typeof x': '{a?: string}'},
  },
  {
    name: 'typeof an array',
    main: `const list = ['a', 'b']; const mixed = ['a', 1]`,
    of: ['typeof list', 'typeof mixed'],
    peerIsWrong: 'it leaves out the parents',
    shows: {'typeof list': 'Array<string>', 'typeof mixed': 'Array<(string | number)>'},
  },
  {
    name: 'as const object',
    main: `const config = {port: 80, hosts: ['a', 'b']} as const`,
    of: ['typeof config'],
    peerIsWrong: 'it widens constants',
    shows: {'typeof config': "{readonly port: 80; readonly hosts: ['a', 'b']}"},
  },
  {
    name: 'as const array',
    main: `const roles = ['admin', 'user'] as const; type Role = typeof roles[number]`,
    of: ['Role'],
    peerIsWrong: 'it widens constants',
    shows: {Role: "('admin' | 'user')"},
  },
  {name: 'keyof typeof', main: `const map = {a: 1, b: 2}; type Key = keyof typeof map`, of: ['Key']},
  {
    name: 'let is widened',
    main: `let a = 'x'`,
    of: ['typeof a'],
    peerIsWrong: 'it takes the value for a constant',
    shows: {'typeof a': 'string'},
  },
  {name: 'satisfies', main: `const a = {port: 80} satisfies {port: number}`, of: ['typeof a']},
  {name: 'typeof a function', main: 'function f(a: string): number { return 1 }', of: ['typeof f']},
  {name: 'typeof a class', main: 'class A { a!: string }', of: ['typeof A']},
  {name: 'typeof what only the run tells', main: `const made = JSON.parse('{"a": 1}')`, of: ['typeof made']},
  {
    name: 'typeof a parameter',
    main: `const x = 'outer'; export function make(x: number) { return typeOfIt(x) } function typeOfIt(x: number) { return x } export function f(a: string): void {}`,
    of: ['typeof x'],
  },
  {
    name: 'ReturnType of typeof',
    main: 'function f(a: string): {b: number} { return {b: 1} }',
    of: ['ReturnType<typeof f>'],
  },
];
