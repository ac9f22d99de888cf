// `npx mion-aot`: what a person sees of the cache.
import {afterEach, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {filesBelow, type Project, project, repository, run} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

const command = (name: string) =>
  run(process.execPath, [`${repository}/bin/mion-aot.js`, name], {cwd: app.root});

test('status, explain, verify and clear tell the state of the cache', async () => {
  app = project(smallApi());
  expect((await command('status')).stdout).toBe('Nothing is kept.\n');
  expect((await command('explain')).stdout).toBe('The next build runs the start script: nothing was kept.\n');
  expect((await app.build()).code).toBe(0);
  expect((await command('status')).stdout).toMatch(/^\* 7 routes, \d+ functions, [\d.]+ kB, used /);
  expect((await command('explain')).stdout).toMatch(
    /^The next build takes what is kept\.\n\nOn .*nothing was kept\.$/m,
  );
  expect(await command('verify')).toMatchObject({
    code: 0,
    stdout: 'What is kept is what the start script gives.\n',
  });

  app.write({'types/user.ts': 'export interface User {id: number; name: string; born?: Date; tag: string}'});
  const hash = '[0-9a-f]{12}';
  expect((await command('explain')).stdout).toMatch(
    new RegExp(
      `^The next build runs the start script: 1 of .* changed\\.\n  file types/user\\.ts: ${hash} -> ${hash}\n`,
    ),
  );
  expect((await command('verify')).stdout).toBe('Nothing is kept for the files as they are.\n');
  await make(app.root);
  expect((await command('explain')).stdout).toMatch(
    new RegExp(`had to run: 1 of .*\n  file types/user\\.ts: ${hash} -> ${hash}\n`),
  );

  expect((await command('clear')).code).toBe(0);
  expect(filesBelow(app.file('node_modules/.vite')).filter(name => name.endsWith('.entry'))).toEqual([]);
});

test('verify finds a result that the inputs do not explain', async () => {
  app = project(smallApi());
  // A server whose routes depend on the hour: nothing can know.
  app.write({
    'server/routes.ts': `${smallApi()['server/routes.ts']}\nObject.assign(routes, {['at' + process.hrtime()[1]]: route((_ctx, a: string): string => a)});`,
  });
  await make(app.root);
  expect(await command('verify')).toMatchObject({code: 1, stdout: expect.stringContaining('router-cache')});
});

test('an unknown command shows what there is', async () => {
  app = project(smallApi());
  expect(await command('clera')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('mion-aot <command>'),
  });
});
