/** Prints the page of an order: `node dist/order-page-node.js http://localhost:3000 ord_1001 anna-token`. */
import type {OrderId} from '@shop/types';
import {canonical} from './canonical.ts';
import {loadOrderPage} from './order-page.ts';

const [baseURL = 'http://localhost:3000', id = 'ord_1001', token = 'anna-token'] = process.argv.slice(2);
const requests: string[] = [];
try {
  const page = await loadOrderPage(id as OrderId, {
    baseURL,
    token,
    fetch(url, init) {
      requests.push(new URL(url).pathname);
      return globalThis.fetch(url, init);
    },
  });
  console.log(JSON.stringify({requests, page: canonical(page)}));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
