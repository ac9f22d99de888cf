// Transforms share what they find out about other files. Whoever was first: a module's result is the same.
import {expect, test} from 'vitest';
import {corpus} from '../../benches/corpus.js';
import {type Reflected, reflectFiles} from './bridge.ts';

const files = corpus().map(({path}) => path);

function byFile(results: Reflected[]): Map<string, Reflected> {
  return new Map(results.map(result => [result.file, result]));
}

test('the order in which modules are transformed changes nothing', {timeout: 600_000}, () => {
  const expected = byFile(reflectFiles(files));
  expect(expected.size).toBe(files.length);
  for (const order of [files.toReversed(), shuffled(files, 1), shuffled(files, 2)]) {
    for (const result of reflectFiles(order)) {
      expect(result, result.file).toEqual(expected.get(result.file));
    }
  }
  // A reflector of its own for each.
  for (const file of shuffled(files, 3).slice(0, 20)) {
    expect(reflectFiles([file]), file).toEqual([expected.get(file)]);
  }
});

/** The same files in an order that a seed decides. */
function shuffled(list: string[], seed: number): string[] {
  const order = [...list];
  let state = seed;
  for (let position = order.length - 1; position > 0; position--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const other = state % (position + 1);
    [order[position], order[other]] = [order[other]!, order[position]!];
  }
  return order;
}
