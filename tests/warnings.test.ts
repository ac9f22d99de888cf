// A type that is not understood becomes `any`: the build says so, with the place, each time it builds.
import {readFileSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {type Project, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

function withUnknownType(): Project {
  app = project(smallApi());
  const routes = readFileSync(app.file('server/routes.ts'), 'utf8');
  app.write({
    'server/routes.ts': routes
      .replace(
        'import type {User}',
        "// @ts-ignore\nimport type {Missing} from './no-such-file.ts';\nimport type {User}",
      )
      .replace('sum: route', 'odd: route((_ctx, odd: Missing): string => String(odd)),\n  sum: route'),
  });
  return app;
}

test.each(['cold', 'warm'])('the build warns with the place: %s cache', async state => {
  withUnknownType();
  if (state === 'warm') expect((await app.build()).code).toBe(0);
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  expect(output).toContain('MION_REFLECT_UNRESOLVED: ');
  expect(output).toMatch(/Missing/);
  expect(output).toMatch(/server\/routes\.ts:\d+:\d+/);
  expect(output.match(/MION_REFLECT_UNRESOLVED/g)).toHaveLength(1);
});

test('the summary counts them', async () => {
  withUnknownType();
  const {stdout} = await app.build();
  expect(stdout).toMatch(/^mion: \d+ routes, .* compiled in [\d.]+ m?s, 1 type reflected as `any`$/m);
});

test('a build without a start script counts them at its end', async () => {
  app = project(typesOf('runTypes: {}'));
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  expect(output).toContain('mion: 2 types reflected as `any`');
});

test.each(['cold', 'warm'])(
  '`runTypes.strict` makes them errors of the start script: %s cache',
  async state => {
    withUnknownType();
    if (state === 'warm') expect((await app.build()).code).toBe(0);
    const config = readFileSync(app.file('vite.config.ts'), 'utf8');
    expect(config).toContain('runTypes: {}');
    app.write({'vite.config.ts': config.replace('runTypes: {}', 'runTypes: {strict: true}')});
    const {code, output} = await app.build();
    expect(code).not.toBe(0);
    expect(output).toMatch(/MION_REFLECT_UNRESOLVED: the type `Missing` cannot be resolved/);
    expect(output).toMatch(/server\/routes\.ts:\d+:\d+/);
    expect(output).toMatch(/Import or declare `Missing`/);
  },
);

test('`runTypes.strict` makes them errors of a build without one, all of a module at once', async () => {
  app = project(typesOf('runTypes: {strict: true}'));
  const {code, output} = await app.build();
  expect(code).not.toBe(0);
  expect(output).toMatch(/main\.ts:2:\d+/);
  expect(output).toMatch(/\^{7}/);
  for (const name of ['Missing', 'Unknown'])
    expect(output).toContain(`MION_REFLECT_UNRESOLVED: the type \`${name}\``);
});

test.each([
  ['', 0],
  ['strict: true', 1],
])('a module that Vite can read and this plugin cannot: {%s}', async (options, failed) => {
  app = project({
    ...typesOf(`runTypes: {${options}}`),
    // A type of documentation comments, which TypeScript refuses elsewhere.
    'main.ts': `export const a = 1;\nexport let b: ?string = null;\nexport function g(a: string): void {}\n`,
  });
  const {code, output} = await app.build();
  expect(Math.sign(code!), output).toBe(failed);
  expect(output).toMatch(/MION_UNREAD: this module cannot be read, and so is left as it is: /);
  expect(output).toMatch(/main\.ts:2:\d+/);
});

function typesOf(options: string): Record<string, string> {
  return {
    'vite.config.ts': `import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {plugins: [mionPlugin({${options}})], build: {ssr: 'main.ts'}};`,
    'main.ts': `import {typeOf} from '@deepkit/type';
export const a = typeOf<Missing>();
export function f(b: Unknown): void {}
`,
  };
}
