// A project whose start script serves its API, and how the API is called.
import {freePort} from './fixture.ts';
import {smallApi} from './small-api.ts';

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
