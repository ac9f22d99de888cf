interface A { a: 1 } interface B extends A { b: 2 } interface C extends B { c: 3 }
interface A { a: 1 } interface B { b: 2 } interface C { c: 3 } interface D extends A, B, C { d: 4 }
type A = {a: 1}; interface B extends A { b: 2 }
interface A<T> { a: T } interface B extends A<string> { b: 2 }
interface A<T> { a: T } interface B<T> extends A<T[]> { b: T }
interface A { a: 1; b: 2 } interface B extends Partial<A> { c: 3 }
interface A { a: 1; b: 2 } interface B extends Pick<A, 'a'> { c: 3 }
interface A { a: 1; b: 2 } interface B extends Omit<A, 'a'> { c: 3 }
interface A { a: string | number } interface B extends A { a: string }
interface A { a?: string } interface B extends A { a: string }
interface A { m(): void } interface B extends A { n(): void }
interface A { [key: string]: any } interface B extends A { b: 1 }
class A { a!: 1 } interface B extends A { b: 2 }
class A { a!: 1 } class B extends A { b!: 2 } export class C extends B { c!: 3 }
class A<T> { a!: T } export class B extends A<Date> { b!: 1 }
class A<T> { a!: T } class B<T> extends A<T[]> { b!: T }
class A<K, V> { k!: K; v!: V } export class B extends A<string, number> {}
abstract class A { abstract a: string } export class B extends A { a = "x" }
interface I { a: 1 } export class A implements I { a!: 1 }
interface I { a: 1 } interface J { b: 2 } export class A implements I, J { a!: 1; b!: 2 }
interface I<T> { a: T } export class A implements I<string> { a!: string }
interface I { a: 1 } class B { b!: 2 } export class A extends B implements I { a!: 1 }
class A { constructor(a: string) {} } export class B extends A {}
class A { constructor(a: string) {} } export class B extends A { constructor(b: number) { super("") } }
class A { a!: string | number } export class B extends A { override a!: string }
export class A extends (class { b!: string }) { a!: number }
const Base = class { b!: string }; export class A extends Base { a!: number }
const Mixin = (B: any) => class extends B { m!: string }; export class A extends (Mixin(Object) as any) { a!: number }
export class A extends (null as any) { a!: number }
export class A extends Array<string> { a!: number }
export class A extends Map<string, number> { a!: number }
class A { static s: string = "" } export class B extends A { b!: 1 }
