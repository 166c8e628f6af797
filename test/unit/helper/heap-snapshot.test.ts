import { text } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';
import { expect, it } from 'vitest';
import { sizeInUse } from '../../helper/heap-snapshot.js';

/** Holds 100,000 objects of two fields. */
class HolderOfTheTest {
  readonly items = Array.from({ length: 100_000 }, (_, n) => ({ n, half: n / 2 }));
}

it('counts what is in use, without what is in use by strangers alone', async () => {
  const holder = new HolderOfTheTest();
  const snapshot = await text(getHeapSnapshot());
  const own = sizeInUse(snapshot, () => false) - sizeInUse(snapshot, (name) => name === HolderOfTheTest.name);
  expect(own / holder.items.length).toBeGreaterThan(24);
  expect(own / holder.items.length).toBeLessThan(100);
});
