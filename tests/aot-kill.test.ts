// Builds that are killed at random moments: the next one is right, and nothing of the killed one is left running.
// `npm run test:long` kills 500.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {devtoolsOf, make} from './aot-caches.ts';
import {type Project, processesOf, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

const LONG = process.env['MION_TEST_LONG'] === '1';
const KILLED = LONG ? 500 : 6;
/** Each has its share of the builds, at the same time: a build waits as much as it computes. */
const COPIES = LONG ? 4 : 2;

let copies: Project[];
beforeAll(() => {
  copies = Array.from({length: COPIES}, () => project(smallApi()));
});
afterAll(() => {
  for (const copy of copies ?? []) copy.remove();
});

/** The user type with a field of its own for each round: what an earlier round left cannot be right. */
const user = (round: number) =>
  `export interface User {id: number; name: string; born?: Date; round${round}?: ${round}}`;

/** Builds until so many were killed before their end. */
async function killBuilds(app: Project, count: number): Promise<void> {
  // What a build takes that nobody kills.
  let whole = 0;
  let killed = 0;
  for (let round = 0; killed < count; round++) {
    app.write({'types/user.ts': user(round)});
    const moment = Math.random() * whole;
    const begun = Date.now();
    const result = await app.build({
      started: child => {
        const timer = whole > 0 ? setTimeout(() => child.kill('SIGKILL'), moment) : undefined;
        child.on('exit', () => clearTimeout(timer));
      },
    });
    if (result.signal === 'SIGKILL') killed++;
    else {
      expect(result.code, result.output).toBe(0);
      whole = Date.now() - begun;
    }
    const story = `round ${round}, killed after ${moment.toFixed(0)} ms`;
    await expect.poll(() => processesOf(app.root), {timeout: 10_000, message: story}).toEqual([]);
    const made = await make(app.root);
    expect(made.text, story).toContain(`round${round}`);
    if (round > 0) expect(made.text, story).not.toContain(`round${round - 1}`);
    expect((await make(app.root)).cached, story).toBe(true);
    // What was there already was made by the killed build; of what was made now, some are made again.
    if (made.cached || round % 5 === 0)
      expect((await (await devtoolsOf(app.root)).cacheVerify()).value, story).toEqual([]);
  }
  // What killed builds leave behind in the cache is bounded: temporary files, no more than one each.
  const folder = app.file('node_modules/.vite/mion-aot');
  const names = existsSync(folder) ? readdirSync(folder, {recursive: true}).map(String) : [];
  expect(names.filter(name => name.includes('.tmp-')).length).toBeLessThanOrEqual(killed);
  for (const name of names.filter(name => name.endsWith('.entry'))) {
    expect(readFileSync(`${folder}/${name}`).length).toBeGreaterThan(0);
  }
}

test(
  `${KILLED} builds killed at random moments`,
  async () => {
    await Promise.all(copies.map(copy => killBuilds(copy, KILLED / COPIES)));
  },
  LONG ? 7_200_000 : 300_000,
);
