import {type ReceiveType, resolveReceiveType, typeOf} from '@deepkit/type';
export function get<T>(type?: ReceiveType<T>) { return resolveReceiveType(type); }
export const arrow = <T>(type?: ReceiveType<T>) => resolveReceiveType(type);
class Db { all() { return this.query<string>() } query<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } static make<T>(type?: ReceiveType<T>) { return type } }
class Logged extends Db { all() { return super.all() && this.query<Date>() } first() { super.query<string>()
  super.query<number>() } static open() { return super.make<Logged>() } }
class Itself extends Itself { all() { return this.query<Date>() } }
const db = new Db()
const open = () => db
export const it = [get<{a: string}>(), arrow<Date>(), db.query<string>(), open().query<1>(), Db.make<Db>(), typeOf<Db>()]
get<string>()
open().query<number>()
class Box<T> { type; constructor(type?: ReceiveType<T>) { this.type = resolveReceiveType(type) } }
export default function <T>(a: T, type?: ReceiveType<T>): void { 'use strict'
  if (a) get<T>()
  else new Box<T[]>()
}
