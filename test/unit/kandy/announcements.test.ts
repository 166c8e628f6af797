import { describe, expect, it, vi } from 'vitest';
import { Announcements } from '../../../src/kandy/announcements.js';

describe('Announcements', () => {
  it('§1.6 tells a microtask later, with the state as it was right after each change', async () => {
    const events = new Announcements();
    let state = 0;
    const seen: number[] = [];
    events.on('messages:change', () => seen.push(state));
    for (const next of [1, 2])
      events.post(() => {
        state = next;
        return [['messages:change', { destination: ['x'], type: 'y' }]];
      });
    expect([seen, state]).toEqual([[], 0]);
    await Promise.resolve();
    expect([seen, state]).toEqual([[1, 2], 2]);
  });

  it('what a listener causes waits for its turn', async () => {
    const events = new Announcements();
    const order: string[] = [];
    events.on('group:new', () => {
      events.emit('group:refresh', {});
      order.push('new');
    });
    events.on('group:new', () => order.push('new again'));
    events.on('group:refresh', () => order.push('refresh'));
    events.emit('group:new', { id: '1' });
    await Promise.resolve();
    expect(order).toEqual(['new', 'new again', 'refresh']);
  });

  it('off takes every equal registration away, also during delivery', async () => {
    const events = new Announcements();
    const listener = vi.fn();
    events.on('group:new', () => events.off('group:new', listener));
    events.on('group:new', listener);
    events.on('group:new', listener);
    events.emit('group:new', { id: '1' });
    await Promise.resolve();
    expect(listener).not.toHaveBeenCalled();
  });

  it('§1.3 global listeners: the name and a list of arguments, until unsubscribe', async () => {
    const events = new Announcements();
    const listener = vi.fn();
    events.subscribe(listener);
    events.emit('group:new', { id: '1' });
    await Promise.resolve();
    events.unsubscribe(listener);
    events.emit('group:new', { id: '2' });
    await Promise.resolve();
    expect(listener.mock.calls).toEqual([['group:new', [{ id: '1' }]]]);
  });

  it('closed, it tells nothing any more, not even what waits', async () => {
    const events = new Announcements();
    const listener = vi.fn();
    events.on('group:new', listener);
    events.emit('group:new', { id: '1' });
    events.close();
    events.emit('group:new', { id: '2' });
    await Promise.resolve();
    expect(listener).not.toHaveBeenCalled();
  });
});
