/** The router's options, their defaults, and what is refused. */
import {type PathOptions, SERIALIZER_FNS, type SerializerMode} from '@mionkit/core';
import {RouterError} from './router-error.ts';

export interface RouterOptions extends PathOptions {
  /** Changes the path that is routed, with the platform's request at hand. With it, any HTTP method is routed. */
  // biome-ignore lint/suspicious/noExplicitAny: the request is the platform's own
  pathTransform?: (request: any, path: string) => string;
  /** Makes the `shared` data of each call's context. Default: an empty object. */
  contextDataFactory?: () => unknown;
  /**
   * How answers are written; requests say by their content type how they are. `stringifyJson` (default) never changes what a handler returned and drops unknown properties; `json` prepares
   * the returned value in place for `JSON.stringify`; `binary` is smaller.
   */
  serializer?: SerializerMode;
  /** Nothing can be set here yet: it must be left out or empty. */
  runTypeOptions?: Record<string, never>;
  /** False: `registerRoutes` gives an empty object, and only the type of its result is of use. Default true. */
  getPublicRoutesData?: boolean;
  /** Gives each error that has none a random UUID as its `id`. Default false. */
  autoGenerateErrorId?: boolean;
  /** Leaves out the routes that give clients their metadata. Default false. */
  skipClientRoutes?: boolean;
  /** Strict: everything comes from the AOT caches, nothing is compiled at run time. Default false. */
  aot?: boolean;
  /** At most this many contexts are kept for reuse after their call. Default 0: a handler may keep its context. */
  maxContextPoolSize?: number;
  /** For so many different sets of routes in one request it is kept how their chains run as one. Default 100. */
  maxRoutesFlowsCacheSize?: number;
}

export const DEFAULT_SERIALIZER: SerializerMode = 'stringifyJson';

const TYPES: Record<keyof RouterOptions, string> = {
  prefix: 'string',
  suffix: 'string',
  pathTransform: 'function',
  contextDataFactory: 'function',
  serializer: 'string',
  runTypeOptions: 'object',
  getPublicRoutesData: 'boolean',
  autoGenerateErrorId: 'boolean',
  skipClientRoutes: 'boolean',
  aot: 'boolean',
  maxContextPoolSize: 'number',
  maxRoutesFlowsCacheSize: 'number',
};

/** Throws `RouterError` on an unknown option, a wrong type, or what this version cannot do. */
export function checkOptions(options: RouterOptions): RouterOptions {
  const fail = (message: string) => {
    throw new RouterError('MION_ROUTER_OPTION', message);
  };
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(TYPES, name))
      fail(`unknown router option "${name}"; known: ${Object.keys(TYPES).join()}`);
    const expected = TYPES[name as keyof RouterOptions];
    const isTooSmall = expected === 'number' && !(value >= 0);
    if (typeof value !== expected || isTooSmall) {
      fail(`router option "${name}" must be a ${expected}${isTooSmall ? ' of 0 or more' : ''}, not ${value}`);
    }
  }
  const {serializer = DEFAULT_SERIALIZER, runTypeOptions = {}} = options;
  checkSerializer(serializer, 'router');
  const [runTypeOption] = Object.keys(runTypeOptions);
  if (runTypeOption) fail(`router option "runTypeOptions.${runTypeOption}" is not supported`);
  return options;
}

/** Throws `RouterError`; `where` is whose option it is. */
export function checkSerializer(name: string, where: string): void {
  if (Object.hasOwn(SERIALIZER_FNS, name)) return;
  const known = Object.keys(SERIALIZER_FNS).join(' or ');
  throw new RouterError('MION_ROUTER_OPTION', `${where} option "serializer" must be ${known}`);
}
