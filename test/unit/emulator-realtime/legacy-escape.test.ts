import fc from 'fast-check';
import { expect, it } from 'vitest';
import { legacyEscape } from '../../../src/emulator/realtime/legacy-escape.js';

it.each([
  ['é 50% ✓', '%E9%2050%25%20%u2713'],
  ['😀', '%uD83D%uDE00'],
  ['aZ09@*_+-./', 'aZ09@*_+-./'],
  ['{"a":1}', '%7B%22a%22%3A1%7D'],
  ['\n\u0000', '%0A%00'],
])('encodes %j', (text, encoded) => expect(legacyEscape(text)).toBe(encoded));

it('is what the client reverses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the client calls this very function
      expect(unescape(legacyEscape(text))).toBe(text);
    }),
  );
});
