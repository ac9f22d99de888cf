// A client with pure functions and the server that has its own copies, as a project: two bundles, one config each.

/** Each way to name a pure function, written as one client may write it. */
export const CLIENT_FNS = `
import {mapFrom as from} from '@mionkit/client';
import * as core from '@mionkit/core';
import {pureServerFn} from '@mionkit/core';

interface Item { price: number; count: number }

// A comment that changes nothing.
export const total = (items: Item[]): number => items.reduce((sum, {price, count}) => sum + price * count, 0);
export const totalRef = pureServerFn(total);
export const taxRef = pureServerFn({
  pureFn: (net: number) => Math.round(net * 0.19 * 100) / 100,
  namespace: 'shop',
  fnName: 'tax',
} as const);
export const roundRef = core.pureServerFn({
  pureFn: (utl: core.JitUtils) => {
    const tax = utl.usePureFn('shop', 'tax');
    return (net: number) => Math.round(tax(net));
  },
  namespace: 'shop',
  fnName: 'roundTax',
  isFactory: true,
});
export const upper = core.registerPureFnFactory('texts', 'upper', function () {
  return (text: string) => text.toUpperCase() satisfies string;
});
export const mapped = (source: never) => from(source, (found: {id: string}) => found.id!);
`;

/** Prints the hash of each as JSON. */
const CLIENT_MAIN = `
import {mapped, roundRef, taxRef, totalRef, upper} from './fns.ts';
const {fn} = mapped({} as never) as {fn: {bodyHash: string}};
console.log(JSON.stringify({
  total: totalRef.bodyHash,
  tax: taxRef.bodyHash,
  round: roundRef.bodyHash,
  upper: upper.bodyHash,
  mapped: fn.bodyHash,
}));
`;

/** Prints the server's copies, and what they give. */
const SERVER_MAIN = `
import {serverPureFnsCache} from 'virtual:mion-server-pure-fns';
import {createFetchHandler} from '@mionkit/fetch';
import {enableRoutesFlow, initMionRouter} from '@mionkit/router';
enableRoutesFlow(serverPureFnsCache);
await initMionRouter({});
const list = Object.values(serverPureFnsCache).flatMap(fns => Object.values(fns));
console.log(JSON.stringify(list.map(({namespace, fnName, bodyHash, isFactory, pureFnDependencies, fn}) => ({
  namespace, fnName, bodyHash, isFactory, pureFnDependencies,
  gives: fn && namespace === 'shop' ? fn(100) : undefined,
}))));
`;

const config = (entry: string, more = '') => `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({serverPureFunctions: {clientSrcPath: 'client'}})],
  build: {ssr: '${entry}', outDir: 'dist/${entry.split('/')[0]}', target: 'es2022', minify: false ${more}},
  ssr: {noExternal: true},
});
`;

/** `dist/client/main.js` and `dist/server/main.js` print what the two sides know. */
export const pureFnsApi = (): Record<string, string> => ({
  'client/fns.ts': CLIENT_FNS,
  'client/main.ts': CLIENT_MAIN,
  'server/main.ts': SERVER_MAIN,
  'vite.client.config.ts': config('client/main.ts'),
  'vite.server.config.ts': config('server/main.ts'),
});
