// What users of mion's own plugin have met, each on the shop's own types: here it does not happen.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {type Project, project, repository, run, runStrict} from './fixture.ts';

let app: Project;
afterEach(() => app.remove());

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

interface Program {
  /** The routes, as source text: an object literal. */
  routes: string;
  /** The requests, by name: path, body and headers. */
  requests: Record<string, [path: string, params: unknown[], headers?: Record<string, string>]>;
  routerOptions?: string;
  build?: string;
  output?: string;
}

/** A server over the shop's types, which are a package beside it, imported with `import type` only. */
function program(
  {routes, requests, routerOptions = '{aot: true}', build = ''}: Program,
  vite?: 'vite-7',
): Project {
  return project(
    {
      'packages/types/tsconfig.json': '{"compilerOptions": {"strict": true}}',
      'server/api.ts': `
import 'virtual:mion-aot/caches';
import {HeadersSubset, RpcError} from '@mionkit/core';
import {headersFn, initMionRouter, middleFn, type Routes, rawMiddleFn, route} from '@mionkit/router';
import type {Availability, Coordinates, Delivery, Dimensions, Money, Order, OrderEvent, Page, Store} from '@shop/types';
import type {ProductCard} from '@shop/types';

export const log: string[] = [];
const routes = ${routes} satisfies Routes;
void [HeadersSubset, RpcError, headersFn, middleFn, rawMiddleFn, route];
export const api = await initMionRouter(routes, ${routerOptions});
`,
      'server/main.ts': `
import {createFetchHandler} from '@mionkit/fetch';
import {log} from './api.ts';

const handle = createFetchHandler();
const requests: Record<string, [string, unknown[], Record<string, string>?]> = ${JSON.stringify(requests)};
const answers: Record<string, unknown> = {};
for (const [name, [path, params, headers]] of Object.entries(requests)) {
  const body = JSON.stringify({[path]: params});
  const response = await handle(new Request('http://localhost/' + path, {method: 'POST', body, headers}));
  answers[name] = {status: response.status, body: await response.json(), headers: Object.fromEntries(response.headers)};
}
console.log(JSON.stringify({answers, log}));
`,
      'vite.config.ts': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({runTypes: {}, aotCaches: {startServerScript: 'server/api.ts'}})],
  build: {ssr: 'server/main.ts', target: 'es2022', minify: false, ${build}},
  ssr: {noExternal: true},
});
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'ES2022',
          module: 'ESNext',
          moduleResolution: 'Bundler',
          verbatimModuleSyntax: true,
          allowImportingTsExtensions: true,
          noEmit: true,
          skipLibCheck: true,
          lib: ['ES2023', 'DOM', 'DOM.Iterable'],
          types: ['@mionkit/devtools/virtual-modules'],
        },
        include: ['server'],
      }),
    },
    {
      copy: {'examples/shop/types': 'packages/types'},
      links: {'@shop/types': 'packages/types'},
      ...(vite ? {vite} : {}),
    },
  );
}

async function answersOf(
  wanted: Program,
  strict = true,
): Promise<{answers: Record<string, Answer>; log: string[]}> {
  app = program(wanted);
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const file = app.file(wanted.output ?? 'dist/main.js');
  const result = strict ? await runStrict(file) : await run(process.execPath, [file]);
  expect(result.stdout, result.output).not.toBe('');
  return JSON.parse(result.stdout);
}

const MONEY = {currency: 'EUR', cents: '995n'};
const CARD = {id: 'prd_lamp', name: 'Lamp', price: MONEY, availability: 2};

test('a type that comes by `import type`, through named re-exports, is validated', async () => {
  const {answers} = await answersOf({
    routes: `{
      card: route((_ctx, card: ProductCard): ProductCard => card),
      page: route((_ctx, page: Page<ProductCard>): number => page.items.length),
      event: route((_ctx, event: OrderEvent): string => event.type),
    }`,
    requests: {
      good: ['card', [CARD]],
      badMember: ['card', [{...CARD, availability: 9}]],
      badBigint: ['card', [{...CARD, price: {currency: 'EUR', cents: 'many'}}]],
      badId: ['card', [{...CARD, id: 'lamp'}]],
      page: ['page', [{items: [CARD], page: 1, pages: 1, total: 1}]],
      badPage: ['page', [{items: [{}], page: 1, pages: 1, total: 1}]],
      event: ['event', [{type: 'paid', at: '2026-01-01T00:00:00.000Z', method: 'gift'}]],
      badEvent: ['event', [{type: 'paid', at: '2026-01-01T00:00:00.000Z', method: 'cash'}]],
    },
  });
  expect(answers['good']).toMatchObject({status: 200, body: {card: CARD}});
  expect(answers['page']).toMatchObject({status: 200, body: {page: 1}});
  expect(answers['event']).toMatchObject({status: 200, body: {event: 'paid'}});
  for (const bad of ['badMember', 'badBigint', 'badId', 'badPage', 'badEvent']) {
    expect(answers[bad]?.status, bad).toBe(422);
  }
  expect(JSON.stringify(answers['badId']?.body)).toMatch(/validation-error/);
});

