import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PollingTransport } from '../../../src/emulator/realtime/polling-transport.js';
import { SessionRegistry } from '../../../src/emulator/realtime/session-registry.js';

describe('a long-polling session', () => {
  let registry: SessionRegistry;
  let polling: PollingTransport;
  const nextPoll = () => polling.poll('s1', new AbortController().signal);

  beforeEach(async () => {
    vi.useFakeTimers();
    registry = new SessionRegistry();
    polling = new PollingTransport(registry);
    registry.addHandshake({ sessionId: 's1', userId: 'alice', endpointId: 'e1', pushPath: '/' });
    await nextPoll();
  });

  afterEach(() => {
    registry.clear();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  const poll = async () => {
    const response = await nextPoll();
    return response.text();
  };

  it('is answered in good time when there is nothing to say', async () => {
    const waiting = poll();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await waiting).toBe('8::');
  });

  it('ends when the client does not come back', () => {
    vi.advanceTimersByTime(20_000);
    expect(registry.ready()).toEqual([]);
  });

  it('lasts as long as the client polls', async () => {
    for (let round = 0; round < 4; round += 1) {
      const waiting = poll();
      await vi.advanceTimersByTimeAsync(25_000);
      await waiting;
    }
    expect(registry.ready()).toHaveLength(1);
  });

  it('answers a poll that another one replaced', async () => {
    const [older, newer] = [poll(), poll()];
    expect(await older).toBe('8::');
    registry.ready()[0]!.push('{}');
    expect(await newer).toMatch(/^3:::/);
  });
});

describe('a handshake', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is forgotten when no connection follows', () => {
    const registry = new SessionRegistry();
    registry.addHandshake({ sessionId: 's1', userId: 'alice', endpointId: 'e1', pushPath: '/' });
    expect(registry.handshakeUser('s1')).toBeDefined();
    vi.advanceTimersByTime(30_000);
    expect(registry.handshakeUser('s1')).toBeUndefined();
  });
});
