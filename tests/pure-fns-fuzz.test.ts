// Broken, shuffled and deeply nested sources: the transform neither fails in an unforeseen way nor hangs (the tests'
// own time limit is the bound), and what it changes are insertions.
import {expect, test} from 'vitest';
import {CLIENT_FNS} from './pure-fns-api.ts';
import {transformer} from './transform.ts';

const devtools = transformer({});

/** Numbers from 0 to below 1, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const PIECES = [
  '(',
  ')',
  '{',
  '}',
  '=>',
  '`${',
  '`',
  '/*',
  '*/',
  '//',
  '\n',
  '\r\n',
  '\u2028',
  "'",
  '"',
  ';',
  ',',
  ':',
]
  .concat([
    ' as ',
    ' satisfies ',
    ' async ',
    ' await ',
    'this',
    'function ',
    'class ',
    'import(',
    '...',
    '!',
    '?.',
    '<',
  ])
  .concat([
    'pureServerFn(',
    'mapFrom(',
    'registerPureFnFactory(',
    '\ud800',
    '\0',
    'é',
    '😀',
    '#x',
    '@d ',
    '/a[/]/g',
  ]);

/** Cuts, doubles, moves and inserts at random places. */
function mutate(text: string, next: () => number): string {
  let result = text;
  for (let edits = 1 + Math.floor(next() * 6); edits > 0; edits--) {
    const at = Math.floor(next() * result.length);
    const end = Math.min(result.length, at + Math.floor(next() * 40));
    const kind = Math.floor(next() * 4);
    const cut = result.slice(at, end);
    if (kind === 0) result = result.slice(0, at) + result.slice(end);
    else if (kind === 1) result = result.slice(0, end) + cut + result.slice(end);
    else if (kind === 2)
      result = result.slice(0, at) + PIECES[Math.floor(next() * PIECES.length)] + result.slice(at);
    else {
      const rest = result.slice(0, at) + result.slice(end);
      const to = Math.floor(next() * rest.length);
      result = rest.slice(0, to) + cut + rest.slice(to);
    }
  }
  return result;
}

/** Whether `text` is `changed` with some characters taken out. */
function isInserted(text: string, changed: string): boolean {
  let at = 0;
  for (const character of text) {
    at = changed.indexOf(character, at);
    if (at < 0) return false;
    at += character.length;
  }
  return true;
}

test.each(['ts', 'tsx', 'js', 'vue', 'svelte', 'astro'])('random edits of a .%s file', async extension => {
  const next = random(extension.length * 7_919);
  const isComponent = ['vue', 'svelte', 'astro'].includes(extension);
  const source = isComponent ? `<script lang="ts">${CLIENT_FNS}</script>\n<p>text</p>` : CLIENT_FNS;
  let changed = 0;
  for (let round = 0; round < 4_000; round++) {
    const text = mutate(source, next);
    const {value, errors = []} = await devtools.transform(text, `/x/file.${extension}`);
    for (const {code, line} of errors) {
      expect(code, text).toMatch(/^MION_(PURE_FN_|SYNTAX)/);
      expect(line, text).toBeGreaterThan(0);
    }
    if (value?.code === undefined) continue;
    changed++;
    expect(isInserted(Buffer.from(text).toString(), value.code), text).toBe(true);
  }
  if (extension === 'ts') expect(changed).toBeGreaterThan(100);
});

const NESTED: [string, string, string, string][] = [
  ['parentheses', '(', '1', ')'],
  ['arrays', '[', '1', ']'],
  ['objects', '{a: ', '1', '}'],
  ['blocks', '{', '1', '}'],
  ['templates', '`${', '1', '}`'],
  ['arrow functions', 'a => ', '1', ''],
  ['functions', 'function f() {', '1', '}'],
  ['calls', 'pureServerFn(', '() => 1', ')'],
  ['conditions', '1 ? 2 : ', '3', ''],
  ['sums', '1 + ', '1', ''],
  ['members', '', 'a', '.b'],
  ['assertions', '', 'a', ' as any'],
];
test.each(NESTED)('%s, a thousand deep, in a pure function', async (_, open, middle, close) => {
  for (const frame of ['X', 'pureServerFn(() => X)', 'pureServerFn(() => { X })']) {
    const nested = open.repeat(1_000) + middle + close.repeat(1_000);
    const text = `import {pureServerFn} from '@mionkit/core';\n${frame.replace('X', () => nested)};`;
    const {errors = []} = await devtools.transform(text, '/x/file.ts');
    for (const {code} of errors) expect(code).toMatch(/^MION_PURE_FN_/);
  }
});
