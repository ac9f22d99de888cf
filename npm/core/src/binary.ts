/**
 * The bytes of binary bodies. `toBinary` functions write to a `BinaryWriter`, `fromBinary` functions read from a
 * `BinaryReader`. Numbers are little endian; lengths and counts are varints (7 bits a byte, low bits first);
 * strings are UTF-8. A reader never trusts its input: each read is checked against the end, and what does not
 * fit throws a `BinaryError`.
 */

/** The input is not what a `BinaryWriter` writes: truncated, too long, or out of range. */
export class BinaryError extends Error {
  readonly code = 'MION_BINARY_INPUT';
  override name = 'BinaryError';
}

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Strings up to this many UTF-16 units are copied by hand while they are ASCII: faster than any function for it. */
const SHORT_STRING = 32;

/** UTF-8 into an array at an offset; gives the number of bytes. Room for three bytes a unit must be there. */
type WriteUtf8 = (this: Uint8Array, text: string, at: number, room: number) => number;

/** Node's own writes into an array without a view of its rest. */
const writeUtf8: WriteUtf8 =
  (globalThis as {Buffer?: {prototype: {utf8Write?: WriteUtf8}}}).Buffer?.prototype.utf8Write ??
  function (text, at) {
    return encoder.encodeInto(text, this.subarray(at)).written;
  };

/** Memory to write in: to allocate it for each body would cost more than to write. */
interface Memory {
  data: Uint8Array<ArrayBuffer>;
  view: DataView;
}

const SPARE_SIZE = 16_384;

/** What the last writer has left; none while one writes. */
let spare: Memory | undefined;

function allocate(size: number): Memory {
  const data = new Uint8Array(size);
  return {data, view: new DataView(data.buffer)};
}

export class BinaryWriter {
  #memory: Memory | undefined;
  #data: Uint8Array<ArrayBuffer>;
  #view: DataView;
  /** Bytes written so far. A smaller number takes the last ones back. */
  length = 0;

  constructor() {
    const memory = spare ?? allocate(SPARE_SIZE);
    spare = undefined;
    this.#memory = memory;
    this.#data = memory.data;
    this.#view = memory.view;
  }

  /** The bytes written, in memory of their own. What is written later is no part of them. */
  finish(): Uint8Array<ArrayBuffer> {
    const bytes = this.#data.slice(0, this.length);
    spare ??= this.#memory;
    this.#memory = undefined;
    this.#data = bytes;
    return bytes;
  }

  u8(n: number): void {
    const at = this.#grow(1);
    this.#data[at] = n;
  }

  u16(n: number): void {
    const at = this.#grow(2);
    this.#view.setUint16(at, n, true);
  }

  u32(n: number): void {
    const at = this.#grow(4);
    this.#view.setUint32(at, n, true);
  }

  f64(n: number): void {
    const at = this.#grow(8);
    this.#view.setFloat64(at, n, true);
  }

  bool(b: boolean): void {
    this.u8(b ? 1 : 0);
  }

  /** Which of `count` it is: a u8, or a u16 of more than 255. */
  index(n: number, count: number): void {
    if (count > 255) this.u16(n);
    else this.u8(n);
  }

  /** A whole number from 0 to `Number.MAX_SAFE_INTEGER`, in 1 to 8 bytes. */
  varint(n: number): void {
    while (n >= 0x80) {
      this.u8((n % 0x80) | 0x80);
      n = Math.floor(n / 0x80);
    }
    this.u8(n);
  }

