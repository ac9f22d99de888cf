import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';

it('the default start script sends mion’s own routes, and nothing else, to the build', async () => {
  const script = fileURLToPath(import.meta.resolve('@mionkit/router/default-routes'));
  const child = fork(script, {env: {...process.env, MION_COMPILE: 'true'}, execArgv: [], timeout: 110_000});
  const [message] = await once(child, 'message');
  child.disconnect();
  const routerCache = new Function(`return ${message.routerCacheCode}`)();
  expect(Object.keys(routerCache)).toEqual([
    'mion@methodsMetadataById',
    'mion@methodsMetadataByPath',
    'mion@notFound',
    'mion@platformError',
  ]);
});
