/** Shows the order that the URL names: `?order=ord_1001&token=anna-token`, of the shop at the page's own origin. */
import type {OrderId} from '@shop/types';
import {loadOrderPage} from '../src/order-page.ts';

const query = new URLSearchParams(location.search);
const show = (id: string, text: string) => {
  document.getElementById(id)!.textContent = text;
};

try {
  const {order, customer, leading, prices} = await loadOrderPage(query.get('order') as OrderId, {
    baseURL: location.origin,
    token: query.get('token') ?? '',
  });
  show('order', `${order.id}, ${order.placedAt.toISOString()}: ${order.total.cents} cents`);
  show('customer', `${customer.profile.displayName}, since ${customer.createdAt.getUTCFullYear()}`);
  show('leading', `${leading.name} (${[...leading.tags].join(', ')})`);
  for (const [product, {cents}] of prices) {
    const item = document.createElement('li');
    item.textContent = `${product}: ${cents}`;
    document.getElementById('prices')!.append(item);
  }
} catch (error) {
  show('order', `Sorry: ${(error as Error).message}`);
}
document.body.dataset['state'] = 'done';
