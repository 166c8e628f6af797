import { expect, it } from 'vitest';
import { AcsSignalingTransport, freshSource } from '../../../src/realtime/index.js';
import { FakeSignalingClient } from './fake-signaling-client.js';
import { RecordingSink } from './recording-sink.js';

it('starts every time with a client that has no past, and stops the one before', async () => {
  const clients: FakeSignalingClient[] = [];
  const create = (): FakeSignalingClient => {
    const client = new FakeSignalingClient();
    clients.push(client);
    return client;
  };
  const [transport, sink] = [new AcsSignalingTransport({ client: freshSource(create) }), new RecordingSink()];
  for (let n = 0; n < 2; n++) {
    const started = transport.start(sink);
    while (clients.length === n) await Promise.resolve();
    clients[n]!.configure();
    while (clients[n]!.listenerCount === 0) await Promise.resolve();
    clients[n]!.connect();
    await started;
  }
  await transport.stop();

  expect(clients.map(({ log }) => log)).toEqual([
    ['start', 'stop'],
    ['start', 'stop'],
  ]);
  expect(clients.map(({ open }) => open)).toEqual([0, 0]);
});

it('has nothing to stop before the first start', async () => {
  const source = freshSource(() => new FakeSignalingClient());
  await expect(source.stopRealtimeNotifications()).resolves.toBeUndefined();
});
