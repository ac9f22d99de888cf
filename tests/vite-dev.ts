// Vite's dev server as a process of its own, as a user starts it.
import {type ChildProcess, spawn} from 'node:child_process';
import {expect} from 'vitest';
import {freePort, LIMITED, type Project} from './fixture.ts';

export interface Dev {
  process: ChildProcess;
  port: number;
  output(): string;
  stop(): Promise<void>;
}

/** Starts Vite's own command. */
export async function startDev(app: Project, env: Record<string, string> = {}): Promise<Dev> {
  const port = await freePort();
  const args = [app.file('node_modules/vite/bin/vite.js'), '--port', String(port), '--strictPort'];
  const child = spawn(process.execPath, args, {
    cwd: app.root,
    env: {...process.env, NO_COLOR: '1', VITEST: '', NODE_ENV: '', CI: '1', ...env},
    ...LIMITED,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', text => (output += text));
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()));
  try {
    await until(
      () => output.includes('Local') || child.exitCode !== null,
      () => output,
    );
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    process: child,
    port,
    output: () => output,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Fails with `story` when something does not come. */
export async function until(isThere: () => boolean | Promise<boolean>, story: () => string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 30_000; ) {
    if (await isThere()) return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  expect.fail(`it did not come:\n${story()}`);
}
