// Whoever else takes the caches in: browsers, several environments or several servers in one build, libraries.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {filesBelow, type Project, project, run, runStrict} from './fixture.ts';
import {smallApi, smallApiAnswers} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

const on = (version: string) =>
  version === 'vite-8' ? {} : {vite: version as 'vite-5' | 'vite-6' | 'vite-7'};

/** A page's program: calls the API through the client, with `fetch` as the test gives it. */
const CLIENT = `
import {jitFnsCache} from 'virtual:mion-aot/caches';
import {initClient} from '@mionkit/client';
import type {api} from './server/api.ts';

const asked: string[] = [];
const {routes} = initClient<typeof api>({baseURL: 'http://localhost'});
export async function visit(handle: (request: Request) => Promise<Response>) {
  globalThis.fetch = async (url, init) => {
    asked.push(new URL(String(url)).pathname);
    return handle(new Request(url as string, init));
  };
  const [sum] = await routes.sum([1, 2, 3]).call();
  const [user] = await routes.users.create({name: 'Eve', born: new Date(1)}).call();
  const [, refused] = await routes.sum(['1'] as unknown as number[]).call();
  return {sum, born: user?.born instanceof Date, refused: refused?.type, asked, functions: Object.keys(jitFnsCache)};
}
`;

const VISIT = `
import {handle} from './dist/server/handle.js';
import {visit} from './dist/client/page.js';
console.log(JSON.stringify(await visit(handle)));
`;

const HANDLE = `
import './api.ts';
import {jitFnsCache} from 'virtual:mion-aot/caches';
import {createFetchHandler} from '@mionkit/fetch';
export const handle = createFetchHandler();
export const functions = Object.keys(jitFnsCache);
`;

const library = (input: string, outDir: string, name: string) =>
  `{outDir: '${outDir}', minify: false, target: 'es2022', rollupOptions: {input: {${name}: '${input}'}, preserveEntrySignatures: 'strict', output: {entryFileNames: '[name].js', format: 'es'}}}`;

