enum Color { Red, Green, Blue }
enum A { a = 5, b, c = 10, d }
enum A { a = 'x', b = 'y' }
enum A { a, b = 'y', c = 3, d }
enum A { a = -1, b }
export enum A { a } interface B { a: A; b?: A[] }
const enum A { a = 1, b }
enum A { 'a-b' = 1, c = 2 }
enum A { a = 'x', b = 'y' } interface B { kind: A.a } type C = A.a | A.b;
enum A { a, b, c = 7 }
enum A { c = 7, d }
enum Flag { None = 0, A = 1 << 0, B = 1 << 1, All = A | B, Text = "x".length }
enum A { a = 2, b = a * 2, c, d = A.c }
enum Stock { Out, Low = 5, In }
import {Currency} from './money.js'; type Known = Currency; type Keys = Known | 'all';
import type {Known} from './money.js'; import type * as money from './money.js';
enum C { A = 'a', B = 'b', C = 'c' } interface All { a: 1; b: 2; c: 3; d: 4 }
export function f() { enum Size { S = 's', L = 'l' } return (a: Record<Size, number>): void => {}; } export const g = f();
