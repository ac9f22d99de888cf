// A process that transforms ten thousand files stays small: trees of files are kept up to a bound, and no more.
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {LIMITED, repository} from './fixture.ts';

const FILES = 10_000;
const LIMIT = 400e6;

/** Each file has types of its own and some of its neighbours', functions, and a text of about three kilobytes. */
function source(index: number): string {
  const other = (index * 7 + 1) % FILES;
  const members = Array.from(
    {length: 20},
    (_, i) => `  member${i}: {a: string; b?: number[]; c: Map<string, Part${index}>};`,
  );
  return `import {Store${other}, type Item${other}} from '../${other % 100}/file${other}.ts';
export interface Part${index} { id: ${index}; next?: Part${index} }
export interface Item${index} {\n${members.join('\n')}\n  other?: Item${other};\n}
export const other = Store${other};
export class Store${index} { items: Item${index}[] = []; find(id: string, part: Partial<Item${index}>): Item${index} | undefined { return this.items[0]; } }
${Array.from({length: 10}, (_, i) => `export const f${i} = (a: Item${index}, b: Pick<Item${other}, 'member1'>): Promise<Part${index}> => { throw a ?? b; };`).join('\n')}
`;
}

/** Transforms all files, and prints what the process weighs. */
const PROGRAM = `
import {readdirSync, readFileSync} from 'node:fs';
import {addon} from '${path.join(repository, 'plugin/addon.js')}';
const root = process.argv[2];
const devtools = new addon.Devtools('{"runTypes": {}}');
devtools.configure({
  root, cacheDir: root, mode: 'test', isChild: true, node: '', nodeVersion: '', runnerDir: root, version: '0', outDirs: [],
});
let done = 0;
for (const folder of readdirSync(root)) {
  await Promise.all(readdirSync(root + '/' + folder).map(async name => {
    const file = root + '/' + folder + '/' + name;
    const {value, errors} = await devtools.transform(readFileSync(file, 'utf8'), file);
    if (errors || !value?.code?.includes('__Ω')) throw new Error(file + JSON.stringify(errors));
    done++;
  }));
}
console.log(JSON.stringify({done, bytes: process.memoryUsage.rss()}));
`;

test('10,000 files end below 400 MB', () => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-memory-')));
  try {
    for (let index = 0; index < FILES; index++) {
      const folder = path.join(home, 'src', String(index % 100));
      if (index < 100) mkdirSync(folder, {recursive: true});
      writeFileSync(path.join(folder, `file${index}.ts`), source(index));
    }
    const program = path.join(home, 'program.mjs');
    writeFileSync(program, PROGRAM);
    const args = [program, path.join(home, 'src')];
    const {done, bytes} = JSON.parse(
      execFileSync(process.execPath, args, {encoding: 'utf8', ...LIMITED}),
    ) as Record<string, number>;
    expect(done).toBe(FILES);
    expect(bytes).toBeLessThan(LIMIT);
  } finally {
    rmSync(home, {recursive: true, force: true});
  }
});
