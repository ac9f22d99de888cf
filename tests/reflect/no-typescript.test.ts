// No TypeScript is needed, and none that is installed changes what is built in: the whole suite of our side in a folder without
// one, and in one with TypeScript 7, whose package has no compiler API and keeps its declarations in another.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {repository, run} from '../fixture.ts';
import {groups} from './cases/index.ts';
import {fixtures} from './fidelity/cases.ts';
import {difference} from './graph.ts';
import {type Case, type CaseOutcome, runCases} from './programs.ts';

const cases: Case[] = [
  // An anonymous class is named by what removes the types.
  ...Object.entries(groups).flatMap(([group, list]) =>
    list
      .filter(item => !item.name.startsWith('an anonymous class'))
      .map(item => ({...item, name: `${group}: ${item.name}`})),
  ),
  ...fixtures.map(item => ({...item, name: `fidelity: ${item.name}`})),
];
const others = ['across-files', 'runtime', 'switches'].map(name => `tests/reflect/${name}.test.ts`);

let usual: Map<string, CaseOutcome>;
beforeAll(async () => {
  usual = await runCases('usual', cases, false);
});

/** Packages that the programs import. */
const imported = [
  '@deepkit/type',
  '@deepkit/core',
  '@deepkit/type-spec',
  '@types/estree',
  'ajv',
  'ts-essentials',
  'type-fest',
  'utility-types',
];

/** What is installed beside them. */
const installed: [name: string, packages: string[], version: string | undefined][] = [
  ['no TypeScript', [], undefined],
  ['TypeScript 7', ['typescript', `@typescript/typescript-${process.platform}-${process.arch}`], '7.'],
];

describe.each(installed)('with %s', (_, packages, version) => {
  let home: string;
  beforeAll(() => {
    home = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-programs-')));
    writeFileSync(path.join(home, 'package.json'), '{"type": "module"}');
    const modules = path.join(home, 'node_modules');
    for (const name of [...imported, ...packages]) {
      const from = path.join(repository, 'node_modules', name);
      mkdirSync(path.dirname(path.join(modules, name)), {recursive: true});
      // A link would lead the resolver to what is installed beside its target.
      if (packages.includes(name))
        cpSync(from, path.join(modules, name), {recursive: true, dereference: true});
      else symlinkSync(realpathSync(from), path.join(modules, name), 'junction');
    }
  });
  afterAll(() => rmSync(home, {recursive: true, force: true}));

  test('the folder is what it says', async () => {
    for (let at = home; ; at = path.dirname(at)) {
      const compiler = path.join(at, 'node_modules/typescript');
      if (at !== home || !version) expect(existsSync(compiler), compiler).toBe(false);
      if (at === path.dirname(at)) break;
    }
    if (!version) return;
    const {default: found} = await import(path.join(home, 'node_modules/typescript/package.json'), {
      with: {type: 'json'},
    });
    expect(found.version).toMatch(new RegExp(`^${version.replace('.', '\\.')}`));
  });

  test('every program gives the same types', async () => {
    const outcomes = await runCases('cases', cases, false, home);
    expect(outcomes.size).toBe(usual.size);
    for (const [name, {ours}] of outcomes) {
      if (ours.error) throw new Error(name, {cause: ours.error});
      const expected = usual.get(name)!.ours.types;
      expect([...ours.types.keys()], name).toEqual([...expected.keys()]);
      for (const [of, type] of ours.types)
        expect(difference(type, expected.get(of)), `${name}: ${of}`).toBeUndefined();
    }
  });

  test('the other suites pass', async () => {
    const vitest = path.join(repository, 'node_modules/vitest/vitest.mjs');
    const {code, output} = await run(process.execPath, [vitest, 'run', ...others], {
      cwd: repository,
      env: {MION_PROGRAMS: home},
    });
    expect(code, output).toBe(0);
    expect(output).toMatch(/Test Files +3 passed/);
  });
});
