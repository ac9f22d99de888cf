// A client and a server from different sources: the error says which of the two is older.
import {readFileSync, utimesSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {type Project, project, run} from './fixture.ts';

const clientFns = (factor: number) => `
import {mapFrom} from '@mionkit/client';
import {pureServerFn} from '@mionkit/core';
export const named = pureServerFn({pureFn: (n: number) => n * ${factor}, namespace: 'shop', fnName: 'scaled'});
const {fn} = mapFrom({} as never, (n: number) => n + ${factor}) as unknown as {fn: object};
export const bare = fn;
`;

const config = (entry: string, options: string) => `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {
  plugins: [mionPlugin(${options})],
  build: {ssr: '${entry}', outDir: 'dist/${entry.split('/')[0]}', minify: false},
};
`;

let app: Project;
beforeEach(() => {
  app = project({
    'client/main.ts': `import {bare, named} from './fns.ts';
const {namespace, fnName, bodyHash, changedAt} = named;
console.log(JSON.stringify({named: {namespace, fnName, bodyHash, changedAt}, bare}));
`,
    // Sends itself a flow with the mapping that it is given, and prints the answer.
    'server/main.ts': `import {serverPureFnsCache} from 'virtual:mion-server-pure-fns';
import {createFetchHandler} from '@mionkit/fetch';
import {enableRoutesFlow, initMionRouter, route} from '@mionkit/router';
enableRoutesFlow(serverPureFnsCache);
await initMionRouter({two: route((): number => 2), show: route((_ctx, n: number): string => String(n))});
const mapping = {to: 'show', param: 0, from: 'two', ...JSON.parse(process.env.ADDRESS!)};
const body = JSON.stringify({'mion-routes-flow': {routes: ['two', 'show'], mappings: [mapping]}, show: [null]});
const answer = await createFetchHandler()(new Request('http://a/mion-routes-flow', {method: 'POST', body}));
console.log(await answer.text());
`,
    'vite.client.config.mjs': config('client/main.ts', '{}'),
    'vite.server.config.mjs': config(
      'server/main.ts',
      "{runTypes: {}, serverPureFunctions: {clientSrcPath: 'client'}}",
    ),
  });
});
afterEach(() => app.remove());

interface Sources {
  factor: number;
  /** Seconds since 1970. */
  writtenAt: number;
}

async function build(
  side: 'client' | 'server',
  {factor, writtenAt}: Sources,
  env: Record<string, string> = {},
) {
  app.write({'client/fns.ts': clientFns(factor)});
  utimesSync(app.file('client/fns.ts'), writtenAt, writtenAt);
  const built = await app.build({args: ['--config', `vite.${side}.config.mjs`], env});
  expect(built.code, built.output).toBe(0);
}

type Address = {bodyHash: string; changedAt?: number};

/** What a client of these sources sends: how it names a function with a name, and one without. */
async function client(sources: Sources, env?: Record<string, string>): Promise<Address[]> {
  await build('client', sources, env);
  const {stdout, output} = await run(process.execPath, [app.file('dist/client/main.js')]);
  expect(stdout, output).not.toBe('');
  return Object.values(JSON.parse(stdout));
}

/** What the server that was built last answers to each. */
function answers(addresses: Address[]) {
  return Promise.all(
    addresses.map(async address => {
      const {stdout, output} = await run(process.execPath, [app.file('dist/server/main.js')], {
        env: {ADDRESS: JSON.stringify(address)},
      });
      expect(stdout, output).not.toBe('');
      const body = JSON.parse(stdout);
      const error = body['@thrownErrors']?.show;
      return body.show ?? [error.type, error.errorData.older, error.publicMessage];
    }),
  );
}

const V1 = {factor: 3, writtenAt: 1_700_000_000};
const V2 = {factor: 5, writtenAt: 1_700_000_060};

test('a hash that the server does not have says who is to be built anew', async () => {
  const [clientOfV1, clientOfV2] = [await client(V1), await client(V2)];
  await build('server', V1);
  expect(await answers(clientOfV1)).toEqual(['6', '5']);
  const serverIsOlder = expect.stringContaining('the server was built from older sources than the client');
  expect(await answers(clientOfV2)).toEqual([
    ['pure-fn-mismatch', 'server', serverIsOlder],
    ['pure-fn-not-found', 'server', serverIsOlder],
  ]);
  await build('server', V2);
  expect(await answers(clientOfV2)).toEqual(['10', '7']);
  const clientIsOlder = expect.stringContaining('the client was built from older sources than the server');
  expect(await answers(clientOfV1)).toEqual([
    ['pure-fn-mismatch', 'client', clientIsOlder],
    ['pure-fn-not-found', 'client', clientIsOlder],
  ]);
});

test('SOURCE_DATE_EPOCH stands for the time of all files: the same sources give the same bytes', async () => {
  const env = {SOURCE_DATE_EPOCH: '1700000100'};
  const bundles = [];
  for (const writtenAt of [1_700_000_000, 1_700_000_060]) {
    await build('client', {...V1, writtenAt}, env);
    await build('server', {...V1, writtenAt}, env);
    bundles.push(['client', 'server'].map(side => readFileSync(app.file(`dist/${side}/main.js`), 'utf8')));
  }
  expect(bundles[1]).toEqual(bundles[0]);
  // Of the same time, neither is older.
  const addresses = await client(V2, env);
  expect(addresses.map(({changedAt}) => changedAt)).toEqual([1_700_000_100, 1_700_000_100]);
  expect((await answers(addresses)).map(([type, older]) => [type, older])).toEqual([
    ['pure-fn-mismatch', 'unknown'],
    ['pure-fn-not-found', 'unknown'],
  ]);
});
