// The one place where these tests call the transform: through the crate's example program.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {LIMITED} from '../fixture.ts';

export interface Reflected {
  file: string;
  code?: string;
  map?: string | null;
  /** A syntax error, or a failure of the transform. */
  error?: string;
  warnings: {code: string; message: string; line: number; column: number; hint: string | null}[];
  dependencies: string[];
  missing: string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let program: string | undefined;

/** Transforms files on disk; the results are in the order of the paths. */
export function reflectFiles(
  files: string[],
  options: {tsconfig?: string; maps?: boolean} = {},
): Reflected[] {
  program ??= build();
  const folder = mkdtempSync(path.join(tmpdir(), 'mion-reflect-'));
  try {
    const request = path.join(folder, 'request.json');
    const response = path.join(folder, 'response.json');
    writeFileSync(request, JSON.stringify({files, ...options}));
    execFileSync(program, [request, response], {stdio: ['ignore', 'ignore', 'inherit'], ...LIMITED});
    return JSON.parse(readFileSync(response, 'utf8')) as Reflected[];
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Where `cargo test` has not been run before it, it compiles all. */
const BUILD_MS = 280_000;

function build(): string {
  // With the features of the whole workspace, as `cargo test` has built it already: those of the crate alone
  // would compile the parser once more.
  const args = ['build', '--workspace', '--example', 'transform', '--message-format', 'json'];
  const output = execFileSync('cargo', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: BUILD_MS,
  });
  for (const line of output.split('\n')) {
    if (!line.includes('"executable"')) continue;
    const message = JSON.parse(line) as {target?: {name: string}; executable?: string | null};
    if (message.target?.name === 'transform' && message.executable) return message.executable;
  }
  throw new Error('cargo did not name the example program');
}
