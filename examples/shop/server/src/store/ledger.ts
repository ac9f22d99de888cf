/** All orders and their histories, in memory. */
import type {Currency, Money, NewOrder, Order, OrderEvent, OrderId, OrderLine, UserId} from '@shop/types';
import {findProduct, moveStock} from './catalogue.ts';
import {tick} from './clock.ts';

const FIRST_NUMBER = 1001;

interface Entry {
  order: Order;
  events: OrderEvent[];
}

const entries = new Map<OrderId, Entry>();

export const findOrder = (id: OrderId): Order | undefined => entries.get(id)?.order;

export const ordersOf = (customer: UserId): Order[] =>
  [...entries.values()].map(({order}) => order).filter(order => order.customer === customer);

export const historyOf = (id: OrderId): OrderEvent[] => entries.get(id)?.events ?? [];

/** The lines with today's prices; products that do not exist are left out. */
export function priceLines(lines: NewOrder['lines']): OrderLine[] {
  return lines.flatMap(line => {
    const product = findProduct(line.product);
    return product ? [{...line, unitPrice: product.price}] : [];
  });
}

export function sumOf(lines: readonly OrderLine[], currency: Currency): Money {
  const cents = lines.reduce((sum, line) => sum + line.unitPrice.cents * BigInt(line.quantity), 0n);
  return {currency, cents};
}

/** Books an order, takes its pieces from the stock, and notes the payment unless it is still to come. */
export function book(customer: UserId, order: NewOrder, lines: OrderLine[], total: Money): Order {
  const placedAt = tick();
  const id: OrderId = `ord_${FIRST_NUMBER + entries.size}`;
  const entry: Entry = {
    order: {...order, id, customer, lines, total, placedAt, state: {status: 'placed'}},
    events: [{type: 'placed', at: placedAt, total: total.cents}],
  };
  entries.set(id, entry);
  for (const {product, quantity} of lines) moveStock(product, -quantity);
  if (order.payment.method !== 'transfer') note(id, {type: 'paid', at: tick(), method: order.payment.method});
  return entry.order;
}

/** Writes an event into the history of an order and brings the order, and the stock, to where it leads. */
export function note(id: OrderId, event: OrderEvent): Order | undefined {
  const entry = entries.get(id);
  if (!entry) return undefined;
  entry.events.push(event);
  entry.order.state = stateAfter(event);
  if (event.type === 'cancelled') {
    for (const {product, quantity} of entry.order.lines) moveStock(product, quantity);
  }
  return entry.order;
}

function stateAfter(event: OrderEvent): Order['state'] {
  switch (event.type) {
    case 'placed':
      return {status: 'placed'};
    case 'paid':
      return {status: 'paid', paidAt: event.at};
    case 'shipped':
      return {status: 'shipped', shippedAt: event.at, trackingCode: event.trackingCode};
    case 'cancelled':
      return {status: 'cancelled', reason: event.reason ?? null};
  }
}
