export function f(a: Later): void {} interface Later { a: string }
export function f(a: A): void {} interface A { a: string } export function g(a: A): void {}
export function make() { interface A { a: string } return (x: A): void => {} } export const f = make();
export function make() { type A = string | number; return (x: A): void => {} } export const f = make();
export function make() { enum A { x, y } return (a: A): void => {} } export const f = make();
export function make() { class A { a!: string } return A } export const A = make();
export const make = () => { interface A { a: string } return (x: A): void => {} }; export const f = make();
class B { make() { interface A { a: string } return (x: A): void => {} } } export const f = new B().make();
export let f: any; { interface A { a: string } f = (x: A): void => {} }
export let f: any; if (true) { type A = {a: 1}; f = (x: A): void => {} }
export let f: any; for (const i of [1]) { type A = {a: 1}; f = (x: A): void => {} }
export function outer() { function inner(a: string): void {} return inner } export const f = outer();
export function a() { return function b() { return (c: string): void => {} } } export const f = a()();
export let f: any; try { f = (a: string): void => {} } catch {}
export const f = (() => (a: string): void => {})();
class A { f = (a: string): void => {} } export const f = new A().f;
class A { static f = (a: string): void => {} } export const f = A.f;
let g: any; class A { static { g = (a: string): void => {} } } export const f = g;
class A { get f() { return (a: string): void => {} } } export const f = new A().f;
function g(h = (a: string): void => {}) { return h } export const f = g();
const {f: g = (a: string): void => {}} = {} as any; export const f = g;
let g: any; `${(g = (a: string): void => {})}`; export const f = g;
const o = {...{f: (a: string): void => {}}}; export const f = o.f;
class A { constructor(public f: any) {} } export const f = new A((a: string): void => {}).f;
export const f = await (async () => (a: string): void => {})();
export const f = (0, (a: string): void => {});
export const f = undefined ?? ((a: string): void => {});
function f(a: string): void {} export {f}
function f(a: string): void {} export {f as g}
class A { a!: string } export {A}
export default class A { a!: string }
export default class { a!: string }
export const A = class { a!: string }
const o = {A: class { a!: string }}; export const A = o.A;
const make = () => class { a!: string }; export const A = make();
export const s = "interface A { a: string } function f(a: string) {}"; export function f(a: string): void {}
export const r = /function f(a: string) {/; export function f(a: string): void {}
const d = (..._: any[]): any => {}; @d export class A { a!: string }
const d = (..._: any[]): any => (_t: any) => {}; @d({a: 1}) class A { a!: string } export {A}
