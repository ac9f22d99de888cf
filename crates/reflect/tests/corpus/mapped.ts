type A = {[K in 'a' | 'b' | 'c']: string}
type A = {[K in 'a']: string}
type A = {[K in 1 | 2]: string}
type A = {[K in string]: number}
type Keys = 'a' | 'b'; type A = {[K in Keys]: K}
interface B { a: 1; b: 2 } type A<T> = {[K in keyof T as `x${string & K}`]: T[K]}
type A<T> = {[K in keyof T as 'one']: T[K]}
type Deep<T> = {[K in keyof T]: {[P in keyof T]: boolean}}
interface A { flags: {[K in 'a' | 'b']?: boolean} }
type A<T> = {[K in keyof T]: string}
class C { a!: string; b?: number } type A<T> = {[K in keyof T]: T[K]}
