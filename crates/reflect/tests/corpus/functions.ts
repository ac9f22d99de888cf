export function f(a: string, b: number): boolean { return true }
export async function f(a: string): Promise<void> {} export function* g(a: string): any {}
export const f = (a: string): number => 1; export const g = async (a?: Date) => {}
export const f = function (a: string): void {}; export const g = function named(a: string): void {}
export const routes = { a(x: string): void {}, b: (x: number): void => {}, c: function (x: Date): void {} }
export const routes = { users: { get: (ctx: any, id: string): Date => new Date(), list: async (): Promise<Date[]> => [] } }
export function f(a: string, b?: number, c: boolean = true, ...d: string[]): void {}
export function f({a}: {a: string}, [b]: [number]): void {}
export function f(a, b) { return a + b }
export function f(a: unknown): a is string { return true } export function g(a: unknown): asserts a {}
type Handler = (event: {name: string}) => void; interface A { on: Handler }
export function f<T>(a: T, b: T[]): T { return a }
type F = <T>(a: T) => T[];
export function f(a: Function): void {}
/** @description does it */ export function f(
/** @description the name */
a: string): void {}
export function f(/** @description the name */ a: string, b: number): void {}
export const d = (g: (/** @description x */ y: string) => void): void => {}
const base = 5; export function f(a: number = base, b: number = a): void {}
export default function f(a: string): void {}
export default function (a: string): void {}
export default (a: string): void => {}
export function make() { function inner(a: string): void {} return inner } export const inner = make();
export function make() { interface Local { a: string } type L2 = Local[]; enum E { x } return (l: Local, m: L2, e: E): void => {} } export const inner = make();
export function make() { class Local { a!: string } return (l: Local): void => {} } export const inner = make();
class A { handler = (x: string): number => 1 } export const handler = new A().handler;
function wrap<T>(f: T): T { return f } export const f = wrap((a: string): void => {});
declare function f(a: string): void; export function g(a: string): void {}
export function f(a: string): string; export function f(a: number): number; export function f(a: any): any { return a }
export function f(this: Date, a: string): void {}
export function f(a = 1, b = 'x', c = {d: [true]}, e = new Date(0)): void {}
const load = (a: string): string => "outer " + a; const api = { load(a: string): string { return load(a) } }; export const result = api.load("x"); export function f(a: string): void {}
