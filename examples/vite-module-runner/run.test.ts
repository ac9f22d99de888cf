/** The shop answers out of a Vite dev server. */
import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';

it('runs the shop through the module runner', async () => {
  const script = fileURLToPath(new URL('./run.js', import.meta.url));
  const {stdout} = await promisify(execFile)(process.execPath, [script], {timeout: 60_000});
  expect(stdout).toContain('200 {"search/suggest":["Desk lamp"]}');
});
