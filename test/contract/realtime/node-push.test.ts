import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAcsChatClient } from '../../../src/acs/index.js';
import type { ChatEvent } from '../../../src/emulator/events.js';
import type { SignalingSource } from '../../../src/realtime/index.js';
import { withNodePush } from '../../../src/realtime-node/index.js';
import { EXPECTED_EVENTS } from './expected-events.js';
import { type RealtimeHost, startRealtimeHost, tokenOf } from './realtime-host.js';
import { ALICE, BOB, SAMPLE_EVENTS } from './sample-events.js';

const WAIT = { timeout: 10_000 };
const KINDS = Object.keys(SAMPLE_EVENTS) as ChatEvent['kind'][];
const EVENT_NAMES = Object.values(EXPECTED_EVENTS).map(({ name }) => name);

/** The official client, and what it told so far. */
class Listener {
  readonly source: SignalingSource;
  readonly received: unknown[] = [];
  readonly connected = vi.fn();
  readonly disconnected = vi.fn();

  constructor(endpoint: string, userId: string) {
    const tokens = { current: () => tokenOf(userId), refresh: () => Promise.resolve(false) };
    this.source = withNodePush(createAcsChatClient({ endpoint, tokens }));
  }

  async start(): Promise<void> {
    await this.source.startRealtimeNotifications();
    this.source.on('realTimeNotificationConnected', this.connected);
    this.source.on('realTimeNotificationDisconnected', this.disconnected);
    for (const name of EVENT_NAMES) {
      this.source.on(name, (event) =>
        this.received.push({ name, event: JSON.parse(JSON.stringify(event)) as unknown }),
      );
    }
  }

  stop(): Promise<void> {
    return this.source.stopRealtimeNotifications();
  }
}

describe('the official chat client in Node, completed', () => {
  let host: RealtimeHost;
  let bob: Listener;

  beforeEach(async () => {
    host = await startRealtimeHost();
    bob = new Listener(host.url, BOB);
  });

  afterEach(async () => {
    await bob.stop();
    await host.stop();
  });

  const deliver = (kind: ChatEvent['kind'], recipients = [BOB]) =>
    host.channel.deliver({ event: SAMPLE_EVENTS[kind], recipients });
  const becomesConnected = (times = 1) => vi.waitFor(() => expect(bob.connected.mock.calls.length).toBe(times), WAIT);
  const receives = (expected: unknown[]) => vi.waitFor(() => expect(bob.received).toEqual(expected), WAIT);

  it('receives all ten events over a WebSocket, in order and with their fields', async () => {
    await bob.start();
    await becomesConnected();
    expect(host.channel.sessions()).toMatchObject([{ userId: BOB, transport: 'websocket' }]);

    for (const kind of KINDS) deliver(kind);

    await receives(KINDS.map((kind) => EXPECTED_EVENTS[kind]));
  });

  it('adds nothing to the global object', async () => {
    const before = Reflect.ownKeys(globalThis);
    await bob.start();
    await becomesConnected();
    expect(Reflect.ownKeys(globalThis)).toEqual(before);
  });

  it('is back at once, as the same endpoint, when its connection is dropped', async () => {
    await bob.start();
    await becomesConnected();
    const [before] = host.channel.sessions();

    expect(host.channel.dropSockets({ userId: BOB })).toBe(1);

    await becomesConnected(2);
    expect(bob.disconnected).toHaveBeenCalledOnce();
    expect(host.channel.sessions()).toEqual([before]);
    deliver('typing');
    await receives([EXPECTED_EVENTS.typing]);
  });

  it('comes back to a server that has forgotten it', async () => {
    await bob.start();
    await becomesConnected();

    await host.restart();

    await becomesConnected(2);
    deliver('readReceipt');
    await receives([EXPECTED_EVENTS.readReceipt]);
  });

  it('unregisters and leaves no session behind when stopped, and can start again', async () => {
    await bob.start();
    await becomesConnected();
    const [session] = host.channel.sessions();
    await vi.waitFor(() => expect(host.requests).toContain('POST /v3/registrations'), WAIT);

    await bob.stop();

    const deletion = `DELETE /v3/registrations/${session!.endpointId}`;
    await vi.waitFor(() => expect(host.requests).toContain(deletion), WAIT);
    await vi.waitFor(() => expect(host.channel.sessions()).toEqual([]), WAIT);

    await bob.start();
    await becomesConnected(2);
    deliver('messageReceived');
    await receives([EXPECTED_EVENTS.messageReceived]);
  });

  it('keeps two users of one process apart', async () => {
    const alice = new Listener(host.url, ALICE);
    await Promise.all([alice.start(), bob.start()]);
    await becomesConnected();
    await vi.waitFor(() => expect(alice.connected).toHaveBeenCalled(), WAIT);

    deliver('threadUpdated', [ALICE]);
    deliver('threadDeleted', [ALICE, BOB]);

    await receives([EXPECTED_EVENTS.threadDeleted]);
    await vi.waitFor(
      () => expect(alice.received).toEqual([EXPECTED_EVENTS.threadUpdated, EXPECTED_EVENTS.threadDeleted]),
      WAIT,
    );
    await alice.stop();
  });

  it('leaves the socket of a silent server after a second', async () => {
    await bob.start();
    await becomesConnected();
    host.channel.freezeSockets({ userId: BOB });

    await bob.stop();

    await vi.waitFor(() => expect(host.channel.sessions()).toEqual([]), WAIT);
  });
});