  /** Byte length as varint, then UTF-8. A lone surrogate becomes U+FFFD. */
  string(s: string): void {
    const units = s.length;
    if (units <= SHORT_STRING) {
      const at = this.#grow(units + 1);
      const bytes = this.#data;
      let i = 0;
      for (; i < units; i++) {
        const c = s.charCodeAt(i);
        if (c >= 0x80) break;
        bytes[at + 1 + i] = c;
      }
      if (i === units) {
        bytes[at] = units;
        return;
      }
      this.length = at;
    }
    // the number of bytes comes first and is not known yet: room for it is left as if each unit took one
    const start = this.length;
    this.varint(units);
    const room = units * 3 + 1;
    const guessed = this.#grow(room);
    const size = writeUtf8.call(this.#data, s, guessed, room);
    this.length = start;
    this.varint(size);
    const at = this.length;
    if (at !== guessed) writeUtf8.call(this.#data, s, at, size);
    this.length = at + size;
  }

  /** `(byte length of the magnitude * 2 + sign)` as varint, then the magnitude, low byte first. */
  bigint(n: bigint): void {
    const hex = n ? (n < 0n ? -n : n).toString(16) : '';
    const size = Math.ceil(hex.length / 2);
    this.varint(size * 2 + (n < 0n ? 1 : 0));
    for (let end = hex.length; end > 0; end -= 2) {
      this.u8(Number.parseInt(hex.slice(Math.max(end - 2, 0), end), 16));
    }
  }

  /** Length as varint, then the bytes. */
  bytes(b: Uint8Array): void {
    this.varint(b.length);
    const at = this.#grow(b.length);
    this.#data.set(b, at);
  }

  /** Room for a u32 that is known later; gives where it is, for `patchU32`. */
  reserveU32(): number {
    return this.#grow(4);
  }

  patchU32(at: number, n: number): void {
    // not through the view, which is of memory that another may have by now
    for (let i = 0; i < 4; i++) this.#data[at + i] = n >>> (8 * i);
  }

  /** Room for `size` bytes of flags, all zero; gives where they are, for `setBit`. */
  reserveBits(size: number): number {
    const at = this.#grow(size);
    this.#data.fill(0, at, at + size);
    return at;
  }

  /** Sets bit `index` (0 is the low bit of the first byte) of the flags at `at`. */
  setBit(at: number, index: number): void {
    this.#data[at + (index >> 3)]! |= 1 << (index & 7);
  }

  /** Claims `size` bytes; gives where the first is. */
  #grow(size: number): number {
    const at = this.length;
    if (at + size > this.#data.length) this.#enlarge(at + size);
    this.length = at + size;
    return at;
  }

  #enlarge(size: number): void {
    const {data, view} = allocate(2 * size);
    data.set(this.#data);
    this.#data = data;
    this.#view = view;
  }
}

export class BinaryReader {
  readonly #view: DataView;
  readonly #data: Uint8Array;
  /** Offset of the next read. */
  position = 0;

  constructor(bytes: Uint8Array) {
    // Node's Buffer has a `slice` that copies nothing: through it, what `bytes` gives would show all of Node's pool.
    this.#data = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.#data.length - this.position;
  }

  u8(): number {
    return this.#data[this.#take(1)]!;
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  bool(): boolean {
    return this.index(2) === 1;
  }

  index(count: number): number {
    const n = count > 255 ? this.u16() : this.u8();
    if (n >= count) this.fail(`none of ${count} choices`);
    return n;
  }

  varint(): number {
    let n = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.u8();
      n += (byte & 0x7f) * scale;
      if (n > Number.MAX_SAFE_INTEGER || scale > 2 ** 49) this.fail('number too large');
      if (byte < 0x80) return n;
    }
  }

  /**
   * The number of elements that follow, refused when the rest of the input cannot hold them at `minSize` bytes
   * each. So an array is never allocated beyond what was sent; elements of no bytes are not allowed for.
   */
  count(minSize = 1): number {
    const n = this.varint();
    if (n * minSize > this.remaining) this.fail(`no room for ${n} elements`);
    return n;
  }

  string(): string {
    const size = this.varint();
    const at = this.#take(size);
    if (size <= SHORT_STRING) {
      let s = '';
      let i = 0;
      for (; i < size; i++) {
        const c = this.#data[at + i]!;
        if (c >= 0x80) break;
        s += String.fromCharCode(c);
      }
      if (i === size) return s;
    }
    try {
      return decoder.decode(this.#data.subarray(at, at + size));
    } catch {
      return this.fail('not UTF-8');
    }
  }

  bigint(): bigint {
    const head = this.varint();
    const at = this.#take(Math.floor(head / 2));
    let hex = '0x0';
    for (let i = this.position; i-- > at; ) hex += this.#data[i]!.toString(16).padStart(2, '0');
    const n = BigInt(hex);
    return head % 2 ? -n : n;
  }

  /** A copy, so that it does not keep the whole body in memory. */
  bytes(): Uint8Array<ArrayBuffer> {
    const size = this.varint();
    const at = this.#take(size);
    return this.#data.slice(at, at + size) as Uint8Array<ArrayBuffer>;
  }

  /** A reader of the next `size` bytes alone, which are skipped here. */
  section(size: number): BinaryReader {
    const at = this.#take(size);
    return new BinaryReader(this.#data.subarray(at, at + size));
  }

  /** Skips `size` bytes of flags and gives where they are, for `bit`. */
  bits(size: number): number {
    return this.#take(size);
  }

  /** Whether bit `index` of the flags at `at` is set. */
  bit(at: number, index: number): boolean {
    return ((this.#data[at + (index >> 3)]! >> (index & 7)) & 1) === 1;
  }

  /** Refuses what is left over. */
  end(): void {
    if (this.remaining) this.fail(`${this.remaining} bytes too many`);
  }

  /** Refuses what was read last: a value that no writer writes here. */
  fail(reason: string): never {
    throw new BinaryError(`${reason}, before byte ${this.position}`);
  }

  /** Claims `size` bytes; gives the offset of the first. */
  #take(size: number): number {
    const at = this.position;
    const end = at + size;
    if (end > this.#data.length) this.fail(`input too short for ${size} bytes`);
    this.position = end;
    return at;
  }
}
