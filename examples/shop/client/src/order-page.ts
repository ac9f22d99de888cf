/** The page of an order: the order, its customer, and the products in it, asked for in one request. */
import 'virtual:mion-aot/caches';
import {initClient, mapFrom, routesFlow} from '@mionkit/client';
import {HeadersSubset} from '@mionkit/core';
import type {ShopApi} from '@shop/server/api';
import type {Money, Order, OrderId, Product, ProductId, User} from '@shop/types';

export interface OrderPage {
  order: Order;
  customer: User;
  /** The product of the first line. */
  leading: Product;
  /** Today's prices of all its products. */
  prices: Map<ProductId, Money>;
}

export interface Visitor {
  baseURL: string;
  token: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Throws the first error, as text that a visitor may read. */
export async function loadOrderPage(id: OrderId, {token, ...options}: Visitor): Promise<OrderPage> {
  const {routes, middleFns} = initClient<ShopApi>(options);
  const {products} = routes;
  const {orders, users} = routes.members;

  // The arrow functions run on the server: its build has read them from this file.
  const order = orders.getById(id);
  const customer = users.getById(mapFrom(order, found => found.customer));
  const leading = products.getById(mapFrom(order, found => found.lines[0]!.product));
  const prices = products.prices(mapFrom(order, found => new Set(found.lines.map(line => line.product))));

  const auth = middleFns.members.auth(new HeadersSubset({authorization: `Bearer ${token}`}));
  const answers = await routesFlow([order, customer, leading, prices], {auth});
  const failed = answers.map(([, error]) => error).find(error => error);
  if (failed) throw new Error(failed.publicMessage);
  const [[foundOrder], [foundCustomer], [foundLeading], [foundPrices]] = answers;
  return {order: foundOrder!, customer: foundCustomer!, leading: foundLeading!, prices: foundPrices!};
}