test('a changed type in a package beside the server is seen by the next build', async () => {
  const wanted: Program = {
    routes: '{at: route((_ctx, at: Coordinates): number => at[0])}',
    requests: {two: ['at', [[1, 2]]]},
  };
  expect((await answersOf(wanted)).answers['two']?.status).toBe(200);
  const geo = 'packages/types/src/geo.ts';
  const before = readFileSync(app.file(geo), 'utf8');
  app.write({[geo]: before.replace('altitude?: number', 'altitude: number')});
  expect(readFileSync(app.file(geo), 'utf8')).not.toBe(before);
  expect((await app.build()).code).toBe(0);
  const {stdout} = await runStrict(app.file('dist/main.js'));
  expect(JSON.parse(stdout).answers.two.status).toBe(422);
});

test('strict: a promise of a plain value, and headers middleFns in both directions', async () => {
  const {answers} = await answersOf({
    routes: `{
      auth: headersFn((_ctx, headers: HeadersSubset<'authorization', 'x-trace'>): void => {
        log.push(headers.headers.authorization + ' ' + headers.headers['x-trace']);
      }),
      version: headersFn((_ctx): HeadersSubset<'x-version'> => new HeadersSubset({'x-version': '7'})),
      total: route((_ctx, prices: readonly Money[]): Promise<bigint> =>
        Promise.resolve(prices.reduce((sum, {cents}) => sum + cents, 0n))),
      count: route(async (_ctx, list: string[]): Promise<number> => list.length),
    }`,
    requests: {
      total: ['total', [[MONEY, MONEY]], {Authorization: 'me', 'X-Trace': '1'}],
      count: ['count', [['a', 'b']], {authorization: 'me'}],
      anonymous: ['count', [['a', 'b']]],
    },
  });
  expect(answers['total']).toMatchObject({status: 200, body: {total: '1990n'}, headers: {'x-version': '7'}});
  expect(answers['count']).toMatchObject({status: 200, body: {count: 2}});
  expect(answers['anonymous']?.status).not.toBe(200);
});

test('an error that an auth middleFn returns stops the chain, as a thrown one does', async () => {
  const {answers, log} = await answersOf({
    routes: `{
      auth: headersFn((_ctx, headers: HeadersSubset<'authorization'>): void | RpcError<'refused'> => {
        if (headers.headers.authorization === 'throw') throw new RpcError({type: 'refused', publicMessage: 'no'});
        if (headers.headers.authorization !== 'me') return new RpcError({type: 'refused', publicMessage: 'no'});
      }),
      secret: route((_ctx, name: string): string => {
        log.push('ran for ' + name);
        return 'the secret';
      }),
      after: middleFn((): void => { log.push('after'); }),
      always: middleFn((): void => { log.push('always'); }, {runOnError: true}),
    }`,
    requests: {
      returned: ['secret', ['a'], {authorization: 'other'}],
      thrown: ['secret', ['b'], {authorization: 'throw'}],
      allowed: ['secret', ['c'], {authorization: 'me'}],
    },
  });
  expect(log).toEqual(['always', 'always', 'ran for c', 'after', 'always']);
  expect(answers['allowed']).toMatchObject({status: 200, body: {secret: 'the secret'}});
  for (const name of ['returned', 'thrown']) {
    expect(answers[name]?.status, name).not.toBe(200);
    expect(JSON.stringify(answers[name]?.body)).toContain('refused');
    expect(JSON.stringify(answers[name]?.body)).not.toContain('the secret');
  }
});

