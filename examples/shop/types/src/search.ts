/** Finding things. */
import type {Page, PageRequest} from './page.ts';
import type {ProductCard, ProductFilter} from './products.ts';

export interface SearchQuery {
  text: string;
  filter?: ProductFilter;
  sort?: 'relevance' | 'price' | 'newest';
  page?: PageRequest;
}

export interface SearchHit {
  product: ProductCard;
  /** Between 0 and 1. */
  score: number;
}

export interface SearchResult extends Page<SearchHit> {
  /** What to highlight in names. */
  highlight: RegExp;
  /** Hits in each category. */
  facets: Map<string, number>;
}

export type TermCount = [term: string, searches: number];
