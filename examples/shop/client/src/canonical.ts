/** Values as text that people can read and machines can compare: equal values, and only they, give equal text. */
import {isRpcError} from '@mionkit/core';

export function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Date) return `Date(${value.toISOString()})`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Map)
    return `Map{${[...value].map(([k, v]) => `${canonical(k)} => ${canonical(v)}`).join(', ')}}`;
  if (value instanceof Set) return `Set{${[...value].map(canonical).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  if (isRpcError(value)) {
    const {type, publicMessage, errorData} = value;
    return `RpcError${canonical({type, publicMessage, errorData})}`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(byKey)
    .map(([key, member]) => `${key}: ${canonical(member)}`)
    .join(', ')}}`;
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
