import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedList } from '../../../src/core/ordered-list.js';

const listOf = (...items: number[]): OrderedList<number, number> => {
  const list = new OrderedList<number, number>((item, key) => item - key);
  for (const item of items) list.insert(item, item);
  return list;
};

describe('OrderedList', () => {
  it('keeps any insertions in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(500)), fc.nat(500), (items, key) => {
        const list = listOf(...items);
        const sorted = [...items].sort((a, b) => a - b);
        expect([...list.upFrom(0)]).toEqual(sorted);
        expect([...list.downFrom(Infinity)]).toEqual(sorted.reverse());
        expect([...list.upFrom(list.positionOf(key))]).toEqual(sorted.reverse().filter((item) => item >= key));
        expect([list.first, list.last]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it('is empty at first', () => {
    const list = listOf();
    expect([list.length, list.first, list.last, list.positionOf(3)]).toEqual([0, undefined, undefined, 0]);
    expect([...list.upFrom(0), ...list.downFrom(9)]).toEqual([]);
  });

  it('takes positions beyond its ends for the ends', () => {
    expect([...listOf(1, 2).upFrom(-5)]).toEqual([1, 2]);
    expect([...listOf(1, 2).downFrom(5)]).toEqual([2, 1]);
  });

  it('compares once for an insertion at the top and a logarithm of times elsewhere', () => {
    let comparisons = 0;
    const list = new OrderedList<number, number>((item, key) => {
      comparisons++;
      return item - key;
    });
    const count = 10_000;
    for (let item = 0; item < count; item++) list.insert(item, item);
    expect(comparisons).toBe(count - 1);
    comparisons = 0;
    for (let item = -1; item >= -count; item--) list.insert(item, item);
    expect(comparisons).toBeLessThan(count * 17);
  });
});
