/** @description a thing */
interface A { a: string }
/** @description a thing */
type A = {a: string}
/** @description a thing */
export interface A { a: string }
/** @description a thing */
export class A { a!: string }
/** @description a thing */
enum A { a }
/** @description does it */
export function f(a: string): void {}
interface A {
  /** @description its name */
  a: string;
  b: number;
}
interface A {
  /** @description its name */
  a?: string;
}
interface A {
  /** @description does it */
  m(): void;
}
export class A {
  /** @description its name */
  a!: string;
}
export class A {
  /** @description does it */
  m(): void {}
}
export class A {
  /** @description its name */
  private readonly a!: string;
}
type A = {
  /** @description its name */
  a: string;
}
interface A {
  /**
   * @description one
   * two
   */
  a: string;
}
interface A {
  /**
   * @description one
   * @deprecated
   */
  a: string;
}
interface A {
  /**
   * @deprecated
   * @description one
   */
  a: string;
}
interface A {
  /** its name */
  a: string;
}
interface A {
  // @description its name
  a: string;
}
interface A {
  /** @description it's "quoted" */
  a: string;
}
interface A {
  /** @description größe 名前 */
  a: string;
}
