import { describe, expect, it, vi } from 'vitest';
import { createClock } from '../../../src/emulator/clock.js';

describe('createClock', () => {
  it('runs with its source, ahead by what was advanced', () => {
    let time = 1000.7;
    const clock = createClock({ now: () => time });
    expect(clock.now()).toBe(1000);
    clock.advance(500);
    time += 10;
    expect(clock.now()).toBe(1510);
    expect(clock.offsetMs).toBe(500);
  });

  it('begins at the offset that a snapshot kept', () => {
    expect(createClock({ now: () => 5 }, 100).now()).toBe(105);
  });

  it('tells who listens, until they stop', () => {
    const listener = vi.fn();
    const clock = createClock({ now: () => 0 });
    const stop = clock.onAdvance(listener);
    clock.advance(1);
    stop();
    clock.advance(1);
    expect(listener).toHaveBeenCalledOnce();
  });

  it.each([-1, NaN, Infinity])('does not go back or nowhere: %s', (ms) => {
    expect(() => createClock().advance(ms)).toThrow(RangeError);
  });
});
