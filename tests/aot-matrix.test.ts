// The same API on every Vite, under every runner that fits it: the same caches, the same answers.
import {afterEach, expect, test} from 'vitest';
import {make} from './aot-caches.ts';
import {type Project, type ProjectOptions, project, runStrict} from './fixture.ts';
import {smallApi, smallApiAnswers} from './small-api.ts';

let app: Project;
afterEach(() => app?.remove());

const MATRIX: [vite: NonNullable<ProjectOptions['vite']> | 'vite-8', runner: string][] = [
  ['vite-5', 'vite-node'],
  ['vite-5', 'vite-runtime'],
  ['vite-6', 'vite-node'],
  ['vite-6', 'module-runner'],
  ['vite-7', 'vite-node'],
  ['vite-7', 'module-runner'],
  ['vite-8', 'vite-node'],
  ['vite-8', 'module-runner'],
];

/** The first text that any of them gave. */
let caches: string | undefined;

test.each(MATRIX)('%s with %s', async (vite, runner) => {
  app = project(
    smallApi({aotCaches: `{startServerScript: 'server/api.ts', runner: '${runner}'}`}),
    vite === 'vite-8' ? {} : {vite},
  );
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  expect(stdout, output).not.toBe('');
  expect(JSON.parse(stdout)).toMatchObject({refused: true, ...smallApiAnswers, invalid: {status: 422}});
  const made = await make(app.root);
  expect(made.cached).toBe(true);
  caches ??= made.text;
  expect(made.text === caches).toBe(true);
});

test('a runner that this Vite does not have is named', async () => {
  app = project(smallApi({aotCaches: "{startServerScript: 'server/api.ts', runner: 'vite-runtime'}"}));
  const {code, output} = await app.build();
  expect(code).toBe(1);
  expect(output).toMatch(/has no runtime: it needs Vite 5\.1 to 5\.4/);
});

test('an unknown runner is named, with those that there are', async () => {
  app = project(smallApi({aotCaches: "{startServerScript: 'server/api.ts', runner: 'vite-nod'}"}));
  const {code, output} = await app.build();
  expect(code).toBe(1);
  expect(output).toMatch(/aotCaches\.runner/);
  expect(output).toMatch(/vite-node/);
});
