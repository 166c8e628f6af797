import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ChatSession,
  ChatError,
  type MessageDraft,
  type MessageRecord,
  type Thread,
} from '../../../src/core/index.js';
import { PendingSends } from '../../../src/stitch/pending-sends.js';
import type { StoredEvent } from '../../../src/stitch/to-message-event.js';

const CONTENT = { text: 'hello', subject: null, attributes: {}, media: [], parts: [], details: undefined };
const EVENT = {} as StoredEvent;

describe('what was sent', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Sends by a session that answers with this. */
  function start(answer: Promise<number>) {
    const drafts: MessageDraft[] = [];
    const send = vi.fn((_: Thread, encode: (nonce: string) => MessageDraft) => {
      drafts.push(encode('mark'));
      return answer;
    });
    const sends = new PendingSends();
    const sent = sends.send({ send } as unknown as ChatSession, undefined as unknown as Thread, CONTENT, 'John');
    sent.catch(() => undefined);
    return { sends, sent, draft: drafts[0]!, record: { metadata: drafts[0]!.metadata } as MessageRecord };
  }

  it('N-12 gives the event, whichever of event and answer is first', async () => {
    const answer: { give?: (index: number) => void } = {};
    const early = start(new Promise((resolve) => (answer.give = resolve)));
    expect(early.draft).toMatchObject({ text: 'hello', senderDisplayName: 'John' });
    early.sends.noteArrival(early.record, EVENT);
    await expect(early.sent).resolves.toBe(EVENT);
    answer.give!(0);
    const late = start(Promise.resolve(0));
    await vi.advanceTimersByTimeAsync(10_000);
    late.sends.noteArrival(late.record, EVENT);
    await expect(late.sent).resolves.toBe(EVENT);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('N-14 rejects with what the session says', async () => {
    const refused = new ChatError('forbidden', 'no');
    await expect(start(Promise.reject(refused)).sent).rejects.toBe(refused);
  });

  it('N-14 rejects when it never comes: whoever waits must not wait for ever', async () => {
    const { sent } = start(Promise.resolve(0));
    await vi.advanceTimersByTimeAsync(30_000);
    await expect(sent).rejects.toMatchObject({ code: 'ambiguous-send' });
  });

  it('N-14 rejects when nothing is heard any more', async () => {
    const { sends, sent } = start(Promise.resolve(0));
    sends.close();
    await expect(sent).rejects.toMatchObject({ code: 'closed' });
    await vi.advanceTimersByTimeAsync(0);
  });
});
