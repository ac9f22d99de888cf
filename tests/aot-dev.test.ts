// AOT in dev servers: caches come in the background, follow the files, outlive errors, and errors go when mended.
import {afterEach, describe, expect, test} from 'vitest';
import {type Project, project, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

/** Runs in the project with its own Vite; prints what the server had and sent at each step, as JSON. */
const SESSION = `
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'vite';

const sent = [];
const server = await createServer({
  server: {middlewareMode: true, hmr: {port: 0}, watch: {usePolling: true, interval: 30}},
  appType: 'custom',
  logLevel: 'silent',
});
const send = server.ws.send.bind(server.ws);
server.ws.send = (...args) => { sent.push(args[0]); send(...args); };

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const seen = async () => (await server.ssrLoadModule('/server/seen.ts')).seen;
const evaluated = async () => (await server.ssrLoadModule('/server/apart.ts')).evaluated;
const runs = () => existsSync('runs.log') ? readFileSync('runs.log', 'utf8').trim().split('\\n').length : 0;
async function until(isThere) {
  for (const started = Date.now(); Date.now() - started < 10_000; await pause(50)) {
    const value = await isThere();
    if (value) return value;
  }
  return 'nothing came';
}
const write = (name, text) => writeFileSync(name, text);
const routes = readFileSync('server/routes.ts', 'utf8');
const steps = {};

// Asked for at once: the answer waits for the caches.
steps.start = await seen();
steps.runsAtStart = runs();
const apart = await evaluated();
// What was read at the start is watched a moment later.
await pause(700);

const before = await seen();
write('types/user.ts', 'export interface User {id: number; name: string; born?: Date; tag: string}');
steps.edited = await until(async () => (await seen()).hash !== before.hash);
steps.apart = (await evaluated()) === apart;
await pause(300);

const calm = runs();
write('server/unused.ts', 'export const unused = 1;');
await pause(600);
steps.unrelated = runs() - calm;

sent.length = 0;
write('server/routes.ts', routes + "\\nthrow new Error('half an edit');\\n");
steps.overlay = await until(() => sent.find(({type}) => type === 'error')?.err);
steps.meanwhile = (await server.ssrLoadModule('/server/seen.ts')).seen.routes;

sent.length = 0;
await pause(300);
for (let n = 0; n < 5; n++) {
  write('server/routes.ts', routes.replace('sum:', 'total' + n + ':'));
  await pause(60);
}
steps.mended = await until(async () => (await seen()).routes.includes('total4') && (await seen()).routes);
steps.cleared = await until(() => sent.some(({type}) => type === 'update' || type === 'full-reload'));
steps.errorsAfter = sent.filter(({type}) => type === 'error').length;

console.log(JSON.stringify(steps));
await server.close();
process.exit(0);
`;

describe.each([['vite-8'], ['vite-7'], ['vite-6'], ['vite-5']] as const)('on %s', version => {
  test('caches follow the files, and the last good ones outlive an error', async () => {
    const {'vite.config.ts': config = '', ...files} = smallApi();
    app = project(
      {
        ...files,
        // The API's own module is not loaded by this server: it only looks at the caches.
        'server/seen.ts': `
import {routerCache} from 'virtual:mion-aot/router-cache';
import {jitFnsCache} from 'virtual:mion-aot/jit-fns';
export const seen = {
  routes: Object.keys(routerCache).filter(name => !/mion@|Errors/.test(name)).sort(),
  functions: Object.keys(jitFnsCache).length,
  hash: (routerCache as Record<string, {returnJitHash: string}>)['users/get']!.returnJitHash,
};
`,
        'server/apart.ts': `
import {pureFnsCache} from 'virtual:mion-aot/pure-fns';
export const evaluated = Math.random();
export {pureFnsCache};
`,
        'vite.config.ts': config,
        'session.mjs': SESSION,
      },
      version === 'vite-8' ? {} : {vite: version},
    );
    const {code, stdout, output} = await run(process.execPath, ['session.mjs'], {cwd: app.root});
    expect(code, output).toBe(0);
    const steps = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(steps, output).toMatchObject({
      start: {routes: ['sum', 'users/create', 'users/get'], functions: expect.any(Number)},
      runsAtStart: 1,
      edited: true,
      // Its module did not change: it was not loaded again.
      apart: true,
      unrelated: 0,
      overlay: {
        message: expect.stringMatching(/MION_AOT_START_SCRIPT_FAILED[\s\S]*half an edit/),
        loc: {file: app.file('server/routes.ts'), line: expect.any(Number)},
        frame: expect.stringContaining('half an edit'),
      },
      meanwhile: ['sum', 'users/create', 'users/get'],
      mended: ['total4', 'users/create', 'users/get'],
      cleared: true,
      errorsAfter: 0,
    });
    expect(steps.start.functions).toBeGreaterThan(10);
  });
});
