// The module of pure functions in dev servers: a client file changes, comes, goes, breaks; what imports it follows.
import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {type Project, project, run} from './fixture.ts';

let app: Project;
afterEach(() => app.remove());

const fn = (name: string, body: string) => `import {pureServerFn} from '@mionkit/core';
export const ref = pureServerFn({pureFn: (n: number) => ${body}, namespace: 'dev', fnName: '${name}'});
`;

/** Runs in the project with the project's own Vite; prints what the server has after each edit, as JSON. */
const SESSION = `
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'vite';

const sent = [];
const logged = [];
const server = await createServer({
  configFile: './vite.config.mjs',
  server: {middlewareMode: true, hmr: {port: 0}, watch: {usePolling: true, interval: 30}},
  appType: 'custom',
  customLogger: {info() {}, warn() {}, warnOnce() {}, error: text => logged.push(text), clearScreen() {}, hasErrorLogged: () => false, hasWarned: false},
});
const send = server.ws.send.bind(server.ws);
server.ws.send = (...args) => { sent.push(args[0]); send(...args); };
await new Promise(resolve => setTimeout(resolve, 500));

const text = async () => (await server.ssrLoadModule('/server.ts')).text;
const evaluated = async () => (await server.ssrLoadModule('/server.ts')).evaluated;
/** Edits, then waits until the server sees what is expected, or gives up. */
async function after(edit, isThere) {
  // Watchers drop a second change that follows within some 50 ms.
  await new Promise(resolve => setTimeout(resolve, 200));
  edit();
  for (const started = Date.now(); Date.now() - started < 10_000; ) {
    const seen = await text();
    if (isThere(seen)) return seen;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return 'nothing came: ' + (await text());
}
const write = (name, content) => writeFileSync(new URL(name, import.meta.url), content);
const steps = {};
steps.start = await text();
const files = JSON.parse(process.env.FILES);
steps.changed = await after(() => write('./client/a.ts', files.changed), seen => seen.includes('a: 30'));
mkdirSync(new URL('./client/deep', import.meta.url));
steps.added = await after(() => write('./client/deep/b.ts', files.added), seen => seen.includes('b: 8'));
steps.removed = await after(() => rmSync(new URL('./client/deep/b.ts', import.meta.url)), seen => !seen.includes('b:'));
const before = await evaluated();
await new Promise(resolve => setTimeout(resolve, 200));
write('./client/unrelated.ts', 'export const nothing = 1;');
write('./client/a.ts', files.reformatted);
write('./outside.ts', files.added);
await new Promise(resolve => setTimeout(resolve, 1_000));
steps.untouched = (await evaluated()) === before;
write('./client/a.ts', files.broken);
for (const started = Date.now(); Date.now() - started < 10_000 && !sent.some(({type}) => type === 'error'); ) {
  await new Promise(resolve => setTimeout(resolve, 50));
}
steps.broken = await text();
steps.overlay = sent.find(({type}) => type === 'error')?.err;
steps.logged = logged.join('\\n');
steps.mended = await after(() => write('./client/a.ts', files.mended), seen => seen.includes('a: 50'));
sent.length = 0;
await new Promise(resolve => setTimeout(resolve, 200));
write('./client/twin.ts', files.twin);
for (const started = Date.now(); Date.now() - started < 10_000 && !sent.some(({type}) => type === 'error'); ) {
  await new Promise(resolve => setTimeout(resolve, 50));
}
steps.twin = sent.find(({type}) => type === 'error')?.err.message;
console.log(JSON.stringify(steps));
await server.close();
process.exit(0);
`;

