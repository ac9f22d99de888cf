// A small API as a project: one router, its types in a folder beside the server's, a config with the plugin.

/** Appends a line to `runs.log` whenever the start script runs as the plugin's child. */
const COUNT_RUNS = `
import {appendFileSync} from 'node:fs';
if (process.env.MION_COMPILE) appendFileSync(new URL('../runs.log', import.meta.url), 'run\\n');
`;

export interface SmallApi {
  /** The router's options, as source text. */
  routerOptions?: string;
  /** `aotCaches`, as source text; null leaves it out. */
  aotCaches?: string | null;
  /** More of the Vite config, as source text, ends with a comma. */
  config?: string;
}

/** The project's files. `node dist/main.js` prints what the routes answer, as JSON. */
export function smallApi({
  routerOptions = '{aot: true}',
  aotCaches = "{startServerScript: 'server/api.ts'}",
  config = '',
}: SmallApi = {}): Record<string, string> {
  return {
    'types/user.ts': `
export interface User {
  id: number;
  name: string;
  born?: Date;
}
`,
    'server/routes.ts': `
import {type Routes, route} from '@mionkit/router';
import type {User} from '../types/user.ts';

export const routes = {
  users: {
    get: route((_ctx, id: number): User => ({id, name: 'Ada', born: new Date(0)})),
    create: route((_ctx, user: Omit<User, 'id'>): User => ({id: 7, ...user})),
  },
  sum: route((_ctx, numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)),
} satisfies Routes;
`,
    'server/api.ts': `
import 'virtual:mion-aot/caches';
import {initMionRouter} from '@mionkit/router';
import {routes} from './routes.ts';
${COUNT_RUNS}
export const api = await initMionRouter(routes, ${routerOptions});
`,
    'server/main.ts': `
import './api.ts';
import {createFetchHandler} from '@mionkit/fetch';

const handle = createFetchHandler();
async function ask(path: string, body: unknown) {
  const response = await handle(new Request('http://localhost/' + path, {method: 'POST', body: JSON.stringify(body)}));
  return {status: response.status, body: await response.json()};
}
const refused = (() => {
  try {
    new Function('return 1');
    return false;
  } catch {
    return true;
  }
})();
console.log(JSON.stringify({
  refused,
  get: await ask('users/get', {'users/get': [3]}),
  create: await ask('users/create', {'users/create': [{name: 'Eve', born: '1970-01-01T00:00:00.001Z'}]}),
  sum: await ask('sum', {sum: [[1, 2, 3]]}),
  invalid: await ask('sum', {sum: [['1']]}),
}));
`,
    'vite.config.ts': `
import {mionPlugin} from '@mionkit/devtools/vite-plugin';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [mionPlugin({runTypes: {}, ${aotCaches === null ? '' : `aotCaches: ${aotCaches}`}})],
  ${config}
  build: {ssr: 'server/main.ts', target: 'es2022', minify: false},
  ssr: {noExternal: true},
});
`,
    'tsconfig.json': '{"compilerOptions": {"strict": true, "target": "ES2022", "module": "ESNext"}}',
  };
}

/** What the small API's `main.js` prints, on every runtime. */
export const smallApiAnswers = {
  get: {status: 200, body: {'users/get': {id: 3, name: 'Ada', born: '1970-01-01T00:00:00.000Z'}}},
  create: {status: 200, body: {'users/create': {id: 7, name: 'Eve', born: '1970-01-01T00:00:00.001Z'}}},
  sum: {status: 200, body: {sum: 6}},
};
