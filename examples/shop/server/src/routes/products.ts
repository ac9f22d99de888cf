/** The catalogue, open to everyone, and the inventory, which staff keep. */
import {RpcError} from '@mionkit/core';
import {type Routes, route} from '@mionkit/router';
import type {
  Category,
  Delivery,
  Money,
  NewProduct,
  Page,
  PageRequest,
  Product,
  ProductCard,
  ProductFilter,
  ProductId,
} from '@shop/types';
import {staffOnly} from '../middle-fns.ts';
import {addProduct, allProducts, categories, findProduct, moveStock, setPrice} from '../store/catalogue.ts';
import {paginate} from '../store/paginate.ts';

export const productRoutes = {
  list: route((ctx, filter?: ProductFilter, page?: PageRequest): Page<ProductCard> => {
    return paginate(allProducts(filter).map(cardOf), page);
  }),

  getById: route((ctx, id: ProductId): Product | RpcError<'product-not-found'> => {
    return findProduct(id) ?? productNotFound(id);
  }),

  categories: route((): Category => categories),

  prices: route((ctx, ids: Set<ProductId>): Map<ProductId, Money> => {
    const products = [...ids].map(findProduct).filter(product => product !== undefined);
    return new Map(products.map(({id, price}) => [id, price]));
  }),

  releases: route((ctx, from: Date, to?: Date): ProductCard[] => {
    return allProducts()
      .filter(({releasedAt}) => releasedAt >= from && (!to || releasedAt <= to))
      .map(cardOf);
  }),
} satisfies Routes;

/** For members of the staff. */
export const inventoryRoutes = {
  staffOnly,

  add: route((ctx, product: NewProduct): Product => addProduct(product)),

  receive: route((ctx, delivery: Delivery): Map<ProductId, number> => {
    return new Map(delivery.map(([id, pieces]) => [id, moveStock(id, pieces)]));
  }),

  reprice: route((ctx, id: ProductId, cents: bigint): Money | RpcError<'product-not-found'> => {
    return setPrice(id, cents)?.price ?? productNotFound(id);
  }),
} satisfies Routes;

export const cardOf = ({id, name, price, availability}: Product): ProductCard => ({
  id,
  name,
  price,
  availability,
});

const productNotFound = (id: ProductId) =>
  new RpcError({type: 'product-not-found', publicMessage: `There is no product ${id}.`, statusCode: 404});
