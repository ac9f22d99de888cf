declare global {
  interface Settings { own: boolean }
  namespace App { interface Locals { user: string } type Id = string }
}
class Both { b = 'x'; get size() { return this.b.length; } }
interface Both extends Iterable<string> { a: 1 }
enum Direction { Up = 'UP', Down = 'DOWN' }
namespace Direction { export type Other = Exclude<Direction, Direction.Up>; }
function greet(options: greet.Options): void {}
namespace greet { export interface Options { name: string } }
namespace Outer { export namespace Inner { export interface Item { x: 1; items: Outer.Inner.Item[] } } export class Box { item!: Inner.Item } }
import Short = Outer.Inner;
declare const mark: unique symbol;
type Marked<T> = T & { readonly [mark]: T };
class Failure extends Error { constructor(readonly status: number, public details?: string) { super('x'); } }
interface List extends Array<Json> {}
type Json = string | null | { [key: string]: Json | undefined } | Json[] | List;
interface Api { schemas: { Pet: { children?: Api['schemas']['Pet'][] }; Owner: { pets: Api['schemas']['Pet'][] } } }
export function all(a: Settings, b: App.Locals, c: Both, d: Direction.Other, e: Short.Item, f: Outer.Box, g: Marked<App.Id>): Json {
  return null;
}
export type Parts = [Pick<Failure, 'message' | 'status'>, Api['schemas']['Owner'], NonNullable<Date | Both | null>, Record<Marked<string>, 1>];
