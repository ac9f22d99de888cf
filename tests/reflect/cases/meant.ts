/** A type, and the same type written out: TypeScript's checker confirms that they are one. */
export interface Meant {
  name: string;
  main?: string;
  /** What stands for what. */
  types: Record<string, string>;
  /** Those of `types` that come out as another type yet, and why. */
  differs?: Record<string, string>;
}

const known = 'the machine computes no intrinsic string types; the transform warns';
const calls = `the machine matches the first call signature, TypeScript the last`;

export const meant: Meant[] = [
  {
    name: 'merged interfaces',
    main: 'interface A { a: string } interface A { b?: number }',
    types: {A: '{a: string; b?: number}', 'keyof A': `'a' | 'b'`},
  },
  {
    name: 'computed enum members',
    main: `enum F { A = 1 << 0, B = 1 << 1, C = A | B, D = 'x'.length } enum S { A = 'a', B = \`\${A}b\` }`,
    types: {'`${F.A | F.B | F.C}`': `'1' | '2' | '3'`, '`${S}`': `'a' | 'ab'`},
  },
  {
    name: 'defaults of parameters',
    main: 'function f(a = 5, b = "x", c = true, d = [1], e: Date = new Date()): void {}',
    types: {'Parameters<typeof f>': '[a?: number, b?: string, c?: boolean, d?: number[], e?: Date]'},
  },
  {
    name: 'type predicates',
    main: 'type Is = (a: unknown) => a is string; function is(a: unknown): a is Date { return true }',
    types: {'ReturnType<Is>': 'boolean', 'ReturnType<typeof is>': 'boolean'},
  },
  {
    name: 'asserts',
    main: 'type Assert = (a: unknown) => asserts a is string',
    types: {'ReturnType<Assert>': 'void'},
  },
  {
    name: 'as const',
    main: `const c = {a: 1, b: ['x', {d: true}], e: -1, f: 5n, g: null} as const; const s = 'x' as const; let l = 'x' as const;`,
    types: {
      'typeof c': `{readonly a: 1; readonly b: readonly ['x', {readonly d: true}]; readonly e: -1; readonly f: 5n; readonly g: null}`,
      'typeof s': `'x'`,
      'typeof l': `'x'`,
      "(typeof c)['a']": '1',
      'keyof typeof c': `'a' | 'b' | 'e' | 'f' | 'g'`,
    },
  },
  {
    name: 'let against const',
    main: `const a = 1; let b = 1; const o = {x: 1, y: 'a'}; const t = true; let u = 5n;`,
    types: {
      'typeof a': '1',
      'typeof b': 'number',
      'typeof o': '{x: number; y: string}',
      'typeof t': 'true',
      'typeof u': 'bigint',
    },
  },
  {
    name: 'an index into a constant array or tuple',
    main: `const list = ['a', 'b'] as const; const mixed = [1, 'x']; type T = [string, number, ...boolean[]]; const objects = [{id: 'a'}, {id: 'b'}] as const;`,
    types: {
      '(typeof list)[number]': `'a' | 'b'`,
      '(typeof list)[0]': `'a'`,
      '(typeof list)[1]': `'b'`,
      '(typeof mixed)[number]': 'number | string',
      'T[0]': 'string',
      'T[1]': 'number',
      "(typeof list)['length']": '2',
      "(typeof objects)[number]['id']": `'a' | 'b'`,
    },
  },
  {
    name: 'intrinsic string types',
    main: `type K = 'one' | 'two'; type Cap<T extends string> = Capitalize<T>;`,
    types: {
      "Uppercase<'ab'>": `'AB'`,
      'Capitalize<K>': `'One' | 'Two'`,
      "Uncapitalize<'Ab'>": `'ab'`,
      "`on${Capitalize<'click' | 'move'>}`": `'onClick' | 'onMove'`,
      'Cap<K>': `'One' | 'Two'`,
    },
    differs: {'Cap<K>': known},
  },
  {
    name: 'keys that are renamed',
    main: `interface User { name: string; age?: number } type Getters<T> = {[K in keyof T as \`get\${Capitalize<string & K>}\`]: () => T[K]}; type Prefixed<T> = {[K in keyof T as \`_\${string & K}\`]: T[K]}; type Without<T> = {[K in keyof T as Exclude<K, 'age'>]: T[K]}`,
    types: {
      'Getters<{name: string}>': '{getName: () => string}',
      'Getters<User>': '{getName: () => string; getAge?: () => number | undefined}',
      'Prefixed<{a: string}>': '{_a: string}',
      'Without<User>': '{name: string}',
    },
    differs: {'Getters<{name: string}>': known, 'Getters<User>': known},
  },
  {
    name: 'keyof a class',
    main: 'class Base { z!: string; protected p = 1 } class A { a!: string; private b = 1; protected c = 2; static d = 3; #e = 4; m() { return this.b + this.c + this.#e } } class C extends Base { c!: number; private q = 1 }',
    types: {'keyof A': `'a' | 'm'`, "Pick<A, 'a'>": '{a: string}', 'keyof C': `'z' | 'c'`},
  },
  {
    name: 'overloads',
    main: 'function f(a: string): string; function f(a: number): number; function f(a: any): any { return a } interface O { (a: string): Date; (a: number): RegExp }',
    types: {
      'ReturnType<typeof f>': 'number',
      'Parameters<typeof f>': '[a: number]',
      'ReturnType<O>': 'RegExp',
    },
    differs: {'ReturnType<O>': calls},
  },
  {
    name: 'generic classes',
    main: 'class Box<T> { v!: T } class A { constructor(a: string, b?: number) {} }',
    types: {
      'Box<string>["v"]': 'string',
      'InstanceType<typeof A>': 'A',
      'ConstructorParameters<typeof A>': '[a: string, b?: number]',
    },
  },
  {
    name: 'readonly collections',
    types: {
      'ReadonlyArray<string>': 'readonly string[]',
      'ReadonlyArray<{a: ReadonlyArray<number>}>': 'readonly {a: readonly number[]}[]',
    },
  },
  {
    name: 'bigint literals',
    main: 'type B = 5n | -6n;',
    types: {B: '5n | -6n', 'Exclude<B, 5n>': '-6n'},
  },
  {
    name: 'properties that hold functions',
    main: 'class A { f = (a: string): number => 1; g = function (b: Date): void {}; h = 5; readonly i = "x"; j?: string }',
    types: {
      "A['f']": '(a: string) => number',
      "A['g']": '(b: Date) => void',
      "A['h']": 'number',
      "A['i']": `'x'`,
    },
  },
  {
    name: 'an enum as a value',
    main: `enum E { A = 'a', B = 'b' } enum N { X, Y = 5 }`,
    types: {'keyof typeof E': `'A' | 'B'`, 'keyof typeof N': `'X' | 'Y'`},
  },
];
