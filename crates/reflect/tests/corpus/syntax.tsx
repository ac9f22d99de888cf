'use strict'
import type {A} from './a.ts';
import def, * as all from './b.ts';
import old = require('./c.ts');
export type {B} from './b.ts';
export * as rest from './b.ts';
@d @d({a: 1}) export class X<in out T extends object = {}> extends all.Base<T> implements A, all.I {
  static #count = 0; accessor live: string = ''; declare never: 1; [key: string]: unknown
  static { X.#count++ } constructor(private readonly a: string, protected b?: number) { super() }
  get size(): number { return X.#count } set size(value) {} async *[Symbol.asyncIterator](): AsyncGenerator<T> {}
  @d method<const U>(this: X<T>, u: U, ...more: U[]): asserts u is NonNullable<U> {} abstract?: string
}
export const view = <T,>(props: {a: T; on(e: Event): void}) => <div {...props} key="é">{(x: string): string => x}</div>;
export const o = {async *gen(a: string): any {}, get x(): 1 { return 1 }, ['c' + 1](b: Date) {}, 'q-r': function (c: 1) {}, __proto__: null, m(d: RegExp) { return super.toString() }};
label: for await (const x of [1, 2] as const) { switch (x) { case 1: function inner(a: typeof o): void {} break label; default: type L = keyof typeof o; let f = (l: L) => l } }
export = old
declare global { interface Window { mine: X<{}> } namespace NodeJS { type P = 1 } }
declare module 'foo' { export const bar: unique symbol; export default function (a: typeof bar): void }
namespace N.M { export enum E { a = 1 << 2, b = a | 4, c = 'x'.length } export const enum F { z } export function g(e: E): F { return F.z } }
function over(a: string): 1; function over(a: number): 2; function over(a: any) { return a }
using res = null; const big = 10n ** 2n, re = /[/]{2}/giv, tpl = `a${`b${1}`}c`; var fn = async function* named(a: string = 'x', {b, ...c}: {b?: 1} = {}) {}
type Deep<T> = T extends [infer H extends string, ...infer R] ? `${Capitalize<H>}-${Deep<R> & string}` : T extends (...a: infer P) => infer Q ? {readonly [K in keyof P as `get${K & string}`]-?: P[K]} : never
let v = (<T,>(x: T) => x)<string>('a')!, w = v satisfies string as unknown as (new (...a: any[]) => A), z = a?.b?.[0]?.<string>(1) ?? import('./a.ts')
