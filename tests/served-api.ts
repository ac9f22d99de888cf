// A dev server as a process of its own, on a project whose start script serves its API.
import {type ChildProcess, spawn} from 'node:child_process';
import {expect} from 'vitest';
import {freePort, type Project} from './fixture.ts';
import {smallApi} from './small-api.ts';

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
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', text => (output += text));
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()));
  await until(
    () => output.includes('Local') || child.exitCode !== null,
    () => output,
  );
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

/** What a route answers; a status of 0 is no answer. */
export async function ask(port: number, path: string, ...parameters: unknown[]) {
  try {
    const response = await fetch(`http://localhost:${port}/${path}`, {
      method: 'POST',
      body: JSON.stringify({[path]: parameters}),
    });
    const text = await response.text();
    return {status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text};
  } catch {
    return {status: 0, body: undefined};
  }
}

/** A project whose start script serves on a port of its own, and whose page shows the routes of its caches. */
export async function served(
  runMode: string,
  more = '',
): Promise<{files: Record<string, string>; port: number}> {
  const port = await freePort();
  return {
    port,
    files: {
      ...smallApi({aotCaches: `{startServerScript: 'server/start.ts', runMode: '${runMode}', ${more}}`}),
      'server/start.ts': `
import './api.ts';
import {initHttp} from '@mionkit/node';
initHttp({port: Number(process.env.API_PORT ?? ${port})});
`,
      'index.html': '<!doctype html><title>page</title><script type="module" src="/page.ts"></script>',
      'page.ts': `import {routerCache} from 'virtual:mion-aot/router-cache';\ndocument.title = Object.keys(routerCache).join();`,
    },
  };
}
