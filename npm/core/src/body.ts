/**
 * Binary bodies, of requests and of answers. They hold what a JSON body holds, values by id:
 *
 *     u8      version, 1
 *     varint  number of parts
 *     each part:
 *       string  id (varint byte length, UTF-8)
 *       u8      kind: 0 value written by `toBinary`, 1 string of JSON text (errors, values without functions)
 *       u32     byte length of what follows
 *       bytes   the value
 */
import {BinaryError, BinaryReader, BinaryWriter} from './binary.ts';

export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8';
export const BINARY_CONTENT_TYPE = 'application/octet-stream';

const VERSION = 1;
const KIND_BINARY = 0;
const KIND_JSON = 1;

/** One part to write: by a `toBinary` function, or as JSON text. */
export type BinaryPart = [id: string, write: (writer: BinaryWriter) => void] | [id: string, json: string];

export function writeBinaryBody(parts: BinaryPart[]): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.u8(VERSION);
  writer.varint(parts.length);
  for (const [id, content] of parts) {
    writer.string(id);
    writer.u8(typeof content === 'string' ? KIND_JSON : KIND_BINARY);
    const lengthAt = writer.reserveU32();
    if (typeof content === 'string') writer.string(content);
    else content(writer);
    writer.patchU32(lengthAt, writer.length - lengthAt - 4);
  }
  return writer.finish();
}

/** A part that was read: bytes for `fromBinary`, or a parsed JSON value. */
export type ReadPart = {reader: BinaryReader} | {json: unknown};

/** The parts by id. Throws `BinaryError` on anything but a whole, well-formed body. */
export function readBinaryBody(bytes: Uint8Array): Map<string, ReadPart> {
  const reader = new BinaryReader(bytes);
  if (reader.u8() !== VERSION) throw new BinaryError('unknown version of the binary body');
  const parts = new Map<string, ReadPart>();
  // id, kind and length of an empty part: 6 bytes
  for (let left = reader.count(6); left > 0; left--) {
    const id = reader.string();
    const kind = reader.u8();
    const content = reader.section(reader.u32());
    if (parts.has(id)) throw new BinaryError(`"${id}" stands twice in the body`);
    if (kind === KIND_BINARY) parts.set(id, {reader: content});
    else if (kind === KIND_JSON) parts.set(id, {json: parseJson(content.string())});
    else throw new BinaryError(`unknown kind of part: ${kind}`);
  }
  if (reader.remaining) throw new BinaryError(`${reader.remaining} bytes too many`);
  return parts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BinaryError('a JSON part is not JSON', {cause});
  }
}
