import { NexmoClientError } from './errors.js';

export type PageOrder = 'asc' | 'desc';

export interface PageParams {
  page_size?: number | undefined;
  order?: PageOrder | undefined;
  /** Where to begin: of another page. */
  cursor?: string | undefined;
}

/** What is on one page, and the id that the next one begins with. */
export interface PageContent<Id, Item> {
  readonly entries: readonly (readonly [Id, Item])[];
  readonly next: string | undefined;
}

interface PageSource<Id, Item> {
  readonly page_size: number;
  readonly order: PageOrder;
  read(cursor: string | undefined): Promise<PageContent<Id, Item>>;
}

/** A list, or one page of it: what is on it, by its ids, as the earlier versions gave it; and what the later ones have. */
export class Page<Id, Item> extends Map<Id, Item> {
  readonly page_size: number;
  readonly order: PageOrder;
  /** Where the next page begins; `undefined` on the last one. */
  readonly cursor: string | undefined;
  readonly #source: PageSource<Id, Item>;
  /** Where the pages before this one begin, and this one. */
  readonly #path: readonly (string | undefined)[];

  private constructor(
    source: PageSource<Id, Item>,
    { entries, next }: PageContent<Id, Item>,
    path: readonly (string | undefined)[],
  ) {
    super(entries);
    this.page_size = source.page_size;
    this.order = source.order;
    this.cursor = next;
    this.#source = source;
    this.#path = path;
  }

  /** @param path where the pages before it begin, and this one */
  static async read<Id, Item>(
    source: PageSource<Id, Item>,
    path: readonly (string | undefined)[],
  ): Promise<Page<Id, Item>> {
    return new Page(source, await source.read(path.at(-1)), path);
  }

  get items(): Map<Id, Item> {
    return this;
  }

  hasNext(): boolean {
    return this.cursor !== undefined;
  }

  hasPrev(): boolean {
    return this.#path.length > 1;
  }

  /** @throws NexmoClientError when there is none */
  async getNext(): Promise<Page<Id, Item>> {
    if (!this.hasNext()) throw noPage('next');
    return Page.read(this.#source, [...this.#path, this.cursor]);
  }

  /** @throws NexmoClientError when there is none */
  async getPrev(): Promise<Page<Id, Item>> {
    if (!this.hasPrev()) throw noPage('previous');
    return Page.read(this.#source, this.#path.slice(0, -1));
  }
}

/** Of a list in order, the page that begins at an id. */
export function pageOf<Id, Item>(
  sorted: readonly (readonly [Id, Item])[],
  cursor: string | undefined,
  size: number,
): PageContent<Id, Item> {
  const start = cursor === undefined ? 0 : sorted.findIndex(([id]) => String(id) === cursor);
  const entries = start < 0 ? [] : sorted.slice(start, start + size);
  const after = start < 0 ? undefined : sorted[start + size];
  return { entries, next: after && String(after[0]) };
}

const noPage = (which: string): NexmoClientError =>
  new NexmoClientError('error:invalid:param:type', `unable to read the ${which} page; there is none`);
