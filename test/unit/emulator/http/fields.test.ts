import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/emulator/errors.js';
import {
  readFields,
  readOptionalArray,
  readOptionalInteger,
  readOptionalString,
  readOptionalStrings,
  readOptionalTime,
  readString,
} from '../../../../src/emulator/http/fields.js';

function refusalOf(read: () => unknown): { status: number; target: string | undefined } {
  try {
    read();
  } catch (error) {
    if (error instanceof ServiceError) return { status: error.status, target: error.extra.target };
  }
  throw new Error('nothing was refused');
}

describe('reading fields', () => {
  it.each<[string, () => unknown, unknown]>([
    ['a string', () => readString({ a: '' }, 'a'), ''],
    ['no string', () => readOptionalString({}, 'a'), undefined],
    ['null for a string', () => readOptionalString({ a: null }, 'a'), undefined],
    ['a number', () => readOptionalInteger({ a: 3 }, 'a'), 3],
    ['a list', () => readOptionalArray({ a: [1] }, 'a'), [1]],
    ['a time', () => readOptionalTime({ a: '1970-01-01T00:00:01Z' }, 'a'), 1000],
    ['pairs', () => readOptionalStrings({ a: { k: 'v' } }, 'a', 'reject'), { k: 'v' }],
    ['null among pairs', () => readOptionalStrings({ a: { k: null } }, 'a', 'remove'), { k: '' }],
  ])('takes %s', (_, read, expected) => {
    expect(read()).toEqual(expected);
  });

  it.each<[string, () => unknown, string]>([
    ['a list for an object', () => readFields([], 'body'), 'body'],
    ['null for an object', () => readFields(null, 'body'), 'body'],
    ['a missing string', () => readString({}, 'a'), 'a'],
    ['a number for a string', () => readString({ a: 1 }, 'a'), 'a'],
    ['a fraction', () => readOptionalInteger({ a: 1.5 }, 'a', 'x.a'), 'x.a'],
    ['an object for a list', () => readOptionalArray({ a: {} }, 'a'), 'a'],
    ['a text that is no time', () => readOptionalTime({ a: 'soon' }, 'a'), 'a'],
    ['a number among pairs', () => readOptionalStrings({ a: { k: 1 } }, 'a', 'reject'), 'a.k'],
    ['null among pairs', () => readOptionalStrings({ a: { k: null } }, 'a', 'reject'), 'a.k'],
  ])('refuses %s and names it', (_, read, target) => {
    expect(refusalOf(read)).toEqual({ status: 400, target });
  });

  it('keeps odd keys as they are', () => {
    const pairs = readOptionalStrings(JSON.parse('{"a":{"__proto__":"v"}}') as Record<string, unknown>, 'a', 'reject');
    expect(Object.entries(pairs!)).toEqual([['__proto__', 'v']]);
  });
});
