import type {Case} from '../programs.ts';

/** What a class or an interface has from another. */
export const inheritance: Case[] = [
  {
    name: 'interfaces, three deep',
    main: 'interface A { a: 1 } interface B extends A { b: 2 } interface C extends B { c: 3 }',
    of: ['C', 'B'],
  },
  {
    name: 'of three interfaces',
    main: 'interface A { a: 1 } interface B { b: 2 } interface C { c: 3 } interface D extends A, B, C { d: 4 }',
    of: ['D'],
  },
  {name: 'of an alias', main: 'type A = {a: 1}; interface B extends A { b: 2 }', of: ['B']},
  {name: 'of a generic', main: 'interface A<T> { a: T } interface B extends A<string> { b: 2 }', of: ['B']},
  {
    name: 'passing a parameter on',
    main: 'interface A<T> { a: T } interface B<T> extends A<T[]> { b: T }',
    of: ['B<string>'],
  },
  {
    name: 'of a utility type',
    main: 'interface A { a: 1; b: 2 } interface B extends Partial<A> { c: 3 }',
    of: ['B'],
  },
  {name: 'of Pick', main: `interface A { a: 1; b: 2 } interface B extends Pick<A, 'a'> { c: 3 }`, of: ['B']},
  {name: 'of Omit', main: `interface A { a: 1; b: 2 } interface B extends Omit<A, 'a'> { c: 3 }`, of: ['B']},
  {
    name: 'overriding a type',
    main: 'interface A { a: string | number } interface B extends A { a: string }',
    of: ['B'],
  },
  {
    name: 'overriding an optional member',
    main: 'interface A { a?: string } interface B extends A { a: string }',
    of: ['B'],
  },
  {name: 'methods', main: 'interface A { m(): void } interface B extends A { n(): void }', of: ['B']},
  {
    name: 'an index signature',
    main: 'interface A { [key: string]: any } interface B extends A { b: 1 }',
    of: ['B'],
  },
  {
    name: 'an interface of a class',
    main: 'class A { a!: 1 } interface B extends A { b: 2 }',
    of: ['B'],
    peerIsWrong: 'it takes in object types only',
    shows: {B: '{a: 1; b: 2}'},
  },
  {
    name: 'classes, three deep',
    main: 'class A { a!: 1 } class B extends A { b!: 2 } export class C extends B { c!: 3 }',
  },
  {name: 'a generic class', main: 'class A<T> { a!: T } export class B extends A<Date> { b!: 1 }'},
  {
    name: 'a generic class with its parameter',
    main: 'class A<T> { a!: T } class B<T> extends A<T[]> { b!: T }',
    of: ['B<string>'],
  },
  {
    name: 'two type arguments',
    main: 'class A<K, V> { k!: K; v!: V } export class B extends A<string, number> {}',
  },
  {
    name: 'an abstract class',
    main: 'abstract class A { abstract a: string } export class B extends A { a = "x" }',
  },
  {name: 'implements one', main: 'interface I { a: 1 } export class A implements I { a!: 1 }'},
  {
    name: 'implements two',
    main: 'interface I { a: 1 } interface J { b: 2 } export class A implements I, J { a!: 1; b!: 2 }',
  },
  {
    name: 'implements a generic',
    main: 'interface I<T> { a: T } export class A implements I<string> { a!: string }',
  },
  {
    name: 'extends and implements',
    main: 'interface I { a: 1 } class B { b!: 2 } export class A extends B implements I { a!: 1 }',
  },
  {
    name: 'a constructor that is inherited',
    main: 'class A { constructor(a: string) {} } export class B extends A {}',
  },
  {
    name: 'a constructor of its own',
    main: 'class A { constructor(a: string) {} } export class B extends A { constructor(b: number) { super("") } }',
  },
  {
    name: 'a property overridden',
    main: 'class A { a!: string | number } export class B extends A { override a!: string }',
  },
  {
    name: 'a class expression as the base',
    main: 'export class A extends (class { b!: string }) { a!: number }',
  },
  {
    name: 'a base of a variable',
    main: 'const Base = class { b!: string }; export class A extends Base { a!: number }',
  },
  {
    name: 'a mixin',
    main: 'const Mixin = (B: any) => class extends B { m!: string }; export class A extends (Mixin(Object) as any) { a!: number }',
  },
  {name: 'extends null', main: 'export class A extends (null as any) { a!: number }'},
  {name: 'extends Array', main: 'export class A extends Array<string> { a!: number }'},
  {name: 'extends Map', main: 'export class A extends Map<string, number> { a!: number }'},
  {
    name: 'static members are not inherited',
    main: 'class A { static s: string = "" } export class B extends A { b!: 1 }',
  },
];
