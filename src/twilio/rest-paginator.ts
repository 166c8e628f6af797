import { loadNeighbour, type PaginatorPage } from './paginator.js';
import type { Paginator } from './types.js';

/** A page of a list that is read request by request, such as the recipients of a conversation's messages. */
export class RestPaginator<T> implements Paginator<T> {
  private readonly page: PaginatorPage<T>;
  private readonly pageItems: T[];

  /** @internal */
  constructor(page: PaginatorPage<T>);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(page?: Partial<PaginatorPage<T>>) {
    this.page = { items: [], ...page };
    this.pageItems = [...this.page.items];
  }

  /** Whether there is a page after this one. */
  get hasNextPage(): boolean {
    return this.page.loadNext !== undefined;
  }

  /** Whether there is a page before this one. */
  get hasPrevPage(): boolean {
    return this.page.loadPrev !== undefined;
  }

  /** What is on this page. */
  get items(): T[] {
    return this.pageItems;
  }

  /** Loads the page after this one. @throws Error `No next page` */
  async nextPage(): Promise<RestPaginator<T>> {
    return new RestPaginator(await loadNeighbour(this.page.loadNext, 'next'));
  }

  /** Loads the page before this one. @throws Error `No previous page` */
  async prevPage(): Promise<RestPaginator<T>> {
    return new RestPaginator(await loadNeighbour(this.page.loadPrev, 'previous'));
  }
}
