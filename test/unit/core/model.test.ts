import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds } from '../../../src/core/model.js';
import { propertyRuns } from '../../helper/property-runs.js';

/** What the order means, said as simply as possible. */
function reference(a: string, b: string): number {
  const areNumbers = [a, b].every((id) => /^[0-9]+$/.test(id));
  const [x, y] = areNumbers ? [BigInt(a), BigInt(b)] : [a, b];
  return x < y ? -1 : x > y ? 1 : 0;
}

const digits = fc.stringMatching(/^[0-9]{1,20}$/);
/** As the service makes them: milliseconds. */
const realistic = fc.integer({ min: 1_500_000_000_000, max: 1_500_000_000_100 }).map(String);
const nearly = fc.stringMatching(/^[0-9aZ+. \n\u0663-]{0,6}$/);
const id = fc.oneof(realistic, digits, nearly, fc.string());
/** Pairs of one length are rare by chance, and have a way of their own. */
const pair = fc.oneof(
  fc.tuple(id, id),
  fc.tuple(digits, digits).map(([a, b]) => [a.padStart(b.length, '0'), b.padStart(a.length, '0')] as const),
  fc.tuple(nearly, nearly).map(([a, b]) => [a.padEnd(b.length, '0'), b.padEnd(a.length, '9')] as const),
  fc.tuple(digits, fc.nat(3)).map(([a, zeros]) => [a, '0'.repeat(zeros) + a] as const),
);

describe('compareIds', () => {
  it('orders digits as numbers and anything else as text', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.sign(compareIds(a, b))).toBe(reference(a, b));
        expect(Math.sign(compareIds(b, a))).toBe(reference(b, a));
      }),
      { numRuns: propertyRuns(5_000) },
    );
  });

  it.each([
    ['9', '10', -1],
    ['0', '1700000000000', -1],
    ['1700000000000', '1700000000001', -1],
    ['007', '7', 0],
    ['007', '8', -1],
    ['010', '009', 1],
    ['', '0', -1],
    ['10', '9a', -1],
  ])('puts %j and %j in order', (a, b, expected) => {
    expect(Math.sign(compareIds(a, b))).toBe(expected);
  });
});
