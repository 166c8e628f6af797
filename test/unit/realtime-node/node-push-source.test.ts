import { describe, expect, it } from 'vitest';
import { isChatError } from '../../../src/core/index.js';
import { AcsSignalingTransport } from '../../../src/realtime/index.js';
import { withNodePush } from '../../../src/realtime-node/index.js';
import { FakeSignalingClient } from '../realtime/fake-signaling-client.js';
import { RecordingSink } from '../realtime/recording-sink.js';

describe('withNodePush', () => {
  it('says that push is unavailable, and why, when the client cannot be completed', async () => {
    const client = new FakeSignalingClient();
    const transport = new AcsSignalingTransport({ client: withNodePush(client) });

    const failure = transport.start(new RecordingSink());

    await expect(failure).rejects.toSatisfy((error) => isChatError(error, 'unavailable'));
    await expect(failure).rejects.toThrow(/push cannot be set up in Node: .* elsewhere/);
    expect(client.log).not.toContain('start');
    await transport.stop();
  });
});
