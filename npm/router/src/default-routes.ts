/**
 * The start script for a build that has none of its own: a router without routes, so that mion's own are all that
 * is compiled.
 */
import {initMionRouter} from './router.ts';

export const mionRoutes = await initMionRouter({});
