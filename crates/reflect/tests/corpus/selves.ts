// Types and values that are told by themselves.
declare function g1(o: typeof g1.Options): void;
declare namespace g1 { export interface Options { name: string } }
export type A1 = typeof g1; export type B1 = Parameters<typeof g1>; export function h1(a: ReturnType<typeof g1>): typeof g1.Options { return null as any; }
function g2(o: typeof g2.Options): void; function g2(o: string): void; function g2(o: any) {}
export type A2 = typeof g2; export type B2 = Parameters<typeof g2>[0];
declare function k2<T extends typeof k2<string>>(o: T): typeof k2<number>;
export type C2 = ReturnType<typeof k2>;
function f3(a = f3(1)) { return f3; }
const g3 = (a = g3(1)) => g3;
const h3 = (a: typeof h3) => h3;
function i3<T extends typeof i3>(x: T) { return i3(x); }
function j3(x = j3) { return [j3, ...j3()]; }
export type A3 = [ReturnType<typeof f3>, ReturnType<typeof g3>, typeof h3, ReturnType<typeof i3>, ReturnType<typeof j3>];
class A4 { a() { return this.b(); } b() { return this.a(); } c = this.d; d = this.c; get e() { return this.f; } get f() { return this.e; } static s = A4.t; static t = A4.s; g() { return new A4().g(); } }
class B4<T> extends B4<T> { m() { return this.n(); } }
class C4 extends D4 { m() { return super.m; } } class D4 extends C4 { n() { return this.m(); } }
const a4 = new A4();
export type X4 = [ReturnType<A4['a']>, A4['c'], A4['e'], typeof A4.s, ReturnType<A4['g']>, ReturnType<B4<string>['m']>, ReturnType<C4['zz']>, ReturnType<D4['n']>];
function k4() { return [a4.a(), a4.c, a4.e, A4.s, a4.g(), new B4().m(), new C4().x(), new D4().n()]; }
export type Y4 = ReturnType<typeof k4>;
const {a, ...rest5} = {a: rest5, b: a};
const [x, ...xs5] = [xs5, x];
export type X5 = [typeof a, typeof rest5, typeof x, typeof xs5];
let m5 = new Map([[1, m5]]), s5 = new Set(s5), o5 = {...o5}, l5 = [...l5], p5 = Promise.all(p5), q5 = Object.entries(q5), r5 = r5.then(r5);
export type Y5 = [typeof m5, typeof s5, typeof o5, typeof l5, typeof p5, typeof q5, typeof r5];
interface I5 extends Iterable<I5> { x: I5 }
type El5<T> = T extends Iterable<infer U> ? El5<U> : T;
export type Z5 = [El5<I5>, El5<string>, El5<string[][][]>, El5<Set<Map<string, I5>>>];
export function chosen<T extends ReturnType<typeof chosen<string>>>(): T { return null as any; }
function greet(options: typeof greet.Options): void {}
namespace greet { export interface Options { name: string } }
