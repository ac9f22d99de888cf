/**
 * Values of any type as JSON, without a compiled function: for the parameters that stand beside mapped ones. What
 * JSON lacks is `{"mion@": [kind, data]}`.
 */

const TAG = 'mion@';
const tag = (...content: unknown[]) => ({[TAG]: content});

/**
 * A copy that `JSON.stringify` keeps whole. Class instances become plain objects. Throws `TypeError` on what no
 * copy can be made of: functions, symbols, bytes, circles.
 */
export function toPlainJson(value: unknown, above: unknown[] = []): unknown {
  if (value === undefined) return tag('undefined');
  if (typeof value === 'bigint') return tag('bigint', String(value));
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : tag('number', value === 0 ? '-0' : String(value));
  }
  if (typeof value === 'function' || typeof value === 'symbol' || ArrayBuffer.isView(value)) {
    throw new TypeError(`${typeof value === 'object' ? 'bytes' : `a ${typeof value}`} cannot be sent`);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) throw new TypeError('a circle of objects cannot be sent');
  if (value instanceof Date) return tag('Date', value.getTime());
  if (value instanceof RegExp) return tag('RegExp', value.source, value.flags);
  const inside = [...above, value];
  const items = (list: Iterable<unknown>) => Array.from(list, item => toPlainJson(item, inside));
  if (Array.isArray(value)) return items(value);
  if (value instanceof Map) return tag('Map', items(value));
  if (value instanceof Set) return tag('Set', items(value));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const copy = Object.fromEntries(entries.map(([key, item]) => [key, toPlainJson(item, inside)]));
  return Object.hasOwn(copy, TAG) ? tag('object', copy) : copy;
}

/**
 * The value again, from parsed JSON, which is changed. Throws on what `toPlainJson` does not write; gives nothing
 * but plain data, of any shape: check it.
 */
export function fromPlainJson(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (!Array.isArray(json) && Object.hasOwn(json, TAG)) {
    const [kind, data, flags] = (json as Record<string, [string, never, string]>)[TAG]!;
    if (kind === 'undefined') return undefined;
    if (kind === 'bigint') return BigInt(data);
    if (kind === 'number') return Number(data);
    if (kind === 'Date') return new Date(data ?? Number.NaN);
    if (kind === 'RegExp') return new RegExp(data, flags);
    if (kind === 'Map') return new Map(restored(data) as unknown as [unknown, unknown][]);
    if (kind === 'Set') return new Set(restored(data));
    if (kind === 'object') return restored(data);
    throw new TypeError('unknown kind of value');
  }
  return restored(json as Record<string, unknown>);
}

function restored<T extends object>(holder: T): T {
  for (const key of Object.keys(holder) as (keyof T)[])
    holder[key] = fromPlainJson(holder[key]) as T[keyof T];
  return holder;
}
