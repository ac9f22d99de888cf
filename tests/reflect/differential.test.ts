// Each program through the peer and through ours: the same type graphs, but where the peer is wrong.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {ReflectionOp} from '@deepkit/type-spec';
import {beforeAll, describe, expect, test} from 'vitest';
import {groups} from './cases/index.ts';
import {difference, show} from './graph.ts';
import {opsNamedIn, opsOf} from './ops.ts';
import {type CaseOutcome, runCases} from './programs.ts';

let outcomes: Map<string, CaseOutcome>;

beforeAll(async () => {
  const cases = Object.entries(groups).flatMap(([group, list]) =>
    list.map(item => ({...item, name: `${group}: ${item.name}`})),
  );
  outcomes = await runCases('differential', cases, true);
});

for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const item of cases) {
      test(item.name, () => {
        const {ours, peer} = outcomes.get(`${group}: ${item.name}`)!;
        if (ours.error) throw ours.error;
        expect(ours.types.size).toBeGreaterThan(0);
        for (const [name, shown] of Object.entries(item.shows ?? {})) {
          expect(ours.types.has(name), `nothing is reflected as ${name}`).toBe(true);
          expect(show(ours.types.get(name)!), name).toBe(shown);
        }
        const found: string[] = [];
        if (peer!.error) found.push(`the peer: ${peer!.error}`);
        else {
          for (const [name, type] of ours.types) {
            const differs = difference(type, peer!.types.get(name));
            if (differs) found.push(`${name}: ours and the peer's differ: ${differs}`);
          }
        }
        if (item.peerIsWrong) {
          expect(found, 'the peer agrees: it is not wrong').not.toEqual([]);
          expect(item.shows, 'our own result must be stated').toBeDefined();
        } else {
          expect(found).toEqual([]);
        }
      });
    }
  });
}

/** Ops that the peer's source names and no program makes it write. */
const unreachable: {[op: string]: string} = {};

describe('the ops of the machine', () => {
  const compiler = createRequire(import.meta.url).resolve('@deepkit/type-compiler');
  const source = readFileSync(compiler.replace(/index\.js$/, 'src/compiler.js'), 'utf8');
  const emitted = opsNamedIn(source);

  test('the list is that of the peer', () => {
    expect(emitted.size).toBeGreaterThan(70);
    for (const op of Object.keys(unreachable)) expect(emitted).toContain(ReflectionOp[op as 'any']);
  });

  test('each that the peer can emit is in some program that it compiled', () => {
    const seen = new Set(
      [...outcomes.values()].flatMap(({compiled}) => compiled.flatMap(code => [...opsOf(code)])),
    );
    const names = (ops: Iterable<ReflectionOp>) => Array.from(ops, op => ReflectionOp[op]).sort();
    expect(names([...emitted].filter(op => !seen.has(op)))).toEqual(Object.keys(unreachable).sort());
    expect(names([...seen].filter(op => !emitted.has(op)))).toEqual([]);
  });
});