describe.each([
  ['Vite 8', undefined],
  ['Vite 7', 'vite-7'],
  ['Vite 6', 'vite-6'],
  ['Vite 5', 'vite-5'],
] as const)('on %s', (_, vite) => {
  it('the server has what the client’s files say now', async () => {
    app = project(
      {
        'client/a.ts': fn('a', 'n + 1'),
        'server.ts': `import {serverPureFnsCache} from 'virtual:mion-server-pure-fns';
export const evaluated = Math.random();
export const text = Object.values(serverPureFnsCache.dev ?? {}).map(({fnName, fn}) => fnName + ': ' + fn!(10)).join();
`,
        'vite.config.mjs': `import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {plugins: [mionPlugin({serverPureFunctions: {clientSrcPath: 'client'}})]};
`,
        'session.mjs': SESSION,
      },
      {vite},
    );
    const files = {
      changed: fn('a', 'n * 3'),
      added: fn('b', 'n - 2'),
      reformatted: `// A comment.\n${fn('a', 'n  *  3')}`,
      broken: fn('a', 'n * outer'),
      mended: fn('a', 'n * 5'),
      twin: fn('a', 'n * 6'),
    };
    const {stdout, output} = await run(process.execPath, ['session.mjs'], {
      cwd: app.root,
      env: {FILES: JSON.stringify(files)},
    });
    expect(stdout, output).not.toBe('');
    const {overlay, logged, twin, ...steps} = JSON.parse(stdout);
    expect(steps).toEqual({
      start: 'a: 11',
      changed: 'a: 30',
      added: 'a: 30,b: 8',
      removed: 'a: 30',
      untouched: true,
      broken: 'a: 30',
      mended: 'a: 50',
    });
    expect(overlay).toMatchObject({
      plugin: 'mion',
      message: expect.stringContaining('MION_PURE_FN_'),
      frame: expect.stringContaining('n * outer'),
      loc: {file: app.file('client/a.ts'), line: 2},
    });
    expect(logged).toContain('n * outer');
    expect(twin).toMatch(/MION_PURE_FN_DUPLICATE.*client\/a\.ts:2:\d+/s);
  });

  it.each([
    ['client', 'client/deep'],
    // What the build writes and the packages lie below it.
    ['.', 'client'],
  ])('a build that watches sees a new file below %s', async (clientSrcPath, folder) => {
    app = project(
      {
        'client/a.ts': fn('a', 'n + 1'),
        'server.ts': `export {serverPureFnsCache} from 'virtual:mion-server-pure-fns';`,
        'vite.config.mjs': `import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {plugins: [mionPlugin({serverPureFunctions: {clientSrcPath: '${clientSrcPath}'}})], build: {ssr: 'server.ts'}};
`,
      },
      {vite},
    );
    let builds = 0;
    await app.build({
      args: ['--watch'],
      started(child) {
        child.stdout!.on('data', (text: Buffer) => {
          const finished = text.toString().match(/built in/g)?.length ?? 0;
          builds += finished;
          if (finished && builds === 1)
            setTimeout(() => app.write({[`${folder}/b.ts`]: fn('b', 'n - 2')}), 300);
          // One that goes on forever is seen by the count.
          if (finished && builds === 2) setTimeout(() => child.kill(), 1_000);
        });
      },
    });
    // A file and its folder may be told one after the other; a build that sees its own output never stops.
    expect(builds).toBeGreaterThanOrEqual(2);
    expect(builds).toBeLessThan(6);
    expect(readFileSync(app.file('dist/server.js'), 'utf8')).toMatch(/fnName: "b"/);
  });
});

it('a dev server starts in spite of a client file that is wrong, and says so', async () => {
  app = project({
    'client/a.ts': fn('a', 'n * outer'),
    'vite.config.mjs': `import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {plugins: [mionPlugin({serverPureFunctions: {clientSrcPath: 'client'}})]};
`,
    'session.mjs': `import {createServer} from 'vite';
const server = await createServer({configFile: './vite.config.mjs', server: {middlewareMode: true, hmr: {port: 0}}, appType: 'custom'});
console.log('started');
await server.close();
process.exit(0);
`,
  });
  const {stdout, output} = await run(process.execPath, ['session.mjs'], {cwd: app.root});
  expect(stdout, output).toContain('started');
  expect(output).toContain('MION_PURE_FN_UNRESOLVED');
});
