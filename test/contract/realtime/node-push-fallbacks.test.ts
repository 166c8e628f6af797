import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAcsChatClient } from '../../../src/acs/index.js';
import { AcsSignalingTransport, FallbackTransport, PollingTransport } from '../../../src/realtime/index.js';
import { withNodePush } from '../../../src/realtime-node/index.js';
import { RecordingSink } from '../../unit/realtime/recording-sink.js';
import { type RealtimeHost, startRealtimeHost, tokenOf } from './realtime-host.js';
import { BOB, SAMPLE_EVENTS } from './sample-events.js';

const WAIT = { timeout: 10_000 };

// A network that lets no WebSocket through.
vi.mock('../../../src/realtime-node/node-only/brisk-socket.js', () => ({
  BriskSocket: class {
    onerror: ((event: unknown) => void) | undefined;

    constructor() {
      setImmediate(() => this.onerror?.({ message: 'refused' }));
    }

    send(): void {}

    close(): void {}
  },
}));

describe('push in Node where no WebSocket gets through', () => {
  let host: RealtimeHost;
  let sink: RecordingSink;

  beforeEach(async () => {
    host = await startRealtimeHost();
    sink = new RecordingSink();
  });

  afterEach(() => host.stop());

  const push = (connectTimeoutMs?: number) => {
    const tokens = { current: () => tokenOf(BOB), refresh: () => Promise.resolve(false) };
    const client = withNodePush(createAcsChatClient({ endpoint: host.url, tokens }));
    return new AcsSignalingTransport({ client, connectTimeoutMs });
  };

  const received = (text: string) => ({ type: 'message', message: { text } });

  it('receives over long polls', async () => {
    const transport = push();
    await transport.start(sink);
    expect(host.channel.sessions()).toMatchObject([{ userId: BOB, transport: 'xhr-polling' }]);

    for (const text of ['1', '2']) {
      host.channel.deliver({ event: { ...SAMPLE_EVENTS.messageReceived, content: text }, recipients: [BOB] });
    }

    await vi.waitFor(() => expect(sink.calls).toMatchObject(['connected', received('1'), received('2')]), WAIT);
    await transport.stop();
    // Between two polls it cannot say goodbye; it signs off in any case.
    await vi.waitFor(() => expect(host.requests).toContainEqual(expect.stringMatching(/^DELETE /)), WAIT);
  });

  it('gives way to plain polling when there is no connection in time, and says so', async () => {
    host.channel.refuseConnections();
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const transport = new FallbackTransport({
      push: push(300),
      polling: new PollingTransport({ intervalMs: 10 }),
      logger,
    });

    await transport.start(sink);

    expect(transport.kind).toBe('polling');
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/no connection within 300 ms; using polling/));
    await vi.waitFor(() => expect(sink.calls).toContain('poll'));
    await transport.stop();
  });
});
