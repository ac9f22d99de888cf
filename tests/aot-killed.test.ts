// The start script's process is killed, at each stage of its life: the build says so, nothing is left running, nothing
// wrong is kept, and what was good before still is.
import {spawnSync} from 'node:child_process';
import {cpSync, readFileSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {filesBelow, type Project, processesOf, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

const FILES = smallApi();
const API = FILES['server/api.ts']!;
const CONFIG = FILES['vite.config.ts']!;
/** Ends its process as the system's killer does when memory runs out. */
const KILL = "if (process.env.MION_COMPILE) process.kill(process.pid, 'SIGKILL');";

let app: Project;
/** The project as it is before it is damaged, with what is in its cache then. */
let whole: Project;
let good: string;
beforeAll(async () => {
  whole = project(FILES);
  good = (await make(whole.root)).text;
});
afterAll(() => whole?.remove());
beforeEach(() => {
  app = project(FILES);
});
afterEach(async () => {
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  app.remove();
});

const entries = () => filesBelow(app.file('node_modules/.vite')).filter(name => name.endsWith('.entry'));

test.each([
  ['while the Vite config is loaded', {'vite.config.ts': `${KILL}\n${CONFIG}`}],
  [
    'while the dev server in it starts',
    {'vite.config.ts': CONFIG.replace('plugins: [', `plugins: [{name: 'kills', buildStart() { ${KILL} }}, `)},
  ],
  [
    'while a module is transformed',
    {
      'vite.config.ts': CONFIG.replace(
        'plugins: [',
        `plugins: [{name: 'kills', transform(code, id) { if (id.includes('routes.ts')) { ${KILL} } }}, `,
      ),
    },
  ],
  ['before its router', {'server/api.ts': `${KILL}\n${API}`}],
  ['while its modules are loaded', {'server/routes.ts': `${KILL}\n${FILES['server/routes.ts']}`}],
  [
    'after its router, before it is quiet',
    {'server/api.ts': `${API}\nawait new Promise(done => setTimeout(done, 5));\n${KILL}`},
  ],
])('killed %s', async (_, edited: Record<string, string>) => {
  cpSync(whole.file('node_modules/.vite'), app.file('node_modules/.vite'), {recursive: true});
  const kept = entries();
  expect(kept).not.toEqual([]);
  app.write(edited);
  const {code, output} = await app.build();
  expect(code, output).toBe(1);
  expect(output).toMatch(/MION_AOT_START_SCRIPT_FAILED: .*SIGKILL/);
  expect(entries()).toEqual(kept);
  app.write(Object.fromEntries(Object.keys(edited).map(name => [name, FILES[name]!])));
  expect(await make(app.root)).toMatchObject({cached: true, text: good});
});

test('killed by somebody else, while it waits', async () => {
  app.write({'server/api.ts': `await new Promise(() => setInterval(() => {}, 1000));\n${API}`});
  const killing = setInterval(() => {
    spawnSync('pkill', ['-KILL', '-f', `runner/vite-node.mjs.*${app.root}`]);
  }, 300);
  try {
    const {code, output} = await app.build();
    expect(code, output).toBe(1);
    expect(output).toMatch(/MION_AOT_START_SCRIPT_FAILED: .*SIGKILL/);
  } finally {
    clearInterval(killing);
  }
  expect(entries()).toEqual([]);
});

test('it kills the build that started it', async () => {
  app.write({
    'server/api.ts': `if (process.env.MION_COMPILE) process.kill(process.ppid, 'SIGKILL');\n${API}`,
  });
  const {signal} = await app.build();
  expect(signal).toBe('SIGKILL');
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  app.write({'server/api.ts': API});
  expect((await make(app.root)).cached).toBe(false);
});

test('a build that is stopped while it generates keeps no other waiting for longer than the time limit', async () => {
  const limited = smallApi({aotCaches: "{startServerScript: 'server/api.ts', timeout: 8_000}"});
  app.write({
    ...limited,
    'server/api.ts': `import {existsSync} from 'node:fs';\nif (process.env.MION_COMPILE && !existsSync('../second')) process.kill(process.ppid, 'SIGSTOP');\n${API}`,
  });
  let stopped: number | undefined;
  const first = app.build({
    started: child => {
      stopped = child.pid;
    },
  });
  const isStopped = () => /^State:\sT/m.test(readFileSync(`/proc/${stopped}/status`, 'utf8'));
  await expect.poll(isStopped, {timeout: 20_000}).toBe(true);
  app.write({second: ''});
  const second = await app.build({args: ['--outDir', 'dist-2']});
  expect(second.code, second.output).toBe(0);
  const {text} = await make(app.root);
  process.kill(stopped!, 'SIGCONT');
  // Its own time limit has passed while it was stopped: it may say so. What it leaves is right all the same.
  await first;
  expect((await make(app.root)).text).toBe(text);
});
