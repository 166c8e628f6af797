import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RetryTimer } from '../../../src/core/retry-timer.js';

let attempts: number[];
let start: number;
beforeEach(() => {
  vi.useFakeTimers();
  attempts = [];
  start = Date.now();
});
afterEach(() => {
  vi.useRealTimers();
});

const createTimer = (fails: (attempt: number) => boolean): RetryTimer => {
  const timer = new RetryTimer(() => {
    attempts.push((Date.now() - start) / 1_000);
    if (fails(attempts.length)) timer.noteFailure();
  });
  return timer;
};

it('tries again with growing pauses until it works', () => {
  createTimer((attempt) => attempt < 8).noteFailure();
  vi.advanceTimersByTime(600_000);
  expect(attempts).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
  expect(vi.getTimerCount()).toBe(0);
});

it('waits once for several failures', () => {
  const timer = createTimer(() => false);
  timer.noteFailure();
  timer.noteFailure();
  vi.advanceTimersByTime(60_000);
  expect(attempts).toEqual([1]);
});

it('takes a failure that comes soon after an attempt for the next in a row, and a late one for the first', () => {
  const timer = createTimer(() => false);
  timer.noteFailure();
  vi.advanceTimersByTime(5_000);
  timer.noteFailure();
  vi.advanceTimersByTime(95_000);
  timer.noteFailure();
  vi.advanceTimersByTime(10_000);
  expect(attempts).toEqual([1, 7, 101]);
});

it('can be told to stop, and begins anew after that', () => {
  const timer = createTimer(() => true);
  timer.noteFailure();
  vi.advanceTimersByTime(10_000);
  timer.reset();
  expect(vi.getTimerCount()).toBe(0);
  timer.noteFailure();
  vi.advanceTimersByTime(1_000);
  expect(attempts).toEqual([1, 3, 7, 11]);
});
