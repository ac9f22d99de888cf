// The five virtual modules: with AOT on, off, and in the child.
import {readFileSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {type Project, project, run, runStrict} from './fixture.ts';
import {smallApi, smallApiAnswers} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

const PRINT_MODULES = `
import {jitFnsCache} from 'virtual:mion-aot/jit-fns';
import {pureFnsCache} from 'virtual:mion-aot/pure-fns';
import {routerCache} from 'virtual:mion-aot/router-cache';
import * as caches from 'virtual:mion-aot/caches';
import {serverPureFnsCache} from 'virtual:mion-server-pure-fns';
export const modules = {jitFnsCache, pureFnsCache, routerCache, serverPureFnsCache};
export const same = caches.jitFnsCache === jitFnsCache && caches.pureFnsCache === pureFnsCache && caches.routerCache === routerCache;
`;
const PRINT = `${PRINT_MODULES}
import {getRoutesCache, jitUtils} from '@mionkit/core';
const list = Object.fromEntries(Object.entries(modules).map(([name, value]) => [name, Object.keys(value)]));
console.log(JSON.stringify({list, same, entry: getRoutesCache()['users/get'], fn: jitUtils.getJIT(Object.keys(modules.jitFnsCache)[0])}));
`;

async function printed(files: Record<string, string>) {
  app = project({...files, 'server/main.ts': PRINT});
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  expect(stdout, output).not.toBe('');
  return JSON.parse(stdout);
}

test('AOT on: each module has its entries, and the combined one has the same', async () => {
  const {list, same, entry, fn} = await printed(smallApi());
  expect(same).toBe(true);
  expect(list.routerCache).toEqual(expect.arrayContaining(['users/get', 'users/create', 'sum']));
  expect(list.routerCache).toEqual([...list.routerCache].sort());
  expect(list.jitFnsCache).toEqual([...list.jitFnsCache].sort());
  const {paramsJitHash, returnJitHash} = entry;
  for (const kind of ['is', 'te', 'fj', 'sj', 'tBi', 'fBi']) {
    expect(list.jitFnsCache).toContain(`${kind}_${paramsJitHash}`);
  }
  for (const kind of ['sj', 'fj']) expect(list.jitFnsCache).toContain(`${kind}_${returnJitHash}`);
  expect(entry).toMatchObject({
    type: 1,
    id: 'users/get',
    isAsync: false,
    hasReturnData: true,
    paramNames: ['id'],
    pointer: ['users', 'get'],
    nestLevel: 1,
  });
  expect(fn).toMatchObject({
    jitFnHash: list.jitFnsCache[0],
    code: expect.any(String),
    jitDependencies: expect.any(Array),
  });
});

test('AOT off: each module resolves and is empty', async () => {
  const {list, same} = await printed(smallApi({aotCaches: null}));
  expect(same).toBe(true);
  expect(list).toEqual({jitFnsCache: [], pureFnsCache: [], routerCache: [], serverPureFnsCache: []});
});

test('in the child: each module resolves and is empty, and no further child is started', async () => {
  app = project({
    ...smallApi(),
    'server/seen.ts': `${PRINT_MODULES}
import {writeFileSync} from 'node:fs';
if (process.env.MION_COMPILE) writeFileSync(new URL('../seen.json', import.meta.url), JSON.stringify(modules));
`,
  });
  app.write({'server/api.ts': `import './seen.ts';\n${readFileSync(app.file('server/api.ts'), 'utf8')}`});
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  expect(JSON.parse(readFileSync(app.file('seen.json'), 'utf8'))).toEqual({
    jitFnsCache: {},
    pureFnsCache: {},
    routerCache: {},
    serverPureFnsCache: {},
  });
  expect(readFileSync(app.file('runs.log'), 'utf8')).toBe('run\n');
});

test('a strict bundle holds neither run-types nor @deepkit/type, nor metadata, and needs no eval', async () => {
  app = project(smallApi());
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout} = await runStrict(app.file('dist/main.js'));
  expect(JSON.parse(stdout)).toMatchObject({refused: true, ...smallApiAnswers, invalid: {status: 422}});
  const bundle = readFileSync(app.file('dist/main.js'), 'utf8');
  for (const trace of [/ReflectionKind/, /deepkit/, /__type\s*[=:]/, /__Ω/, /__assignType/]) {
    expect(bundle).not.toMatch(trace);
  }
});

test('a strict router whose route is missing from the caches throws AOTCacheError with its name', async () => {
  app = project(smallApi());
  // The route is only there when the server runs: the start script never saw it.
  app.write({
    'server/routes.ts': `${readFileSync(app.file('server/routes.ts'), 'utf8')}
if (!process.env.MION_COMPILE) Object.assign(routes, {late: route((_ctx, a: string): string => a)});
`,
  });
  expect((await app.build()).code).toBe(0);
  const {code, stderr} = await runStrict(app.file('dist/main.js'));
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/AOTCacheError/);
  expect(stderr).toMatch(/late/);
});

test('without `aot` the caches are used, and the rest is compiled at run time', async () => {
  app = project(smallApi({routerOptions: '{}'}));
  app.write({
    'server/routes.ts': `${readFileSync(app.file('server/routes.ts'), 'utf8')}
if (!process.env.MION_COMPILE) Object.assign(routes, {late: route((_ctx, a: string): string => a + '!')});
`,
    'server/main.ts': readFileSync(app.file('server/main.ts'), 'utf8').replace(
      'get: await',
      "late: await ask('late', {late: ['x']}), wrong: await ask('late', {late: [1]}), get: await",
    ),
  });
  expect((await app.build()).code).toBe(0);
  const {stdout, output} = await run(process.execPath, [app.file('dist/main.js')]);
  expect(stdout, output).not.toBe('');
  expect(JSON.parse(stdout)).toMatchObject({
    ...smallApiAnswers,
    late: {status: 200, body: {late: 'x!'}},
    wrong: {status: 422},
  });
});
