// What leads back to itself: none of it means anything, and all of it may be written.
class First extends Second { a = 1 }
class Second extends First { b = 1; static of = 1 }
class Narrow<T> extends Wide<T[]> { a!: T }
class Wide<T> extends Narrow<T> { b!: T }
class Itself extends Itself { c = 1 }
class Other { d = 1 }
export type Keys = keyof First;
export type Mapped = { [K in keyof Second as `${K}!`]: Second[K] };
export type Static = (typeof First)['of'];
export type Made = ConstructorParameters<typeof Second>;
export type Is = First extends Other ? 1 : 2;
export type Are = Narrow<string> extends Wide<infer X> ? X : never;
export type Picked = Pick<Narrow<string>, 'a'>;
export type Of = Itself['c'];
interface Left extends Right { e: 1 }
interface Right extends Left { f: 1 }
export type Side = Left['f'];
type Name = Alias;
type Alias = Name;
export type Named = Name | keyof Alias;
enum Here { a = There.b }
enum There { b = Here.a }
export type Text = `${Here}`;
const one = two, two = one;
export type One = typeof one;
