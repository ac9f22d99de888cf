// Builds that are killed at random moments: the next one is right, and nothing of the killed one is left running.
// `npm run test:long` kills 500.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {type Project, processesOf, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

const LONG = process.env['MION_TEST_LONG'] === '1';
const BUILDS = LONG ? 500 : 6;

let app: Project;
beforeAll(() => {
  app = project(smallApi());
});
afterAll(() => app?.remove());

/** The user type with a field of its own for each round: what an earlier round left cannot be right. */
const user = (round: number) =>
  `export interface User {id: number; name: string; born?: Date; round${round}?: ${round}}`;

test(
  `${BUILDS} builds killed at random moments`,
  async () => {
    const begun = Date.now();
    expect((await app.build()).code).toBe(0);
    const whole = Date.now() - begun;
    let killed = 0;
    for (let round = 0; round < BUILDS; round++) {
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
        expect((await make(app.root, {force: true})).text === made.text, story).toBe(true);
    }
    expect(killed).toBeGreaterThan(0);
    // What killed builds leave behind in the cache is bounded: temporary files, no more than one each.
    const folder = app.file('node_modules/.vite/mion-aot');
    const names = existsSync(folder) ? readdirSync(folder, {recursive: true}).map(String) : [];
    expect(names.filter(name => name.includes('.tmp-')).length).toBeLessThanOrEqual(killed);
    for (const name of names.filter(name => name.endsWith('.entry'))) {
      expect(readFileSync(`${folder}/${name}`).length).toBeGreaterThan(0);
    }
  },
  LONG ? 7_200_000 : 300_000,
);
