// Random edits on a copy of the shop: caches from disk are those that the start script would give now, and an edit that
// cannot matter does not run it. `npm run test:long` makes many more of them.
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {devtoolsOf, make} from './aot-caches.ts';
import {type Project, project} from './fixture.ts';

const LONG = process.env['MION_TEST_LONG'] === '1';
const EDITS = LONG ? 320 : 15;
const SEED = Number(process.env['MION_TEST_SEED'] ?? 1);

let app: Project;
let root: string;
beforeAll(() => {
  app = project(FILES, {
    copy: {
      'examples/shop/server': 'server',
      'examples/shop/types': 'types',
      'examples/shop/client': 'client',
    },
    links: {'@shop/types': 'types'},
  });
  root = app.file('server');
  // The shop as it stands says no more than it needs; here its imports leave room for what can go wrong.
  edit('types/src/index.ts', text =>
    text.replace("'./users.ts'", "'./users'").replace("'./page.ts'", "'./page'"),
  );
  // A busy machine is no reason to fail.
  edit('server/vite.config.ts', text =>
    text.replace('startServerScript:', 'timeout: 300_000, startServerScript:'),
  );
  edit('server/src/routes/search.ts', text =>
    `import type {Rank} from '#rank';\nimport type {Level} from 'levels';\n${text}`.replace(
      'satisfies Routes',
      'satisfies Routes;\nObject.assign(searchRoutes, {rank: route((_ctx, rank: Rank): Rank => rank), level: route((_ctx, level: Level): Level => level)})',
    ),
  );
  edit('server/src/api.ts', text =>
    text.replace(
      'export const api',
      `import {route} from '@mionkit/router';
import {weight} from 'weight';
if (process.env['SHOP_BETA']) Object.assign(routes, {beta: route((_ctx, a: string): string => a)});
if (import.meta.env.VITE_SHOP_EAST) Object.assign(routes, {east: route((_ctx, a: number): number => a)});
if (weight > 1) Object.assign(routes, {heavy: route((_ctx, a: Date): Date => a)});
for (const [path, part] of Object.entries(import.meta.glob('./parts/*.ts', {eager: true}))) {
  Object.assign(routes, {[path.replace(/\\W/g, '')]: (part as {part: object}).part});
}
export const api`,
    ),
  );
});
afterAll(() => {
  app?.remove();
  for (const name of ENVIRONMENT) delete process.env[name];
});

const ENV_FILES = ['.env', '.env.production', '.env.production.local'];
const ENVIRONMENT = ['SHOP_BETA', 'VITE_SHOP_EAST', 'SHOP_UNRELATED'];
const RANK = (type: string) => `export type Rank = ${type};\n`;
const PACKAGE = (name: string, version: number) => ({
  [`node_modules/${name}/package.json`]: `{"name": "${name}", "version": "${version}.0.0", "type": "module", "main": "index.js"}`,
  [`node_modules/${name}/index.js`]: `export const weight = ${version};`,
});
const FILES = {
  'types/tsconfig.json': '{}',
  'types/rank-a.ts': RANK('number'),
  'types/rank-b.ts': RANK('{rank: number}'),
  'server/tsconfig.json': TSCONFIG('a'),
  'server/src/parts/first.ts': PART('string'),
  ...PACKAGE('weight', 1),
  ...PACKAGE('unused', 1),
  ...PACKAGE('levels', 1),
};
function TSCONFIG(which: string, comment = '') {
  return `{${comment}"compilerOptions": {"strict": true, "paths": {"#rank": ["../types/rank-first.ts", "../types/rank-${which}.ts"]}}}`;
}
function PART(type: string) {
  return `import {route} from '@mionkit/router';\nexport const part = route((_ctx, a: ${type}): ${type} => a);\n`;
}

/** Whether the caches must differ, must come from disk, or may do either. */
type Effect = 'differs' | 'none' | 'unknown';
type Edit = (n: number, random: () => number) => Effect | undefined;

function edit(name: string, change: (text: string) => string): void {
  const before = readFileSync(app.file(name), 'utf8');
  const after = change(before);
  expect(after, name).not.toBe(before);
  writeFileSync(app.file(name), after);
}

