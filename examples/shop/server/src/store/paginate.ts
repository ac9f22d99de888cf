/** One page of a list that is held whole. */
import type {Page, PageRequest} from '@shop/types';

const DEFAULT_SIZE = 10;

export function paginate<T>(
  items: readonly T[],
  {page, size = DEFAULT_SIZE}: PageRequest = {page: 1},
): Page<T> {
  const start = (page - 1) * size;
  return {
    items: items.slice(start, start + size),
    page,
    pages: Math.ceil(items.length / size),
    total: items.length,
  };
}
