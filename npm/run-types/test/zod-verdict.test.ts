/**
 * `isType` beside an equal zod schema, on the same types and values: those of the cases, on each other's values, and
 * random types. Where they differ on purpose is listed, with the reasons, in `zod-schema.ts`.
 */
import {resolveReceiveType, type Type} from '@deepkit/type';
import {expect, test} from 'vitest';
import {canonicalize} from '../src/canonicalize.ts';
import {RunType, runTypeOf, seededRandom} from '../src/index.ts';
import {mockValue} from '../src/mock.ts';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importOwnFixture} from './peer.ts';
import {describeNode, randomType} from './random-type.ts';
import {values} from './type-cases.values.ts';
import {DIFFERENCES, type Difference, zodSchema} from './zod-schema.ts';

const {types} = await importOwnFixture<typeof TypeCases>('type-cases');
const everyValue = Object.values(values).flatMap(({valid, invalid}) => [
  ...valid,
  ...invalid.map(([value]) => value),
]);

test.each(Object.keys(types))('%s', name => {
  const run = runTypeOf(resolveReceiveType(types[name] as Type));
  const schema = zodSchema(run.node);
  const isType = run.getFn('isType');
  const wrong: unknown[] = [];
  for (const value of everyValue) {
    if (isType(value) !== schema.safeParse(value).success) wrong.push([isType(value), value]);
  }
  expect(wrong).toEqual([]);
});

/** A type and a value for each difference that is allowed for. */
const EXAMPLES: Record<Difference, [type: string, value: unknown, own: boolean]> = {
  plainObject: ['allOptional', new Map(), false],
  mayBeMissing: ['anyMember', {a: 1}, true],
  exponent: ['template', 'id-1e3-', true],
};

test.each(Object.keys(DIFFERENCES) as Difference[])('%s is a difference', difference => {
  const [name, value, own] = EXAMPLES[difference];
  const {node} = runTypeOf(resolveReceiveType(types[name] as Type));
  const others = (Object.keys(DIFFERENCES) as Difference[]).filter(other => other !== difference);
  expect(zodSchema(node).safeParse(value).success).toBe(own);
  expect(zodSchema(node, others).safeParse(value).success).toBe(!own);
});

test('random types', () => {
  const pool: unknown[] = [];
  for (let i = 0; i < 500; i++) {
    const random = seededRandom(i);
    const run = new RunType(canonicalize(randomType(random, 3)));
    const schema = zodSchema(run.node);
    const isType = run.getFn('isType');
    for (let n = 0; n < 5; n++) pool.push(mockValue(run.node, random));
    for (const value of [...pool.slice(-40), ...everyValue.slice(0, 40)]) {
      const verdict = {type: describeNode(run.node), value, is: isType(value)};
      expect(verdict).toEqual({...verdict, is: schema.safeParse(value).success});
    }
  }
});
