// Wrong start scripts: each gives one clear error, in bounded time, and leaves neither a process nor a bad cache.
import type {ChildProcess} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {filesBelow, type Project, processesOf, project, type RunResult, repository, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => {
  // Whatever the test asserted, nothing of it may still be running, and no entry may have been written.
  const left = processesOf(app.root);
  app.remove();
  expect(left).toEqual([]);
});

async function failedBuild(startScript: string, aotCaches?: string): Promise<RunResult> {
  app = project(smallApi({...(aotCaches ? {aotCaches} : {})}));
  app.write({'server/api.ts': startScript});
  const result = await app.build();
  expect(result.code, result.output).toBe(1);
  const cache = app.file('node_modules/.vite/mion-aot');
  expect(existsSync(cache) ? filesBelow(cache).filter(name => name.endsWith('.entry')) : []).toEqual([]);
  return result;
}

/** The error is shown once: its code stands in the message and nowhere else. */
function expectError({output}: RunResult, code: string, ...parts: (string | RegExp)[]): void {
  expect(output).toContain(`${code}: `);
  for (const part of parts) expect(output).toMatch(part);
}

test('a start script that does not exist: the option, and the nearest file that does', async () => {
  app = project(smallApi({aotCaches: "{startServerScript: 'server/apis.ts'}"}));
  const result = await app.build();
  expect(result.code).toBe(1);
  expectError(result, 'MION_OPTION_PATH', /aotCaches\.startServerScript/, /Did you mean ".*server\/api\.ts"/);
});

test('a syntax error: its file and line', async () => {
  const result = await failedBuild('const fine = 1;\nconst = 2;\n');
  expectError(result, 'MION_AOT_START_SCRIPT_FAILED', /server\/api\.ts/, /:2|\b2:/);
});

test('a script that throws: what it threw, and where', async () => {
  const result = await failedBuild(
    "function connect() {\n  throw new Error('no database here');\n}\nconnect();\n",
  );
  expectError(result, 'MION_AOT_START_SCRIPT_FAILED', /no database here/, /server\/api\.ts:2/);
});

test('a script that never initialises the router', async () => {
  const result = await failedBuild("console.log('just a script');\n");
  expectError(result, 'MION_AOT_NO_ROUTER', /initMionRouter/, /server\/api\.ts/);
});

test('a script that exits with 0 before its router is there', async () => {
  const result = await failedBuild('process.exit(0);\n');
  expectError(result, 'MION_AOT_NO_ROUTER', /server\/api\.ts/);
});

test('a script that floods stderr with 50 MB and fails: the end of it is shown', async () => {
  const result = await failedBuild(`
import {writeSync} from 'node:fs';
const line = 'noise '.repeat(170) + '\\n';
for (let i = 0; i < 50 * 1024; i++) {
  for (let sent = 0; sent < line.length; ) {
    try { sent += writeSync(2, line.slice(sent)); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
}
throw new Error('after the flood');
`);
  expectError(result, 'MION_AOT_START_SCRIPT_FAILED', /after the flood/);
  expect(result.output.length).toBeLessThan(300_000);
});

test('garbage instead of caches over IPC', async () => {
  const result = await failedBuild(
    "process.send({type: 'mion-aot-caches', jitFnsCode: '{a: (() => evil())()}', pureFnsCode: '{}', routerCacheCode: '{}'});\n",
  );
  expectError(result, 'MION_AOT_BAD_MESSAGE', /jitFnsCode/);
});

test('a script that hangs: the time limit ends it', async () => {
  const result = await failedBuild(
    'await new Promise(() => setInterval(() => {}, 1000));\n',
    "{startServerScript: 'server/api.ts', timeout: 3000}",
  );
  expectError(result, 'MION_AOT_TIMEOUT', /3\.0 s/, /timeout/);
});

test('a script in a busy loop: the time limit ends it', async () => {
  const result = await failedBuild('for (;;);\n', "{startServerScript: 'server/api.ts', timeout: 3000}");
  expectError(result, 'MION_AOT_TIMEOUT');
});

test('vite-node is not installed: the command that installs it', async () => {
  app = project(smallApi(), {without: ['vite-node']});
  const result = await app.build();
  expect(result.code, result.output).toBe(1);
  expectError(result, 'MION_AOT_RUNNER_NOT_FOUND', /npm install --save-dev vite-node/);
});

const START_AND_SPIN = "import {writeFileSync} from 'node:fs';\nwriteFileSync('started', '');\nfor (;;);\n";

/** Calls back once the start script above has begun. */
function whenStarted(then: (build: ChildProcess) => void): (build: ChildProcess) => void {
  return build => {
    const timer = setInterval(() => {
      if (!existsSync(app.file('server/started'))) return;
      clearInterval(timer);
      then(build);
    }, 20);
    build.on('exit', () => clearInterval(timer));
  };
}

test('the build is killed while the script runs: the script ends too', async () => {
  app = project(smallApi());
  app.write({'server/api.ts': START_AND_SPIN});
  const result = await app.build({started: whenStarted(child => child.kill('SIGKILL'))});
  expect(result.signal).toBe('SIGKILL');
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the build gets %s while the script runs: the script ends too',
  async signal => {
    app = project(smallApi());
    app.write({'server/api.ts': START_AND_SPIN});
    await app.build({started: whenStarted(child => child.kill(signal))});
    await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
  },
);

test('another plugin fails the build while the script runs: the script ends at once', async () => {
  // Rollup starts all plugins at once; Rolldown one after the other, so that there nothing can fail meanwhile.
  app = project(smallApi(), {vite: 'vite-7'});
  app.write({
    'server/api.ts': START_AND_SPIN,
    'vite.config.ts': readFileSync(app.file('vite.config.ts'), 'utf8').replace(
      'plugins: [',
      `plugins: [{
    name: 'fails',
    apply: 'build',
    async buildStart() {
      if (process.env.MION_COMPILE) return;
      const {existsSync} = await import('node:fs');
      while (!existsSync(${JSON.stringify(app.file('server/started'))})) await new Promise(done => setTimeout(done, 20));
      this.error('the other plugin failed');
    },
  }, `,
    ),
  });
  const result = await app.build();
  expect(result.code).toBe(1);
  expect(result.output).toMatch(/the other plugin failed/);
  await expect.poll(() => processesOf(app.root), {timeout: 10_000}).toEqual([]);
});

test('a failed run leaves the earlier good entry alone', async () => {
  app = project(smallApi());
  expect((await app.build()).code).toBe(0);
  const good = readFileSync(app.file('server/routes.ts'), 'utf8');
  app.write({'server/routes.ts': "throw new Error('half an edit');"});
  expect((await app.build()).code).toBe(1);
  app.write({'server/routes.ts': good});
  rmSync(app.file('runs.log'));
  expect((await app.build()).code).toBe(0);
  expect(existsSync(app.file('runs.log'))).toBe(false);
});

test('the addon of the platform is missing: a sentence that says what to install', async () => {
  app = project({});
  const plugin = readFileSync(`${repository}/plugin/addon.js`, 'utf8');
  app.write({'lib/plugin/addon.js': plugin, 'main.js': "await import('./lib/plugin/addon.js');"});
  const result = await run(process.execPath, [app.file('main.js')]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/MION_ADDON_NOT_FOUND: @mionkit\/devtools-/);
});
