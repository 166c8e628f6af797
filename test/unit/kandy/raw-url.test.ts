import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MediaRecord, MediaStore } from '../../../src/core/index.js';
import { rawUrlOf } from '../../../src/kandy/raw-url.js';

const part = { messageId: '1700000000000', threadId: '19:x@thread.v2', position: 2 };
const URN = 'urn:rethread:1700000000000-2';
const mediaOf = (id: string): MediaRecord => ({
  id,
  filename: null,
  contentType: 'image/png',
  size: 1,
  category: 'media',
});
const storeAt = (publicUrl: () => string) => ({ publicUrl }) as unknown as MediaStore;

describe('rawURL', () => {
  it.each([
    ['no store', undefined, URN],
    ['no public address', {} as MediaStore, URN],
    ['an address', storeAt(() => 'https://files.example/a'), 'https://files.example/a#1700000000000-2'],
    [
      'a space and a bracket',
      storeAt(() => 'https://files.example/a b>c'),
      'https://files.example/a%20b%3Ec#1700000000000-2',
    ],
    ['a character reference', storeAt(() => 'https://files.example/?a&amp;b'), URN],
    ['a quote', storeAt(() => "https://files.example/'x"), URN],
    ['a script', storeAt(() => 'javascript:alert(1)'), URN],
    ['no address', storeAt(() => 'nowhere'), URN],
    [
      'a store that throws',
      storeAt(() =>
        (() => {
          throw new Error('x');
        })(),
      ),
      URN,
    ],
  ])('K1-8 with %s', (_, store, expected) => {
    expect(rawUrlOf(mediaOf('7'), part, { store, allowedHosts: [] })).toBe(expected);
  });

  it('K1-8 is one word without quotes, whatever a sender writes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (id) => {
          const rawURL = rawUrlOf(mediaOf(id), part, { store: storeAt(() => id), allowedHosts: ['evil.example'] });
          expect(rawURL).toMatch(/^(?:urn|https?):[^\s"'<>`;]+$/);
          expect(rawURL).toContain('1700000000000-2');
        },
      ),
    );
  });
});
