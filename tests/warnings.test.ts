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
