/** Starting and stopping a server, and answering its requests through the router. */
import http from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import {getCompileMode, RpcError} from '@mionkit/core';
import {dispatch, type RequestHeaders, type ResponseHeaders} from '@mionkit/router';

export interface NodeServerOptions {
  /** Default 80; 0 takes a free one. */
  port?: number;
  /** Address to listen on. Default: all. */
  host?: string;
  /** Default `http`. */
  protocol?: 'http' | 'https';
  /** What `http.createServer` or `https.createServer` takes: `key`, `cert`, time limits. */
  options?: http.ServerOptions | https.ServerOptions;
  /** Set on every answer before the handlers run; the place for CORS. */
  defaultResponseHeaders?: Record<string, string>;
  /** Bytes. Longer bodies are answered with 413. Default 256,000. */
  maxBodySize?: number;
}

const KNOWN_OPTIONS = ['port', 'host', 'protocol', 'options', 'defaultResponseHeaders', 'maxBodySize'];

/** Bytes of a body that is too large that are read in spite of it. */
const DROPPED_SIZE = 8_000_000;

/** What answers the requests of the server that was started last. */
let onLastRequest: http.RequestListener | undefined;

/**
 * Gives the server, which listens at once, but not where the API is only compiled or is called by Vite's dev server. What
 * keeps it from listening (a port in use) is its `error` event.
 */
export function startNodeServer(options: NodeServerOptions = {}): http.Server | https.Server {
  const unknown = Object.keys(options).find(name => !KNOWN_OPTIONS.includes(name));
  if (unknown) throw new TypeError(`unknown server option "${unknown}"; known: ${KNOWN_OPTIONS.join(', ')}`);
  const {port = 80, host, protocol = 'http', defaultResponseHeaders = {}, maxBodySize = 256_000} = options;
  if (protocol !== 'http' && protocol !== 'https') {
    throw new TypeError(`server option "protocol" must be http or https, not ${protocol}`);
  }
  const onRequest = (request: http.IncomingMessage, response: http.ServerResponse) => {
    for (const name in defaultResponseHeaders) response.setHeader(name, defaultResponseHeaders[name]!);
    readBody(request, maxBodySize, body => {
      answer(request, response, body).catch(error => {
        console.error(error);
        response.destroy();
      });
    });
  };
  const server =
    protocol === 'https'
      ? https.createServer(options.options ?? {}, onRequest)
      : http.createServer(options.options ?? {}, onRequest);
  onLastRequest = onRequest;
  const mode = getCompileMode();
  if (mode === 'childProcess') server.once('listening', () => tellReady(server, protocol));
  if (mode === undefined || mode === 'childProcess') server.listen(port, host);
  return server;
}

/**
 * Answers a request of another server (Vite's dev server, Express, Connect) as the one that `startNodeServer` made last.
 * Throws if it has made none.
 */
export function httpRequestHandler(request: http.IncomingMessage, response: http.ServerResponse): void {
  if (!onLastRequest) throw new Error('call startNodeServer() or initHttp() first');
  onLastRequest(
    request as Parameters<http.RequestListener>[0],
    response as Parameters<http.RequestListener>[1],
  );
}

/** Tells the dev server that started this process that the API can be called. */
function tellReady(server: http.Server | https.Server, protocol: string): void {
  const address = server.address();
  const {port, address: host}: Partial<AddressInfo> = typeof address === 'object' && address ? address : {};
  process.send?.({type: 'mion-platform-ready', routerConfig: {}, platformConfig: {protocol, host, port}});
}

/** The older name of `startNodeServer`. */
export const initHttp = startNodeServer;

/**
 * Stops listening, lets running requests end, and cuts those that have not after `timeout` milliseconds.
 * Resolves when all connections are closed.
 */
export function closeServer(server: http.Server | https.Server, timeout = 10_000): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => server.closeAllConnections(), timeout);
    server.close(error => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  body: Buffer | RpcError | undefined,
): Promise<void> {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const raw = {
    path: query < 0 ? url : url.slice(0, query),
    method: request.method ?? 'GET',
    headers: requestHeaders(request),
    request,
    response,
  };
  const result = await dispatch(
    body instanceof RpcError ? {...raw, body: undefined, error: body} : {...raw, body},
    responseHeaders(response),
  );
  // A raw middleFn may have answered already, or the client may be gone.
  if (response.writableEnded || response.destroyed) return;
  response.statusCode = result.status;
  response.end(result.body);
}

/** Calls back with the whole body; not at all if the client goes away before. */
function readBody(
  request: http.IncomingMessage,
  maxSize: number,
  done: (body: Buffer | RpcError | undefined) => void,
): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let tooLarge = false;
  const refuse = () => {
    tooLarge = true;
    chunks = [];
    const publicMessage = `The body is larger than ${maxSize} bytes`;
    done(new RpcError({type: 'body-too-large', publicMessage, statusCode: 413}));
  };
  if (Number(request.headers['content-length']) > maxSize) refuse();
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (tooLarge) {
      // A little more is read and dropped, so that a client that has sent all of it gets to read the answer.
      if (size > maxSize + DROPPED_SIZE) request.destroy();
    } else if (size > maxSize) refuse();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (!tooLarge) done(chunks.length > 1 ? Buffer.concat(chunks) : chunks[0]);
  });
  request.on('error', () => request.destroy());
}

function requestHeaders({headers}: http.IncomingMessage): RequestHeaders {
  return {
    get(name) {
      const value = Object.hasOwn(headers, name.toLowerCase()) ? headers[name.toLowerCase()] : undefined;
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

function responseHeaders(response: http.ServerResponse): ResponseHeaders {
  return {
    get: name => response.getHeader(name)?.toString(),
    set: (name, value) => {
      // A raw middleFn that has answered by itself leaves nothing to say.
      if (!response.headersSent) response.setHeader(name, value);
    },
    has: name => response.hasHeader(name),
    delete: name => response.removeHeader(name),
  };
}
