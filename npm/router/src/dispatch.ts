/** The life of one request: find its chain, run the handlers in order, answer. */
import {
  type BodyParts,
  getRoutePath,
  HandlerType,
  isRpcError,
  MION_IDS,
  RpcError,
  readBody,
  toRpcError,
} from '@mionkit/core';
import {Answer} from './answer.ts';
import type {RequestHeaders, ResponseHeaders} from './context.ts';
import type {Method} from './methods.ts';
import type {RouterOptions} from './options.ts';
import {readParams} from './params.ts';
import {type Flow, getFlowFactory, getRouterState} from './state.ts';

/** What an adapter knows of a request. */
export interface RawRequest {
  /** Of the URL, without query. */
  path: string;
  method: string;
  headers: RequestHeaders;
  body: string | Uint8Array | undefined;
  /** Why the body could not be read, instead of a body. */
  error?: RpcError;
  /** The platform's own objects, for raw middleFns. */
  request?: unknown;
  response?: unknown;
}

export interface RawResponse {
  status: number;
  /** Undefined: the answer has no body. */
  body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** Contexts of calls that have ended, when `maxContextPoolSize` asks for their reuse. */
const contextPool: object[] = [];

/**
 * Answers a request; headers of the answer are set on `headers`. What goes wrong is in the answer: it rejects only
 * with `RouterError`, when there is no router.
 */
export async function dispatch(raw: RawRequest, headers: ResponseHeaders): Promise<RawResponse> {
  const state = getRouterState();
  const {options, chains, errorMethods} = state;
  // Preflights carry nothing to run; the adapter's default headers answer them.
  if (raw.method === 'OPTIONS' && !options.pathTransform) return {status: 204, body: undefined};

  const answer = new Answer(headers, options);
  const context = Object.assign(contextPool.pop() ?? {}, {
    path: raw.path,
    request: {method: raw.method, headers: raw.headers, rawBody: raw.body},
    response: answer.response,
    shared: undefined as unknown,
  });
  let methods = errorMethods;
  let parts: BodyParts = new Map();
  let flow: Flow | undefined;
  try {
    if (options.pathTransform) context.path = options.pathTransform(raw.request, raw.path);
    context.shared = options.contextDataFactory?.() ?? {};
    const chain = chains.get(context.path) ?? chains.get(decodePath(context.path));
    if (chain) {
      methods = chain.methods;
      answer.writeFor(methods);
    }
    refuse(raw, options);
    const createFlow = chain ? undefined : getFlowFactory()?.(state, context.path);
    if (!chain && !createFlow) {
      answer.fail(
        MION_IDS.notFound,
        new RpcError({
          type: 'route-not-found',
          publicMessage: `There is no route at ${context.path}`,
          statusCode: 404,
        }),
      );
    } else if (raw.body?.length) parts = parseBody(raw.body, raw.headers.get('content-type'));
    flow = createFlow?.(parts, answer);
    methods = flow?.methods ?? methods;
  } catch (error) {
    answer.fail(MION_IDS.platformError, handle(error, 'the router', methods), 500);
  }

  for (const method of methods) {
    const {id, type} = method.entry;
    const isStopped = flow ? flow.isStopped(method) : answer.response.hasErrors;
    if (isStopped && !method.entry.options.runOnError) continue;
    try {
      const args =
        type === HandlerType.rawMiddleFn
          ? [raw.request, raw.response, options]
          : (flow?.readParams(method) ?? readParams(method, parts, raw.headers));
      let result = method.handler(context, ...args);
      if (typeof result?.then === 'function') result = await result;
      if (isRpcError(result)) {
        answer.fail(id, toRpcError(result));
        flow?.fail(method);
      } else {
        // Before it is written, which may change it.
        flow?.succeed(method, result);
        answer.add(method, result);
      }
    } catch (error) {
      answer.failThrown(id, handle(error, `"${id}"`, methods));
      flow?.fail(method);
    }
  }
  flow?.finish();

  if (contextPool.length < (options.maxContextPoolSize ?? 0)) contextPool.push(context);
  return answer.finish();
}

/**
 * Whether a request is the API's where others are served as well: there is a route at its path, or the path has the
 * router's prefix. `request` is the platform's own. Throws what `pathTransform` throws.
 */
export function isApiRequest(path: string, request?: unknown): boolean {
  const state = getRouterState();
  const {options, chains} = state;
  const routed = options.pathTransform ? options.pathTransform(request, path) : path;
  const own = getRoutePath('', {prefix: options.prefix});
  if (own !== '/' && `${routed}/`.startsWith(own)) return true;
  const isRoute = chains.has(routed) || chains.has(decodePath(routed));
  return isRoute || getFlowFactory()?.(state, routed) !== undefined;
}

/** Throws the reason why a request is not served, whatever its path. */
function refuse(raw: RawRequest, options: RouterOptions): void {
  if (raw.error) throw raw.error;
  if (raw.method !== 'POST' && !options.pathTransform) {
    throw new RpcError({
      type: 'method-not-allowed',
      publicMessage: `Routes are called with POST, not ${raw.method}`,
      statusCode: 405,
    });
  }
}

function parseBody(body: string | Uint8Array, contentType: string | null | undefined): BodyParts {
  try {
    return readBody(body, contentType);
  } catch (originalError) {
    if (isRpcError(originalError)) throw originalError;
    throw new RpcError({
      type: 'invalid-body',
      publicMessage: `Invalid request body: ${(originalError as Error).message}`,
      originalError,
      statusCode: 422,
    });
  }
}

/** An `RpcError` for whatever was thrown; callers learn nothing of an error that was not meant for them. */
function handle(error: unknown, where: string, methods: Method[]): RpcError {
  if (isRpcError(error)) return toRpcError(error);
  // Whoever runs the server must be able to learn of a bug: from a middleFn that runs on errors, or else here.
  if (!methods.some(({entry}) => entry.options.runOnError)) console.error(error);
  return new RpcError({
    type: 'unknown-error',
    publicMessage: `Unknown error in ${where}`,
    message: error instanceof Error ? error.message : String(error),
    originalError: error,
  });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // not URL-encoded, so no other spelling of a route's path
  }
}
