interface A { a: 1 } interface B extends A { b: 2 }
type A<T> = T extends string ? 1 : 2;
type A<T> = [T] extends [never] ? 1 : 2;
type A<T> = T extends string ? T : never;
type A<T> = T extends {k: 'a'} ? T : never;
type A<T> = T extends any ? T[] : never;
type A<T> = [T] extends [any] ? T[] : never;
type A<T> = T extends string ? T extends "a" ? 1 : 2 : 3;
type A<T> = T extends string ? 1 : T extends number ? 2 : 3;
type A<T, U> = T extends U ? [T] : [U];
interface A<T> { v: T extends string ? "s" : "n" }
type A<T> = T extends string ? {s: T} : {o: T}
type A<T = string> = T extends string ? 1 : 2;
type A<T> = T extends (infer U)[] ? U : T;
type A<T> = T extends Array<infer U> ? U : T;
type A<T> = T extends Promise<infer U> ? U : T;
type A<T> = T extends Set<infer U> ? U : never;
type A<T> = T extends Map<infer K, infer V> ? [K, V] : never;
type A<T> = T extends {v: infer U} ? U : never;
type A<T> = T extends {a: {b: infer U}} ? U : never;
type A<T> = T extends () => infer R ? R : never;
type A<T> = T extends (a: infer P) => any ? P : never;
type A<T> = T extends (...a: infer P) => any ? P : never;
type A<T> = T extends [infer F, ...infer R] ? [F, R] : never;
type A<T> = T extends {a: infer U} ? {x: U; y: U[]} : never;
type A<T> = T extends (infer U)[] ? U extends string ? 1 : 2 : 3;
type A<T> = T extends (infer U)[] ? A<U> : T;
type Keys<T> = {[K in keyof T]: T[K] extends string ? K : never}[keyof T];
