import {BinaryError, BinaryReader, BinaryWriter} from '@mionkit/core';
import {describe, expect, it} from 'vitest';

function written(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish().slice();
}

const read = <T>(bytes: Uint8Array, take: (reader: BinaryReader) => T): T => take(new BinaryReader(bytes));

describe('what is written is read again', () => {
  it.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 32, 2 ** 49, Number.MAX_SAFE_INTEGER])('varint %d', n => {
    expect(
      read(
        written(w => w.varint(n)),
        r => r.varint(),
      ),
    ).toBe(n);
  });

  it.each([
    '',
    'ascii',
    'x'.repeat(32),
    'x'.repeat(33),
    'grün',
    '💚'.repeat(40),
    '\uFEFFbom',
    `${'a'.repeat(31)}é`,
  ])('string %j', s => {
    expect(
      read(
        written(w => w.string(s)),
        r => r.string(),
      ),
    ).toBe(s);
  });

  it.each([0n, 1n, -1n, 255n, 256n, -(2n ** 64n), 123456789012345678901234567890n])('bigint %s', n => {
    expect(
      read(
        written(w => w.bigint(n)),
        r => r.bigint(),
      ),
    ).toBe(n);
  });

  it.each([0, -0, 1.5, -1e300, Number.NaN, Number.POSITIVE_INFINITY])('f64 %d', n => {
    expect(
      read(
        written(w => w.f64(n)),
        r => r.f64(),
      ),
    ).toBe(n);
  });

  it('several values, one after the other, with the integers little endian', () => {
    const bytes = written(w => {
      w.u8(1);
      w.u16(0x0203);
      w.u32(0x04050607);
      w.bool(true);
      w.bytes(new Uint8Array([9, 8]));
      const flags = w.reserveBits(2);
      w.setBit(flags, 0);
      w.setBit(flags, 9);
    });
    expect([...bytes]).toEqual([1, 3, 2, 7, 6, 5, 4, 1, 2, 9, 8, 1, 2]);
    read(bytes, r => {
      expect([r.u8(), r.u16(), r.u32(), r.bool()]).toEqual([1, 0x0203, 0x04050607, true]);
      expect([...r.bytes()]).toEqual([9, 8]);
      const flags = r.bits(2);
      expect([0, 1, 8, 9].map(i => r.bit(flags, i))).toEqual([true, false, false, true]);
      expect(r.remaining).toBe(0);
    });
  });

  it('from a view into a larger buffer', () => {
    const bytes = written(w => w.u32(7));
    const large = new Uint8Array(20).fill(255);
    large.set(bytes, 8);
    expect(read(large.subarray(8, 12), r => r.u32())).toBe(7);
  });
});

describe('hostile input throws BinaryError', () => {
  const whole = written(w => {
    w.u16(1);
    w.f64(2);
    w.string('grüße');
    w.bigint(-(10n ** 30n));
    w.bytes(new Uint8Array(5));
    w.varint(2 ** 40);
  });
  const readAll = (r: BinaryReader) => [r.u16(), r.f64(), r.string(), r.bigint(), r.bytes(), r.varint()];

  it('cut off after any byte', () => {
    expect(() => read(whole, readAll)).not.toThrow();
    for (let end = 0; end < whole.length; end++) {
      expect(() => read(whole.subarray(0, end), readAll), `cut at ${end}`).toThrow(BinaryError);
    }
  });

  it.each<[string, number[], (r: BinaryReader) => unknown]>([
    ['a varint without end', Array(20).fill(0xff), r => r.varint()],
    ['a varint beyond the safe integers', [...Array(7).fill(0xff), 0x7f], r => r.varint()],
    ['a string longer than the input', [0xff, 0xff, 0xff, 0x7f, 97], r => r.string()],
    ['a string that is not UTF-8', [2, 0xc3, 0x28], r => r.string()],
    ['more elements than bytes', [0xff, 0xff, 0x03, 1, 2], r => r.count()],
    ['a boolean of 2', [2], r => r.bool()],
    ['a section beyond the end', [1, 2], r => r.section(3)],
  ])('%s', (_, bytes, take) => {
    expect(() => read(new Uint8Array(bytes), take)).toThrow(BinaryError);
  });
});

describe('a body that is finished', () => {
  it('has memory of its own: no other body can be read or changed through it', () => {
    const secret = new BinaryWriter();
    secret.string('secret');
    secret.finish();
    const writer = new BinaryWriter();
    writer.u8(7);
    const bytes = writer.finish();
    expect(bytes.buffer.byteLength).toBe(1);
    structuredClone(bytes, {transfer: [bytes.buffer]});
    expect([...written(w => w.u8(8))]).toEqual([8]);
  });

  it('keeps what it is when its writer goes on, and so do those of other writers', () => {
    const first = new BinaryWriter();
    const at = first.reserveU32();
    const bytes = first.finish();
    const second = new BinaryWriter();
    second.u32(1);
    first.u32(0xffffffff);
    first.patchU32(at, 0xffffffff);
    expect([...second.finish()]).toEqual([1, 0, 0, 0]);
    expect(bytes).toHaveLength(4);
    expect([...first.finish()]).toEqual([255, 255, 255, 255, 255, 255, 255, 255]);
  });

  it('may be longer than the memory that writers share', () => {
    const long = 'x'.repeat(100_000);
    const bytes = written(w => w.string(long));
    expect(read(bytes, r => r.string())).toBe(long);
    expect([...written(w => w.u8(1))]).toEqual([1]);
  });
});

it('bytes read from a Buffer of Node are a copy of their own, not a window on its pool', () => {
  const read = new BinaryReader(Buffer.from([2, 7, 8, 9])).bytes();
  expect([...new Uint8Array(read.buffer)]).toEqual([7, 8]);
});
