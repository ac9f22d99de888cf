/** How handlers are named in bodies and in URLs. */

/** Ids of the handlers that mion brings along, and the key under which thrown errors stand in an answer. */
export const MION_IDS = {
  methodsMetadataById: 'mion@methodsMetadataById',
  methodsMetadataByPath: 'mion@methodsMetadataByPath',
  platformError: 'mion@platformError',
  notFound: 'mion@notFound',
  routesFlow: 'mion-routes-flow',
  thrownErrors: '@thrownErrors',
} as const;

export interface PathOptions {
  /** Stands before the id: `api/v1`. Default none. */
  prefix?: string;
  /** Stands after the id: `.json`. Default none. */
  suffix?: string;
}

/** `['users', 'getById']` gives `users/getById`. */
export const getMethodId = (pointer: string[]): string => pointer.join('/');

/** The URL path of a route: `/` + prefix + `/` + id + suffix. */
export function getRoutePath(id: string, {prefix = '', suffix = ''}: PathOptions): string {
  const base = prefix.replace(/^\/+|\/+$/g, '');
  return `${base && `/${base}`}/${id}${suffix}`;
}
