import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PollingTransport } from '../../../src/realtime/index.js';
import { RecordingSink } from './recording-sink.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** How many polls come due in this time. */
async function pollsIn(sink: RecordingSink, ms: number): Promise<number> {
  const before = sink.calls.length;
  await vi.advanceTimersByTimeAsync(ms);
  return sink.calls.slice(before).filter((call) => call === 'poll').length;
}

describe('PollingTransport', () => {
  it('is connected at once, without a poll', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    await transport.start(sink);
    expect(transport.kind).toBe('polling');
    expect(sink.calls).toEqual(['connected']);
  });

  it('polls every second at first and every five seconds when nothing goes on', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    await transport.start(sink);
    expect(await pollsIn(sink, 30_000)).toBe(30);
    expect(await pollsIn(sink, 60_000)).toBe(12);
  });

  it('takes other intervals', async () => {
    const [transport, sink] = [new PollingTransport({ intervalMs: 100, idleIntervalMs: 10_000 }), new RecordingSink()];
    await transport.start(sink);
    expect(await pollsIn(sink, 30_000)).toBe(300);
    expect(await pollsIn(sink, 60_000)).toBe(6);
  });

  it('does not poll more often when idle than when not', async () => {
    const [transport, sink] = [new PollingTransport({ intervalMs: 7_000 }), new RecordingSink()];
    await transport.start(sink);
    expect(await pollsIn(sink, 70_000)).toBe(10);
  });

  it('polls fast again after activity, from the next second on', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    await transport.start(sink);
    await vi.advanceTimersByTimeAsync(62_000);
    transport.noteActivity();
    expect(await pollsIn(sink, 1_000)).toBe(1);
    expect(await pollsIn(sink, 28_000)).toBe(28);
  });

  it('is not put off by activity that does not end', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    await transport.start(sink);
    const typing = setInterval(() => transport.noteActivity(), 50);
    expect(await pollsIn(sink, 10_000)).toBe(10);
    clearInterval(typing);
  });

  it('goes on when looking takes notice of activity', async () => {
    const transport = new PollingTransport();
    const sink = new RecordingSink();
    sink.handlePollDue = () => {
      sink.calls.push('poll');
      transport.noteActivity();
    };
    await transport.start(sink);
    expect(await pollsIn(sink, 120_000)).toBe(120);
  });

  it('has everything looked at after the machine slept', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    await transport.start(sink);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sink.calls.slice(0, 3)).toEqual(['connected', 'connected', 'poll']);
    await transport.stop();
  });

  it('leaves no timer behind', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    await transport.stop();
    await transport.start(sink);
    await transport.stop();
    await transport.stop();
    transport.noteActivity();
    expect(vi.getTimerCount()).toBe(0);
    expect(await pollsIn(sink, 60_000)).toBe(0);
  });

  it('can be stopped by the sink', async () => {
    const [transport, sink] = [new PollingTransport(), new RecordingSink()];
    sink.handlePollDue = () => void transport.stop();
    await transport.start(sink);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be started again, for another sink', async () => {
    const [transport, first, second] = [new PollingTransport(), new RecordingSink(), new RecordingSink()];
    await transport.start(first);
    await transport.stop();
    await transport.start(second);
    expect(await pollsIn(second, 3_000)).toBe(3);
    expect(first.calls).toEqual(['connected']);
    expect(vi.getTimerCount()).toBe(1);
  });
});
