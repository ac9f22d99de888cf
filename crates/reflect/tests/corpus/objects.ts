interface A { a: string; b: number }
interface A { a?: string; readonly b: number; readonly c?: Date }
interface A { a: string | undefined; b?: string | undefined; c: string | null | undefined }
interface A { a: string } interface B extends A { b: number }
interface A { a: string } interface B { b: number } interface C extends A, B { c: boolean }
interface A { a: string } interface B extends A { a: 'x' }
interface A<T> { a: T } interface B extends A<string> { b: number }
type A = {a: string}
type A = {a: string}; type B = A; type C = B;
type Id = string; interface A { id: Id }
interface A { 'a-b': string; 1: number; "c": boolean }
const key = Symbol('k'); interface A { [Symbol.iterator]: string; [key]: number }
interface A { ['a']: string }
interface A { [key: string]: number } interface B { [key: number]: string; [key: symbol]: boolean }
interface A { [key: `x-${string}`]: number }
interface A { a(): void; b(x: string, y?: number): Promise<string>; c?(): number }
interface A { (x: string): number; name: string }
interface A { new (x: string): Date }
interface Tree { value: string; children: Tree[] }
type Json = string | number | boolean | null | Json[] | {[key: string]: Json}
interface A { b?: B } interface B { a: A[] }
type Shape = {kind: 'circle'; radius: number} | {kind: 'square'; side: number}
/** @description a user */ interface A { /** @description its id
 * in two lines */ id: string }
interface A { a: never; b: string }
interface A { f: (x: string) => number; g: () => void }
interface A { get a(): string; set a(value: string); get b(): number; set c(value: Date) }
interface A { a: string } interface A { b: number }
interface A { a; b: string }
interface A { next: this | null; value: string }
const User = {kind: 'user'}; type User = {id: string}
interface Error { code: number } type Partial<T> = {p: T}; interface Date { d: string }
export namespace Shop { export interface Item { id: string } export namespace Deep { export type Id = Item["id"] } }
