import { ChatClient } from '@azure/communication-chat';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AcsSignalingTransport } from '../../../src/realtime/index.js';
import { PUSH_EVENT_NAMES } from '../../../src/realtime/event-parser.js';
import { FakeSignalingClient } from './fake-signaling-client.js';
import { RecordingSink } from './recording-sink.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function setUp(connectTimeoutMs?: number) {
  const [client, sink] = [new FakeSignalingClient(), new RecordingSink()];
  return { client, sink, transport: new AcsSignalingTransport({ client, connectTimeoutMs }) };
}

/** Lets everything happen that needs no time. */
const settle = () => vi.advanceTimersByTimeAsync(0);

/** What became of a promise so far. */
function watch(promise: Promise<void>): { state: string } {
  const watched = { state: 'pending' };
  promise.then(
    () => (watched.state = 'resolved'),
    (error: unknown) => (watched.state = (error as { code: string }).code),
  );
  return watched;
}

async function startConnected() {
  const parts = setUp();
  const started = parts.transport.start(parts.sink);
  await settle();
  parts.client.configure();
  await settle();
  parts.client.connect();
  await started;
  return parts;
}

describe('AcsSignalingTransport', () => {
  it('has started at the first connection, not before', async () => {
    const { client, sink, transport } = setUp();
    const started = watch(transport.start(sink));
    await settle();
    client.configure();
    await settle();
    expect([started.state, sink.calls]).toEqual(['pending', []]);
    client.connect();
    await settle();
    expect([started.state, sink.calls]).toEqual(['resolved', ['connected']]);
    expect(transport.kind).toBe('push');
    await transport.stop();
  });

  it('listens to every event of the client', async () => {
    const { client, transport } = await startConnected();
    expect(client.listenerCount).toBe(PUSH_EVENT_NAMES.length + 2);
    expect(PUSH_EVENT_NAMES).toHaveLength(10);
    await transport.stop();
  });

  it('passes on each connection, with and without a disconnection before it', async () => {
    const { client, sink, transport } = await startConnected();
    client.connect();
    client.emit('realTimeNotificationDisconnected');
    client.connect();
    expect(sink.calls).toEqual(['connected', 'connected', 'disconnected', 'connected']);
    await transport.stop();
  });

  it('passes on events that it understands', async () => {
    const { client, sink, transport } = await startConnected();
    client.emit('chatThreadDeleted', { threadId: 't' });
    client.emit('chatThreadDeleted', { nonsense: true });
    client.emit('chatMessageReceived', null);
    expect(sink.calls).toEqual(['connected', { type: 'threadDeleted', threadId: 't' }]);
    await transport.stop();
  });

  it('says nothing more once it was stopped', async () => {
    const { client, sink, transport } = await startConnected();
    const listeners: (() => void)[] = [];
    vi.spyOn(client, 'stopRealtimeNotifications').mockImplementation(() => {
      listeners.push(
        () => client.emit('chatThreadDeleted', { threadId: 't' }),
        () => client.connect(),
      );
      return Promise.reject(new Error('the client could not stop'));
    });
    await transport.stop();
    for (const emit of listeners) emit();
    client.emit('realTimeNotificationDisconnected');
    expect(listeners).not.toHaveLength(0);
    expect(sink.calls).toEqual(['connected']);
  });

  it.each([
    [
      'Error fetching real-time notification configuration …: Status: 401, Body: x',
      'unauthorized',
      /token was refused/,
    ],
    ['Error fetching real-time notification configuration …: Status: 500, Body: x', 'unavailable', /status 500/],
    ['Failed to fetch', 'unavailable', /did not answer/],
    ['Realtime notifications are not supported in node js.', 'unavailable', /not available in this runtime/],
  ])('stops the client when it cannot start: %s', async (message, code, words) => {
    const { client, sink, transport } = setUp();
    const started = transport.start(sink);
    const rejected = expect(started).rejects.toMatchObject({ code, message: expect.stringMatching(words) as string });
    await settle();
    client.failToConfigure(message);
    await rejected;
    expect(client.log.at(-1)).toBe('stop');
    expect(sink.calls).toEqual([]);
  });

  it('can start again after it could not', async () => {
    const { client, sink, transport } = setUp();
    const failed = watch(transport.start(sink));
    await settle();
    client.failToConfigure('Failed to fetch');
    await settle();
    expect(failed.state).toBe('unavailable');
    const started = watch(transport.start(sink));
    await settle();
    client.configure();
    await settle();
    client.connect();
    await settle();
    expect([started.state, client.open]).toEqual(['resolved', 1]);
    await transport.stop();
    expect(client.open).toBe(0);
  });

  it.each([
    [undefined, 15_000],
    [3_000, 3_000],
  ])('gives up when there is no connection in time: %o', async (connectTimeoutMs, expected) => {
    const { client, sink, transport } = setUp(connectTimeoutMs);
    const started = watch(transport.start(sink));
    await settle();
    client.configure();
    await vi.advanceTimersByTimeAsync(expected - 1);
    expect([started.state, client.open]).toEqual(['pending', 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([started.state, client.open, client.listenerCount]).toEqual(['unavailable', 0, 0]);
  });

  it('gives up when the client hangs, and stops it when it comes back', async () => {
    const { client, sink, transport } = setUp();
    const started = watch(transport.start(sink));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(started.state).toBe('unavailable');
    client.configure();
    await settle();
    expect([client.open, client.listenerCount, sink.calls]).toEqual([0, 0, []]);
  });

  it('does not give up once it was connected', async () => {
    const { client, transport } = await startConnected();
    client.emit('realTimeNotificationDisconnected');
    await vi.advanceTimersByTimeAsync(50_000);
    expect(client.open).toBe(1);
    await transport.stop();
  });

  it('can be stopped at any time, also twice', async () => {
    const { client, transport } = setUp();
    await transport.stop();
    await transport.stop();
    expect(client.log).toEqual([]);
    const connected = await startConnected();
    await Promise.all([connected.transport.stop(), connected.transport.stop()]);
    await connected.transport.stop();
    expect([connected.client.open, connected.client.listenerCount]).toEqual([0, 0]);
  });

  it('can be stopped before the client has begun', async () => {
    const { client, sink, transport } = setUp();
    const started = watch(transport.start(sink));
    await transport.stop();
    await settle();
    expect([started.state, client.open]).toEqual(['cancelled', 0]);
  });

  it('waits for a start that is under way when stopped, so that nothing is left', async () => {
    const { client, sink, transport } = setUp();
    const started = watch(transport.start(sink));
    await settle();
    const stopped = watch(transport.stop());
    await settle();
    expect([started.state, stopped.state]).toEqual(['cancelled', 'pending']);
    client.configure();
    await settle();
    expect([stopped.state, client.open, client.listenerCount]).toEqual(['resolved', 0, 0]);
    expect(sink.calls).toEqual([]);
  });

  it('does not wait for ever when stopped, but stops the client whenever it comes back', async () => {
    const { client, sink, transport } = setUp();
    const started = watch(transport.start(sink));
    await settle();
    const stopped = watch(transport.stop());
    await vi.advanceTimersByTimeAsync(1_000);
    expect([started.state, stopped.state]).toEqual(['cancelled', 'resolved']);
    client.configure();
    await settle();
    expect([client.open, client.listenerCount]).toEqual([0, 0]);
  });

  it('can be started again while the stopped start is still under way', async () => {
    const { client, sink, transport } = setUp();
    const first = watch(transport.start(new RecordingSink()));
    await settle();
    const stopped = transport.stop();
    const second = watch(transport.start(sink));
    await settle();
    client.configure();
    await settle();
    await stopped;
    client.configure();
    await settle();
    client.connect();
    await settle();
    expect([first.state, second.state, client.open]).toEqual(['cancelled', 'resolved', 1]);
    expect(sink.calls).toEqual(['connected']);
    await transport.stop();
  });

  it('leaves the first sink alone when started for a second one', async () => {
    const { client, sink: first, transport } = await startConnected();
    const second = new RecordingSink();
    const started = transport.start(second);
    await settle();
    client.configure();
    await settle();
    client.connect();
    await started;
    expect([first.calls, second.calls]).toEqual([['connected'], ['connected']]);
    await transport.stop();
  });

  it('says of the official client in Node that push is not available', async () => {
    const client = new ChatClient('https://contoso.communication.azure.com', {
      getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: 0 }),
      dispose: () => undefined,
    });
    const transport = new AcsSignalingTransport({ client });
    await expect(transport.start(new RecordingSink())).rejects.toMatchObject({
      code: 'unavailable',
      message: 'unable to start real-time events; push is not available in this runtime',
    });
    await transport.stop();
  });
});
