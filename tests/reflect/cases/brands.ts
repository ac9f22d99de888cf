import type {Case} from '../programs.ts';

const types = (...names: string[]) => `import {${names.join(', ')}} from '@deepkit/type';\n`;

/** The types of `@deepkit/type` itself: number brands and annotations. */
export const brands: Case[] = [
  {name: 'integer', main: types('integer'), of: ['integer']},
  {
    name: 'small integers',
    main: types('int8', 'uint8', 'int16', 'uint16'),
    of: ['int8', 'uint8', 'int16', 'uint16'],
  },
  {name: 'large integers', main: types('int32', 'uint32'), of: ['int32', 'uint32']},
  {name: 'floats', main: types('float', 'float32', 'float64'), of: ['float', 'float32', 'float64']},
  {
    name: 'in members',
    main: `${types('integer', 'float')}interface A { a: integer; b?: float; c: integer[] }`,
    of: ['A'],
  },
  {name: 'in a union', main: types('integer'), of: ['integer | null', 'integer | string']},
  {name: 'in a function', main: `${types('uint8')}export function f(a: uint8): uint8 { return a }`},
  {name: 'in a class', main: `${types('uint32')}export class A { a: uint32 = 0 }`},
  {name: 'a brand of its own', main: `type Id = string & {__brand?: 'id'}`, of: ['Id', '{id: Id}']},
];
