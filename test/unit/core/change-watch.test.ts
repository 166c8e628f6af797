import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangeWatch } from '../../../src/core/change-watch.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = (): boolean => false;

describe('ChangeWatch', () => {
  it('does not look when the echo came in time', () => {
    const catchUp = vi.fn();
    const watch = new ChangeWatch(() => 100);
    let isSeen = false;
    watch.expect('a', () => isSeen, catchUp);
    isSeen = true;
    vi.runAllTimers();
    expect(catchUp).not.toHaveBeenCalled();
  });

  it('needs no timer when the echo came first', () => {
    const catchUp = vi.fn();
    new ChangeWatch(() => 100).expect('a', () => true, catchUp);
    expect(vi.getTimerCount()).toBe(0);
    expect(catchUp).not.toHaveBeenCalled();
  });

  it('looks once, after the delay, for what did not come', () => {
    const catchUp = vi.fn();
    const watch = new ChangeWatch(() => 100);
    watch.expect('a', never, catchUp);
    vi.advanceTimersByTime(99);
    expect(catchUp).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(catchUp).toHaveBeenCalledOnce();
  });

  it('shares one look among the expectations under one key', () => {
    const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
    const watch = new ChangeWatch(() => 100);
    watch.expect('a', never, first);
    vi.advanceTimersByTime(90);
    watch.expect('a', never, second);
    watch.expect('b', never, other);
    vi.runAllTimers();
    expect(first).toHaveBeenCalledOnce();
    expect(second).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledOnce();
  });

  it('gives a later expectation its own time when the earlier ones were met', () => {
    const catchUp = vi.fn();
    const watch = new ChangeWatch(() => 100);
    let isSecondSeen = false;
    watch.expect('a', () => true, catchUp);
    vi.advanceTimersByTime(99);
    watch.expect('a', () => isSecondSeen, catchUp);
    vi.advanceTimersByTime(50);
    isSecondSeen = true;
    vi.runAllTimers();
    expect(catchUp).not.toHaveBeenCalled();

    watch.expect('a', () => true, catchUp);
    vi.advanceTimersByTime(99);
    watch.expect('a', never, catchUp);
    vi.runAllTimers();
    expect(catchUp).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks for the delay each time, since the transport may change', () => {
    const catchUp = vi.fn();
    let delay = 100;
    const watch = new ChangeWatch(() => delay);
    delay = 5;
    watch.expect('a', never, catchUp);
    vi.advanceTimersByTime(5);
    expect(catchUp).toHaveBeenCalledOnce();
  });

  it('lets the look itself expect something again', () => {
    const watch = new ChangeWatch(() => 100);
    const again = vi.fn();
    watch.expect('a', never, () => watch.expect('a', never, again));
    vi.runAllTimers();
    expect(again).toHaveBeenCalledOnce();
  });

  it('leaves no timer when it is closed', () => {
    const catchUp = vi.fn();
    const watch = new ChangeWatch(() => 100);
    watch.expect('a', never, catchUp);
    watch.expect('b', never, catchUp);
    watch.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.runAllTimers();
    expect(catchUp).not.toHaveBeenCalled();
  });
});