const TYPES = [
  'number',
  'string',
  'boolean',
  'Date',
  'bigint',
  'number[]',
  'Set<string>',
  '[string, number]',
  '{a?: string}',
];
const pick = <T>(random: () => number, from: T[]): T => from[Math.floor(random() * from.length)] as T;
const toggle = (name: string) => {
  if (process.env[name]) delete process.env[name];
  else process.env[name] = '1';
};
const appended = new Set<string>();
let aliased = 'a';
let weight = 1;
let unusedVersion = 1;

const EDITS_BY_NAME: Record<string, Edit> = {
  'content: a member more'(n, random) {
    const [file, name] = pick(random, [
      ['types/src/users.ts', 'Profile'],
      ['types/src/products.ts', 'Product'],
      ['types/src/orders.ts', 'OrderLine'],
    ]) as [string, string];
    edit(file, text =>
      text.replace(
        new RegExp(`(export interface ${name}[^{]*\\{)`),
        `$1\n  extra${n}?: ${pick(random, TYPES)};`,
      ),
    );
    return 'differs';
  },
  'content: a comment'(n, random) {
    appendFileSync(
      app.file(pick(random, ['types/src/page.ts', 'server/src/routes/users.ts', 'server/src/context.ts'])),
      `// ${n}\n`,
    );
    return 'unknown';
  },
  'content: a file that nobody loads'(n) {
    app.write({'server/README.md': `${n}`, 'server/src/worker.ts': `export const n = ${n};`});
    return 'none';
  },
  'content: the client'(n) {
    appendFileSync(app.file('client/src/main.ts'), `// ${n}\n`);
    return 'none';
  },
  'content: only touched'(_, random) {
    const file = app.file(pick(random, ['types/src/users.ts', 'server/src/api.ts', 'server/vite.config.ts']));
    utimesSync(file, new Date(), new Date(random() * 1e12));
    return 'none';
  },
  'rename: a file and the imports of it'(n) {
    const [, name = ''] =
      /'\.\/(money[\w-]*)\.ts'/.exec(readFileSync(app.file('types/src/index.ts'), 'utf8')) ?? [];
    for (const file of ['index', 'orders', 'products', 'search', 'geo', 'users']) {
      const path = app.file(`types/src/${file}.ts`);
      writeFileSync(path, readFileSync(path, 'utf8').replace(`'./${name}.ts'`, `'./money-${n}.ts'`));
    }
    renameSync(app.file(`types/src/${name}.ts`), app.file(`types/src/money-${n}.ts`));
    return 'unknown';
  },
  'add: a file that nobody loads'(n) {
    app.write({
      [`server/src/routes/unused-${n}.ts`]: PART('string'),
      [`types/src/unused-${n}.ts`]: RANK('string'),
    });
    appended.add(`server/src/routes/unused-${n}.ts`);
    return 'none';
  },
  'delete: a file that nobody loads'() {
    const [file] = appended;
    if (!file) return undefined;
    appended.delete(file);
    rmSync(app.file(file));
    return 'none';
  },
  'add or delete: a file that the glob matches'(_, random) {
    const file = app.file(`server/src/parts/${pick(random, ['one', 'two', 'three'])}.ts`);
    if (existsSync(file)) rmSync(file);
    else writeFileSync(file, PART(pick(random, TYPES)));
    return 'differs';
  },
  'add: a file beside them that the glob does not match'(n) {
    app.write({[`server/src/parts/notes-${n}.md`]: ''});
    return 'none';
  },
  'shadow: a file that is found before another'(_, random) {
    const name = pick(random, ['users.mts', 'page.tsx', 'page.mts', 'users.js']);
    const file = app.file(`types/src/${name}`);
    if (existsSync(file)) rmSync(file);
    else if (name === 'users.js')
      writeFileSync(file, "export const Role = {Customer: 'customer', Staff: 'staff'};");
    else writeFileSync(file, readFileSync(app.file(`types/src/${name.split('.')[0]}.ts`)));
    return 'unknown';
  },
  'shadow: a file that is found after another'(_, random) {
    const file = app.file(`types/src/${pick(random, ['users.json', 'users/index.ts'])}`);
    if (existsSync(file)) rmSync(file);
    else app.write({[file.slice(app.root.length + 1)]: '{}'});
    return 'none';
  },
  'tsconfig: a path'() {
    aliased = aliased === 'a' ? 'b' : 'a';
    app.write({'server/tsconfig.json': TSCONFIG(aliased)});
    return isRankHidden() || existsSync(app.file('types/rank-first.ts')) ? 'unknown' : 'differs';
  },
  'shadow: a file that a path of tsconfig leads to before another'(n) {
    const file = app.file('types/rank-first.ts');
    if (existsSync(file)) rmSync(file);
    else writeFileSync(file, RANK(`${n}`));
    return isRankHidden() ? 'unknown' : 'differs';
  },
  'tsconfig: a comment'(n) {
    app.write({'server/tsconfig.json': TSCONFIG(aliased, `/* ${n} */`)});
    return 'unknown';
  },
  'tsconfig: one that is nearer'() {
    const file = app.file('server/src/routes/tsconfig.json');
    if (existsSync(file)) rmSync(file);
    else
      writeFileSync(file, `{"compilerOptions": {"paths": {"#rank": ["../../../types/rank-${aliased}.ts"]}}}`);
    return 'unknown';
  },
  'env: a variable that the server reads'(_, random) {
    toggle(pick(random, ['SHOP_BETA', 'VITE_SHOP_EAST']));
    // An env file may have set it already.
    return ENV_FILES.some(name => existsSync(app.file(`server/${name}`))) ? 'unknown' : 'differs';
  },
  'env: a variable that it does not read'() {
    toggle('SHOP_UNRELATED');
    return 'none';
  },
  'env: a file'(_, random) {
    const file = app.file(`server/${pick(random, ENV_FILES)}`);
    if (existsSync(file)) rmSync(file);
    else writeFileSync(file, pick(random, ['SHOP_BETA=1', 'VITE_SHOP_EAST=1', 'OTHER=1']));
    return 'unknown';
  },
  'package version: one that stays outside of the bundle'() {
    weight = 3 - weight;
    app.write(PACKAGE('weight', weight));
    return 'differs';
  },
  'add or delete: the types of a package that has none'(n) {
    const folder = app.file('node_modules/@types/levels');
    if (existsSync(folder)) rmSync(folder, {recursive: true});
    else {
      app.write({
        'node_modules/@types/levels/package.json':
          '{"name": "@types/levels", "version": "1.0.0", "types": "index.d.ts"}',
        'node_modules/@types/levels/index.d.ts': `export type Level = ${n};`,
      });
    }
    return 'differs';
  },
  'package version: one that nobody loads'() {
    app.write(PACKAGE('unused', ++unusedVersion));
    return 'none';
  },
};

