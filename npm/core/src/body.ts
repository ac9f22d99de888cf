/**
 * Bodies of requests and answers: values by id. JSON bodies are one object; binary bodies are
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

export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8';
export const BINARY_CONTENT_TYPE = 'application/octet-stream';

const VERSION = 1;
const KIND_BINARY = 0;
const KIND_JSON = 1;

/** Collects values; what `write` throws leaves the body as it was before. */
export interface BodyWriter {
  readonly contentType: string;
  /** Adds a value as JSON text. */
  addJson(id: string, json: string): void;
  /** Adds a value that a `toBinary` function writes; binary bodies only. */
  addBinary(id: string, write: (writer: BinaryWriter) => void): void;
  finish(): string | Uint8Array<ArrayBuffer>;
}

export function jsonBodyWriter(): BodyWriter {
  let text = '';
  return {
    contentType: JSON_CONTENT_TYPE,
    addJson(id, json) {
      text += `${text && ','}${JSON.stringify(id)}:${json}`;
    },
    addBinary(id) {
      throw new TypeError(`"${id}" is binary, but the body is JSON`);
    },
    finish: () => `{${text}}`,
  };
}

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

/** A part that was read: the bytes for a `fromBinary` function, or a parsed JSON value. */
export type BodyPart = {reader: BinaryReader; json?: undefined} | {reader?: undefined; json: unknown};
export type BodyParts = Map<string, BodyPart>;

/** The parts of a JSON body by id. Throws `SyntaxError` if it is not one JSON object. */
export function readJsonBody(text: string): BodyParts {
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new SyntaxError('the body is not a JSON object');
  }
  return new Map(Object.entries(body).map(([id, json]) => [id, {json}]));
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

/** The parts of a body, JSON or binary as its content type says. Throws as the two do. */
export function readBody(body: string | Uint8Array, contentType: string | null | undefined): BodyParts {
  if (contentType?.startsWith(BINARY_CONTENT_TYPE)) {
    return readBinaryBody(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  }
  return readJsonBody(typeof body === 'string' ? body : new TextDecoder().decode(body));
}

/** The value of a binary part. Throws `BinaryError` if bytes are left over. */
export function readBinaryPart(reader: BinaryReader, fromBinary: (reader: BinaryReader) => unknown): unknown {
  const value = fromBinary(reader);
  reader.end();
  return value;
}
