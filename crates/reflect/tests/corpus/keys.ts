type A = {a: 1; b: 2}
interface Box<T> { v: T; w: T }
interface A { a(): void; b: string }
interface A { a: 1; b: 2 }
interface A { a: {b: {c: Date}} }
type A = {id: 1}[];
interface A { list: {id: 1}[] }
interface A { m(a: string): number }
interface A { f: (a: string) => number }
class A { a!: string; b = 1 }
class Box<T> { v!: T }
interface A { 'a-b': 1 }
interface A { 1: string }
