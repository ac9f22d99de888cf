// Types that no route uses: `createIsTypeFn<AuditLog>()` and its like, in bundles that generate no code.
import {readFileSync, renameSync} from 'node:fs';
import {afterEach, describe, expect, test} from 'vitest';
import {type Project, project, runStrict} from './fixture.ts';
import {smallApi} from './small-api.ts';
import {auditAnswers, auditApi} from './type-calls-api.ts';
import {answerOfWorker} from './workerd.ts';

let app: Project;
afterEach(() => app.remove());

const bundle = (file = 'dist/main.js') => readFileSync(app.file(file), 'utf8');

async function built(options?: Parameters<Project['build']>[0]): Promise<string> {
  const {code, output} = await app.build(options);
  expect(code, output).toBe(0);
  return output;
}

async function answers() {
  const {stdout, output} = await runStrict(app.file('dist/main.js'));
  expect(stdout, output).not.toBe('');
  return JSON.parse(stdout);
}

describe('strict', () => {
  test.each([
    ['vite-8', 'vite-node'],
    ['vite-8', 'module-runner'],
    ['vite-7', 'vite-node'],
    ['vite-5', 'vite-runtime'],
  ] as const)(
    'on %s, run by %s: each call finds its functions, and no reflection is there',
    async (vite, runner) => {
      app = project(
        auditApi({aotCaches: `{startServerScript: 'server/api.ts', runner: '${runner}'}`}),
        vite === 'vite-8' ? {} : {vite},
      );
      expect(await built()).not.toContain('MION_');
      expect(await answers()).toEqual(auditAnswers);
      for (const trace of [
        /ReflectionKind/,
        /deepkit/,
        /__type\s*[=:]/,
        /__Ω/,
        /__assignType/,
        /__mionTypeCalls/,
      ]) {
        expect(bundle()).not.toMatch(trace);
      }
    },
  );

  test('in workerd: the same', async () => {
    const files = auditApi();
    app = project({
      ...files,
      'server/api.ts': `
import 'virtual:mion-aot/caches';
import {initMionRouter} from '@mionkit/router';
import {routes} from './routes.ts';
export const api = await initMionRouter(routes, {aot: true});
`,
      'server/worker.ts': `
import './api.ts';
import {audit} from './audit.ts';
export default {fetch: async () => Response.json(await audit())};
`,
      'vite.config.ts': files['vite.config.ts']!.replace('server/main.ts', 'server/worker.ts').replace(
        'noExternal: true',
        "noExternal: true, target: 'webworker'",
      ),
    });
    await built();
    expect(JSON.parse(await answerOfWorker(app.file('dist/worker.js')))).toEqual(auditAnswers);
  });

  test('from a warm cache, and moved to another path: the same bytes', async () => {
    app = project(auditApi());
    await built();
    const first = bundle();
    expect(await built()).toContain('from the cache');
    expect(bundle()).toBe(first);
    const moved = project({});
    moved.remove();
    renameSync(app.root, moved.root);
    app = moved;
    expect(await built()).toContain('from the cache');
    expect(bundle()).toBe(first);
    expect(await built({env: {MION_AOT_FORCE: 'true'}})).not.toContain('from the cache');
    expect(bundle()).toBe(first);
    expect(first).not.toContain(app.root);
  });

  test('only what calls need is compiled', async () => {
    app = project({
      ...smallApi(),
      'server/audit.ts': `
import {createIsTypeFn, isType, runType} from '@mionkit/run-types';
export const one = () => createIsTypeFn<{only: 'is'}>();
export const two = () => runType<{only: 'te'}>().getFn('typeErrors');
export const all = () => runType<{all: true}>();
export const unused = (v: unknown) => isType<string>(v);
`,
      'server/main.ts': `
import './api.ts';
import {all} from './audit.ts';
import {jitFnsCache} from 'virtual:mion-aot/jit-fns';
const {jitHash} = all();
console.log(JSON.stringify({
  names: Object.keys(jitFnsCache),
  all: Object.keys(jitFnsCache).filter(name => name.endsWith('_' + jitHash)).length,
}));
`,
    });
    await built();
    const without = (await answersOf('./routes.ts')).names as string[];
    const {names, all} = await answersOf('./audit.ts');
    const added = (names as string[]).filter(name => !without.includes(name)).map(name => name.split('_')[0]);
    expect(all).toBe(12);
    expect(added.filter(id => id === 'is')).toHaveLength(3);
    expect(added.filter(id => id === 'te')).toHaveLength(2);
    expect(added).toHaveLength(12 + 3);
  });
});

