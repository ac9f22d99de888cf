// No text that is handed to the transform takes the process down, and what it does not understand it leaves alone.
import {expect, test} from 'vitest';
import {transformer} from './transform.ts';

const devtools = transformer({runTypes: {}});

const long = 100_000;

test.each([
  ['brackets', `x = ${'('.repeat(long)}`],
  ['arrays that close', `x = ${'['.repeat(long)}${']'.repeat(long)}`],
  ['operators', `x = ${'!'.repeat(long)}1`],
  ['a sum', `x = ${'1+'.repeat(long)}1`],
  ['conditionals', `x = ${'a?b:'.repeat(long)}c`],
  ['arrow functions', `x = ${'a=>'.repeat(20_000)}b`],
  ['type arguments', `type T = ${'A<'.repeat(20_000)}B${'>'.repeat(20_000)}`],
  ['conditional types', `type T<A> = ${'A extends 1 ? 2 : '.repeat(20_000)}3`],
  ['a union', `type T = ${'A | '.repeat(long)}B`],
  ['members', `interface T { ${'a: string; '.repeat(long)} }`],
  [
    'types that refer to the next',
    Array.from({length: 5_000}, (_, i) => `type T${i} = T${i + 1}[];`).join('\n'),
  ],
  [
    'types that refer to themselves',
    'type A = B; type B = A; interface C extends C {} type D = D["x"]; class E extends E {}',
  ],
  ['an unfinished text', 'export const routes = { a: route((ctx, b: '],
  ['a lone surrogate', 'export const a: string = "\ud800";'],
  ['zeros', '\0\0\0type A = string;'],
  ['a byte order mark', '\ufefftype A = string; const f = (a: A): A => a;'],
  ['no text', ''],
])('%s', async (_, text) => {
  for (const id of ['/x/a.ts', '/x/a.tsx', '/x/a.mts']) {
    const {value, errors} = await devtools.transform(text, id);
    expect(errors ?? []).toEqual([]);
    if (value && value.map === undefined) expect(value.code).toBeUndefined();
  }
});
