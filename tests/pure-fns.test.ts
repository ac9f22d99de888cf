// Pure functions through real builds: the client's hashes are the server's, on every Vite; what is wrong is an error
// with its place.
import {afterEach, describe, expect, it, test} from 'vitest';
import {type Project, project, runStrict} from './fixture.ts';
import {CLIENT_FNS, pureFnsApi} from './pure-fns-api.ts';

let app: Project;
afterEach(() => app.remove());

type ServerCopy = {
  namespace: string;
  fnName: string;
  bodyHash: string;
  isFactory: boolean;
  pureFnDependencies: string[];
  gives?: number;
};

/** Builds both sides; gives what each prints. */
async function both(): Promise<{client: Record<string, string>; server: ServerCopy[]}> {
  const printed = async (side: string) => {
    const built = await app.build({args: ['--config', `vite.${side}.config.ts`]});
    expect(built.code, built.output).toBe(0);
    const {stdout, output} = await runStrict(app.file(`dist/${side}/main.js`));
    expect(stdout, output).not.toBe('');
    return JSON.parse(stdout);
  };
  return {client: await printed('client'), server: await printed('server')};
}

/** What the first Vite of the matrix gave: the others give the same. */
let first: unknown;

describe.each([
  ['Vite 8', undefined],
  ['Vite 7', 'vite-7'],
  ['Vite 6', 'vite-6'],
  ['Vite 5', 'vite-5'],
] as const)('on %s', (_, vite) => {
  it('client and server agree on the hash of each function', async () => {
    app = project(pureFnsApi(), {vite});
    const sides = await both();
    const {client, server} = sides;
    for (const hash of Object.values(client)) expect(hash).toMatch(/^[A-Za-z0-9_-]{14}$/);
    expect(new Set(Object.values(client)).size).toBe(5);
    expect(server.map(({bodyHash}) => bodyHash).sort()).toEqual(Object.values(client).sort());
    const copy = (hash: string | undefined) => server.find(({bodyHash}) => bodyHash === hash);
    expect(copy(client['total'])).toMatchObject({namespace: 'pureServerFn', fnName: client['total']});
    expect(copy(client['mapped'])).toMatchObject({namespace: 'pureServerFn', fnName: client['mapped']});
    expect(copy(client['tax'])).toMatchObject({namespace: 'shop', fnName: 'tax', gives: 19});
    expect(copy(client['round'])).toMatchObject({
      fnName: 'roundTax',
      isFactory: true,
      pureFnDependencies: ['tax'],
    });
    expect(copy(client['upper'])).toMatchObject({namespace: 'texts', fnName: 'upper', isFactory: true});
    first ??= sides;
    expect(sides).toEqual(first);
  });
});

test('formatting, comments, types, renamed imports and line ends change no hash; behaviour does', async () => {
  app = project(pureFnsApi());
  const {client} = await both();
  const rewritten = CLIENT_FNS.replace('from(source', 'renamed (/* x */ source')
    .replace('mapFrom as from', 'mapFrom as renamed')
    .replace('(items: Item[]): number =>', '( items : any )=>')
    .replace('sum + price * count', 'sum  +  ( price*count )')
    .replace('(net: number) => Math.round(net * 0.19', '(net) => /* rate */ Math.round(net * 0.19')
    .replaceAll('\n', '\r\n');
  app.write({'client/fns.ts': rewritten});
  expect((await both()).client).toEqual(client);
  app.write({'client/fns.ts': CLIENT_FNS.replace('0.19', '0.2')});
  const changed = await both();
  expect(changed.client).toEqual({...client, tax: expect.not.stringMatching(client['tax']!)});
  expect(changed.server.find(({fnName}) => fnName === 'tax')).toMatchObject({
    bodyHash: changed.client['tax'],
    gives: 20,
  });
});

test('every violation of a file is shown, with its code, place and frame, by the client’s build and the server’s', async () => {
  app = project(pureFnsApi());
  app.write({
    'client/wrong.ts': `import {pureServerFn} from '@mionkit/core';
let rate = 2;
export const a = pureServerFn((n: number) => n * rate);
export const b = pureServerFn(() => fetch('/'));
`,
    'client/main.ts': `import './wrong.ts';`,
  });
  for (const side of ['client', 'server']) {
    const {code, output} = await app.build({args: ['--config', `vite.${side}.config.ts`]});
    expect(code).not.toBe(0);
    expect(output).toContain('MION_PURE_FN_CLOSURE');
    expect(output).toContain('MION_PURE_FN_GLOBAL');
    expect(output).toMatch(/client\/wrong\.ts:3:49/);
    expect(output).toMatch(/client\/wrong\.ts:4:37/);
    expect(output).toMatch(/n \* rate\);\n.*\^/);
  }
});

