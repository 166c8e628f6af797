import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChatError, type ChatErrorCode, type Logger, type RealtimeTransport } from '../../../src/core/index.js';
import { FallbackTransport } from '../../../src/realtime/index.js';
import { RecordingSink } from './recording-sink.js';

function fakeTransport(kind: RealtimeTransport['kind'], refusal?: ChatErrorCode) {
  const error = refusal && new ChatError(refusal, `unable to start; ${refusal}`);
  const start = vi.fn<RealtimeTransport['start']>((sink) => {
    if (error !== undefined) return Promise.reject(error);
    sink.handleConnected();
    return Promise.resolve();
  });
  return { kind, start, stop: vi.fn<() => Promise<void>>(() => Promise.resolve()) };
}

function fakeLogger() {
  return { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } satisfies Logger;
}

function setUp(refusal?: ChatErrorCode) {
  const [push, polling, logger] = [fakeTransport('push', refusal), fakeTransport('polling'), fakeLogger()];
  return {
    push,
    polling,
    logger,
    sink: new RecordingSink(),
    transport: new FallbackTransport({ push, polling, logger }),
  };
}

describe('FallbackTransport', () => {
  afterEach(() => void vi.useRealTimers());

  it('uses push where it works', async () => {
    const { transport, push, polling, sink, logger } = setUp();
    await transport.start(sink);
    expect(push.start).toHaveBeenCalledExactlyOnceWith(sink);
    expect(polling.start).not.toHaveBeenCalled();
    expect(transport.kind).toBe('push');
    expect(sink.calls).toEqual(['connected']);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('uses polling where push is not available, and says so in one line', async () => {
    const { transport, polling, sink, logger } = setUp('unavailable');
    await transport.start(sink);
    expect(polling.start).toHaveBeenCalledExactlyOnceWith(sink);
    expect(transport.kind).toBe('polling');
    expect(sink.calls).toEqual(['connected']);
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith('unable to start; unavailable; using polling instead');
  });

  it.each<ChatErrorCode>(['unauthorized', 'cancelled'])('rejects when push was %s', async (code) => {
    const { transport, polling, sink } = setUp(code);
    await expect(transport.start(sink)).rejects.toMatchObject({ code });
    expect(polling.start).not.toHaveBeenCalled();
  });

  it('passes on an error of another kind', async () => {
    const { transport, push, polling, sink } = setUp();
    push.start.mockRejectedValue(new TypeError('a mistake'));
    await expect(transport.start(sink)).rejects.toThrow(TypeError);
    expect(polling.start).not.toHaveBeenCalled();
  });

  it('stops both, at any time', async () => {
    const { transport, push, polling, sink } = setUp('unavailable');
    await transport.stop();
    await transport.start(sink);
    await transport.stop();
    expect(push.stop).toHaveBeenCalledTimes(2);
    expect(polling.stop).toHaveBeenCalledTimes(2);
  });

  it('does not begin to poll when it was stopped while push was failing', async () => {
    const { transport, push, polling, sink } = setUp();
    let fail = (_error: ChatError): void => undefined;
    push.start.mockReturnValue(new Promise((_, reject) => (fail = reject)));
    const started = transport.start(sink);
    await transport.stop();
    fail(new ChatError('unavailable', 'unable to start; too late'));
    await expect(started).rejects.toMatchObject({ code: 'unavailable' });
    expect(polling.start).not.toHaveBeenCalled();
  });

  it('goes over to push when push works later, with no moment without either', async () => {
    vi.useFakeTimers();
    const { transport, push, polling, sink, logger } = setUp();
    const unavailable = new ChatError('unavailable', 'unable to start; offline');
    push.start.mockRejectedValueOnce(unavailable).mockRejectedValueOnce(unavailable);
    await transport.start(sink);
    polling.stop.mockImplementation(() => {
      sink.calls.push('polling stopped');
      return Promise.resolve();
    });
    await vi.advanceTimersByTimeAsync(300_000);
    expect([push.start.mock.calls.length, transport.kind]).toEqual([2, 'polling']);
    await vi.advanceTimersByTimeAsync(300_000);
    expect([push.start.mock.calls.length, transport.kind]).toEqual([3, 'push']);
    expect(sink.calls).toEqual(['connected', 'connected', 'polling stopped']);
    expect(logger.warn).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not go over to push once it was stopped', async () => {
    vi.useFakeTimers();
    const { transport, push, sink } = setUp('unavailable');
    await transport.start(sink);
    await transport.stop();
    expect(vi.getTimerCount()).toBe(0);

    await transport.start(sink);
    let succeed = (): void => undefined;
    push.start.mockReturnValue(new Promise<void>((resolve) => (succeed = resolve)));
    await vi.advanceTimersByTimeAsync(300_000);
    await transport.stop();
    succeed();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([push.start.mock.calls.length, transport.kind, vi.getTimerCount()]).toEqual([3, 'polling', 0]);
  });

  it('tries push again at the next start', async () => {
    const { transport, push, sink } = setUp();
    push.start.mockRejectedValueOnce(new ChatError('unavailable', 'unable to start; offline'));
    await transport.start(sink);
    await transport.stop();
    await transport.start(sink);
    expect(push.start).toHaveBeenCalledTimes(2);
    expect(transport.kind).toBe('push');
  });
});
