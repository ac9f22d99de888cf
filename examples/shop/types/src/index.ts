/** What the shop's programs have in common: types, and the enums and classes that carry values too. */
export * from './address.ts';
export type {Coordinates, Store, StoreHit, Weekday} from './geo.ts';
export type * from './ids.ts';
export * from './money.ts';
export type {
  NewOrder,
  Order,
  OrderEvent,
  OrderLine,
  OrderState,
  OrderSummary,
  Payment,
  Shortage,
} from './orders.ts';
export type {Page, PageRequest} from './page.ts';
export {
  Availability,
  type Category,
  type Delivery,
  type Dimensions,
  type NewProduct,
  type Product,
  type ProductCard,
  type ProductFilter,
} from './products.ts';
export type {SearchHit, SearchQuery, SearchResult, TermCount} from './search.ts';
export * from './users.ts';