function pageAndServer(isClient: boolean): Record<string, string> {
  return {
    ...smallApi(),
    'page.ts': CLIENT,
    'server/handle.ts': HANDLE,
    'visit.mjs': VISIT,
    'vite.config.ts': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig(({isSsrBuild}) => ({
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'server/api.ts', isClient: ${isClient}}})],
  // Vite 5 knows no environments: it builds one after the other.
  build: isSsrBuild ? {...${library('server/handle.ts', 'dist/server', 'handle')}, ssr: true} : ${library('page.ts', 'dist/client', 'page')},
  ssr: {noExternal: true},
  environments: {
    client: {build: ${library('page.ts', 'dist/client', 'page')}},
    ssr: {build: {...${library('server/handle.ts', 'dist/server', 'handle')}, ssr: true}, resolve: {noExternal: true}},
    edge: {build: {...${library('server/handle.ts', 'dist/edge', 'handle')}, ssr: true}, resolve: {noExternal: true}},
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'ssr', 'edge']) await builder.build(builder.environments[name]);
    },
  },
}));
`,
  };
}

describe.each(['vite-8', 'vite-7', 'vite-6', 'vite-5'])('on %s', version => {
  test('a page, its server and a third environment get what they need, in one process', async () => {
    app = project(pageAndServer(true), on(version));
    const builds =
      version === 'vite-5'
        ? [await app.build(), await app.build({args: ['--ssr']})]
        : [await app.build({args: ['--app']})];
    for (const {code, output} of builds) expect(code, output).toBe(0);
    const {stdout, output} = await runStrict(app.file('visit.mjs'));
    expect(stdout, output).not.toBe('');
    const {functions, ...visited} = JSON.parse(stdout);
    // Nothing was asked for beside the calls: the page has all that it needs.
    expect(visited).toEqual({
      sum: 6,
      born: true,
      refused: 'validation-error',
      asked: ['/sum', '/users/create'],
    });
    const places = version === 'vite-5' ? ['server'] : ['server', 'edge'];
    for (const place of places) {
      const server = await import(path.join(app.root, `dist/${place}/handle.js`));
      expect(server.functions).toEqual(expect.arrayContaining(functions));
      // The page neither reads parameters nor writes results.
      expect(functions.length).toBeLessThan(server.functions.length * 0.75);
    }
    expect(readFileSync(app.file('runs.log'), 'utf8')).toBe('run\n');
  });
});

test.each(['vite-8', 'vite-6'])(
  'without a cache on disk, too, the environments of a build share one run, unless a file changes: %s',
  async version => {
    const files = pageAndServer(true);
    const {'vite.config.ts': config = ''} = files;
    const uncached = config.replace('isClient:', 'cache: false, isClient:');
    const written = uncached.replace(
      'await builder.build(',
      "{ if (name === 'edge' && process.env.EDIT) (await import('node:fs')).appendFileSync('server/routes.ts', '//'); await builder.build(",
    );
    app = project(
      {...files, 'vite.config.ts': written.replace('environments[name]);', 'environments[name]); }')},
      on(version),
    );
    const runsOf = async (env: Record<string, string> = {}) => {
      app.write({'runs.log': ''});
      const {code, output} = await app.build({args: ['--app'], env});
      expect(code, output).toBe(0);
      return readFileSync(app.file('runs.log'), 'utf8').length / 'run\n'.length;
    };
    expect(await runsOf()).toBe(1);
    expect(await runsOf({EDIT: '1'})).toBe(2);
    app.write({'vite.config.ts': config});
    expect(await runsOf({MION_AOT_FORCE: 'true'})).toBe(1);
  },
);

test('without isClient a page gets all functions', async () => {
  app = project(pageAndServer(false));
  expect((await app.build({args: ['--app']})).code).toBe(0);
  const {functions} = JSON.parse((await runStrict(app.file('visit.mjs'))).stdout);
  const server = await import(path.join(app.root, 'dist/server/handle.js'));
  expect(functions).toEqual(server.functions);
});

/** A config with these instances of the plugin. */
const config = (plugins: string, input = 'server/main.ts') => `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';
export default defineConfig({
  plugins: [${plugins}],
  build: {ssr: true, rollupOptions: {input: ${JSON.stringify(input)}}, target: 'es2022', minify: false},
  ssr: {noExternal: true},
});
`;

test('customVirtualModuleId: the modules have two names, and are there once', async () => {
  app = project({
    ...smallApi(),
    'vite.config.ts': config(
      "mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'server/api.ts', customVirtualModuleId: 'shop'}})",
    ),
    'server/main.ts': `
import {routerCache as own} from 'virtual:shop/router-cache';
import * as caches from 'virtual:shop/caches';
import {routerCache} from 'virtual:mion-aot/router-cache';
console.log(JSON.stringify({same: own === routerCache && caches.routerCache === own, routes: Object.keys(own)}));
`,
  });
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout} = await runStrict(app.file('dist/main.js'));
  expect(JSON.parse(stdout)).toEqual({
    same: true,
    routes: expect.arrayContaining(['sum', 'users/create', 'users/get']),
  });
});

const TWO_SERVERS = {
  'first.ts': `
import 'virtual:mion-aot/caches';
import {initMionRouter, route} from '@mionkit/router';
export const api = await initMionRouter({first: route((_ctx, a: number): string => String(a))}, {aot: true});
`,
  'second.ts': `
import 'virtual:second/caches';
import {initMionRouter, route} from '@mionkit/router';
export const api = await initMionRouter({second: route((_ctx, a: Date): boolean => a > new Date(0))}, {aot: true});
`,
  'main.ts': `
