class A { a!: 1; b!: 2 }
interface A { data: Uint8Array; buffer?: ArrayBuffer }
interface A { e: Error }
interface A { f: Function }
interface A { a: String; b: Number; c: Boolean; d: Symbol; e: BigInt; f: Object }
