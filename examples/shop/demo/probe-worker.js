// Stands before the shop's Worker in the same isolate: answers /.probe there, and leaves the rest to the shop.
// @ts-check
import {probe} from './probe.js';
// @ts-expect-error a name inside workerd: the built Worker
import shop from './shop.js';

export default {
  /**
   * @param {Request} request
   * @returns {Response | Promise<Response>}
   */
  fetch(request) {
    return new URL(request.url).pathname === '/.probe' ? new Response(probe()) : shop.fetch(request);
  },
};
