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
