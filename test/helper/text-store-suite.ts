import { describe, expect, it } from 'vitest';
import type { TextStore } from '../../src/server/store/index.js';

let count = 0;
const newKey = (): string => `kind:${(++count).toString(16).padStart(64, '0')}`;
// Below 64 KB on the wire: at that border the emulator of Table Storage spoils a character of several bytes.
const MANY_CHARACTERS = 'ä\u{1F600}"\\\n'.repeat(5_000);
const LARGE = 'abcdefghi\n'.repeat(12_000);

/**
 * What the companion relies on in every storage.
 *
 * @param open - The same storage at every call, as another instance sees it.
 */
export function testTextStore(name: string, open: () => TextStore): void {
  describe(name, () => {
    it('keeps texts as they are, also large ones and what looks like JSON', async () => {
      for (const text of ['rt1 1 {"__proto__":{"a":1},"b":[]}', MANY_CHARACTERS, LARGE, 'null', '17']) {
        const key = newKey();
        expect(await open().read(key)).toBeUndefined();
        expect(await open().insert(key, `:${text}`)).toBe(true);
        expect(await open().read(key)).toBe(`:${text}`);
      }
    });

    it('inserts where nothing is', async () => {
      const key = newKey();
      expect(await open().insert(key, ':a')).toBe(true);
      expect(await open().insert(key, ':b')).toBe(false);
      expect(await open().read(key)).toBe(':a');
    });

    it('swaps and erases what is expected, and nothing else', async () => {
      const key = newKey();
      expect(await open().swap(key, ':a', ':b')).toBe(false);
      expect(await open().erase(key, ':a')).toBe(false);
      await open().insert(key, ':a');
      expect(await open().swap(key, ':x', ':b')).toBe(false);
      expect(await open().erase(key, ':x')).toBe(false);
      expect(await open().swap(key, ':a', ':b')).toBe(true);
      expect(await open().read(key)).toBe(':b');
      expect(await open().erase(key, ':b')).toBe(true);
      expect(await open().read(key)).toBeUndefined();
      expect(await open().insert(key, ':c')).toBe(true);
    });

    it('lets one of many win', async () => {
      const [key, instances] = [newKey(), Array.from({ length: 20 }, open)];
      const wins = await Promise.all(instances.map((store, index) => store.insert(key, `:${index}`)));
      expect(wins.filter(Boolean)).toHaveLength(1);
      const before = `:${wins.indexOf(true)}`;
      const swaps = await Promise.all(instances.map((store, index) => store.swap(key, before, `:new ${index}`)));
      expect(swaps.filter(Boolean)).toHaveLength(1);
      expect(await open().read(key)).toBe(`:new ${swaps.indexOf(true)}`);
    });
  });
}
