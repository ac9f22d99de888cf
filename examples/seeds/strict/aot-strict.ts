import 'virtual:mion-aot/caches';
import {initMionRouter} from '@mionkit/router';
import {routes} from '../aot-routes-example.ts';
// Shown:
await initMionRouter(routes, {
aot: true, // Strict AOT mode - run-types will NOT be loaded
});
