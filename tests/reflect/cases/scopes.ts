import type {Case} from '../programs.ts';

/** Where declarations and functions stand. */
export const scopes: Case[] = [
  {name: 'a type after its use', main: 'export function f(a: Later): void {} interface Later { a: string }'},
  {
    name: 'a type between uses',
    main: 'export function f(a: A): void {} interface A { a: string } export function g(a: A): void {}',
  },
  {
    name: 'an interface in a function',
    main: 'export function make() { interface A { a: string } return (x: A): void => {} } export const f = make()',
  },
  {
    name: 'an alias in a function',
    main: 'export function make() { type A = string | number; return (x: A): void => {} } export const f = make()',
  },
  {
    name: 'an enum in a function',
    main: 'export function make() { enum A { x, y } return (a: A): void => {} } export const f = make()',
  },
  {
    name: 'a class in a function',
    main: 'export function make() { class A { a!: string } return A } export const A = make()',
  },
  {
    name: 'a type in an arrow',
    main: 'export const make = () => { interface A { a: string } return (x: A): void => {} }; export const f = make()',
  },
  {
    name: 'a type in a method',
    main: 'class B { make() { interface A { a: string } return (x: A): void => {} } } export const f = new B().make()',
  },
  {
    name: 'a type in a block',
    main: 'export let f: any; { interface A { a: string } f = (x: A): void => {} }',
  },
  {
    name: 'a type in a branch',
    main: 'export let f: any; if (true) { type A = {a: 1}; f = (x: A): void => {} }',
  },
  {
    name: 'a type in a loop',
    main: 'export let f: any; for (const i of [1]) { type A = {a: 1}; f = (x: A): void => {} }',
  },
  {
    name: 'a function in a function',
    main: 'export function outer() { function inner(a: string): void {} return inner } export const f = outer()',
  },
  {
    name: 'a function two deep',
    main: 'export function a() { return function b() { return (c: string): void => {} } } export const f = a()()',
  },
  {name: 'a function in try', main: 'export let f: any; try { f = (a: string): void => {} } catch {}'},
  {name: 'a function called at once', main: 'export const f = (() => (a: string): void => {})()'},
  {
    name: 'a function in a class field',
    main: 'class A { f = (a: string): void => {} } export const f = new A().f',
  },
  {
    name: 'a function in a static field',
    main: 'class A { static f = (a: string): void => {} } export const f = A.f',
  },
  {
    name: 'a function in a static block',
    main: 'let g: any; class A { static { g = (a: string): void => {} } } export const f = g',
  },
  {
    name: 'a function in a getter',
    main: 'class A { get f() { return (a: string): void => {} } } export const f = new A().f',
  },
  {
    name: 'a function as a default value',
    main: 'function g(h = (a: string): void => {}) { return h } export const f = g()',
  },
  {
    name: 'a function in a destructuring',
    main: 'const {f: g = (a: string): void => {}} = {} as any; export const f = g',
  },
  {
    name: 'a function in a template',
    main: 'let g: any; `${(g = (a: string): void => {})}`; export const f = g',
  },
  {name: 'a function in a spread', main: 'const o = {...{f: (a: string): void => {}}}; export const f = o.f'},
  {
    name: 'a function in new',
    main: 'class A { constructor(public f: any) {} } export const f = new A((a: string): void => {}).f',
  },
  {name: 'a function behind await', main: 'export const f = await (async () => (a: string): void => {})()'},
  {name: 'a function in a sequence', main: 'export const f = (0, (a: string): void => {})'},
  {name: 'a function behind ??', main: 'export const f = undefined ?? ((a: string): void => {})'},
  {name: 'exported by name', main: 'function f(a: string): void {} export {f}'},
  {name: 'exported under another name', main: 'function f(a: string): void {} export {f as g}'},
  {name: 'a class exported by name', main: 'class A { a!: string } export {A}'},
  {name: 'a class exported as the default', main: 'export default class A { a!: string }'},
  {name: 'an anonymous class exported as the default', main: 'export default class { a!: string }'},
  {name: 'a class expression without a name', main: 'export const A = class { a!: string }'},
  {name: 'a class in an object', main: 'const o = {A: class { a!: string }}; export const A = o.A'},
  {
    name: 'a class that is returned',
    main: 'const make = () => class { a!: string }; export const A = make()',
  },
  {
    name: 'strings that look like code',
    main: 'export const s = "interface A { a: string } function f(a: string) {}"; export function f(a: string): void {}',
  },
  {
    name: 'a regular expression that looks like code',
    main: 'export const r = /function f(a: string) {/; export function f(a: string): void {}',
  },
  {name: 'a directive', main: "'use strict'; export function f(a: string): void {}"},
  {name: 'a decorated class', main: 'const d = (..._: any[]): any => {}; @d export class A { a!: string }'},
  {
    name: 'a decorated class with arguments',
    main: 'const d = (..._: any[]): any => (_t: any) => {}; @d({a: 1}) class A { a!: string } export {A}',
  },
];
