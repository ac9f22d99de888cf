interface A { a: string; b: number; c: boolean; d: bigint; e: symbol; f: null; g: undefined; h: any; i: unknown; j: void; k: object }
interface A { a: 'x'; b: 1; c: true; d: false; e: 1n; f: -1 }
interface A { a: string[]; b: Array<string>; c: Set<string>; d: Map<string, number>; e: [string]; f: Record<string, number> }
interface A { a: Date; b: RegExp; c?: Date | null }
interface A { a: string, b: number, }
interface A {
  a: string
  b: number
}
interface A {}
export class A {}
interface A { class: 1; default: 2; new: 3; type: 4; constructor: 5 }
interface A { $a: 1; _b: 2; c1: 3; ü: 4 }
interface A { 'a b': 1; "c.d": 2; 'e"f': 3 }
interface A { 0: 1; 10: 2 }
interface A { a?: string }
interface A { a?: string | undefined }
interface A { readonly a?: string }
interface A { a(): void; b(x: string): number; c?(): void }
interface A { a<T>(x: T): T }
interface A { a(x: string): string; a(x: number): number }
interface A { a: () => void; b?: (x: string) => number }
interface A { (a: string): number }
interface A { (a: string): number; (a: number): string }
interface A { new (a: string): Date }
interface A { [key: string]: number }
interface A { [i: number]: string }
interface A { [s: symbol]: string }
interface A { a: number; [key: string]: number }
interface A { readonly [key: string]: number }
interface A { [key: string]: string | number }
interface A { [key: string]: {a: 1} }
interface A { a: {b: {c: {d: string}}} }
interface A { a: {b: string}[] }
interface A { b: B; c: C; e: E } interface B { x: 1 } class C { y!: 2 } enum E { z }
interface Box<T> { v: T } interface A { a: Box<string>; b: Box<Box<number>> }
interface A { [Symbol.toStringTag]: string }
export class A { public a!: 1; protected b!: 2; private c!: 3 }
export class A { readonly a!: string; private readonly b!: number }
export class A { a?: string; protected b?: number }
export class A { static a: string = ""; static m(x: string): void {} }
export abstract class A { abstract a: string; protected abstract b(): void }
export class A { a: string = 'x'; b: number = 1; c: string[] = []; d: Date = new Date(0) }
export class A { constructor(a: string, b?: number) {} }
export class A { private constructor(a: string) {} }
export class A { constructor(public a: 1, protected b: 2, private c: 3, readonly d: 4) {} }
export class A { constructor(public a: string = 'x', private b: number = 1) {} }
export class A { a(): void {} async b(): Promise<void> {} *c(): any {} async *d(): any {} static e(): void {} }
export class A { public a(): void {} protected b(): void {} private c(): void {} }
export class A { a<T>(x: T): T { return x } }
export class A { [key: string]: string }
export class A { a!: string; static { void 0 } }
export class A {
  a!: string;;
  b!: number
  c!: boolean
}
export class A { declare a: string; b!: number }
class B { m(): void {} } export class A extends B { override m(): void {} }
