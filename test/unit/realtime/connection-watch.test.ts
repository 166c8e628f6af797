import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AcsSignalingTransport } from '../../../src/realtime/index.js';
import { FakeSignalingClient } from './fake-signaling-client.js';
import { RecordingSink } from './recording-sink.js';

describe('a push connection that dies without a word', () => {
  let client: FakeSignalingClient;
  let sink: RecordingSink;
  let transport: AcsSignalingTransport;

  beforeEach(async () => {
    vi.useFakeTimers();
    [client, sink] = [new FakeSignalingClient(), new RecordingSink()];
    transport = new AcsSignalingTransport({ client });
    const started = transport.start(sink);
    await comeUp();
    await started;
    sink.calls.length = 0;
    client.log.length = 0;
  });
  afterEach(async () => {
    await transport.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  /** The client makes its connection. */
  async function comeUp(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    client.configure();
    await vi.advanceTimersByTimeAsync(0);
    client.connect();
  }
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);
  const push = () => client.emit('chatThreadDeleted', { threadId: 't' });

  it('is asked about once a minute, whether events arrive or not', async () => {
    for (let minute = 0; minute < 10; minute++) {
      await pass(60);
      push();
    }
    expect(sink.calls.filter((call) => call === 'check')).toHaveLength(10);
    expect(client.log).toEqual([]);
  });

  it('is replaced when something was not pushed, and still is not ten seconds later', async () => {
    sink.isMissingEvents = true;
    await pass(60);
    expect([sink.calls, client.log]).toEqual([['check'], []]);
    await pass(10);
    expect([sink.calls, client.log]).toEqual([
      ['check', 'disconnected'],
      ['stop', 'start'],
    ]);

    sink.isMissingEvents = false;
    await comeUp();
    expect(sink.calls.at(-1)).toBe('connected');
    push();
    expect(sink.calls.at(-1)).toMatchObject({ type: 'threadDeleted' });
    expect([client.open, client.listenerCount]).toEqual([1, 12]);
  });

  it('is left alone when what was missing only took a moment', async () => {
    sink.isMissingEvents = true;
    await pass(60);
    push();
    await pass(10);
    expect(client.log).toEqual([]);
  });

  it('is replaced after the machine slept', async () => {
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(10);
    expect([sink.calls, client.log]).toEqual([['disconnected'], ['stop', 'start']]);
    await comeUp();
    expect(sink.calls).toEqual(['disconnected', 'connected']);
    await pass(60);
    expect(client.log).toEqual(['stop', 'start']);
  });

  it('is left alone where timers come once a minute, as in a page in the background', async () => {
    vi.setSystemTime(Date.now() + 50_000);
    await pass(10);
    expect(client.log).toEqual([]);
  });

  it('is replaced when it does not come back within a minute although requests get through', async () => {
    client.emit('realTimeNotificationDisconnected');
    await pass(50);
    expect(client.log).toEqual([]);
    await pass(10);
    expect(client.log).toEqual(['stop', 'start']);
    await comeUp();
  });

  it('is left alone while no request gets through', async () => {
    vi.spyOn(sink, 'handleCheckDue').mockRejectedValue(new Error('no network'));
    client.emit('realTimeNotificationDisconnected');
    await pass(600);
    expect(client.log).toEqual([]);
  });

  it('is tried again ten seconds later when the client does not start', async () => {
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(10);
    client.failToConfigure('Failed to fetch');
    await pass(9);
    expect(client.log).toEqual(['stop', 'start']);
    await pass(1);
    expect(client.log).toEqual(['stop', 'start', 'stop', 'start']);
    await comeUp();
    expect([sink.calls.at(-1), client.open, client.listenerCount]).toEqual(['connected', 1, 12]);
  });

  it('is not replaced any more once stopped, even when a check comes back late', async () => {
    let answer: (isMissing: boolean) => void = () => undefined;
    vi.spyOn(sink, 'handleCheckDue').mockReturnValue(new Promise((resolve) => (answer = resolve)));
    client.emit('realTimeNotificationDisconnected');
    await pass(60);
    await transport.stop();
    client.log.length = 0;
    answer(true);
    await pass(120);
    expect(client.log).toEqual([]);
  });

  it('can be stopped while it is being replaced', async () => {
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(10);
    const stopped = transport.stop();
    client.configure();
    await stopped;
    expect([client.open, client.listenerCount]).toEqual([0, 0]);
  });
});