import {routerCache as first} from 'virtual:mion-aot/router-cache';
import {routerCache as second} from 'virtual:second/router-cache';
const own = (cache: object) => Object.keys(cache).filter(name => !/mion@|Errors/.test(name));
console.log(JSON.stringify({first: own(first), second: own(second)}));
`,
};
const FIRST = "mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'first.ts'}})";
const SECOND =
  "mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'second.ts', customVirtualModuleId: 'second'}})";

test.each([
  ['in this order', `${FIRST}, ${SECOND}`],
  ['in the other', `${SECOND}, ${FIRST}`],
  ['after one that has the types alone', `mionPlugin({runTypes: {}}), ${FIRST}, ${SECOND}`],
])('two servers in one build have their own caches: %s', async (_, plugins) => {
  app = project({
    ...TWO_SERVERS,
    'vite.config.ts': config(plugins, 'main.ts'),
    'tsconfig.json': '{"compilerOptions": {"strict": true}}',
  });
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout} = await runStrict(app.file('dist/main.js'));
  expect(JSON.parse(stdout)).toEqual({first: ['first'], second: ['second']});
});

test('two servers whose caches have the same name are refused', async () => {
  app = project({...TWO_SERVERS, 'vite.config.ts': config(`${FIRST}, ${FIRST}`, 'main.ts')});
  const {code, output} = await app.build();
  expect(code).toBe(1);
  expect(output).toMatch(/MION_OPTION_CONFLICT[\s\S]*virtual:mion-aot[\s\S]*customVirtualModuleId/);
});

test.each(['es', 'cjs'])(
  'a library (%s) has the caches inside, and its dependencies outside',
  async format => {
    app = project({
      ...smallApi(),
      'lib.ts': `
export * from 'virtual:mion-aot/caches';
export {addAOTCaches} from '@mionkit/core';
`,
      'vite.config.ts': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';
export default defineConfig({
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'server/api.ts'}})],
  build: {lib: {entry: 'lib.ts', formats: ['${format}'], fileName: () => 'lib.${format === 'es' ? 'js' : 'cjs'}'}, rollupOptions: {external: [/^[^.\\/\\0]/]}, minify: false},
});
`,
      'use.mjs': `
import * as lib from './dist/lib.${format === 'es' ? 'js' : 'cjs'}';
import {getRoutesCache} from '@mionkit/core';
console.log(JSON.stringify({routes: Object.keys(lib.routerCache), registered: Object.keys(getRoutesCache())}));
`,
    });
    const built = await app.build();
    expect(built.code, built.output).toBe(0);
    const text = readFileSync(app.file(`dist/lib.${format === 'es' ? 'js' : 'cjs'}`), 'utf8');
    expect(text).toMatch(/(?:from |require\()"@mionkit\/core"/);
    expect(text).not.toMatch(/(?:from |require\()"virtual:/);
    const {stdout, output} = await run(process.execPath, [app.file('use.mjs')]);
    expect(stdout, output).not.toBe('');
    const {routes, registered} = JSON.parse(stdout);
    expect(routes).toEqual(expect.arrayContaining(['sum', 'users/create', 'users/get']));
    if (format === 'es') expect(registered).toEqual(expect.arrayContaining(routes));
  },
);

test('env and args reach the start script; other ones are another result', async () => {
  const files = (env: string) => ({
    ...smallApi({
      aotCaches: `{startServerScript: 'server/api.ts', env: {TENANT: '${env}'}, args: ['--port', '1']}`,
    }),
    'server/api.ts': `
import 'virtual:mion-aot/caches';
import {initMionRouter} from '@mionkit/router';
import {routes} from './routes.ts';
const [option, port] = process.argv.slice(2);
const {sum} = routes;
export const api = await initMionRouter({[process.env.TENANT + option + port]: sum}, {aot: true});
`,
  });
  app = project(files('one'));
  expect((await make(app.root)).text).toContain('"one--port1"');
  expect((await make(app.root)).cached).toBe(true);
  app.write(files('two'));
  expect((await make(app.root)).text).toContain('"two--port1"');
});

test.each([
  ['true', '{}', false],
  ['false', '{aot: true}', true],
])(
  'excludeReflection: %s overrides what the router %s says',
  async (exclude, routerOptions, hasReflection) => {
    app = project(
      smallApi({
        routerOptions,
        aotCaches: `{startServerScript: 'server/api.ts', excludeReflection: ${exclude}}`,
      }),
    );
    const built = await app.build();
    expect(built.code, built.output).toBe(0);
    const bundle = filesBelow(app.file('dist')).map(name => readFileSync(app.file(`dist/${name}`), 'utf8'));
    expect(/ReflectionKind/.test(bundle.join())).toBe(hasReflection);
    const {stdout, output} = await runStrict(app.file('dist/main.js'));
    expect(stdout, output).not.toBe('');
    expect(JSON.parse(stdout)).toMatchObject(smallApiAnswers);
  },
);
