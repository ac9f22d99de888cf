/** Starts the API of the page on the limits of AOT, and shows them. */
import {routerCache} from 'virtual:mion-aot/caches';
import {initMionRouter} from '@mionkit/router';
import {logAction, routes} from './aot-limitations.ts';

export const api = await initMionRouter(routes);

console.log(`compiled: ${Object.keys(routerCache).sort().join(', ')}`);
try {
  await logAction({action: 'sign-in', timestamp: new Date()});
  console.log('runType<AuditLog>(): there');
} catch (error) {
  console.log(`runType<AuditLog>(): ${error}`);
}
