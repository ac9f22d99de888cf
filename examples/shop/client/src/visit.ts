/** One visit to the shop that calls each of its routes, typed by the API's type alone. */
import 'virtual:mion-aot/caches';
import {initClient} from '@mionkit/client';
import {HeadersSubset} from '@mionkit/core';
import type {ShopApi} from '@shop/server/api';
import {Availability, Currency, type NewOrder} from '@shop/types';
import {canonical} from './canonical.ts';
import {createRecorder} from './exchange.ts';

/** One call and what came of it. */
export interface Call {
  /** The id of the route: `users/getById`. */
  route: string;
  /** HTTP status. */
  status: number;
  /** The result or the error, as canonical text. */
  answer: string;
  /** The body as it came. */
  body: string;
}

/** What a client's routes give before they are called. */
interface Callable {
  call(): Promise<readonly [result: unknown, error: unknown, ...rest: unknown[]]>;
}

/** Calls every route of the shop at `baseURL`, in a fixed order; throws if the shop cannot be reached. */
export async function visitShop(baseURL: string): Promise<Call[]> {
  const recorder = createRecorder();
  const {routes, middleFns} = initClient<ShopApi>({baseURL, fetch: recorder.fetch});
  const {products, search} = routes;
  const {users, orders, inventory} = routes.members;
  const calls: Call[] = [];

  async function call(request: Callable): Promise<void> {
    const [result, error] = await request.call();
    const answer = canonical(error ?? result);
    const exchange = recorder.take();
    if (!exchange) throw new Error(`No answer from ${baseURL}: ${answer}`);
    const {path, status, body} = exchange;
    calls.push({route: path.slice(1), status, answer, body});
  }

  const signIn = (token: string) =>
    middleFns.members.auth(new HeadersSubset({authorization: `Bearer ${token}`})).prefill();

  // A stranger looks around.
  await call(products.categories());
  await call(products.list());
  await call(products.list({tags: new Set(['led']), availability: Availability.InStock}, {page: 1, size: 5}));
  await call(products.getById('prd_desk-lamp'));
  await call(products.getById('prd_unicorn'));
  await call(products.prices(new Set(['prd_desk-lamp', 'prd_wall-map'])));
  await call(products.releases(new Date('2025-01-01'), new Date('2025-10-01')));
  await call(search.products({text: 'lamp', sort: 'price'}));
  await call(search.products({text: 'map', filter: {maxPrice: {currency: Currency.EUR, cents: 2_500n}}}));
  await call(search.suggest('f'));
  await call(search.stores([13.38, 52.51], 30));
  await call(search.popular());
  signIn('stolen-token');
  await call(users.me());

  // Anna buys.
  signIn('anna-token');
  await call(users.me());
  await call(users.list({page: 1, size: 1}));
  await call(users.getById('usr_bruno'));
  await call(users.getById('usr_nobody'));
  await call(users.updateProfile({languages: ['de', 'en', 'es']}));
  await call(users.setPreferences({push: true}));
  const order = {
    lines: [
      {product: 'prd_desk-lamp', quantity: 2},
      {product: 'prd_wall-map', quantity: 1},
    ],
    shipTo: {street: 'Lindenweg 4', city: 'Berlin', zip: '10115', country: 'DE'},
    payment: {method: 'card', network: 'visa', last4: '4242'},
    note: 'Please ring twice.',
  } satisfies NewOrder;
  await call(orders.quote(order.lines));
  await call(orders.place(order));
  await call(
    orders.place({
      ...order,
      lines: [{product: 'prd_wall-map', quantity: 1}],
      payment: {method: 'transfer', iban: 'DE02120300000000202051', dueAt: new Date('2026-01-19')},
      note: undefined,
    }),
  );
  await call(orders.place({...order, lines: [{product: 'prd_floor-lamp', quantity: 1}]}));
  const balance = {currency: Currency.EUR, cents: 1_000n};
  await call(
    orders.place({
      ...order,
      lines: [{product: 'prd_desk-lamp', quantity: 1}],
      payment: {method: 'gift', code: 'GIFT-2026', balance},
    }),
  );
  await call(orders.cancel('ord_1002', 'Found it in the attic.'));
  await call(orders.mine());
  await call(orders.spending());
  await call(inventory.receive([['prd_floor-lamp', 4]]));

  // Bruno works here.
  signIn('bruno-token');
  await call(orders.ship('ord_1001', 'DHL-4711'));
  await call(orders.history('ord_1001'));
  await call(orders.getById('ord_1001'));
  await call(orders.getById('ord_9999'));
  await call(orders.cancel('ord_1001'));
  await call(inventory.receive([['prd_floor-lamp', 4]]));
  await call(inventory.reprice('prd_wall-map', 1_990n));
  await call(
    inventory.add({
      name: 'Book end',
      category: 'office',
      price: {currency: Currency.EUR, cents: 1_500n},
      tags: new Set(['office']),
      attributes: new Map<string, string | number | boolean>([['pieces', 2]]),
      dimensions: [120, 160],
      releasedAt: new Date('2026-01-05'),
      stock: 3,
    }),
  );
  const carla = {
    email: 'carla@example.com',
    profile: {displayName: 'Carla', languages: ['en']},
    addresses: [],
    preferences: {sms: true},
  };
  await call(users.create(carla));
  await call(users.create(carla));
  return calls;
}
