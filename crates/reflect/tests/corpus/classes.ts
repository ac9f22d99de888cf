export class A { a!: string; b?: number; readonly c: Date = new Date(0) }
export class A { a = 'x'; b = 1; c = true; d: string = 'y'; e = 1n }
export class A { private a!: string; protected b!: number; public c!: boolean; private readonly d = 1 as number }
export abstract class A { static a: string = ""; abstract b: number; abstract c(): void; static d(): void {} }
export class A { constructor(a: string, b?: number, c: boolean = true) {} }
export class A { constructor(public a: string, private b: number, readonly c: boolean, protected readonly d?: Date) {} }
export class A { a(x: string): number { return 1 } async b(): Promise<void> {} *c(x: number): any {} private d(): void {} }
class A { a!: string } export class B extends A { b!: number }
class A<T> { a!: T } export class B extends A<string> { b!: number }
class A<T> { value!: T; list!: T[]; get(x: T): T { return x } }
class A<T = string> { value!: T }
interface I { a: string } export class A implements I { a!: string }
class A { x!: string } interface B { a: A; list: A[] }
export class Node { next?: Node; children: Node[] = [] }
export class A { f(x: string): string; f(x: number): number; f(x: any): any { return x } }
export class A { [key: string]: any }
/** @description the class */ export class A { /** @description the property */ a!: string; /** @description the method */ m(): void {} }
export const A = class Inner { a!: string };
export class MyError extends Error { code!: number }
export class A { 'a-b'!: string; ['c']: number = 1; 5!: boolean }
export class A { m?(): void }
function d(..._: any[]): any {} export class A { @d a!: string; @d m(): void {} }
export class A { get a(): string { return "" } get b(): number { return 1 } set b(value: number) {} static get c(): string { return "" } }
export class A { #secret = 1; a = 1; #m(): void {} }
export class A { a = ['x']; b = {c: 1}; d = new Map<string, Date>(); e = `t${1}`; f = -1; readonly g = 'lit'; h = !1 }
export class A { constructor(a = 1, public b = 'x') {} }
export class A { next?: this; value!: string }
export let calls = 0; const Mixed = <T extends new (...a: any[]) => object>(B: T) => { calls++; return class extends B { m!: string } };
export class A extends Mixed(class {}) { a!: number }
