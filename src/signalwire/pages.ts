import { failingAs } from './errors.js';
import type { PaginatedResult } from './types.js';

/** Reads a list from its beginning, piece by piece. After a failure the same piece is read again. */
export type ListReader<T> = (count: number) => Promise<{ readonly data: T[]; readonly isWhole: boolean }>;

export interface ListOptions<T> {
  /** Begins at the beginning. */
  readonly open: () => Promise<ListReader<T>>;
  readonly pageSize: number;
  /** What is said when one of the other pages cannot be read; default: the reason itself. */
  readonly failure?: string;
  /** What is before the first page and after the last: a page without anything, or `undefined`. Both occur in the original. */
  readonly beyond: 'empty' | 'nothing';
}

/** The first page, with ways on to the others. @throws what reading throws; those ways throw `failure` */
export async function openPages<T>(options: ListOptions<T>): Promise<PaginatedResult<T>> {
  return readPage(options, await options.open(), undefined);
}

async function readPage<T>(
  options: ListOptions<T>,
  read: ListReader<T>,
  previous: PaginatedResult<T> | undefined,
): Promise<PaginatedResult<T>> {
  const { data, isWhole } = await read(options.pageSize);
  let following: Promise<PaginatedResult<T>> | undefined;
  // Asked for twice, it is read once: the reader knows one place only.
  const readOn = (): Promise<PaginatedResult<T>> =>
    (following ??= failing(options, () => readPage(options, read, page)).catch((error: unknown) => {
      following = undefined;
      throw error;
    }));
  const page: PaginatedResult<T> = {
    data,
    hasNext: !isWhole,
    hasPrev: previous !== undefined,
    nextPage: () => (isWhole ? beyond(options, page, 'after') : readOn()),
    prevPage: () => (previous ? Promise.resolve(previous) : beyond(options, page, 'before')),
    self: () => Promise.resolve(page),
    firstPage: () => failing(options, () => openPages(options)),
  };
  return page;
}

/** There is nothing on this side of the page; the way back leads to it. */
function beyond<T>(
  options: ListOptions<T>,
  neighbour: PaginatedResult<T>,
  side: 'before' | 'after',
): Promise<PaginatedResult<T> | undefined> {
  if (options.beyond === 'nothing') return Promise.resolve(undefined);
  const isAfter = side === 'after';
  const page: PaginatedResult<T> = {
    data: [],
    hasNext: !isAfter,
    hasPrev: isAfter,
    nextPage: () => Promise.resolve(isAfter ? page : neighbour),
    prevPage: () => Promise.resolve(isAfter ? neighbour : page),
    self: () => Promise.resolve(page),
    firstPage: () => failing(options, () => openPages(options)),
  };
  return Promise.resolve(page);
}

function failing<T>({ failure }: { readonly failure?: string }, job: () => Promise<T>): Promise<T> {
  return failure === undefined ? job() : failingAs(failure, job);
}

/** Reads what is there in one piece, such as a list that was sorted. */
export function readerOf<T>(all: readonly T[]): ListReader<T> {
  let position = 0;
  return (count) => {
    const data = all.slice(position, position + count);
    position += count;
    return Promise.resolve({ data, isWhole: position >= all.length });
  };
}
