/** What is for sale and how much of it is left, in memory. */
import {
  Availability,
  type Category,
  Currency,
  type NewProduct,
  type Product,
  type ProductFilter,
  type ProductId,
} from '@shop/types';

const LOW_STOCK = 3;

const products = new Map<ProductId, NewProduct>([
  [
    'prd_desk-lamp',
    {
      name: 'Desk lamp',
      description: 'Warm light, long arm.',
      category: 'lighting',
      price: {currency: Currency.EUR, cents: 4_990n},
      tags: new Set(['led', 'office']),
      attributes: new Map<string, string | number | boolean>([
        ['material', 'steel'],
        ['watts', 9],
        ['dimmable', true],
      ]),
      dimensions: [180, 520, 180],
      releasedAt: new Date('2025-09-01'),
      stock: 12,
    },
  ],
  [
    'prd_wall-map',
    {
      name: 'Wall map of the world',
      category: 'decoration',
      price: {currency: Currency.EUR, cents: 2_450n},
      tags: new Set(['paper', 'office']),
      attributes: new Map([['scale', '1:30,000,000']]),
      dimensions: [1370, 860],
      releasedAt: new Date('2024-11-20'),
      stock: 2,
    },
  ],
  [
    'prd_floor-lamp',
    {
      name: 'Floor lamp',
      category: 'lighting',
      price: {currency: Currency.EUR, cents: 12_900n},
      tags: new Set(['led', 'living room']),
      attributes: new Map<string, string | number | boolean>([
        ['watts', 20],
        ['dimmable', false],
      ]),
      releasedAt: new Date('2025-12-12'),
      stock: 0,
    },
  ],
]);

/** The tree of all categories. */
export const categories: Category = {
  slug: 'all',
  name: 'Everything',
  children: [
    {
      slug: 'home',
      name: 'Home',
      children: [
        {slug: 'lighting', name: 'Lighting', children: []},
        {slug: 'decoration', name: 'Decoration', children: []},
      ],
    },
    {slug: 'office', name: 'Office', children: []},
  ],
};

export function findProduct(id: ProductId): Product | undefined {
  const found = products.get(id);
  if (!found) return undefined;
  const {stock, ...product} = found;
  return {...product, id, availability: availabilityOf(stock)};
}

export function allProducts(filter: ProductFilter = {}): Product[] {
  return [...products.keys()]
    .map(id => findProduct(id) as Product)
    .filter(product => matches(product, filter));
}

/** Adds a product under an id made from its name. */
export function addProduct(product: NewProduct): Product {
  const id: ProductId = `prd_${product.name.toLowerCase().replaceAll(' ', '-')}`;
  products.set(id, product);
  return findProduct(id) as Product;
}

export function setPrice(id: ProductId, cents: bigint): Product | undefined {
  const product = products.get(id);
  if (product) product.price = {...product.price, cents};
  return findProduct(id);
}

/** The pieces left; 0 for an unknown product. */
export const stockOf = (id: ProductId): number => products.get(id)?.stock ?? 0;

/** Adds pieces, or takes them when negative, and gives what is left then. */
export function moveStock(id: ProductId, pieces: number): number {
  const product = products.get(id);
  if (!product) return 0;
  product.stock += pieces;
  return product.stock;
}

function availabilityOf(stock: number): Availability {
  if (stock === 0) return Availability.SoldOut;
  return stock <= LOW_STOCK ? Availability.Low : Availability.InStock;
}

function matches(product: Product, {category, tags, maxPrice, availability}: ProductFilter): boolean {
  if (category !== undefined && product.category !== category) return false;
  if (availability !== undefined && product.availability !== availability) return false;
  if (tags && ![...tags].every(tag => product.tags.has(tag))) return false;
  if (!maxPrice) return true;
  return product.price.currency === maxPrice.currency && product.price.cents <= maxPrice.cents;
}
