// Builds that are killed at random moments: the next one is right, and nothing of the killed one is left running.
// `npm run test:long` kills 500.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {devtoolsOf, make} from './aot-caches.ts';
import {type Project, processesOf, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

const LONG = process.env['MION_TEST_LONG'] === '1';
const BUILDS = LONG ? 500 : 6;
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

/** @returns how many of the builds were killed before their end */
async function killBuilds(app: Project, builds: number): Promise<number> {
  const begun = Date.now();
  expect((await app.build()).code).toBe(0);
  const whole = Date.now() - begun;
  let killed = 0;
  for (let round = 0; round < builds; round++) {
    app.write({'types/user.ts': user(round)});
    const moment = Math.random() * whole;
    const result = await app.build({
      started: child => {
        const timer = setTimeout(() => child.kill('SIGKILL'), moment);
        child.on('exit', () => clearTimeout(timer));
      },
    });
    if (result.signal === 'SIGKILL') killed++;
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
  return killed;
}

test(
  `${BUILDS} builds killed at random moments`,
  async () => {
    const killed = await Promise.all(copies.map(copy => killBuilds(copy, BUILDS / COPIES)));
    console.log(
      `${killed.reduce((sum, count) => sum + count)} of ${BUILDS} builds were killed before their end`,
    );
    expect(Math.min(...killed)).toBeGreaterThan(0);
  },
  LONG ? 7_200_000 : 300_000,
);
