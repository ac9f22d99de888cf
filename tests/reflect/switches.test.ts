// What switches reflection on and off: tsconfig.json, per folder and along `extends`, and JSDoc tags.

import {beforeAll, describe, expect, test} from 'vitest';
import {show} from './graph.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

const f = 'export function f(a: string): void {}';
const tagged = (tag: string, name = 'f') =>
  `/** Says hello.\n * @reflection ${tag}\n */\nexport function ${name}(a: string): void {}`;
const config = (json: unknown) => ({'tsconfig.json': JSON.stringify(json)});

/** Which functions are reflected: `main` and the configuration beside it. */
const switches: [name: string, main: string, files: Record<string, string>, reflected: string[]][] = [
  ['on by default', f, {}, ['f']],
  ['true', f, config({reflection: true}), ['f']],
  ['default', f, config({reflection: 'default'}), ['f']],
  ['false', f, config({reflection: false}), []],
  ['never', f, config({reflection: 'never'}), []],
  ['explicit', f, config({reflection: 'explicit'}), []],
  ['a pattern that names it', f, config({reflection: ['*.ts']}), ['f']],
  ['a pattern that names others', f, config({reflection: ['other/*.ts']}), []],
  ['a pattern that leaves it out', f, config({reflection: ['*.ts', '!main.ts']}), []],
  [
    'the nearest tsconfig.json that has the key',
    f,
    {...config({extends: './base.json'}), 'base.json': JSON.stringify({reflection: false})},
    [],
  ],
  [
    'its own key over the one that it extends',
    f,
    {
      ...config({extends: './base.json', reflection: true}),
      'base.json': JSON.stringify({reflection: false}),
    },
    ['f'],
  ],
  ['a pattern alone', f, config({reflection: 'main.*'}), ['f']],
  ['the key of the compiler', f, config({reflection: true, deepkitCompilerOptions: {reflection: false}}), []],
  ['its exclusion', f, config({reflection: true, deepkitCompilerOptions: {exclude: ['*.ts']}}), []],
  ['its older name', f, config({reflection: true, reflectionOptions: {exclude: ['./main.ts']}}), []],
  [
    'patterns of two configurations',
    f,
    {
      ...config({extends: './base.json', reflection: ['other.ts']}),
      'base.json': JSON.stringify({reflection: ['main.ts']}),
    },
    ['f'],
  ],
  [
    'patterns of one that replaces those it inherits',
    f,
    {
      ...config({
        extends: './base.json',
        deepkitCompilerOptions: {reflection: ['other.ts'], mergeStrategy: 'replace'},
      }),
      'base.json': JSON.stringify({reflection: ['main.ts']}),
    },
    [],
  ],
  ...['never', 'no', 'false', 'disabled', '0'].map(
    tag =>
      [`@reflection ${tag}`, `${tagged(tag)}\n${f.replace('f(', 'g(')}`, {}, ['g']] as [
        string,
        string,
        Record<string, string>,
        string[],
      ],
  ),
  ...['', 'default', 'true', 'enabled', '1'].map(
    tag =>
      [
        `explicit, and @reflection ${tag}`,
        `${tagged(tag)}\n${f.replace('f(', 'g(')}`,
        config({reflection: 'explicit'}),
        ['f'],
      ] as [string, string, Record<string, string>, string[]],
  ),
  ['never, and a tag', tagged('default'), config({reflection: 'never'}), []],
  [
    'a class by its tag',
    '/** @reflection */\nexport class A { a!: string }\nexport class B { b!: string }',
    config({reflection: 'explicit'}),
    ['A'],
  ],
];

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  const cases = switches.map(([name, main, files]): Case => ({name, main, files}));
  outcomes = await runCases('switches', [...cases, ...types], false);
});

describe('functions and classes', () => {
  test.each(switches)('%s', (name, _main, _files, expected) => {
    const {ours} = outcomes.get(name)!;
    if (ours.error) throw ours.error;
    const reflected = Object.entries(ours.exports)
      .filter(([, value]) => typeof value === 'function' && '__type' in value)
      .map(([key]) => key);
    expect(reflected).toEqual(expected);
  });

  test('what is switched off keeps its text', () => {
    for (const name of ['false', 'never', 'explicit', 'a pattern that leaves it out']) {
      expect(outcomes.get(name)!.reflected[0]!.code, name).toBe(`${f}\n\n`);
    }
  });
});

/** What a reflected function sees of types that are switched on or off. */
const types: Case[] = [
  {
    name: 'a type that is switched off is opaque',
    main: `/** @reflection never */\ninterface Secret { key: string }\nexport function f(a: Secret, b: {c: Secret}): void {}`,
    shows: {f: '(a: any, b: {c: any}) => void'},
  },
  {
    name: 'types of an excluded file are opaque',
    main: `import type {Secret} from './secret.js';\nexport function f(a: Secret): void {}`,
    files: {
      'secret.ts': 'export interface Secret { key: string }',
      ...config({reflection: true, deepkitCompilerOptions: {exclude: ['secret.ts']}}),
    },
    shows: {f: '(a: any) => void'},
  },
  {
    name: 'in explicit mode a tagged function sees tagged types',
    main: `/** @reflection */\ninterface Seen { a: string }\ninterface Unseen { b: string }\n/** @reflection */\nexport function f(a: Seen, b: Unseen): void {}`,
    files: config({reflection: 'explicit'}),
    shows: {f: '(a: {a: string}, b: any) => void'},
  },
];

describe('types', () => {
  test.each(types.map(item => [item.name, item] as const))('%s', (name, item) => {
    const {ours} = outcomes.get(name)!;
    if (ours.error) throw ours.error;
    for (const [result, text] of Object.entries(item.shows!))
      expect(show(ours.types.get(result)!)).toBe(text);
  });
});
