/**
 * A million hostile bodies, JSON and binary, for the types of the cases: each gives a value of the type or a typed
 * error, in bounded time and memory, and none touches a prototype. `MION_TEST_SEED` and `MION_TEST_LONG` as elsewhere.
 */
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {expect, test} from 'vitest';
import type * as TypeCases from './fixtures/type-cases.ts';
import {importOwnFixture} from './peer.ts';

const BODIES = process.env['MION_TEST_LONG'] ? 20_000_000 : 1_000_000;
const THREADS = 2;
const seed = Number(process.env['MION_TEST_SEED'] ?? 1);

/** No body may take longer, in milliseconds. */
const MAX_TIME = 50;
/** What a thread may hold, in megabytes; it ends with an error beyond that. */
const MAX_HEAP = 192;

interface Message {
  problem?: string;
  done?: number;
}

async function fuzz(thread: number, fixture: string): Promise<{problems: string[]; done: number}> {
  const worker = new Worker(new URL('./fuzz-worker.js', import.meta.url), {
    workerData: {fixture, seed: seed * 1_000 + thread, bodies: BODIES / THREADS, maxTime: MAX_TIME},
    resourceLimits: {maxOldGenerationSizeMb: MAX_HEAP},
  });
  const problems: string[] = [];
  return new Promise((resolve, reject) => {
    worker.on('message', ({problem, done}: Message) => {
      if (problem && problems.length < 10) problems.push(problem.slice(0, 500));
      if (done) resolve({problems, done});
    });
    worker.on('error', reject);
  });
}

test(`${BODIES} hostile bodies (seed ${seed})`, {timeout: BODIES}, async () => {
  await importOwnFixture<typeof TypeCases>('type-cases');
  const fixture = fileURLToPath(new URL('./.compiled/own-type-cases.js', import.meta.url));
  const results = await Promise.all(Array.from({length: THREADS}, (_, thread) => fuzz(thread, fixture)));
  expect(results.flatMap(({problems}) => problems)).toEqual([]);
  expect(results.reduce((sum, {done}) => sum + done, 0)).toBe(BODIES);
});
