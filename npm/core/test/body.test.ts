import {
  BINARY_CONTENT_TYPE,
  BinaryError,
  binaryBodyWriter,
  jsonBodyWriter,
  readBinaryPart,
  readBody,
} from '@mionkit/core';
import {describe, expect, it} from 'vitest';

function binaryBody(): Uint8Array {
  const body = binaryBodyWriter();
  body.addBinary('a/b', w => w.f64(1.5));
  body.addJson('error', '{"x":1}');
  return body.finish() as Uint8Array;
}

describe('a binary body', () => {
  it('gives values and JSON back by id', () => {
    const parts = readBody(binaryBody(), BINARY_CONTENT_TYPE);
    expect(readBinaryPart(parts.get('a/b')!.reader!, r => r.f64())).toBe(1.5);
    expect(parts.get('error')).toEqual({json: {x: 1}});
  });

  it('has the documented layout', () => {
    const body = binaryBodyWriter();
    body.addBinary('ab', w => w.u8(7));
    expect([...(body.finish() as Uint8Array)]).toEqual([1, 1, 0, 0, 0, 2, 97, 98, 0, 1, 0, 0, 0, 7]);
  });

  it('keeps nothing of a value whose writing failed', () => {
    const body = binaryBodyWriter();
    const failing = () =>
      body.addBinary('a', w => {
        w.string('half');
        throw new TypeError('no');
      });
    expect(failing).toThrow(TypeError);
    body.addJson('b', '1');
    expect([...readBody(body.finish(), BINARY_CONTENT_TYPE).keys()]).toEqual(['b']);
  });

  it('is refused when cut off after any byte, and with bytes too many', () => {
    const whole = binaryBody();
    for (let end = 0; end < whole.length; end++) {
      expect(() => readBody(whole.subarray(0, end), BINARY_CONTENT_TYPE), `cut at ${end}`).toThrow(
        BinaryError,
      );
    }
    expect(() => readBody(new Uint8Array([...whole, 0]), BINARY_CONTENT_TYPE)).toThrow(BinaryError);
  });

  it('is refused when a value leaves bytes over', () => {
    const reader = readBody(binaryBody(), BINARY_CONTENT_TYPE).get('a/b')!.reader!;
    expect(() => readBinaryPart(reader, r => r.u32())).toThrow(BinaryError);
  });
});

describe('a JSON body', () => {
  it('gives values back by id', () => {
    const body = jsonBodyWriter();
    body.addJson('a', '[1]');
    body.addJson('"quoted"', '2');
    expect([...readBody(body.finish(), 'application/json')]).toEqual([
      ['a', {json: [1]}],
      ['"quoted"', {json: 2}],
    ]);
  });

  it.each(['', '[]', 'null', '1', '{"a":'])('is refused as %j', text => {
    expect(() => readBody(text, undefined)).toThrow(SyntaxError);
  });

  it('takes prototype names as ids like any other', () => {
    const parts = readBody('{"__proto__": {"polluted": 1}}', undefined);
    expect([...parts.keys()]).toEqual(['__proto__']);
    expect(({} as {polluted?: number}).polluted).toBeUndefined();
  });
});
