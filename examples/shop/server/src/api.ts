/** The shop's API. Everyone may look around; `members` must sign in. */
import 'virtual:mion-aot/caches';
import {serverPureFnsCache} from 'virtual:mion-server-pure-fns';
import {enableRoutesFlow, initMionRouter, type Routes} from '@mionkit/router';
import {createCallData} from './context.ts';
import {auth, log, noSniff, version} from './middle-fns.ts';
import {orderRoutes} from './routes/orders.ts';
import {inventoryRoutes, productRoutes} from './routes/products.ts';
import {searchRoutes} from './routes/search.ts';
import {userRoutes} from './routes/users.ts';

const routes = {
  noSniff,
  version,
  products: productRoutes,
  search: searchRoutes,
  members: {
    auth,
    users: userRoutes,
    orders: orderRoutes,
    inventory: inventoryRoutes,
  },
  log,
} satisfies Routes;

/** What clients are typed by. */
export type ShopApi = typeof routes;

// The order page asks for several things at once.
enableRoutesFlow(serverPureFnsCache);

export const api = await initMionRouter(routes, {aot: true, contextDataFactory: createCallData});
