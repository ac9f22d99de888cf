/** Values of a type, made from random numbers: for tests, examples and documentation. */
import {jitUtils} from '@mionkit/core';
import type {Random} from './random.ts';
import type {TemplatePart, TypeNode} from './type-node.ts';

/** Below this depth lists are empty and optional members are missing, so that recursive types end. */
const MAX_MOCK_DEPTH = 5;

const TEXTS = [
  '',
  'a',
  'mion',
  'two words',
  'say "hi"\\',
  'line\nbreak\t',
  'é😀\u2028',
  'x'.repeat(60),
  "'+'",
];
const NUMBERS = [0, 1, -1, 42, 3.25, -0.5, 1e21, Number.MAX_SAFE_INTEGER, 2 ** 31, 1e-7];

/** A value of the type. Throws for `never`, and for a type that only endless values have. */
export function mockValue(node: TypeNode, random: Random, depth = 0): unknown {
  if (depth > 50) throw new Error(`no finite value of type ${node.typeName ?? node.kind} was found`);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const inner = (type: TypeNode): unknown => mockValue(type, random, depth + 1);
  const size = () => (depth >= MAX_MOCK_DEPTH ? 0 : Math.floor(random() * 4));
  const list = (type: TypeNode): unknown[] =>
    hasNoValue(type) ? [] : Array.from({length: size()}, () => inner(type));
  const here = () => depth < MAX_MOCK_DEPTH && random() < 0.6;
  switch (node.kind) {
    case 'any':
    case 'unknown':
      return pick(['text', 7, true, null, {a: [1]}]);
    case 'never':
      throw new Error('there is no value of type never');
    case 'undefined':
      return undefined;
    case 'null':
      return null;
    case 'string':
      return pick(TEXTS);
    case 'boolean':
      return random() < 0.5;
    case 'bigint':
      return pick([0n, 1n, -1n, 255n, 256n, -(2n ** 64n), 123456789012345678901234567890n]);
    case 'symbol':
      return Symbol(pick(['', 'a', 'Symbol:b']));
    case 'anyObject':
      return pick([{}, {a: 1}, [1, 'b']]);
    case 'date':
      return new Date(Math.floor(random() * 4e12) - 1e12);
    case 'regexp':
      return pick([/a/, /^[/\]"\\]+$/giu, /(?:)/m]);
    case 'url':
      return new URL(pick(['https://mion.io/a?b=c#d', 'mailto:a@b.c']));
    case 'number':
      if (!node.range) return pick(NUMBERS);
      return pick([node.range.min, node.range.max, Math.floor(node.range.max * random())]);
    case 'literal':
      return node.value;
    case 'enum':
      return pick(node.values);
    case 'template':
      return node.parts.map(part => mockPart(part, pick)).join('');
    case 'bytes': {
      const bytes = Uint8Array.from({length: 8 * size()}, () => Math.floor(random() * 256));
      if (node.className === 'ArrayBuffer') return bytes.buffer;
      if (node.className === 'Float32Array' || node.className === 'Float64Array') bytes.fill(1);
      return new globalThis[node.className](bytes.buffer);
    }
    case 'array':
      return list(node.item);
    case 'tuple': {
      const value = node.items.filter(item => !item.optional).map(item => inner(item.type));
      const optional = node.items.filter(item => item.optional);
      const count = Math.floor(random() * (optional.length + 1));
      for (const item of optional.slice(0, count)) value.push(inner(item.type));
      if (node.rest && count === optional.length) value.push(...list(node.rest));
      return [...value, ...node.tail.map(inner)];
    }
    case 'object': {
      const value: Record<string, unknown> = {};
      for (const {name, type, optional} of node.properties) {
        if (!optional || (here() && !hasNoValue(type))) value[name] = inner(type);
      }
      for (const {key, type} of node.index) {
        for (const item of list(type)) {
          const name =
            key === 'string'
              ? pick(['constructor', 'prototype', 'k 1', 'ключ', ''])
              : key === 'number'
                ? String(Math.floor(random() * 100))
                : key.parts.map(part => mockPart(part, pick)).join('');
          if (!node.properties.some(property => property.name === name)) value[name] = item;
        }
      }
      return node.className === undefined ? value : toInstance(value, node.className);
    }
    case 'map':
      return new Map(list(node.key).map(key => [key, inner(node.value)]));
    case 'set':
      return new Set(list(node.item));
    case 'union': {
      const members = node.members.filter(member => !hasNoValue(member));
      const leaves = members.filter(member => member.graph?.cyclic === false);
      return inner(pick(depth >= MAX_MOCK_DEPTH && leaves.length ? leaves : members));
    }
  }
}

/** As reading such data gives it: of the class, if it can be made again. */
function toInstance(data: Record<string, unknown>, className: string): unknown {
  const make = jitUtils.getDeserializeFn(className);
  if (make) return make(data);
  if (className === 'Error') return new Error(String(data['message']));
  const Class = jitUtils.getSerializeClass(className);
  return Class ? Object.setPrototypeOf(data, Class.prototype) : data;
}

const hasNoValue = (node: TypeNode): boolean => node.kind === 'never';

function mockPart(part: TemplatePart, pick: <T>(list: readonly T[]) => T): string {
  if ('text' in part) return part.text;
  switch (part.hole) {
    case 'string':
      return pick(['', 'abc', 'a-b', '1']);
    case 'number':
      return pick(['0', '-1.5', '42', '1e3']);
    case 'bigint':
      return pick(['0', '-12', '99999999999999999999']);
    case 'boolean':
      return pick(['true', 'false']);
  }
}
