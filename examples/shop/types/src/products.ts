/** The catalogue. */
import type {ProductId} from './ids.ts';
import type {Money} from './money.ts';

export enum Availability {
  SoldOut,
  Low,
  InStock,
}

/** In millimetres; flat things have no depth. */
export type Dimensions = [width: number, height: number, depth?: number];

export interface Product {
  readonly id: ProductId;
  name: string;
  description?: string;
  category: string;
  price: Money;
  availability: Availability;
  tags: Set<string>;
  /** What the product page lists: `material` -> `steel`, `watts` -> 60. */
  attributes: Map<string, string | number | boolean>;
  dimensions?: Dimensions;
  releasedAt: Date;
}

export type ProductCard = Pick<Product, 'id' | 'name' | 'price' | 'availability'>;

export type NewProduct = Omit<Product, 'id' | 'availability'> & {stock: number};

/** Each part that is given must hold. */
export interface ProductFilter {
  category?: string;
  /** The product has every one of them. */
  tags?: Set<string>;
  maxPrice?: Money;
  availability?: Availability;
}

/** How many pieces came in, product by product. */
export type Delivery = ReadonlyArray<readonly [product: ProductId, pieces: number]>;

export interface Category {
  slug: string;
  name: string;
  children: Category[];
}
