/** Finding products and stores. */
import {type Routes, route} from '@mionkit/router';
import type {
  Coordinates,
  Product,
  SearchHit,
  SearchQuery,
  SearchResult,
  StoreHit,
  TermCount,
} from '@shop/types';
import {allProducts} from '../store/catalogue.ts';
import {paginate} from '../store/paginate.ts';
import {storesNear} from '../store/stores.ts';
import {cardOf} from './products.ts';

const WALKING_DISTANCE_KM = 5;

const searches = new Map<string, number>();

export const searchRoutes = {
  products: route(
    async (ctx, {text, filter, sort = 'relevance', page}: SearchQuery): Promise<SearchResult> => {
      searches.set(text, (searches.get(text) ?? 0) + 1);
      const found = allProducts(filter)
        .filter(({name}) => score(name, text) > 0)
        .sort(comparators(text)[sort]);
      const hits: SearchHit[] = found.map(product => ({
        product: cardOf(product),
        score: score(product.name, text),
      }));
      return {
        ...paginate(hits, page),
        highlight: new RegExp(escapeRegExp(text), 'gi'),
        facets: countByCategory(found),
      };
    },
  ),

  suggest: route((ctx, prefix: string, limit?: number): string[] => {
    return allProducts()
      .map(({name}) => name)
      .filter(name => name.toLowerCase().startsWith(prefix.toLowerCase()))
      .slice(0, limit);
  }),

  stores: route((ctx, near: Coordinates, radiusKm?: number): readonly StoreHit[] => {
    return storesNear(near, radiusKm ?? WALKING_DISTANCE_KM);
  }),

  popular: route((): TermCount[] => [...searches].sort(([, a], [, b]) => b - a)),
} satisfies Routes;

/** The part of the name that the text makes up, to two digits; 0 if it is not in there. */
function score(name: string, text: string): number {
  if (!name.toLowerCase().includes(text.toLowerCase())) return 0;
  return Math.round((100 * text.length) / name.length) / 100;
}

function comparators(
  text: string,
): Record<NonNullable<SearchQuery['sort']>, (a: Product, b: Product) => number> {
  return {
    relevance: (a, b) => score(b.name, text) - score(a.name, text),
    price: (a, b) => Number(a.price.cents - b.price.cents),
    newest: (a, b) => b.releasedAt.getTime() - a.releasedAt.getTime(),
  };
}

function countByCategory(products: Product[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const {category} of products) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
