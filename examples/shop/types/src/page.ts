/** How long lists are asked for and answered. */

export interface PageRequest {
  /** Counts from 1. */
  page: number;
  /** Items a page; 10 if left out. */
  size?: number;
}

export interface Page<T> {
  items: T[];
  page: number;
  pages: number;
  /** Items on all pages. */
  total: number;
}
