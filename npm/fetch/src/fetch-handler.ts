/** The one handler of this package. */
import {RpcError} from '@mionkit/core';
import {dispatch} from '@mionkit/router';

export interface FetchHandlerOptions {
  /** Set on every answer before the handlers run; the place for CORS. */
  defaultResponseHeaders?: Record<string, string>;
  /** Bytes. Longer bodies are answered with 413. Default 256,000. */
  maxBodySize?: number;
}

/** The router must have been initialized when the first request comes. */
export function createFetchHandler({
  defaultResponseHeaders = {},
  maxBodySize = 256_000,
}: FetchHandlerOptions = {}): (request: Request) => Promise<Response> {
  return async request => {
    const headers = new Headers(defaultResponseHeaders);
    const {method} = request;
    const body = await readBytes(request, maxBodySize);
    const error = body instanceof RpcError ? body : undefined;
    const {status, body: answer} = await dispatch(
      {
        path: new URL(request.url).pathname,
        method,
        headers: request.headers,
        body: error ? undefined : (body as Uint8Array),
        error,
        request,
      },
      headers,
    );
    return new Response([204, 205, 304].includes(status) ? null : answer, {status, headers});
  };
}

async function readBytes(request: Request, maxSize: number): Promise<Uint8Array | RpcError | undefined> {
  if (!request.body) return undefined;
  const chunks: Uint8Array[] = [];
  let size = Number(request.headers.get('content-length'));
  const reader = request.body.getReader();
  if (!(size > maxSize)) {
    size = 0;
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maxSize) break;
      chunks.push(value);
    }
  }
  if (size > maxSize) {
    await reader.cancel();
    return new RpcError({
      type: 'body-too-large',
      publicMessage: `The body is larger than ${maxSize} bytes`,
      statusCode: 413,
    });
  }
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
