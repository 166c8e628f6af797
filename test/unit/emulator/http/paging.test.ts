import { describe, expect, it } from 'vitest';
import {
  formatLinkTime,
  readPageSize,
  readSkip,
  readStartTime,
  readSyncState,
  toNextLink,
  toSyncState,
} from '../../../../src/emulator/http/paging.js';

const query = (text: string) => new URLSearchParams(text);

describe('readPageSize', () => {
  const sizes = { usual: 10, most: 200, aboveMost: 'reject' } as const;

  it.each([
    ['', 10],
    ['maxPageSize=1', 1],
    ['maxPageSize=200', 200],
  ])('reads "%s"', (text, expected) => {
    expect(readPageSize(query(text), sizes)).toBe(expected);
  });

  it.each(['0', '-1', '201', '1.5', 'x', ''])('refuses %s', (text) => {
    expect(() => readPageSize(query(`maxPageSize=${text}`), sizes)).toThrow(/maxPageSize/);
  });

  it('takes less where that is the behaviour', () => {
    expect(readPageSize(query('maxPageSize=999'), { ...sizes, aboveMost: 'clamp' })).toBe(200);
  });
});

describe('readSkip', () => {
  it.each([
    ['', 0],
    ['skip=0', 0],
    ['skip=7', 7],
  ])('reads "%s"', (text, expected) => {
    expect(readSkip(query(text))).toBe(expected);
  });

  it('refuses what is no number', () => {
    expect(() => readSkip(query('skip=-1'))).toThrow(/skip/);
  });
});

describe('readStartTime', () => {
  it.each([
    ['', undefined],
    ['startTime=2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['startTime=2026-01-02T03:04:05.678%2B01:00', Date.UTC(2026, 0, 2, 2, 4, 5, 678)],
    ['startTime=1%2F1%2F1970%2012%3A00%3A00%20AM%20%2B00%3A00', 0],
  ])('reads "%s"', (text, expected) => {
    expect(readStartTime(query(text))).toBe(expected);
  });

  it.each(['yesterday', '12', '2026-13-45T00:00:00Z'])('refuses %s', (text) => {
    expect(() => readStartTime(query(`startTime=${text}`))).toThrow(/startTime/);
  });

  it.each([0, Date.UTC(2026, 10, 20, 12, 0, 0), Date.UTC(2026, 1, 3, 16, 5, 9)])(
    'reads back its own form of %d',
    (ms) => {
      expect(readStartTime(new URLSearchParams({ startTime: formatLinkTime(ms) }))).toBe(ms);
    },
  );
});

describe('links', () => {
  it('carry state that reads back', () => {
    expect(readSyncState(query(`syncState=${toSyncState(['19:x@thread.v2', 5, 9])}`))).toEqual([
      '19:x@thread.v2',
      5,
      9,
    ]);
    expect(readSyncState(query(''))).toBeUndefined();
  });

  it.each(['zz', '7b7d', 'ffff'])('refuse state of others: %s', (text) => {
    expect(() => readSyncState(query(`syncState=${text}`))).toThrow(/syncState/);
  });

  it('are absolute, with a raw path and an encoded query', () => {
    expect(toNextLink('http://h:1', '/chat/threads/19:x@thread.v2/messages', { startTime: '1/1/1970 AM', n: 3 })).toBe(
      'http://h:1/chat/threads/19:x@thread.v2/messages?startTime=1%2F1%2F1970%20AM&n=3',
    );
  });
});
