declare const mark: unique symbol; export function f(a: typeof mark): void {}
export interface A { s: symbol }
