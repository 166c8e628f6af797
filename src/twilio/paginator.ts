import type { Paginator } from './types.js';

/** One page of a list, with the ways to its neighbours where there are any. */
export interface PaginatorPage<T> {
  readonly items: readonly T[];
  readonly loadNext?: (() => Promise<PaginatorPage<T>>) | undefined;
  readonly loadPrev?: (() => Promise<PaginatorPage<T>>) | undefined;
}

/** The neighbour of a page. @throws Error `No <which> page` when there is none */
export async function loadNeighbour<T>(
  load: (() => Promise<PaginatorPage<T>>) | undefined,
  which: 'next' | 'previous',
): Promise<PaginatorPage<T>> {
  if (!load) throw new Error(`No ${which} page`);
  return load();
}

/**
 * The paginator of messages and conversations: a plain object, so that it can be spread, and its functions work without
 * `this`. A page never changes; each call of `nextPage` or `prevPage` loads anew.
 */
export function toPaginator<T>(page: PaginatorPage<T>): Paginator<T> {
  return {
    items: [...page.items],
    hasNextPage: page.loadNext !== undefined,
    hasPrevPage: page.loadPrev !== undefined,
    nextPage: async () => toPaginator(await loadNeighbour(page.loadNext, 'next')),
    prevPage: async () => toPaginator(await loadNeighbour(page.loadPrev, 'previous')),
  };
}
