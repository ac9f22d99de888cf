// What the shop answers to each call of the client's visit, in order.
// @ts-check

export const expectedCalls = [
  {
    route: 'products/categories',
    status: 200,
    answer:
      '{children: [{children: [{children: [], name: "Lighting", slug: "lighting"}, {children: [], name: "Decoration", slug: "decoration"}], name: "Home", slug: "home"}, {children: [], name: "Office", slug: "office"}], name: "Everything", slug: "all"}',
  },
  {
    route: 'products/list',
    status: 200,
    answer:
      '{items: [{availability: 2, id: "prd_desk-lamp", name: "Desk lamp", price: {cents: 4990n, currency: "EUR"}}, {availability: 1, id: "prd_wall-map", name: "Wall map of the world", price: {cents: 2450n, currency: "EUR"}}, {availability: 0, id: "prd_floor-lamp", name: "Floor lamp", price: {cents: 12900n, currency: "EUR"}}], page: 1, pages: 1, total: 3}',
  },
  {
    route: 'products/list',
    status: 200,
    answer:
      '{items: [{availability: 2, id: "prd_desk-lamp", name: "Desk lamp", price: {cents: 4990n, currency: "EUR"}}], page: 1, pages: 1, total: 1}',
  },
  {
    route: 'products/getById',
    status: 200,
    answer:
      '{attributes: Map{"material" => "steel", "watts" => 9, "dimmable" => true}, availability: 2, category: "lighting", description: "Warm light, long arm.", dimensions: [180, 520, 180], id: "prd_desk-lamp", name: "Desk lamp", price: {cents: 4990n, currency: "EUR"}, releasedAt: Date(2025-09-01T00:00:00.000Z), tags: Set{"led", "office"}}',
  },
  {
    route: 'products/getById',
    status: 404,
    answer: 'RpcError{publicMessage: "There is no product prd_unicorn.", type: "product-not-found"}',
  },
  {
    route: 'products/prices',
    status: 200,
    answer:
      'Map{"prd_desk-lamp" => {cents: 4990n, currency: "EUR"}, "prd_wall-map" => {cents: 2450n, currency: "EUR"}}',
  },
  {
    route: 'products/releases',
    status: 200,
    answer:
      '[{availability: 2, id: "prd_desk-lamp", name: "Desk lamp", price: {cents: 4990n, currency: "EUR"}}]',
  },
  {
    route: 'search/products',
    status: 200,
    answer:
      '{facets: Map{"lighting" => 2}, highlight: /lamp/gi, items: [{product: {availability: 2, id: "prd_desk-lamp", name: "Desk lamp", price: {cents: 4990n, currency: "EUR"}}, score: 0.44}, {product: {availability: 0, id: "prd_floor-lamp", name: "Floor lamp", price: {cents: 12900n, currency: "EUR"}}, score: 0.4}], page: 1, pages: 1, total: 2}',
  },
  {
    route: 'search/products',
    status: 200,
    answer:
      '{facets: Map{"decoration" => 1}, highlight: /map/gi, items: [{product: {availability: 1, id: "prd_wall-map", name: "Wall map of the world", price: {cents: 2450n, currency: "EUR"}}, score: 0.14}], page: 1, pages: 1, total: 1}',
  },
  {
    route: 'search/suggest',
    status: 200,
    answer: '["Floor lamp"]',
  },
  {
    route: 'search/stores',
    status: 200,
    answer:
      '[{at: [13.4, 52.52, 34], distanceKm: 1.8, hours: {fri: [9, 20], mon: [9, 18], sat: [10, 16], sun: null, thu: [9, 20], tue: [9, 18], wed: [9, 18]}, name: "Berlin Mitte"}, {at: [13.06, 52.4], distanceKm: 24.9, hours: {fri: [9, 20], mon: [9, 18], sat: null, sun: null, thu: [9, 20], tue: [9, 18], wed: [9, 18]}, name: "Potsdam"}]',
  },
  {
    route: 'search/popular',
    status: 200,
    answer: '[["lamp", 1], ["map", 1]]',
  },
  {
    route: 'members/users/me',
    status: 401,
    answer: 'RpcError{publicMessage: "Please sign in.", type: "not-authorized"}',
  },
  {
    route: 'members/users/me',
    status: 200,
    answer:
      '{addresses: [{city: "Berlin", country: "DE", street: "Lindenweg 4", zip: "10115"}], createdAt: Date(2025-03-01T10:00:00.000Z), email: "anna@example.com", id: "usr_anna", lastSeen: Date(2026-01-04T18:30:00.000Z), preferences: {email: true, push: false, sms: false}, profile: {birthday: Date(1990-06-21T00:00:00.000Z), displayName: "Anna", languages: ["de", "en"]}, role: "customer"}',
  },
  {
    route: 'members/users/list',
    status: 200,
    answer:
      '{items: [{email: "anna@example.com", id: "usr_anna", role: "customer"}], page: 1, pages: 2, total: 2}',
  },
  {
    route: 'members/users/getById',
    status: 200,
    answer:
      '{addresses: [], createdAt: Date(2025-01-15T08:00:00.000Z), email: "bruno@example.com", id: "usr_bruno", lastSeen: null, preferences: {email: true, push: true, sms: false}, profile: {displayName: "Bruno", languages: ["es"]}, role: "staff"}',
  },
  {
    route: 'members/users/getById',
    status: 404,
    answer: 'RpcError{publicMessage: "There is no user usr_nobody.", type: "user-not-found"}',
  },
  {
    route: 'members/users/updateProfile',
    status: 200,
    answer: '{birthday: Date(1990-06-21T00:00:00.000Z), displayName: "Anna", languages: ["de", "en", "es"]}',
  },
  {
    route: 'members/users/setPreferences',
    status: 200,
    answer: '{email: true, push: true, sms: false}',
  },
  {
    route: 'members/orders/quote',
    status: 200,
    answer: '{cents: 12430n, currency: "EUR"}',
  },
  {
    route: 'members/orders/place',
    status: 200,
    answer:
      '{customer: "usr_anna", id: "ord_1001", lines: [{product: "prd_desk-lamp", quantity: 2, unitPrice: {cents: 4990n, currency: "EUR"}}, {product: "prd_wall-map", quantity: 1, unitPrice: {cents: 2450n, currency: "EUR"}}], note: "Please ring twice.", payment: {last4: "4242", method: "card", network: "visa"}, placedAt: Date(2026-01-05T09:00:00.000Z), shipTo: {city: "Berlin", country: "DE", street: "Lindenweg 4", zip: "10115"}, state: {paidAt: Date(2026-01-05T09:01:00.000Z), status: "paid"}, total: {cents: 12430n, currency: "EUR"}}',
  },
  {
    route: 'members/orders/place',
    status: 200,
    answer:
      '{customer: "usr_anna", id: "ord_1002", lines: [{product: "prd_wall-map", quantity: 1, unitPrice: {cents: 2450n, currency: "EUR"}}], payment: {dueAt: Date(2026-01-19T00:00:00.000Z), iban: "DE02120300000000202051", method: "transfer"}, placedAt: Date(2026-01-05T09:02:00.000Z), shipTo: {city: "Berlin", country: "DE", street: "Lindenweg 4", zip: "10115"}, state: {status: "placed"}, total: {cents: 2450n, currency: "EUR"}}',
  },
  {
    route: 'members/orders/place',
    status: 400,
    answer:
      'RpcError{errorData: {prd_floor-lamp: 0}, publicMessage: "Some products are sold out.", type: "out-of-stock"}',
  },
  {
    route: 'members/orders/place',
    status: 422,
    answer: 'RpcError{publicMessage: "The gift card does not cover this.", type: "gift-card-too-small"}',
  },
  {
    route: 'members/orders/cancel',
    status: 200,
    answer:
      '{customer: "usr_anna", id: "ord_1002", lines: [{product: "prd_wall-map", quantity: 1, unitPrice: {cents: 2450n, currency: "EUR"}}], payment: {dueAt: Date(2026-01-19T00:00:00.000Z), iban: "DE02120300000000202051", method: "transfer"}, placedAt: Date(2026-01-05T09:02:00.000Z), shipTo: {city: "Berlin", country: "DE", street: "Lindenweg 4", zip: "10115"}, state: {reason: "Found it in the attic.", status: "cancelled"}, total: {cents: 2450n, currency: "EUR"}}',
  },
  {
    route: 'members/orders/mine',
    status: 200,
    answer:
      '{items: [{id: "ord_1001", state: {paidAt: Date(2026-01-05T09:01:00.000Z), status: "paid"}, total: {cents: 12430n, currency: "EUR"}}, {id: "ord_1002", state: {reason: "Found it in the attic.", status: "cancelled"}, total: {cents: 2450n, currency: "EUR"}}], page: 1, pages: 1, total: 2}',
  },
  {
    route: 'members/orders/spending',
    status: 200,
    answer: '{EUR: 12430n}',
  },
  {
    route: 'members/inventory/receive',
    status: 403,
    answer: 'RpcError{publicMessage: "Only staff may do this.", type: "staff-only"}',
  },
  {
    route: 'members/orders/ship',
    status: 200,
    answer:
      '{customer: "usr_anna", id: "ord_1001", lines: [{product: "prd_desk-lamp", quantity: 2, unitPrice: {cents: 4990n, currency: "EUR"}}, {product: "prd_wall-map", quantity: 1, unitPrice: {cents: 2450n, currency: "EUR"}}], note: "Please ring twice.", payment: {last4: "4242", method: "card", network: "visa"}, placedAt: Date(2026-01-05T09:00:00.000Z), shipTo: {city: "Berlin", country: "DE", street: "Lindenweg 4", zip: "10115"}, state: {shippedAt: Date(2026-01-05T09:04:00.000Z), status: "shipped", trackingCode: "DHL-4711"}, total: {cents: 12430n, currency: "EUR"}}',
  },
  {
    route: 'members/orders/history',
    status: 200,
    answer:
      '[{at: Date(2026-01-05T09:00:00.000Z), total: 12430n, type: "placed"}, {at: Date(2026-01-05T09:01:00.000Z), method: "card", type: "paid"}, {at: Date(2026-01-05T09:04:00.000Z), trackingCode: "DHL-4711", type: "shipped"}]',
  },
  {
    route: 'members/orders/getById',
    status: 200,
    answer:
      '{customer: "usr_anna", id: "ord_1001", lines: [{product: "prd_desk-lamp", quantity: 2, unitPrice: {cents: 4990n, currency: "EUR"}}, {product: "prd_wall-map", quantity: 1, unitPrice: {cents: 2450n, currency: "EUR"}}], note: "Please ring twice.", payment: {last4: "4242", method: "card", network: "visa"}, placedAt: Date(2026-01-05T09:00:00.000Z), shipTo: {city: "Berlin", country: "DE", street: "Lindenweg 4", zip: "10115"}, state: {shippedAt: Date(2026-01-05T09:04:00.000Z), status: "shipped", trackingCode: "DHL-4711"}, total: {cents: 12430n, currency: "EUR"}}',
  },
  {
    route: 'members/orders/getById',
    status: 404,
    answer: 'RpcError{publicMessage: "You have no order ord_9999.", type: "order-not-found"}',
  },
  {
    route: 'members/orders/cancel',
    status: 400,
    answer: 'RpcError{publicMessage: "ord_1001 is on its way: DHL-4711.", type: "already-shipped"}',
  },
  {
    route: 'members/inventory/receive',
    status: 200,
    answer: 'Map{"prd_floor-lamp" => 4}',
  },
  {
    route: 'members/inventory/reprice',
    status: 200,
    answer: '{cents: 1990n, currency: "EUR"}',
  },
  {
    route: 'members/inventory/add',
    status: 200,
    answer:
      '{attributes: Map{"pieces" => 2}, availability: 1, category: "office", dimensions: [120, 160], id: "prd_book-end", name: "Book end", price: {cents: 1500n, currency: "EUR"}, releasedAt: Date(2026-01-05T00:00:00.000Z), tags: Set{"office"}}',
  },
  {
    route: 'members/users/create',
    status: 200,
    answer:
      '{addresses: [], createdAt: Date(2026-01-05T09:05:00.000Z), email: "carla@example.com", id: "usr_carla", lastSeen: null, preferences: {email: true, push: false, sms: true}, profile: {displayName: "Carla", languages: ["en"]}, role: "customer"}',
  },
  {
    route: 'members/users/create',
    status: 400,
    answer:
      'RpcError{errorData: {email: "carla@example.com"}, publicMessage: "carla@example.com has an account.", type: "email-taken"}',
  },
];
