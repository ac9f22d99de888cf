interface Page<T> { items: T[]; total: number }
type Box<T> = {value: T}
type Id<T> = T;
type Box<T = string, U = T[]> = {a: T; b: U}
type Box<T extends string> = {a: T}
type Pair<A, B> = {a: A; b: B}
interface Box<T> { a: T }
type Maybe<T> = T | null;
type Tree<T> = {value: T; children: Tree<T>[]}
interface A { a: string; b: number }
interface A { a: string; b: {c: Date} }
type Flags<T> = {[K in keyof T]: boolean}; interface A { a: string; b?: number }
type R = {[K in 'a' | 'b']: number}
type P<T> = {[K in keyof T]?: T[K]}; type R<T> = {[K in keyof T]-?: T[K]}; type RO<T> = {readonly [K in keyof T]: T[K]}; type W<T> = {-readonly [K in keyof T]: T[K]}; interface A { a: string; readonly b?: number }
type Getters<T> = {[K in keyof T as `get${K & string}`]: () => T[K]}; interface A { a: string }
type Strings<T> = {[K in keyof T as T[K] extends string ? K : never]: T[K]}; interface A { a: string; b: number }
type IsString<T> = T extends string ? 'yes' : 'no';
type Both<T> = [T] extends [string] ? 'yes' : 'no';
type Name<T> = T extends string ? 's' : T extends number ? 'n' : T extends boolean ? 'b' : 'o';
type Item<T> = T extends (infer U)[] ? U : never; type Value<T> = T extends Promise<infer V> ? V : T;
type A<T> = T extends {a: infer U} ? U : never;
type Both<T> = T extends {a: infer A; b: infer B} ? [A, B] : never;
type Ret<T> = T extends (...args: any) => infer R ? R : never; type Args<T> = T extends (...args: infer A) => any ? A : never;
type First<T> = T extends [infer F, ...any[]] ? F : never;
type Event<T extends string> = `${T}Changed`;
type Box<T> = {v: T}; type Outer<T> = Box<Box<T>[]>;
interface Repo<T> { find(id: string): Promise<T | undefined>; all(): Promise<T[]> } interface User { id: string }
function make<T>(a: T) { return (x: T): void => {} } export const f = make(5);
function make<T>(a: T) { return class { x!: T } } export const A = make("a");
