const a = 'x'; const b = 5;
const config = {port: 80, host: 'x', deep: {on: true}}
const list: readonly string[] = ['a']; const x: {a?: string} = {}
const list = ['a', 'b']; const mixed = ['a', 1];
const config = {port: 80, hosts: ['a', 'b']} as const;
const roles = ['admin', 'user'] as const; type Role = typeof roles[number];
const map = {a: 1, b: 2}; type Key = keyof typeof map;
let a = 'x';
const a = {port: 80} satisfies {port: number}
function f(a: string): number { return 1 }
class A { a!: string }
const made = JSON.parse('{"a": 1}');
const x = 'outer'; export function make(x: number) { return typeOfIt(x) } function typeOfIt(x: number) { return x } export function f(a: string): void {}
function f(a: string): {b: number} { return {b: 1} }
