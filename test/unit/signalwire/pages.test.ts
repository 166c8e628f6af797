import { describe, expect, it } from 'vitest';
import { type ListReader, openPages, readerOf } from '../../../src/signalwire/pages.js';
import { failureOf } from '../../helper/failure-of.js';

const numbers = [1, 2, 3, 4, 5];
const open = () => Promise.resolve(readerOf(numbers));

describe('pages', () => {
  it('are read once, however often and however fast they are asked for', async () => {
    const first = await openPages({ open, pageSize: 2, beyond: 'nothing' });
    const [a, b] = await Promise.all([first.nextPage(), first.nextPage()]);
    expect(a).toBe(b);
    expect(await first.nextPage()).toBe(a);
    expect(await a!.prevPage()).toBe(first);
    expect((await a!.nextPage())!.data).toEqual([5]);
  });

  it('that could not be read are read again: nothing is skipped', async () => {
    let failures = 1;
    const read = readerOf(numbers);
    const fragile: ListReader<number> = (count) =>
      count === 2 && failures-- === 0 ? Promise.reject(new Error('away')) : read(count);
    const first = await openPages({
      open: () => Promise.resolve(fragile),
      pageSize: 2,
      failure: 'No page!',
      beyond: 'nothing',
    });
    expect(await failureOf(first.nextPage())).toMatchObject({ message: 'No page!', cause: { message: 'away' } });
    expect((await first.nextPage())!.data).toEqual([3, 4]);
  });

  it('of an empty list: one, without anything', async () => {
    const page = await openPages({ open: () => Promise.resolve(readerOf([])), pageSize: 2, beyond: 'empty' });
    expect(page).toMatchObject({ data: [], hasNext: false, hasPrev: false });
    expect(await page.nextPage()).toMatchObject({ data: [], hasNext: false });
  });

  it.each([1, 2, 5, 6])('of %i show everything once, there and back', async (pageSize) => {
    let page = await openPages({ open, pageSize, beyond: 'nothing' });
    const there = [page.data];
    while (page.hasNext) {
      page = (await page.nextPage())!;
      there.push(page.data);
    }
    expect(there.flat()).toEqual(numbers);
    expect(await page.nextPage()).toBeUndefined();
    const back = [page.data];
    while (page.hasPrev) {
      page = (await page.prevPage())!;
      back.unshift(page.data);
    }
    expect(back).toEqual(there);
    expect(await page.prevPage()).toBeUndefined();
  });
});
