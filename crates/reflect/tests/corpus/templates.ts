type A = 'x' | 'y';
type A = `a${string}`; type B = `${A}b`;
interface A { id: `user-${number}` }
type Px<T extends number> = `${T}px`;
type P<A extends string, B extends string> = `${A}.${B}`;
type After<T> = T extends `a-${infer R}` ? R : never;
type Split<T> = T extends `${infer A}.${infer B}` ? [A, B] : never;
type Is<T> = T extends `on${string}` ? true : false;
