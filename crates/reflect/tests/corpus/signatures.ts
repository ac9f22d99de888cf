export function f(): void {}
export function f(a: string, b: number, c: boolean, d: bigint, e: symbol): void {}
export function f(a: 'x', b: 1, c: true): void {}
export function f(a: string | number, b: 'x' | 'y'): void {}
export function f(a: {b: string; c?: number}): void {}
export function f(a: string[], b: [string, number]): void {}
interface A { a: 1 } class B { b!: 2 } enum C { c } export function f(a: A, b: B, c: C): void {}
export function f(cb: (a: string) => number): void {}
export function f(a?: string, b?: {c?: number}): void {}
export function f(a: string = 'x', b: number = 1, c: boolean = false): void {}
export function f(a: {b: number} = {b: 1}): void {}
export function f(...a: number[]): void {}
export function f(...a: Array<number>): void {}
export function f(...a: {b: 1}[]): void {}
export function f({a, b}: {a: string; b: number}): void {}
export function f({a = 1}: {a?: number} = {}): void {}
export function f([a, b]: [string, number]): void {}
export function f(): string { return '' }
export function f(): {a: string} { return {a: ""} }
export function f(): string[] { return [] }
export function f(): string | null { return null }
export function f(): never { throw 1 }
export function f(): (a: string) => void { return () => {} }
export async function f(): Promise<{a: 1}> { return {a: 1} }
export function f(a: string) {}
class A { a!: 1 } export function f(): A { return new A() }
export const f = async (a: string): Promise<number> => 1;
export const f = a => a;
export const f = (): string => "";
export const f = (a: string): string => { return a }
export const f = (a: string): {a: string} => ({a});
export const f = (a: string) => (b: number): boolean => true;
export const f: (a: string) => void = (a: string): void => {}
export const f = (a: string): void => {}, g = (b: number): void => {}
export let f = (a: string): void => {}; export var g = (b: number): void => {}
export function* f(a: string): any { yield a }
export async function* f(a: string): any { yield a }
export const f = function* (a: string): any {}
export const f = async function (a: string): Promise<void> {}
export const o = { m(a: string): void {} }
export const o = { async m(a: string): Promise<void> {} }
export const o = { *m(a: string): any {} }
export const o = { 'a b'(a: string): void {} }
const list = [(a: string): void => {}]; export const f = list[0];
const take = (g: any) => g; export const f = take((a: string): void => {});
export const f = ((a: string): void => {}) as any;
export const f = ((a: string): void => {}) satisfies Function;
export const f = true ? (a: string): void => {} : (b: number): void => {}
export let f: any; { function inner(a: string): void {} f = inner }
export function f<T extends string>(a: T): T { return a }
export function f<T = string>(a: T): T[] { return [a] }
export const f = <T,>(a: T): T => a;
export function f<A, B>(a: A, b: B): [A, B] { return [a, b] }
type F = (a: string) => void; type G = F;
type F<T> = (a: T) => T[];
export function f(type: string, of: number, as: boolean): void {}
export function grüße(größe: number, 名前: string): void {}
export function f(a: string, b: number,): void {}
export function f(/* one */ a /* two */ : string /* three */): void /* four */ {}
