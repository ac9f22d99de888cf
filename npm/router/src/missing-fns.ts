/** What a handler needs, and the caches do not have. */
import {
  type HandlerType,
  HEADERS_FN_NAMES,
  jitUtils,
  ROUTE_FN_IDS,
  type RouteFnName,
  type RouterMethodEntry,
} from '@mionkit/core';

/** What the caches lack for this method, in words; undefined if nothing. */
export function whatIsMissing(
  entry: RouterMethodEntry | undefined,
  type: HandlerType,
  paramsFns: RouteFnName[],
  writeFn: RouteFnName,
): string | undefined {
  if (!entry) return 'it has no entry';
  if (entry.type !== type) return 'it is a handler of another kind';
  for (const [what, hash, names] of [
    ['parameters', entry.paramsJitHash, paramsFns],
    ['return value', entry.returnJitHash, [writeFn]],
    ['headers parameter', entry.headersParam?.jitHash, HEADERS_FN_NAMES],
  ] as const) {
    if (!hash) continue;
    for (const name of names) {
      const jitFnHash = `${ROUTE_FN_IDS[name]}_${hash}`;
      if (!jitUtils.hasJitFn(jitFnHash)) return `${name} (${jitFnHash}) of its ${what} is missing`;
    }
  }
  return undefined;
}
