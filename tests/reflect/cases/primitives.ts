import type {Case} from '../programs.ts';

const alone = (name: string, ...of: string[]): Case => ({name, main: '', of});

export const primitives: Case[] = [
  alone('keywords', 'string', 'number', 'boolean', 'bigint', 'symbol', 'null', 'undefined', 'void', 'never'),
  alone('any, unknown, object', 'any', 'unknown', 'object'),
  alone('string literals', `'a'`, `"it's"`, `'back\\\\slash'`, `''`, `'line\\nbreak'`),
  alone('number literals', '1', '0', '1.5', '1e21', '0x10', '1_000'),
  {
    name: 'negative numbers',
    main: '',
    of: ['-1', '-1.5'],
    shows: {'-1': '-1', '-1.5': '-1.5'},
  },
  alone('boolean literals', 'true', 'false', 'true | false'),
  {
    name: 'bigint literals',
    main: '',
    of: ['1n', '123456789012345678901234567890n'],
    shows: {'1n': '1n', '123456789012345678901234567890n': '123456789012345678901234567890n'},
  },
  alone('boxed names', 'String', 'Number', 'Boolean'),
  alone('Date and RegExp', 'Date', 'RegExp'),
  alone('unions', 'string | number', `'a' | 'b' | null`, 'string | undefined', '(string | number) | boolean'),
  alone('a union of one literal type twice', `'a' | 'a'`),
  alone('intersections of objects', '{a: string} & {b: number}', '{a: string} & {a: string; b?: number}'),
  alone('intersections of primitives', `string & 'a'`, 'string & number'),
  alone('template literals', '`a${string}`', '`${number}px`', "`${'a' | 'b'}-${'c' | 'd'}`", '`plain`'),
  alone(
    'typed arrays',
    'Uint8Array',
    'Int8Array',
    'Uint16Array',
    'Float64Array',
    'BigInt64Array',
    'ArrayBuffer',
  ),
  {
    name: 'unique symbol',
    main: 'declare const mark: unique symbol; export function f(a: typeof mark): void {}\nexport interface A { s: symbol }',
    of: ['A'],
    peerIsWrong: 'it looks at the value, which a declared constant does not have',
    shows: {f: '(a: symbol) => void', A: '{s: symbol}'},
  },
  alone('parentheses', '(string)', '((number)[])'),
  alone('promise', 'Promise<string>', 'Promise<Promise<void>>'),
];
