/** The API of the page on the limits of AOT, strict, on Cloudflare Workers: its limit on types is none here. */
import 'virtual:mion-aot/caches';
import {initMionRouter} from '@mionkit/router';
import {logAction, routes} from './aot-limitations.ts';

export const api = await initMionRouter(routes, {aot: true});

export default {
  async fetch(): Promise<Response> {
    await logAction({action: 'sign-in', timestamp: new Date()});
    return new Response('runType<AuditLog>(): compiled ahead of time');
  },
};
