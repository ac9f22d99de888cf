/** One request for several routes, and its answer: what a call in it needs of another, and who failed because of whom. */
import {
  type BodyWriter,
  getFlowKeys,
  MION_IDS,
  type ParamMapping,
  type RoutesFlowAnswer,
  type RoutesFlowRequest,
  RpcError,
  type RunTypeError,
  toPlainJson,
} from '@mionkit/core';
import type {Call, MiddleFnRequest, RouteRequest} from './calls.ts';
import {
  type Answer,
  invalidParams,
  jitFns,
  newWriter,
  type ParsedResponse,
  post,
  prepareParams,
  readAnswer,
  toWriteError,
  type WriteParams,
} from './exchange.ts';
import {MappedParam} from './map-from.ts';
import type {Metadata} from './metadata.ts';
import type {ClientOptions} from './options.ts';

export interface FlowAnswers {
  /** Of the request as a whole. */
  answer: Answer;
  /** What each call would have been told had it been alone; its own result or error stands under `key`. */
  routeAnswers: {key: string; answer: Answer}[];
}

/** A call on its way. */
interface Leg {
  route: RouteRequest;
  middleFnIds: string[];
  write?: WriteParams;
  /** Why it is not sent. */
  error?: RpcError;
  /** Its name in the request. */
  key: string;
}

/** Rejects with `RpcError` if there is no answer to read. What cannot be sent of one call leaves the others alone. */
export async function exchangeFlow(
  routes: RouteRequest[],
  middleFns: Map<string, MiddleFnRequest>,
  metadata: Metadata,
  options: ClientOptions,
): Promise<FlowAnswers> {
  const headers = new Headers(options.fetchOptions?.headers);
  const unsent = new Map<string, RpcError>();
  const middleFnParams = new Map<string, WriteParams>();
  const prepared = (call: Call) => {
    const entry = metadata.get(call.id)!;
    return call.params.some(isMapped)
      ? preparePlain(call.id, entry.paramsJitHash, call.params, options)
      : prepareParams(entry, call.params, headers, options);
  };
  for (const [id, call] of middleFns) {
    try {
      const write = prepared(call);
      if (write) middleFnParams.set(id, write);
    } catch (error) {
      unsent.set(id, toWriteError(id, error));
    }
  }
  const legs = routes.map((route): Leg => {
    const {middleFnIds = []} = metadata.get(route.id)!;
    const leg: Leg = {route, middleFnIds, key: route.id};
    leg.error = middleFnIds.map(id => unsent.get(id)).find(error => error);
    if (leg.error) return leg;
    try {
      leg.write = prepared(route);
    } catch (error) {
      leg.error = toWriteError(route.id, error);
    }
    return leg;
  });

  const createWriter = (calls: Call[]) => newWriter([...middleFns.values(), ...calls], metadata, options);
  const body = writeBody(legs, middleFnParams, createWriter);
  if (!body) return shareOut({results: new Map(), errors: unsent}, legs, {});
  const {content, contentType} = body;
  const response = await post(MION_IDS.routesFlow, content, contentType, headers, options);
  const ids = new Map(legs.filter(({error}) => !error).map(({key, route}) => [key, route.id]));
  const keys = new Set([...ids.keys(), ...legs.flatMap(({middleFnIds}) => middleFnIds)]);
  const answer = await readAnswer([...keys], response, metadata, key => ids.get(key) ?? key);
  for (const [id, error] of unsent) answer.errors.set(id, error);
  if (answer.platformError?.type === 'route-not-found') {
    const publicMessage = 'The server takes no routes flows: its router must call enableRoutesFlow()';
    answer.platformError = new RpcError({type: 'route-not-found', publicMessage, statusCode: 404});
  }
  return shareOut(answer, legs, readStopped(response));
}

const isMapped = (param: unknown) => param instanceof MappedParam;

