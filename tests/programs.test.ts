// Builds that do not come from a config file, and APIs without a start script.
import {readFileSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {type Project, project, run, runStrict} from './fixture.ts';
import {smallApi, smallApiAnswers} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

test('a program that calls build() without a config file gets the same caches', async () => {
  app = project(smallApi());
  app.write({
    'build.mjs': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {build} from 'vite';
await build({
  configFile: false,
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'server/api.ts'}})],
  build: {ssr: 'server/main.ts', target: 'es2022', minify: false},
  ssr: {noExternal: true},
});
`,
  });
  const built = await run(process.execPath, [app.file('build.mjs')], {cwd: app.root});
  expect(built.code, built.output).toBe(0);
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  expect(stdout, output).not.toBe('');
  expect(JSON.parse(stdout)).toMatchObject(smallApiAnswers);
});

test("without a start script mion's own routes are compiled, and no others", async () => {
  app = project(smallApi({aotCaches: '{}'}));
  app.write({
    'server/main.ts': `
import {routerCache} from 'virtual:mion-aot/caches';
console.log(JSON.stringify(Object.keys(routerCache)));
`,
  });
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  const ids: string[] = JSON.parse(stdout || output);
  expect(ids).toContain('mion@methodsMetadataById');
  expect(ids.filter(id => !id.startsWith('mion@'))).toEqual([]);
});

test('the server config of its own is what the start script runs with', async () => {
  app = project(
    smallApi({aotCaches: "{startServerScript: 'server/api.ts', serverViteConfig: 'server.config.ts'}"}),
  );
  app.write({
    'server.config.ts': readFileSync(app.file('vite.config.ts'), 'utf8').replace(
      'plugins: [',
      "define: {__FROM_SERVER_CONFIG__: 'true'},\n  plugins: [",
    ),
    'server/api.ts': `${readFileSync(app.file('server/api.ts'), 'utf8')}
declare const __FROM_SERVER_CONFIG__: boolean | undefined;
import {writeFileSync} from 'node:fs';
if (process.env.MION_COMPILE) writeFileSync(new URL('../seen', import.meta.url), String(__FROM_SERVER_CONFIG__));
`,
  });
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  expect(readFileSync(app.file('seen'), 'utf8')).toBe('true');
});

test('DEBUG_AOT prints what was collected', async () => {
  app = project(smallApi());
  const {output} = await app.build({env: {DEBUG_AOT: '1'}});
  expect(output).toContain('virtual:mion-aot/jit-fns\n');
  expect(output).toContain('users/get');
});
