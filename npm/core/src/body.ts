/** Bodies of requests and answers: values by id, as one JSON object or in the binary form of `binary-body.ts`. */
import {readBinaryBody} from '@mionkit/core/binary-body';
import type {BinaryReader, BinaryWriter} from './binary.ts';

export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8';

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

export const BINARY_CONTENT_TYPE = 'application/octet-stream';

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
