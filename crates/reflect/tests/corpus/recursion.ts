interface List { next?: List }
interface List { value: string; next: List | null }
interface Tree { left?: Tree; right?: Tree; value: number }
interface Node { children: Node[] }
interface Dir { [name: string]: Dir | string }
interface A { m: Map<string, A> }
interface A { m: Set<A> }
interface A { m: Promise<A> }
interface A { m: (a: A) => A }
interface A { m(a: A): A }
type A = {next?: A}
type A = string | {a: A}
type A = string | A[];
type A = [string, A?];
type Json = null | string | number | boolean | {[key: string]: Json} | Json[];
interface A { b: B } interface B { a?: A }
interface A { b?: B } interface B { c?: C } interface C { a?: A }
type A = B[]; interface B { a: A }
export class A { next?: A; list: A[] = [] }
export class A { b?: B } export class B { a?: A }
export class A { b?: B } class B { v!: 1 }
interface A<T> { v: T; next?: A<T> }
type A<T> = T | A<T>[];
class A<T> { v!: T; next?: A<T> }
interface A { x: {y: {z?: A}} }
type Expr = {op: 'lit'; v: number} | {op: 'add'; l: Expr; r: Expr}
