// What metadata weighs in a production bundle: an unused type nothing, and none at all where reflection is left out.
import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, test} from 'vitest';
import {filesBelow, type Project, type ProjectOptions, project} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app?.remove());

const TYPES = `
export interface Used { usedMember: string; deep: {usedDeep: UsedToo} }
export interface UsedToo { usedToo: Date }
export interface Unused { unusedMember: string; other: UnusedToo }
export interface UnusedToo { unusedToo: Set<string> }
export type UnusedAlias<T> = T extends string ? {unusedBranch: T} : {[K in keyof T]: Unused};
export class UnusedClass { unusedField: string = 'unusedValue'; unusedMethod(unusedParameter: Unused): void {} }
export function unusedFunction(unusedArgument: Unused): UnusedToo { return {unusedToo: new Set()}; }
export const unusedArrow = (unusedArgument: Unused): UnusedToo => ({unusedToo: new Set()});
export const unusedObject = { method(unusedArgument: Unused): void {}, arrow: (unusedArgument: Unused) => {} };
`;

/** The built text of a program that uses one of the types, without the packages. */
async function build(vite: ProjectOptions['vite'], main: string): Promise<string> {
  app = project(
    {
      'vite.config.ts': `import {mionPlugin} from '@mionkit/devtools/vite-plugin';
export default {
  plugins: [mionPlugin({runTypes: {}})],
  build: {lib: {entry: 'main.ts', formats: ['es'], fileName: 'main'}, minify: false, rollupOptions: {external: [/deepkit/]}},
};`,
      'types.ts': TYPES,
      'helper.ts': `${TYPES}export const helper = 1;\n`,
      'barrel.ts': `export * from './types.ts';\n`,
      'main.ts': main,
    },
    vite ? {vite} : {},
  );
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  return filesBelow(app.file('dist'))
    .filter(file => /\.m?js$/.test(file))
    .map(file => readFileSync(app.file(`dist/${file}`), 'utf8'))
    .join('\n');
}

describe.each<[string, ProjectOptions['vite']]>([
  ['Vite 8', undefined],
  ['Vite 7', 'vite-7'],
])('%s', (_, vite) => {
  test('what is used stays, and what is not leaves nothing', async () => {
    const code = await build(
      vite,
      `import {typeOf} from '@deepkit/type';\nimport type {Used} from './types.ts';\nexport const it = typeOf<Used>();`,
    );
    for (const name of ['usedMember', 'usedDeep', 'usedToo']) expect(code).toContain(name);
    expect(code.match(/unused\w*/gi)).toBeNull();
  });

  test('through a barrel', async () => {
    const code = await build(
      vite,
      `import {typeOf} from '@deepkit/type';\nimport type {UsedToo} from './barrel.ts';\nexport const it = typeOf<UsedToo>();`,
    );
    expect(code).toContain('usedToo');
    expect(code.match(/unused\w*|usedMember/gi)).toBeNull();
  });

  test('beside a value that is used', async () => {
    const code = await build(
      vite,
      `import {typeOf} from '@deepkit/type';\nimport {helper, type Used} from './helper.ts';\nexport const it = [typeOf<Used>(), helper];`,
    );
    expect(code).toContain('usedMember');
    // Rolldown keeps a function declaration whose property is set, and with it the types that it names.
    const kept = vite
      ? []
      : ['unusedFunction', 'unusedArgument', 'unusedMember', 'unusedToo', 'UnusedToo', 'Unused'];
    expect([...new Set(code.match(/unused\w*/gi))].sort()).toEqual(kept.sort());
  });

  test('types alone leave an empty module', async () => {
    const code = await build(
      vite,
      `import type {Used} from './types.ts';\nexport const one = (1 as unknown as Used) && 1;`,
    );
    expect(code.match(/Ω|__type|unused\w*|used\w*/gi)).toBeNull();
  });
});

describe('no metadata is in the bundle', () => {
  // The router asks whether a handler has metadata.
  const traces = /Ω|(?<!")__type\b|__assignType|__assignMethodType/;

  function bundle(): string {
    const files = filesBelow(app.file('dist')).filter(file => /\.m?js$/.test(file));
    expect(files.length).toBeGreaterThan(0);
    return files.map(file => readFileSync(app.file(`dist/${file}`), 'utf8')).join('\n');
  }

  test('of a strict router', async () => {
    app = project(smallApi());
    const {code, output} = await app.build();
    expect(code, output).toBe(0);
    expect(bundle()).not.toMatch(traces);
  });

  test('with `excludeReflection`, and it is there without', async () => {
    const loose = Object.fromEntries(
      Object.entries(smallApi()).map(([name, text]) => [name, text.replace('aot: true', 'aot: false')]),
    );
    app = project(loose);
    expect((await app.build()).code).toBe(0);
    expect(bundle()).toMatch(traces);
    const config = readFileSync(app.file('vite.config.ts'), 'utf8');
    app.write({'vite.config.ts': config.replace('aotCaches: {', 'aotCaches: {excludeReflection: true, ')});
    const {code, output} = await app.build();
    expect(code, output).toBe(0);
    expect(bundle()).not.toMatch(traces);
  });
});
