type A = string | number; type B = A | boolean; type C = B | null;
type A = | 'a' | 'b';
class A { a!: 1 } class B { b!: 2 }
interface A { a: 1 } interface B { b: 2 }
enum A { a } enum B { b }
interface A { a: 1 }
type A = {v: 1; a: string} | {v: 2; b: string}
interface A { type: 'a'; x: 1 } interface B { type: 'b'; y: 2 } type C = A | B;
type Or<T> = T | null | T[];
type A = {a: 1} & {b?: 2}
type With<T> = T & {id: string}
