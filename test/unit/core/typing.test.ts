import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typing } from '../../../src/core/index.js';

describe('§5.4 typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is due once per window', () => {
    const typing = new Typing(5_000);
    expect([typing.isDue(), typing.isDue()]).toEqual([true, false]);
    vi.advanceTimersByTime(4_999);
    expect(typing.isDue()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(typing.isDue()).toBe(true);
  });

  it('lasts a second longer than the window, and starts anew with each signal', () => {
    const typing = new Typing(5_000);
    const handleEnd = vi.fn();
    typing.start('alice', handleEnd);
    vi.advanceTimersByTime(5_999);
    typing.start('alice', handleEnd);
    vi.advanceTimersByTime(5_999);
    expect(handleEnd).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(handleEnd).toHaveBeenCalledOnce();
  });

  it('ends with a message, once, and for its author alone', () => {
    const typing = new Typing(5_000);
    const [aliceEnds, bobEnds] = [vi.fn(), vi.fn()];
    typing.start('alice', aliceEnds);
    typing.start('bob', bobEnds);
    typing.end('alice');
    typing.end('alice');
    expect([aliceEnds.mock.calls.length, bobEnds.mock.calls.length]).toEqual([1, 0]);
  });

  it('leaves no timer behind, and says nothing when closed', () => {
    const typing = new Typing(5_000);
    const handleEnd = vi.fn();
    typing.start('alice', handleEnd);
    typing.start('bob', handleEnd);
    typing.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(handleEnd).not.toHaveBeenCalled();
  });
});