/** What the program says when the routes import this module. */
async function answersOf(module: string) {
  const routes = readFileSync(app.file('server/routes.ts'), 'utf8').replace(/^import '.*\n/, '');
  app.write({'server/routes.ts': module === './routes.ts' ? routes : `import '${module}';\n${routes}`});
  await built();
  return answers();
}

test('a router that is not strict: the calls use the caches, and no code is generated', async () => {
  app = project(auditApi({routerOptions: '{}'}));
  expect(await built()).not.toContain('MION_');
  expect(await answers()).toEqual(auditAnswers);
});

/** Prints what the call of `audit.ts` answers, or the error. */
const ASK = `
import './api.ts';
import {ask} from './audit.ts';
console.log(JSON.stringify(await Promise.resolve().then(ask).catch(error => [error.code, error.message])));
`;

const asking = (audit: string, options?: Parameters<typeof smallApi>[0]) => ({
  ...smallApi(options),
  'server/audit.ts': audit,
  'server/main.ts': ASK,
});

describe('what cannot be compiled ahead of time', () => {
  test.each([
    ['a type parameter that nobody hands over', 'createIsTypeFn<T[]>()', 'T[]'],
    ['one that is part of another type', 'runType<{value: T}>().getFn("isType")', '{value: T}'],
  ])('%s: the build warns with the place, cold and warm; the call names the type', async (_, call, type) => {
    app = project(
      asking(`
import {createIsTypeFn, runType} from '@mionkit/run-types';
void [createIsTypeFn, runType];
async function generic<T>(value: T) {
  return (await ${call})(value);
}
export const ask = () => generic<string>('a');
`),
    );
    app.write({
      'server/routes.ts': `import './audit.ts';\n${readFileSync(app.file('server/routes.ts'), 'utf8')}`,
    });
    for (const _state of ['cold', 'warm']) {
      const output = await built();
      expect(output.match(/MION_TYPE_GENERIC/g)).toHaveLength(1);
      expect(output).toMatch(/server\/audit\.ts:5:\d+/);
      expect(output).toContain(`return (await ${call})(value);`);
      expect(await answers()).toEqual([
        'MION_RUN_TYPE_NOT_COMPILED',
        expect.stringContaining(`type ${type} `),
      ]);
    }
  });

  test('a type without a data form: the build says why, with the place', async () => {
    app = project(
      asking(`
import {createIsTypeFn} from '@mionkit/run-types';
export const ask = () => createIsTypeFn<{inner: {ofSymbols: WeakMap<object, string>}}>();
`),
    );
    app.write({
      'server/routes.ts': `import './audit.ts';\n${readFileSync(app.file('server/routes.ts'), 'utf8')}`,
    });
    const output = await built();
    expect(output).toMatch(/server\/audit\.ts:3:\d+/);
    expect(output).toMatch(/MION_TYPE_NOT_COMPILED: RunTypeError: .*inner\.ofSymbols/);
    expect((await answers())[0]).toBe('MION_RUN_TYPE_NOT_COMPILED');
  });

  test('reflectFunction of a function that is there at run time only', async () => {
    app = project(
      asking(`
import {reflectFunction} from '@mionkit/run-types';
const reflect = (handler: () => void) => reflectFunction(handler);
export const ask = () => reflect(() => {});
`),
    );
    app.write({
      'server/routes.ts': `import './audit.ts';\n${readFileSync(app.file('server/routes.ts'), 'utf8')}`,
    });
    expect(await built()).toMatch(/MION_TYPE_GENERIC/);
    expect((await answers())[0]).toBe('MION_RUN_TYPE_NOT_COMPILED');
  });
});

describe('aotCaches.include', () => {
  const audit = `
import {isType} from '@mionkit/run-types';
import type {User} from '../types/user.ts';
export const ask = () => [isType<User>({id: 1, name: 'Ada'}), isType<User>({})];
`;

  test('a module that the start script does not load: the build warns with the place', async () => {
    app = project(asking(audit));
    const output = await built();
    expect(output).toMatch(/server\/audit\.ts:4:\d+/);
    expect(output).toMatch(/MION_TYPE_NOT_COMPILED: `User`.*start script does not load/);
    expect(await answers()).toEqual(['MION_RUN_TYPE_NOT_COMPILED', expect.stringContaining('type User ')]);
  });

  test('matches it: the types of its calls are compiled, in later builds too, and for modules that come later', async () => {
    const include = `{startServerScript: 'server/api.ts', include: ['server/aud*.ts', '!**/*.test.ts']}`;
    app = project(asking(audit, {aotCaches: include}));
    for (const state of ['compiled', 'from the cache']) {
      const output = await built();
      expect(output).toContain(state);
      expect(output).not.toContain('MION_');
      expect(await answers()).toEqual([true, false]);
    }
    app.write({'server/audible.ts': audit, 'server/main.ts': ASK.replace('audit.ts', 'audible.ts')});
    expect(await built()).not.toContain('from the cache');
    expect(await answers()).toEqual([true, false]);
  });

  test('matches a route file that was not loaded: it is named, cold and warm; so is a pattern without a match', async () => {
    app = project({
      ...smallApi({
        aotCaches: `{startServerScript: 'server/api.ts', include: ['server/routes*.ts', 'lib/**/*.ts']}`,
      }),
      'server/routes-admin.ts': `
import {route} from '@mionkit/router';
export const adminRoutes = {drop: route((_ctx, id: string): void => void id)};
`,
    });
    for (const _state of ['cold', 'warm']) {
      const output = await built();
      expect(output).toMatch(/MION_AOT_ROUTES_NOT_LOADED: routes-admin\.ts/);
      expect(output).not.toMatch(/ROUTES_NOT_LOADED: routes\.ts/);
      expect(output).toMatch(/MION_AOT_INCLUDE_UNMATCHED: .*lib\/\*\*\/\*\.ts/);
    }
  });

  test('matches a module that cannot be loaded: the build fails, and names it', async () => {
    app = project({
      ...smallApi({aotCaches: `{startServerScript: 'server/api.ts', include: 'server/page.ts'}`}),
      'server/page.ts': `\nexport const title = (globalThis as any).document.title;\n`,
    });
    const {code, output} = await app.build();
    expect(code).not.toBe(0);
    expect(output).toMatch(/server\/page\.ts, which aotCaches\.include names, could not be loaded/);
    expect(output).toMatch(/page\.ts:2:\d+/);
  });
});

test('a function that excludedFns leaves out: the call that needs it is named by the build', async () => {
  app = project(
    asking(
      `
import {createMockTypeFn} from '@mionkit/run-types';
export const ask = () => createMockTypeFn<{a: string}>();
`,
      {aotCaches: `{startServerScript: 'server/api.ts', excludedFns: ['mock']}`},
    ),
  );
  app.write({
    'server/routes.ts': `import './audit.ts';\n${readFileSync(app.file('server/routes.ts'), 'utf8')}`,
  });
  expect(await built()).toMatch(/MION_TYPE_NOT_COMPILED: aotCaches\.excludedFns leaves out .*mock_/);
  expect((await answers())[0]).toBe('MION_RUN_TYPE_NOT_COMPILED');
});