/** Parameters of which some are mapped: these are the server's to validate, the others are validated here. */
function preparePlain(id: string, jitHash: string, params: unknown[], options: ClientOptions): WriteParams {
  if (options.validateParams !== false && jitHash) {
    const known = params.map(param => (isMapped(param) ? undefined : param));
    const typeErrors: RunTypeError[] = jitFns(jitHash)('typeErrors')(known);
    const wrong = typeErrors.filter(({path: [index]}) => !isMapped(params[index as number]));
    if (wrong.length) throw invalidParams(id, wrong);
  }
  const json = JSON.stringify(params.map(param => (isMapped(param) ? null : toPlainJson(param))));
  return (key, writer) => writer.addJson(key, json);
}

/** Gives each call that is sent its key, and each that is not its error; gives nothing if none is left. */
function writeBody(
  legs: Leg[],
  middleFnParams: Map<string, WriteParams>,
  createWriter: (calls: Call[]) => BodyWriter,
) {
  for (;;) {
    failWithSources(legs);
    const sent = legs.filter(({error}) => !error);
    if (!sent.length) return undefined;
    for (const [i, key] of getFlowKeys(sent.map(({route}) => route.id)).entries()) sent[i]!.key = key;
    const writer = createWriter(sent.map(({route}) => route));
    try {
      writer.addJson(MION_IDS.routesFlow, JSON.stringify(flowRequest(sent)));
      for (const [id, write] of middleFnParams) write(id, writer);
      for (const leg of sent) {
        try {
          leg.write?.(leg.key, writer);
        } catch (error) {
          leg.error = toWriteError(leg.route.id, error);
        }
      }
    } catch (error) {
      for (const leg of sent) leg.error = toWriteError(MION_IDS.routesFlow, error);
    }
    // A binary body learns late that something cannot be written; without it, all keys may differ.
    if (sent.every(({error}) => !error)) return {content: writer.finish(), contentType: writer.contentType};
  }
}

function flowRequest(sent: Leg[]): RoutesFlowRequest {
  const mappings = sent.flatMap(({route, key}) =>
    route.params.flatMap((value, param): ParamMapping[] => {
      if (!(value instanceof MappedParam)) return [];
      const from = sent.find(leg => leg.route === value.source)!.key;
      return [{to: key, param, from, ...value.fn}];
    }),
  );
  const request: RoutesFlowRequest = {routes: sent.map(({route}) => route.id)};
  if (mappings.length) request.mappings = mappings;
  return request;
}

/** A call whose source is not sent cannot be sent either. */
function failWithSources(legs: Leg[]): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const leg of legs) {
      if (leg.error) continue;
      for (const param of leg.route.params) {
        if (!(param instanceof MappedParam)) continue;
        const source = legs.find(({route}) => route === param.source);
        if (source && !source.error) continue;
        leg.error = new RpcError({
          type: source ? 'mapping-source-failed' : 'mapping-source-missing',
          publicMessage: source
            ? `"${leg.route.id}" needs the result of "${param.source.id}"`
            : `"${leg.route.id}" needs "${param.source.id}", which is not in the routes flow`,
        });
        changed = true;
      }
    }
  }
}

function readStopped({parts}: ParsedResponse): Record<string, unknown> {
  const {stopped} = (parts.get(MION_IDS.routesFlow)?.json ?? {}) as Partial<RoutesFlowAnswer>;
  return typeof stopped === 'object' && stopped !== null ? stopped : {};
}

function shareOut(answer: Answer, legs: Leg[], stopped: Record<string, unknown>): FlowAnswers {
  const routeAnswers = legs.map(({key, error, middleFnIds}) => {
    const own = <T>(all: Map<string, T>) =>
      new Map([...all].filter(([id]) => middleFnIds.includes(id) || (id === key && !error)));
    const errors = own(answer.errors);
    const stopper = Object.hasOwn(stopped, key) ? answer.errors.get(String(stopped[key])) : undefined;
    const failure = error ?? errors.get(key) ?? answer.platformError ?? stopper;
    if (failure) errors.set(key, failure);
    const results = own(answer.results);
    // A route without a result has succeeded all the same, whatever became of the middleFns after it.
    if (!failure && !results.has(key)) results.set(key, undefined);
    return {key, answer: {results, errors}};
  });
  return {answer, routeAnswers};
}
