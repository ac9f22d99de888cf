import type {Case} from '../programs.ts';

const receive = `import {ReceiveType, resolveReceiveType, typeOf} from '@deepkit/type';\n`;

export const receiving: Case[] = [
  {
    name: 'a function declaration',
    main: `${receive}function get<T>(type?: ReceiveType<T>) { return resolveReceiveType(type) } export const $x = 1; const it = get<{a: string}>(); export const r = {it}; export function f(a: string): void {}`,
  },
  {
    name: 'typeOf',
    main: `${receive}interface A { a: string } export function f(a: string): void {}`,
    of: ['A'],
  },
];
