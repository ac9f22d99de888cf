/**
 * Binary bodies, of which `binary-body-aot.ts` takes the place in a bundle whose build leaves the binary form out:
 *
 *     u8      version, 1
 *     u32     number of parts, little endian as all numbers are
 *     each part:
 *       string  id (varint byte length, UTF-8)
 *       u8      kind: 0 value written by `toBinary`, 1 string of JSON text (errors, values without functions)
 *       u32     byte length of what follows
 *       bytes   the value
 */
import {BinaryReader, BinaryWriter} from './binary.ts';
import {BINARY_CONTENT_TYPE, type BodyParts, type BodyWriter} from './body.ts';

const VERSION = 1;
const KIND_BINARY = 0;
const KIND_JSON = 1;

export function binaryBodyWriter(): BodyWriter {
  const writer = new BinaryWriter();
  writer.u8(VERSION);
  const countAt = writer.reserveU32();
  let count = 0;
  const add = (id: string, kind: number, write: (writer: BinaryWriter) => void) => {
    const start = writer.length;
    try {
      writer.string(id);
      writer.u8(kind);
      const lengthAt = writer.reserveU32();
      write(writer);
      writer.patchU32(lengthAt, writer.length - lengthAt - 4);
      count++;
    } catch (error) {
      writer.length = start;
      throw error;
    }
  };
  return {
    contentType: BINARY_CONTENT_TYPE,
    addJson: (id, json) => add(id, KIND_JSON, () => writer.string(json)),
    addBinary: (id, write) => add(id, KIND_BINARY, write),
    finish() {
      writer.patchU32(countAt, count);
      return writer.finish();
    },
  };
}

/** The parts of a binary body by id. Throws `BinaryError` on anything but a whole, well-formed body. */
export function readBinaryBody(bytes: Uint8Array): BodyParts {
  const reader = new BinaryReader(bytes);
  if (reader.u8() !== VERSION) reader.fail('unknown version');
  const parts: BodyParts = new Map();
  for (let left = reader.u32(); left > 0; left--) {
    const id = reader.string();
    const kind = reader.index(2);
    const content = reader.section(reader.u32());
    if (parts.has(id)) reader.fail(`"${id}" stands twice in the body`);
    parts.set(id, kind === KIND_JSON ? {json: JSON.parse(content.string())} : {reader: content});
  }
  reader.end();
  return parts;
}
