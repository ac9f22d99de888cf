// The same input gives the same bytes: at another path, at another time, whatever order the file system lists.
import {readFileSync, utimesSync} from 'node:fs';
import {expect, test} from 'vitest';
import {type Project, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

const MODULES = ['jit-fns', 'pure-fns', 'router-cache', 'caches'];

/** Keeps the text of each virtual module, as the bundler receives it. */
const KEEP_MODULES = `{
  name: 'keep-modules',
  enforce: 'post',
  async buildEnd() {
    const {writeFileSync} = await import('node:fs');
    for (const name of ${JSON.stringify(MODULES)}) {
      const plugin = kept.find(plugin => plugin.name === 'mion');
      const loaded = await plugin.load.handler.call(this, '\\0virtual:mion-aot/' + name + '.ts');
      writeFileSync(new URL(name + '.txt', import.meta.url), loaded.code);
    }
  },
  configResolved(config) { kept = config.plugins; },
}, `;

function clone(order: (files: [string, string][]) => [string, string][]): Project {
  const files = smallApi();
  files['vite.config.ts'] = files['vite.config.ts']!.replace(
    'plugins: [',
    `plugins: [${KEEP_MODULES}`,
  ).replace('export default', 'let kept: any[] = [];\nexport default');
  return project(Object.fromEntries(order(Object.entries(files))));
}

async function modules(app: Project): Promise<string[]> {
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  return [
    ...MODULES.map(name => readFileSync(app.file(`${name}.txt`), 'utf8')),
    readFileSync(app.file('dist/main.js'), 'utf8'),
  ];
}

test('two clones at different paths, written in different order and at different times, give equal bytes', async () => {
  const one = clone(files => files);
  const two = clone(files => files.reverse());
  utimesSync(two.file('server/routes.ts'), new Date(0), new Date(0));
  const first = await modules(one);
  const second = await modules(two);
  expect(first[0]).toContain('jitFnsCache');
  expect(first.join('\n')).not.toContain(one.root);
  expect(second).toEqual(first);
  one.remove();
  two.remove();
});
