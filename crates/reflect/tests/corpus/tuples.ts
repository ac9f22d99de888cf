interface A { a: string }
type Point = [x: number, y: number];
type Pair<A, B> = [A, B];
type Args<T> = [first: T, ...rest: T[]];
type Join<T extends any[]> = [0, ...T];
type Both<A extends any[], B extends any[]> = [...A, ...B];
type A = [1, 2]; type B = [...A, 3];
type A = [1, 2]; type B = [0, ...A, 3];
type A = [1, 2, 3];
type Head<T extends any[]> = T extends [infer H, ...any[]] ? H : never;
type Tail<T extends any[]> = T extends [any, ...infer R] ? R : never;
type F = (...args: [a: string, b: number]) => void;
export function f(...args: [string, number]): void {}
type A<T = [string]> = {v: T}
