import type {Case} from '../programs.ts';

export const classes: Case[] = [
  {name: 'properties', main: 'export class A { a!: string; b?: number; readonly c: Date = new Date(0) }'},
  {name: 'initial values', main: `export class A { a = 'x'; b = 1; c = true; d: string = 'y'; e = 1n }`},
  {
    name: 'visibility',
    main: 'export class A { private a!: string; protected b!: number; public c!: boolean; private readonly d = 1 as number }',
    peerIsWrong: 'it makes a cast value `never`',
    shows: {A: 'A {private a: string; protected b: number; c: boolean; private readonly d: number}'},
  },
  {
    name: 'static and abstract',
    main: 'export abstract class A { static a: string = ""; abstract b: number; abstract c(): void; static d(): void {} }',
  },
  {
    name: 'constructor parameters',
    main: 'export class A { constructor(a: string, b?: number, c: boolean = true) {} }',
  },
  {
    name: 'parameter properties',
    main: 'export class A { constructor(public a: string, private b: number, readonly c: boolean, protected readonly d?: Date) {} }',
  },
  {
    name: 'methods',
    main: 'export class A { a(x: string): number { return 1 } async b(): Promise<void> {} *c(x: number): any {} private d(): void {} }',
  },
  {name: 'inheritance', main: 'class A { a!: string } export class B extends A { b!: number }'},
  {name: 'generic inheritance', main: 'class A<T> { a!: T } export class B extends A<string> { b!: number }'},
  {
    name: 'generic class',
    main: 'class A<T> { value!: T; list!: T[]; get(x: T): T { return x } }',
    of: ['A<string>', 'A<number>'],
  },
  {name: 'generic class with a default', main: 'class A<T = string> { value!: T }', of: ['A', 'A<number>']},
  {name: 'implements', main: 'interface I { a: string } export class A implements I { a!: string }'},
  {
    name: 'a class as a member',
    main: 'class A { x!: string } interface B { a: A; list: A[] }',
    of: ['B', 'A'],
  },
  {name: 'recursive class', main: 'export class Node { next?: Node; children: Node[] = [] }'},
  {
    name: 'overloads',
    main: 'export class A { f(x: string): string; f(x: number): number; f(x: any): any { return x } }',
  },
  {
    name: 'overloads of the constructor',
    main: 'export class A { constructor(x: string); constructor(x: number, y: boolean); constructor(public x: any) {} }',
  },
  {
    name: 'a static method beside one of the same name',
    main: 'export class A { static f(x: string): A { return new A() } f(x: number): void {} }\nexport class B { f(x: number): void {} static f = 1 }',
    peerIsWrong: 'it keeps the first by a name, and an instance has the other one',
    shows: {
      A: 'A {f(x: number): void}',
      B: 'B {f(x: number): void}',
    },
  },
  {name: 'index signature', main: 'export class A { [key: string]: any }'},
  {
    name: 'description',
    main: '/** @description the class */ export class A { /** @description the property */ a!: string; /** @description the method */ m(): void {} }',
  },
  {name: 'class expression', main: 'export const A = class Inner { a!: string };'},
  {name: 'extends the library', main: 'export class MyError extends Error { code!: number }'},
  {
    name: 'quoted and computed members',
    main: `export class A { 'a-b'!: string; ['c']: number = 1; 5!: boolean }`,
  },
  {name: 'optional methods', main: 'export class A { m?(): void }'},
  {
    name: 'decorated members',
    main: 'function d(..._: any[]): any {} export class A { @d a!: string; @d m(): void {} }',
  },
  {
    name: 'accessors',
    main: 'export class A { get a(): string { return "" } get b(): number { return 1 } set b(value: number) {} static get c(): string { return "" } }',
    peerIsWrong: 'it drops accessors',
    shows: {A: 'A {readonly a: string; b: number; static readonly c: string}'},
  },
  {
    name: '#private names',
    main: 'export class A { #secret = 1; a = 1; #m(): void {} }',
    peerIsWrong: 'they are no part of the type',
    shows: {A: 'A {a: number}'},
  },
  {
    name: 'inferred initial values',
    main: `export class A { a = ['x']; b = {c: 1}; d = new Map<string, Date>(); e = \`t\${1}\`; f = -1; readonly g = 'lit'; h = !1 }`,
    peerIsWrong: 'it makes them `never`',
    shows: {
      A: "A {a: Array<string>; b: {c: number}; d: Map<string, Date>; e: string; f: number; readonly g: 'lit'; h: boolean}",
    },
  },
  {
    name: 'types of default parameters',
    main: `export class A { constructor(a = 1, public b = 'x') {} }`,
    peerIsWrong: 'it makes them `any`',
    shows: {A: 'A {constructor(a: number, b: string): any; b: string}'},
  },
  {
    name: 'this in a class',
    main: 'export class A { next?: this; value!: string }',
    peerIsWrong: 'it has no `this`',
    shows: {A: 'A {next?: ^A; value: string}'},
  },
  {
    name: 'mixins are not called again',
    main: `export let calls = 0; const Mixed = <T extends new (...a: any[]) => object>(B: T) => { calls++; return class extends B { m!: string } };
export class A extends Mixed(class {}) { a!: number }`,
    shows: {A: 'A {m: string; a: number}'},
  },
];
