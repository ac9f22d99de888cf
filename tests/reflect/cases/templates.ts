import type {Case} from '../programs.ts';

/** Template literal types. */
export const templates: Case[] = [
  {name: 'text alone', main: '', of: ['`abc`', '``']},
  {name: 'one placeholder', main: '', of: ['`${string}`', '`${number}`', '`${bigint}`']},
  {name: 'text before and after', main: '', of: ['`a${string}b`', '`a${number}b`']},
  {name: 'two placeholders', main: '', of: ['`${string}-${string}`', '`${number}:${number}`']},
  {name: 'literals', main: '', of: ["`${'a'}${'b'}`", '`${1}px`']},
  {name: 'a union', main: '', of: ["`${'a' | 'b'}`", "`x${'a' | 'b'}y`"]},
  {name: 'two unions', main: '', of: ["`${'a' | 'b'}${1 | 2}`"]},
  {name: 'three unions', main: '', of: ["`${'a' | 'b'}${'c' | 'd'}${'e' | 'f'}`"]},
  {name: 'boolean', main: '', of: ['`${true}`', '`is-${false}`']},
  {name: 'an alias', main: `type A = 'x' | 'y'`, of: ['`${A}-${A}`']},
  {name: 'an alias of a template', main: 'type A = `a${string}`; type B = `${A}b`', of: ['A', 'B']},
  {name: 'in a member', main: 'interface A { id: `user-${number}` }', of: ['A']},
  {name: 'in a union', main: '', of: ["`a${string}` | 'b'"]},
  {name: 'in an array', main: '', of: ['`a${string}`[]']},
  {name: 'as the keys of Record', main: '', of: ["Record<`on${'A' | 'B'}`, number>"]},
  {name: 'as an index signature', main: '', of: ['{[key: `data-${string}`]: string}']},
  {
    name: 'a parameter',
    main: 'type Px<T extends number> = `${T}px`',
    of: ['Px<1>', 'Px<1 | 2>', 'Px<number>'],
  },
  {
    name: 'two parameters',
    main: 'type P<A extends string, B extends string> = `${A}.${B}`',
    of: [`P<'a', 'b'>`],
  },
  {
    name: 'infer from a template',
    main: 'type After<T> = T extends `a-${infer R}` ? R : never',
    of: [`After<'a-b'>`, `After<'c'>`],
  },
  {
    name: 'infer of two parts',
    main: 'type Split<T> = T extends `${infer A}.${infer B}` ? [A, B] : never',
    of: [`Split<'a.b'>`],
  },
  {
    name: 'a check by a template',
    main: 'type Is<T> = T extends `on${string}` ? true : false',
    of: [`Is<'onClick'>`, `Is<'click'>`],
  },
  {
    name: 'escapes',
    main: '',
    of: ['`a\\nb${string}`', "`it's ${string}`"],
    peerIsWrong: 'it keeps escapes as they are written',
    shows: {'`a\\nb${string}`': '`a\nb${string}`'},
  },
];
