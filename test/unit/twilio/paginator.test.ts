import { describe, expect, it } from 'vitest';
import { type PaginatorPage, toPaginator } from '../../../src/twilio/paginator.js';
import { RestPaginator } from '../../../src/twilio/rest-paginator.js';
import type { Paginator } from '../../../src/twilio/types.js';

/** Pages of one number each, from `first` to `last`. */
function pageAt(number: number, first: number, last: number): PaginatorPage<number> {
  return {
    items: [number],
    loadNext: number < last ? () => Promise.resolve(pageAt(number + 1, first, last)) : undefined,
    loadPrev: number > first ? () => Promise.resolve(pageAt(number - 1, first, last)) : undefined,
  };
}

describe.each<[string, (page: PaginatorPage<number>) => Paginator<number>]>([
  ['§3.7 toPaginator', toPaginator],
  ['§5.6 RestPaginator', (page) => new RestPaginator(page)],
])('%s', (_name, create) => {
  it.each([
    [1, false, true],
    [2, true, true],
    [3, true, false],
  ])('page %i knows its neighbours', (number, hasPrevPage, hasNextPage) => {
    const { items, ...flags } = pick(create(pageAt(number, 1, 3)));
    expect(items).toEqual([number]);
    expect(flags).toEqual({ hasPrevPage, hasNextPage });
  });

  it('walks there and back without changing the page it started from', async () => {
    const start = create(pageAt(2, 1, 3));
    const newer = await start.nextPage();
    const back = await newer.prevPage();
    expect([start.items, newer.items, back.items]).toEqual([[2], [3], [2]]);
    expect(back).not.toBe(start);
    expect((await start.prevPage()).items).toEqual([1]);
  });

  it('rejects where there is no page', async () => {
    const only = create(pageAt(1, 1, 1));
    await expect(only.nextPage()).rejects.toThrow(new Error('No next page'));
    await expect(only.prevPage()).rejects.toThrow(new Error('No previous page'));
  });

  it('passes a failure on and can be asked again', async () => {
    let calls = 0;
    const page = create({
      items: [],
      loadNext: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('offline')) : Promise.resolve({ items: [9] });
      },
    });
    await expect(page.nextPage()).rejects.toThrow('offline');
    expect((await page.nextPage()).items).toEqual([9]);
  });

  it('items are a snapshot of their own', () => {
    const source = [1];
    const page = create({ items: source });
    source.push(2);
    expect(page.items).toEqual([1]);
    expect(page.items).toBe(page.items);
  });
});

it('§3.7 a paginator is a plain object with own functions that need no this', async () => {
  const paginator = toPaginator(pageAt(1, 1, 2));
  expect(Object.keys(paginator).sort()).toEqual(['hasNextPage', 'hasPrevPage', 'items', 'nextPage', 'prevPage']);
  expect(Object.getPrototypeOf(paginator)).toBe(Object.prototype);
  expect(paginator).not.toBeInstanceOf(RestPaginator);
  const { nextPage } = { ...paginator };
  expect((await nextPage()).items).toEqual([2]);
});

it('§5.6 the pages of a RestPaginator are RestPaginators', async () => {
  const page = new RestPaginator(pageAt(1, 1, 2));
  expect(await page.nextPage()).toBeInstanceOf(RestPaginator);
});

function pick({ items, hasPrevPage, hasNextPage }: Paginator<number>) {
  return { items, hasPrevPage, hasNextPage };
}
