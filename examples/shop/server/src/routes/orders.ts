/** Buying, and what follows. Everyone sees their own orders only; staff see all. */
import {RpcError} from '@mionkit/core';
import {type Routes, route} from '@mionkit/router';
import {
  Currency,
  type Money,
  type NewOrder,
  type Order,
  type OrderEvent,
  type OrderId,
  type OrderSummary,
  type Page,
  type PageRequest,
  Role,
  type Shortage,
  type TrackingCode,
} from '@shop/types';
import {type Context, callerOf} from '../context.ts';
import {stockOf} from '../store/catalogue.ts';
import {tick} from '../store/clock.ts';
import {book, findOrder, historyOf, note, ordersOf, priceLines, sumOf} from '../store/ledger.ts';
import {paginate} from '../store/paginate.ts';

type OrderNotFound = RpcError<'order-not-found'>;

export const orderRoutes = {
  quote: route((ctx, lines: NewOrder['lines']): Promise<Money> => {
    return Promise.resolve(sumOf(priceLines(lines), Currency.EUR));
  }),

  place: route(
    async (
      ctx: Context,
      order: NewOrder,
    ): Promise<Order | RpcError<'out-of-stock', Shortage> | RpcError<'gift-card-too-small', Money>> => {
      const missing = order.lines.filter(({product, quantity}) => stockOf(product) < quantity);
      if (missing.length > 0) {
        return new RpcError({
          type: 'out-of-stock',
          publicMessage: 'Some products are sold out.',
          errorData: Object.fromEntries(missing.map(({product}) => [product, stockOf(product)])),
        });
      }
      const lines = priceLines(order.lines);
      const total = sumOf(lines, Currency.EUR);
      const {payment} = order;
      if (payment.method === 'gift' && payment.balance.cents < total.cents) {
        // The shop's database refuses such a booking, which no client can foresee: thrown, not returned.
        throw new RpcError({
          type: 'gift-card-too-small',
          publicMessage: 'The gift card does not cover this.',
        });
      }
      return book(callerOf(ctx).id, order, lines, total);
    },
  ),

  getById: route((ctx: Context, id: OrderId): Order | OrderNotFound => visibleOrder(ctx, id)),

  mine: route((ctx: Context, page?: PageRequest): Page<OrderSummary> => {
    const summaries = ordersOf(callerOf(ctx).id).map(({id, state, total}) => ({id, state, total}));
    return paginate(summaries, page);
  }),

  history: route((ctx: Context, id: OrderId): OrderEvent[] | OrderNotFound => {
    const order = visibleOrder(ctx, id);
    return order instanceof RpcError ? order : historyOf(id);
  }),

  ship: route(
    (
      ctx: Context,
      id: OrderId,
      trackingCode: TrackingCode,
    ): Order | OrderNotFound | RpcError<'staff-only'> => {
      if (callerOf(ctx).role !== Role.Staff) {
        return new RpcError({type: 'staff-only', publicMessage: 'Only staff may do this.', statusCode: 403});
      }
      return note(id, {type: 'shipped', at: tick(), trackingCode}) ?? orderNotFound(id);
    },
  ),

  cancel: route(
    (ctx: Context, id: OrderId, reason?: string): Order | OrderNotFound | RpcError<'already-shipped'> => {
      const order = visibleOrder(ctx, id);
      if (order instanceof RpcError) return order;
      if (order.state.status === 'shipped') {
        const {trackingCode} = order.state;
        return new RpcError({
          type: 'already-shipped',
          publicMessage: `${id} is on its way: ${trackingCode}.`,
        });
      }
      return note(id, {type: 'cancelled', at: tick(), reason}) ?? orderNotFound(id);
    },
  ),

  spending: route((ctx: Context): Promise<Partial<Record<Currency, bigint>>> => {
    const spent: Partial<Record<Currency, bigint>> = {};
    for (const {total, state} of ordersOf(callerOf(ctx).id)) {
      if (state.status !== 'cancelled') spent[total.currency] = (spent[total.currency] ?? 0n) + total.cents;
    }
    return Promise.resolve(spent);
  }),
} satisfies Routes;

function visibleOrder(ctx: Context, id: OrderId): Order | OrderNotFound {
  const caller = callerOf(ctx);
  const order = findOrder(id);
  if (!order || (order.customer !== caller.id && caller.role !== Role.Staff)) return orderNotFound(id);
  return order;
}

const orderNotFound = (id: OrderId): OrderNotFound =>
  new RpcError({type: 'order-not-found', publicMessage: `You have no order ${id}.`, statusCode: 404});
