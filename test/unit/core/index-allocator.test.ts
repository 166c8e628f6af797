import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexAllocator } from '../../../src/core/index-allocator.js';
import { propertyRuns } from '../../helper/property-runs.js';

type Placing =
  | readonly [way: 'whole', ids: readonly string[]]
  | readonly [way: 'news' | 'older', id: string, sequence: number | undefined, index: number];

describe('IndexAllocator', () => {
  it.each<{ rule: string; placings: Placing[] }>([
    {
      rule: 'numbers a thread that is known from its start from 0, and goes on by one',
      placings: [
        ['whole', ['10', '20', '30']],
        ['news', '40', undefined, 3],
        ['news', '50', 99, 4],
        ['news', '20', 5, 1],
      ],
    },
    {
      rule: 'goes on by one also when the thread was empty',
      placings: [
        ['whole', []],
        ['news', '10', 3, 0],
        ['news', '20', 5, 1],
      ],
    },
    {
      rule: 'takes the sequence less three in a thread that has older messages',
      placings: [
        ['older', '100', 500, 497],
        ['older', '90', 498, 495],
        ['news', '110', 503, 500],
      ],
    },
    {
      rule: 'counts on from the newest for what only an event told',
      placings: [
        ['older', '100', 500, 497],
        ['news', '110', undefined, 498],
        ['news', '120', 502, 499],
        ['news', '130', 503, 500],
      ],
    },
    {
      rule: 'begins with 0 when an event is all there is',
      placings: [
        ['news', '100', undefined, 0],
        ['news', '110', undefined, 1],
      ],
    },
    {
      rule: 'pushes an older message below the first',
      placings: [
        ['older', '100', 50, 47],
        ['older', '90', 60, 46],
        ['older', '80', undefined, 45],
      ],
    },
    {
      rule: 'gives a late message the next number, since order by index is order of arrival',
      placings: [
        ['whole', ['10', '20']],
        ['news', '40', undefined, 2],
        ['news', '30', undefined, 3],
        ['news', '50', undefined, 4],
      ],
    },
    {
      rule: 'gives a late message its own number where that is free',
      placings: [
        ['older', '10', 10, 7],
        ['news', '40', 13, 10],
        ['news', '20', 11, 8],
        ['news', '30', 11, 11],
      ],
    },
    {
      rule: 'never takes the number of a late message for an older one',
      placings: [
        ['news', '30', undefined, 0],
        ['news', '20', undefined, 1],
        ['news', '10', 4, 2],
        ['older', '5', 4, -1],
      ],
    },
    {
      rule: 'puts an old message of unknown sequence among its neighbours if there is room',
      placings: [
        ['older', '40', 20, 17],
        ['older', '20', 17, 14],
        ['older', '30', undefined, 16],
        ['older', '35', undefined, 18],
      ],
    },
    {
      rule: 'keeps the number of a message that was sent from here, whatever is told later',
      placings: [
        ['older', '10', 10, 7],
        ['news', '20', undefined, 8],
        ['news', '20', 15, 8],
        ['older', '20', 15, 8],
      ],
    },
  ])('$rule', ({ placings }) => {
    const allocator = new IndexAllocator();
    for (const placing of placings) {
      if (placing[0] === 'whole') {
        allocator.numberFromStart(placing[1]);
        continue;
      }
      const [way, id, sequence, index] = placing;
      const place = way === 'news' ? 'place' : 'placeOlder';
      expect(allocator[place](id, sequence), `${way} ${id} with sequence ${sequence ?? 'unknown'}`).toBe(index);
    }
  });

  it('never gives a number twice nor changes one', () => {
    const placing = fc.record({
      id: fc.nat(40).map(String),
      sequence: fc.option(fc.integer({ min: 3, max: 60 }), { nil: undefined }),
      isOlder: fc.boolean(),
    });
    const start = fc.option(fc.uniqueArray(fc.nat(40), { maxLength: 8 }), { nil: undefined });
    fc.assert(
      fc.property(start, fc.array(placing, { maxLength: 60 }), (whole, placings) => {
        const allocator = new IndexAllocator();
        if (whole) allocator.numberFromStart(whole.sort((a, b) => a - b).map(String));
        const given = new Map<string, number>(whole?.map((id, index) => [String(id), index]));
        for (const { id, sequence, isOlder } of placings) {
          const index = isOlder ? allocator.placeOlder(id, sequence) : allocator.place(id, sequence);
          expect(index).toBe(given.get(id) ?? index);
          given.set(id, index);
        }
        expect(new Set(given.values()).size).toBe(given.size);
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });
});
