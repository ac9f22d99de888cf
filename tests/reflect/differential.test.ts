// Each program through the peer and through ours: the same type graphs, but where the peer is wrong.

import {beforeAll, describe, expect, test} from 'vitest';
import {groups} from './cases/index.ts';
import {difference, show} from './graph.ts';
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
