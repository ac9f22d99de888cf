/** The answer to one request: results and errors by id, written in the serializer that the router is set to. */
import {
  type BodyWriter,
  binaryBodyWriter,
  HandlerType,
  type HeadersSubset,
  jsonBodyWriter,
  MION_IDS,
  RpcError,
} from '@mionkit/core';
import type {MionResponse, ResponseHeaders} from './context.ts';
import type {Method} from './methods.ts';
import type {RouterOptions} from './options.ts';

type Writable<T> = {-readonly [K in keyof T]: T[K]};

export class Answer {
  /** What handlers see of it. */
  readonly response: Writable<MionResponse> & {body: Record<string, unknown>};
  readonly #options: RouterOptions;
  /** The body so far. */
  writer: BodyWriter;
  /** By handler id; null until something is thrown. */
  #thrown: Record<string, RpcError> | null = null;

  constructor(headers: ResponseHeaders, options: RouterOptions) {
    this.#options = options;
    this.writer = bodyWriter(options.serializer === 'binary');
    this.response = {
      statusCode: 200,
      hasErrors: false,
      headers,
      body: Object.create(null) as Record<string, unknown>,
    };
  }

  /** Before anything is added: chooses the kind of body for what these may add. A binary one can hold JSON as well. */
  writeFor(methods: Method[]): void {
    const mayAddBinary = ({entry, serializer}: Method) =>
      serializer === 'binary' && (entry.returnJitHash || entry.type === HandlerType.route);
    this.writer = bodyWriter(methods.some(mayAddBinary));
  }

  /** Adds what a handler returned. Throws `RpcError` if it cannot be written, a sign that it is not of its type. */
  add({entry, write, serializer}: Method, value: unknown): void {
    const {id} = entry;
    if (value === undefined) return;
    try {
      if (entry.headersReturn) {
        const {headers} = value as HeadersSubset<string>;
        for (const name of entry.headersReturn.headerNames) {
          if (headers[name] !== undefined) this.response.headers.set(name, headers[name]);
        }
      } else if (entry.hasReturnData) {
        this.response.body[id] = value;
        if (write && serializer === 'binary') this.writer.addBinary(id, writer => write(value, writer));
        else {
          const written = write ? write(value) : value;
          const isText = write && serializer === 'stringifyJson';
          this.writer.addJson(id, isText ? (written as string) : JSON.stringify(written));
        }
      }
    } catch (originalError) {
      const publicMessage = `The result of "${id}" could not be written`;
      const message = `${publicMessage}: ${(originalError as Error).message}`;
      throw new RpcError({type: 'serialization-error', publicMessage, message, originalError});
    }
  }

  /** Adds an error that stands under its own id: one that was returned, or mion's own. */
  fail(id: string, error: RpcError, defaultStatus = 400): void {
    const sent = this.#note(error, defaultStatus);
    this.response.body[id] = sent;
    this.writer.addJson(id, JSON.stringify(sent));
  }

  /** Adds an error that stands under `@thrownErrors`. */
  failThrown(id: string, error: RpcError): void {
    this.#thrown ??= Object.create(null) as Record<string, RpcError>;
    this.response.body[MION_IDS.thrownErrors] = this.#thrown;
    this.#thrown[id] = this.#note(error, 422);
  }

  finish(): {status: number; body: string | Uint8Array<ArrayBuffer>} {
    if (this.#thrown) this.writer.addJson(MION_IDS.thrownErrors, JSON.stringify(this.#thrown));
    const {headers, statusCode} = this.response;
    headers.set('content-type', this.writer.contentType);
    return {status: isStatus(statusCode, 200) ? statusCode : 500, body: this.writer.finish()};
  }

  /** The first error decides the status. Gives the error in a form that is sure to become JSON. */
  #note(error: RpcError, defaultStatus: number): RpcError {
    if (!this.response.hasErrors) {
      this.response.statusCode = isStatus(error.statusCode, 400) ? error.statusCode : defaultStatus;
    }
    this.response.hasErrors = true;
    if (this.#options.autoGenerateErrorId) error.id ??= crypto.randomUUID();
    try {
      JSON.stringify(error);
      return error;
    } catch (originalError) {
      const {type, publicMessage, id} = error;
      const message = `errorData of "${type}" is not JSON: ${(originalError as Error).message}`;
      return new RpcError({type, publicMessage, id, message, originalError});
    }
  }
}

const bodyWriter = (isBinary: boolean): BodyWriter => (isBinary ? binaryBodyWriter() : jsonBodyWriter());

function isStatus(status: number | undefined, lowest: number): status is number {
  return Number.isInteger(status) && status! >= lowest && status! < 600;
}