test('a name that stands for two functions is an error that shows both places', async () => {
  app = project(pureFnsApi());
  const other = (rate: number) => `import {pureServerFn} from '@mionkit/core';
export const tax = pureServerFn({pureFn: (net: number) => net * ${rate}, namespace: 'shop', fnName: 'tax'});
`;
  app.write({'client/a/tax.ts': other(3)});
  const {code, output} = await app.build({args: ['--config', 'vite.server.config.ts']});
  expect(code).not.toBe(0);
  expect(output).toContain('MION_PURE_FN_DUPLICATE');
  expect(output).toMatch(/client\/a\/tax\.ts:2/);
  expect(output).toMatch(/client\/fns\.ts:11/);
  // Twice the same function is one.
  app.write({'client/a/tax.ts': CLIENT_FNS, 'client/fns.ts': CLIENT_FNS});
  expect((await app.build({args: ['--config', 'vite.server.config.ts']})).code).toBe(0);
});

test('a file that cannot be parsed is an error that names it', async () => {
  app = project(pureFnsApi());
  app.write({'client/broken.ts': `import {pureServerFn} from '@mionkit/core';\npureServerFn((a => a);\n`});
  const {code, output} = await app.build({args: ['--config', 'vite.server.config.ts']});
  expect(code).not.toBe(0);
  expect(output).toMatch(/MION_SYNTAX/);
  expect(output).toMatch(/client\/broken\.ts:2/);
});

test('noViteClient asks for names', async () => {
  app = project(pureFnsApi());
  const config = pureFnsApi()['vite.server.config.ts']!;
  app.write({
    'vite.server.config.ts': config.replace("'client'}", "'client', noViteClient: true}"),
    'client/fns.ts': `import {pureServerFn} from '@mionkit/core';
export const named = pureServerFn({pureFn: (a: number) => a, fnName: 'same'});
export const nameless = pureServerFn((a: number) => a + 1);
`,
  });
  const {code, output} = await app.build({args: ['--config', 'vite.server.config.ts']});
  expect(code).not.toBe(0);
  expect(output).toContain('MION_PURE_FN_NAME_REQUIRED');
  expect(output).toMatch(/client\/fns\.ts:3/);
  expect(output).not.toMatch(/client\/fns\.ts:2/);
});

test('the module is empty where the option is off', async () => {
  app = project(pureFnsApi());
  const config = pureFnsApi()['vite.server.config.ts']!;
  app.write({'vite.server.config.ts': config.replace(/serverPureFunctions: {.*?}/, '')});
  const built = await app.build({args: ['--config', 'vite.server.config.ts']});
  expect(built.code, built.output).toBe(0);
  expect((await runStrict(app.file('dist/server/main.js'))).stdout).toBe('[]\n');
});

test('calls in the script of a component have the hash that the server has', async () => {
  app = project(pureFnsApi());
  const config = pureFnsApi()['vite.client.config.ts']!;
  app.write({
    'client/App.vue': `<template><p>{{ total }}</p></template>
<script>
import {mapFrom} from '@mionkit/client';
import {pureServerFn as pure} from '@mionkit/core';
const named = pure({pureFn: (n) => n + 1, fnName: 'inc'});
export const hashes = {named: named.bodyHash, mapped: mapFrom({}, n => n * 2).fn.bodyHash, byName: mapFrom({}, named).fn};
</script>
`,
    'client/main.ts': `import {hashes} from './App.vue';\nconsole.log(JSON.stringify(hashes));`,
    // What a framework's plugin does with a component, in short.
    'vite.client.config.ts': config.replace(
      'plugins: [',
      `plugins: [{name: 'vue', transform: (code, id) => id.endsWith('.vue') ? code.match(/<script>([^]*)<.script>/)[1] : null}, `,
    ),
  });
  const {client, server} = await both();
  expect(client).toEqual({
    named: expect.stringMatching(/^.{14}$/),
    mapped: expect.stringMatching(/^.{14}$/),
    byName: {fnName: 'inc', bodyHash: client['named'], changedAt: expect.any(Number)},
  });
  const hashes = server.map(({bodyHash}) => bodyHash);
  expect(hashes).toEqual(expect.arrayContaining([client['named'], client['mapped']]));
});
