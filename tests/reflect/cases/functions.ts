import type {Case} from '../programs.ts';

export const functions: Case[] = [
  {name: 'declaration', main: 'export function f(a: string, b: number): boolean { return true }'},
  {
    name: 'async and generator',
    main: 'export async function f(a: string): Promise<void> {} export function* g(a: string): any {}',
  },
  {name: 'arrow', main: 'export const f = (a: string): number => 1; export const g = async (a?: Date) => {}'},
  {
    name: 'function expression',
    main: 'export const f = function (a: string): void {}; export const g = function named(a: string): void {}',
  },
  {
    name: 'methods in objects',
    main: 'export const routes = { a(x: string): void {}, b: (x: number): void => {}, c: function (x: Date): void {} }',
  },
  {
    name: 'nested objects',
    main: 'export const routes = { users: { get: (ctx: any, id: string): Date => new Date(), list: async (): Promise<Date[]> => [] } }',
  },
  {
    name: 'optional, default and rest parameters',
    main: `export function f(a: string, b?: number, c: boolean = true, ...d: string[]): void {}`,
  },
  {name: 'destructured parameters', main: 'export function f({a}: {a: string}, [b]: [number]): void {}'},
  {name: 'without annotations', main: 'export function f(a, b) { return a + b }'},
  {
    name: 'a type predicate is a boolean',
    main: 'export function f(a: unknown): a is string { return true } export function g(a: unknown): asserts a {}',
    peerIsWrong: 'it makes them `never`',
    shows: {f: '(a: unknown) => boolean', g: '(a: unknown) => void'},
  },
  {
    name: 'function types',
    main: '',
    of: [
      '() => void',
      '(a: string, b?: number) => Promise<Date>',
      'new (a: string) => Date',
      '(...args: string[]) => void',
    ],
  },
  {
    name: 'function type in a member',
    main: 'type Handler = (event: {name: string}) => void; interface A { on: Handler }',
    of: ['A', 'Handler'],
  },
  {name: 'generic function', main: 'export function f<T>(a: T, b: T[]): T { return a }'},
  {name: 'generic function type', main: 'type F = <T>(a: T) => T[]', of: ['F']},
  {name: 'Function', main: 'export function f(a: Function): void {}'},
  {
    name: 'description',
    main: '/** @description does it */ export function f(\n/** @description the name */\na: string): void {}',
  },
  {
    name: 'description of a parameter on its line',
    main: 'export function f(/** @description the name */ a: string, b: number): void {}\nexport const d = (g: (/** @description x */ y: string) => void): void => {}',
    peerIsWrong: 'it finds descriptions at the start of a line only',
    shows: {f: '(a: string, b: number) => void'},
  },
  {
    name: 'default values that name others',
    main: 'const base = 5; export function f(a: number = base, b: number = a): void {}',
  },
  {name: 'export default', main: 'export default function f(a: string): void {}'},
  {name: 'anonymous export default', main: 'export default function (a: string): void {}'},
  {name: 'export default arrow', main: 'export default (a: string): void => {}'},
  {
    name: 'functions in functions',
    main: 'export function make() { function inner(a: string): void {} return inner } export const inner = make()',
  },
  {
    name: 'local types',
    main: 'export function make() { interface Local { a: string } type L2 = Local[]; enum E { x } return (l: Local, m: L2, e: E): void => {} } export const inner = make()',
  },
  {
    name: 'local classes',
    main: 'export function make() { class Local { a!: string } return (l: Local): void => {} } export const inner = make()',
  },
  {
    name: 'a function in a class',
    main: 'class A { handler = (x: string): number => 1 } export const handler = new A().handler',
  },
  {
    name: 'a function of a parameter',
    main: 'function wrap<T>(f: T): T { return f } export const f = wrap((a: string): void => {})',
  },
  {
    name: 'declared function',
    main: 'declare function f(a: string): void; export function g(a: string): void {}',
    peerIsWrong: 'it sets the type of a function that is not there',
    shows: {g: '(a: string) => void'},
  },
  {
    name: 'overloads',
    main: 'export function f(a: string): string; export function f(a: number): number; export function f(a: any): any { return a }',
  },
  {
    name: 'this is no parameter',
    main: 'export function f(this: Date, a: string): void {}',
    peerIsWrong: 'it makes `this` a parameter',
    shows: {f: '(a: string) => void'},
  },
  {
    name: 'types of default parameters',
    main: `export function f(a = 1, b = 'x', c = {d: [true]}, e = new Date(0)): void {}`,
    peerIsWrong: 'it makes them `any`',
    shows: {f: '(a: number, b: string, c: {d: Array<boolean>}, e: Date) => void'},
  },
  {
    name: 'a method that calls a function of its own name',
    main: 'const load = (a: string): string => "outer " + a; const api = { load(a: string): string { return load(a) } }; export const result = api.load("x"); export function f(a: string): void {}',
    peerIsWrong: 'the method is bound to its own name in its own scope, and calls itself',
    shows: {f: '(a: string) => void'},
  },
];
