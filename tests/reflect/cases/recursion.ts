import type {Case} from '../programs.ts';

/** Types that name themselves or each other. */
export const recursion: Case[] = [
  {name: 'a list', main: 'interface List { next?: List }', of: ['List']},
  {name: 'a list of null', main: 'interface List { value: string; next: List | null }', of: ['List']},
  {name: 'a tree', main: 'interface Tree { left?: Tree; right?: Tree; value: number }', of: ['Tree']},
  {name: 'a tree by arrays', main: 'interface Node { children: Node[] }', of: ['Node']},
  {name: 'a tree by Record', main: 'interface Dir { [name: string]: Dir | string }', of: ['Dir']},
  {name: 'a tree by Map', main: 'interface A { m: Map<string, A> }', of: ['A']},
  {name: 'a tree by Set', main: 'interface A { m: Set<A> }', of: ['A']},
  {name: 'a tree by Promise', main: 'interface A { m: Promise<A> }', of: ['A']},
  {name: 'a tree by a function', main: 'interface A { m: (a: A) => A }', of: ['A']},
  {name: 'a tree by a method', main: 'interface A { m(a: A): A }', of: ['A']},
  {name: 'an alias', main: 'type A = {next?: A}', of: ['A']},
  {name: 'an alias of a union', main: 'type A = string | {a: A}', of: ['A']},
  {name: 'an alias of an array', main: 'type A = string | A[]', of: ['A']},
  {name: 'an alias of a tuple', main: 'type A = [string, A?]', of: ['A']},
  {
    name: 'JSON',
    main: 'type Json = null | string | number | boolean | {[key: string]: Json} | Json[]',
    of: ['Json', '{data: Json}'],
  },
  {name: 'two that name each other', main: 'interface A { b: B } interface B { a?: A }', of: ['A', 'B']},
  {
    name: 'three in a ring',
    main: 'interface A { b?: B } interface B { c?: C } interface C { a?: A }',
    of: ['A', 'B', 'C'],
  },
  {name: 'an alias and an interface', main: 'type A = B[]; interface B { a: A }', of: ['A', 'B']},
  {name: 'a class', main: 'export class A { next?: A; list: A[] = [] }'},
  {name: 'two classes', main: 'export class A { b?: B } export class B { a?: A }'},
  {name: 'a class before its declaration', main: 'export class A { b?: B } class B { v!: 1 }'},
  {name: 'a generic', main: 'interface A<T> { v: T; next?: A<T> }', of: ['A<string>', 'A<number>']},
  {name: 'a generic alias', main: 'type A<T> = T | A<T>[]', of: ['A<string>']},
  {name: 'a generic class', main: 'class A<T> { v!: T; next?: A<T> }', of: ['A<string>']},
  {name: 'through an inline type', main: 'interface A { x: {y: {z?: A}} }', of: ['A']},
  {
    name: 'a discriminated union',
    main: `type Expr = {op: 'lit'; v: number} | {op: 'add'; l: Expr; r: Expr}`,
    of: ['Expr'],
  },
];