/** Whether a tsconfig.json that is nearer to those who import `#rank` says where it is. */
const isRankHidden = () => existsSync(app.file('server/src/routes/tsconfig.json'));

/** What the cache says of its last miss. */
async function whyLast(root: string): Promise<string> {
  const {value} = await (await devtoolsOf(root)).cacheExplain();
  return JSON.stringify(value?.last);
}

/** The next number of a sequence that the seed alone decides, from 0 to below 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test(
  `${EDITS} random edits`,
  async () => {
    const random = numbers(SEED);
    const names = Object.keys(EDITS_BY_NAME);
    const offset = Math.floor(random() * names.length);
    let before = await make(root);
    const done: string[] = [];
    for (let n = 0; done.length < EDITS; n++) {
      // A few edits are to be of many kinds; many are to follow each other in every order.
      const name = (LONG ? pick(random, names) : names[(offset + n * 7) % names.length]) as string;
      const effect = EDITS_BY_NAME[name]?.(n, random);
      if (!effect) continue;
      done.push(name);
      const story = `seed ${SEED}, after ${done.slice(-6).join('; ')}`;
      const made = await make(root);
      if (effect === 'none' && !made.cached)
        expect.fail(`${story}: it ran because of ${await whyLast(root)}`);
      if (effect === 'differs') expect(made.text !== before.text, story).toBe(true);
      const warm = await make(root);
      expect(warm.cached, story).toBe(true);
      expect(warm.text === made.text, story).toBe(true);
      if (LONG || made.cached) {
        const forced = await make(root, {force: true});
        expect(warm.text === forced.text, story).toBe(true);
      }
      before = made;
    }
  },
  LONG ? 3_600_000 : 300_000,
);
