import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameJson, type Json, toJson } from '../../../src/core/json.js';
import { anyJson } from '../../helper/any-json.js';

const nested = (depth: number, core: string): unknown => JSON.parse('['.repeat(depth) + core + ']'.repeat(depth));

describe('whether two JSON values say the same', () => {
  it('a copy does, in whatever order its keys are', () => {
    const reversed = (value: Json): Json => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return value.map(reversed);
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(anyJson(), (value) => {
        expect(isSameJson(value, reversed(value))).toBe(true);
      }),
    );
  });

  it('two do when their texts with sorted keys are equal, and only then', () => {
    const sorted = (value: Json): string =>
      JSON.stringify(value, (_key, item: Json) =>
        typeof item === 'object' && item !== null && !Array.isArray(item)
          ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
          : item,
      );
    const small = anyJson({ maxDepth: 2, noUnicodeString: true });
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(isSameJson(a, b)).toBe(sorted(a) === sorted(b));
      }),
    );
  });

  it.each<[unknown, unknown]>([
    [{}, []],
    [{ a: undefined }, { b: undefined }],
    [{ toString: 1 }, {}],
    [{}, { constructor: 1 }],
    [null, {}],
    [0, '0'],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
  ])('%j and %j do not', (a, b) => {
    expect([isSameJson(a, b), isSameJson(b, a)]).toEqual([false, false]);
  });

  it('is told of values that nest deeper than calls can', () => {
    expect(isSameJson(nested(100_000, '1'), nested(100_000, '1'))).toBe(true);
    expect(isSameJson(nested(100_000, '1'), nested(100_000, '2'))).toBe(false);
  });
});

describe('a copy of what an app calls JSON', () => {
  it('says the same', () => {
    fc.assert(
      fc.property(anyJson(), (value) => {
        expect(toJson(value)).toEqual(value);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a big integer', 1n],
    ['an array with a big integer', [1n]],
  ])('is refused of %s', (_what, value) => {
    expect(() => toJson(value)).toThrow('unable to use the attributes; they are not JSON');
  });
});
