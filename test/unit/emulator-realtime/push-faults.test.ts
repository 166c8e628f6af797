import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PushFaultQueue } from '../../../src/emulator/realtime/push-faults.js';

describe('push faults', () => {
  let faults: PushFaultQueue;
  let arrived: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    faults = new PushFaultQueue();
    arrived = [];
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const send = (event: number, ...users: string[]) =>
    faults.send(users.map((userId) => ({ userId, send: (body = String(event)) => arrived.push(`${userId}${body}`) })));

  it('lets pushes through when there is none', () => {
    send(1, 'a', 'b');
    expect(arrived).toEqual(['a1', 'b1']);
  });

  it('loses the next events, for everybody they go to', () => {
    faults.loseNext(2);
    for (const event of [1, 2, 3]) send(event, 'a', 'b');
    expect(arrived).toEqual(['a3', 'b3']);
  });

  it('loses an event for one user only', () => {
    faults.loseNext(1, { userId: 'b' });
    send(1, 'a');
    send(2, 'a', 'b');
    send(3, 'a', 'b');
    expect(arrived).toEqual(['a1', 'a2', 'a3', 'b3']);
  });

  it('does not count an event that reaches nobody', () => {
    faults.loseNext(1);
    send(1);
    send(2, 'a');
    expect(arrived).toEqual([]);
  });

  it('sends an event twice', () => {
    faults.duplicateNext(1);
    send(1, 'a');
    send(2, 'a');
    expect(arrived).toEqual(['a1', 'a1', 'a2']);
  });

  it('sends something else in place of an event', () => {
    faults.garbleNext(1, '{', { userId: 'b' });
    send(1, 'a', 'b');
    send(2, 'b');
    expect(arrived).toEqual(['b{', 'a1', 'b2']);
  });

  it('delays an event, which later ones overtake', () => {
    faults.delayNext(1, 500);
    send(1, 'a');
    send(2, 'a');
    vi.advanceTimersByTime(499);
    expect(arrived).toEqual(['a2']);
    vi.advanceTimersByTime(1);
    expect(arrived).toEqual(['a2', 'a1']);
  });

  it('reverses the next events once all are there', () => {
    faults.reorderNext(3);
    for (const event of [1, 2]) send(event, 'a', 'b');
    expect(arrived).toEqual([]);
    send(3, 'a', 'b');
    send(4, 'a');
    expect(arrived).toEqual(['a3', 'b3', 'a2', 'b2', 'a1', 'b1', 'a4']);
  });

  it('applies the oldest matching fault and keeps the others for later', () => {
    faults.loseNext(1, { userId: 'b' });
    faults.duplicateNext(1);
    faults.duplicateNext(1, { userId: 'b' });
    for (const event of [1, 2, 3]) send(event, 'a', 'b');
    expect(arrived).toEqual(['a1', 'a1', 'b2', 'b2', 'a2', 'a3', 'b3']);
  });

  it.each([0, -1])('is no fault for %i events', (n) => {
    faults.loseNext(n);
    send(1, 'a');
    expect(arrived).toEqual(['a1']);
  });

  it('sends what is held back when cleared', () => {
    faults.reorderNext(5);
    send(1, 'a');
    send(2, 'a');
    faults.delayNext(1, 500, { userId: 'b' });
    send(3, 'b');
    faults.clear();
    expect(arrived).toEqual(['a1', 'a2', 'b3']);
    send(4, 'a');
    vi.runAllTimers();
    expect(arrived).toEqual(['a1', 'a2', 'b3', 'a4']);
  });

  it('sends nothing any more when stopped', () => {
    faults.delayNext(1, 500);
    send(1, 'a');
    faults.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(arrived).toEqual([]);
  });
});