test('tuples of the right length are accepted, readonly arrays are arrays, optional members stay away', async () => {
  const {answers} = await answersOf({
    routes: `{
      at: route((_ctx, at: Coordinates): Coordinates => at),
      size: route((_ctx, size: Dimensions): Dimensions => [size[0], size[1]]),
      deliver: route((_ctx, delivery: Delivery): Delivery => delivery),
      list: route((_ctx, list: ReadonlyArray<string>): readonly string[] => list),
      hours: route((_ctx, hours: Store['hours']): Store['hours'] => hours),
      lines: route((_ctx, lines: Order['lines']): number => lines.length),
    }`,
    requests: {
      two: ['at', [[1, 2]]],
      three: ['at', [[1, 2, 3]]],
      four: ['at', [[1, 2, 3, 4]]],
      one: ['at', [[1]]],
      size: ['size', [[1, 2, 3]]],
      deliver: ['deliver', [[['prd_a', 2]]]],
      list: ['list', [['a']]],
      lines: ['lines', [[{product: 'prd_a', quantity: 1, unitPrice: MONEY}]]],
    },
  });
  expect(answers['two']).toMatchObject({status: 200, body: {at: [1, 2]}});
  expect(answers['three']).toMatchObject({status: 200, body: {at: [1, 2, 3]}});
  expect(answers['four']?.status).toBe(422);
  expect(answers['one']?.status).toBe(422);
  expect(answers['size']).toMatchObject({status: 200, body: {size: [1, 2]}});
  expect(answers['deliver']).toMatchObject({status: 200, body: {deliver: [['prd_a', 2]]}});
  expect(answers['list']).toMatchObject({status: 200, body: {list: ['a']}});
  expect(answers['lines']).toMatchObject({status: 200, body: {lines: 1}});
});

const ONE_ROUTE = {
  routes: '{card: route((_ctx, card: ProductCard): ProductCard => card)}',
  requests: {good: ['card', [CARD]], bad: ['card', [{}]]} as Program['requests'],
};

test.each([
  ['strict', '{aot: true}', true],
  ['not strict, caches complete', '{}', true],
])('a bundle in one file with a top-level await starts: %s', async (_, routerOptions, strict) => {
  const {answers} = await answersOf(
    {...ONE_ROUTE, routerOptions, build: 'rollupOptions: {output: {codeSplitting: false}},'},
    strict,
  );
  expect(answers).toMatchObject({good: {status: 200}, bad: {status: 422}});
});

test('a bundle in one file with a top-level await starts: not strict, compiled at run time', async () => {
  app = program({
    ...ONE_ROUTE,
    routerOptions: '{}',
    build: 'rollupOptions: {output: {codeSplitting: false}},',
  });
  const config = readFileSync(app.file('vite.config.ts'), 'utf8');
  app.write({'vite.config.ts': config.replace(/, aotCaches: \{.*?\}\}/, '}')});
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout, output} = await run(process.execPath, [app.file('dist/main.js')]);
  expect(stdout, output).not.toBe('');
  expect(JSON.parse(stdout).answers).toMatchObject({good: {status: 200}, bad: {status: 422}});
});

test('a bundle in one file with a top-level await starts: compiled at run time, made by Rollup', async () => {
  app = program(
    {...ONE_ROUTE, routerOptions: '{}', build: 'rollupOptions: {output: {inlineDynamicImports: true}},'},
    'vite-7',
  );
  const config = readFileSync(app.file('vite.config.ts'), 'utf8');
  app.write({'vite.config.ts': config.replace(/, aotCaches: \{.*?\}\}/, '}')});
  const built = await app.build();
  expect(built.code, built.output).toBe(0);
  const {stdout, output} = await run(process.execPath, [app.file('dist/main.js')]);
  expect(stdout, output).not.toBe('');
  expect(JSON.parse(stdout).answers).toMatchObject({good: {status: 200}, bad: {status: 422}});
});

test('TypeScript 7 checks the project, and the plugin builds it', async () => {
  app = program(ONE_ROUTE);
  const checked = await run(process.execPath, [
    path.join(repository, 'node_modules/typescript/bin/tsc'),
    '-p',
    app.root,
  ]);
  expect(checked.code, checked.output).toBe(0);
  expect((await app.build()).code).toBe(0);
});

test('no TypeScript is ever loaded', async () => {
  app = program(ONE_ROUTE);
  app.write({
    'no-typescript.mjs': `
import {register} from 'node:module';
const source = 'export async function resolve(id, context, next) {' +
  'if (/^typescript(\\\\/|$)/.test(id)) throw new Error("TypeScript was asked for by " + context.parentURL);' +
  'return next(id, context); }';
register('data:text/javascript,' + encodeURIComponent(source));
`,
  });
  const built = await app.build({env: {NODE_OPTIONS: `--import ${app.file('no-typescript.mjs')}`}});
  expect(built.code, built.output).toBe(0);
  const {stdout} = await runStrict(app.file('dist/main.js'));
  expect(JSON.parse(stdout).answers).toMatchObject({good: {status: 200}, bad: {status: 422}});
});
