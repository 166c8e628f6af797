import {
  AmbiguousSendError,
  ChatError,
  type ChatSession,
  encodeRichMessage,
  type MessageRecord,
  nonceOf,
  type RichContent,
  type Thread,
} from '../core/index.js';
import type { StoredEvent } from './to-message-event.js';

/**
 * How long what was sent may stay away. The session looks for it long before; only what is deleted meanwhile is never found.
 */
const ARRIVAL_MS = 30_000;

interface Waiting {
  readonly resolve: (event: StoredEvent) => void;
  readonly reject: (error: ChatError) => void;
}

/** What was sent, until it has come back as an event: the original's promises give that event. */
export class PendingSends {
  readonly #waiting = new Map<string, Waiting>();

  /** Sends after what was sent before. Resolves with the event, which was told by then. @throws ChatError, AmbiguousSendError */
  async send(
    session: ChatSession,
    thread: Thread,
    content: RichContent,
    senderDisplayName: string | undefined,
  ): Promise<StoredEvent> {
    let sentAs = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrived = new Promise<StoredEvent>((resolve, reject) => {
      // What could not be sent does not arrive, and rejects by itself.
      const sent = session.send(thread, (nonce) => {
        sentAs = nonce;
        this.#waiting.set(nonce, { resolve, reject });
        return { ...encodeRichMessage(content, nonce), senderDisplayName };
      });
      const waitForArrival = (): void => {
        if (!this.#waiting.has(sentAs)) return;
        timer = setTimeout(() => reject(new AmbiguousSendError(undefined)), ARRIVAL_MS);
      };
      sent.then(waitForArrival, reject);
    });
    try {
      return await arrived;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(sentAs);
    }
  }

  /** A message of the own user is there. */
  noteArrival(record: MessageRecord, event: StoredEvent): void {
    const nonce = nonceOf(record);
    if (nonce !== undefined) this.#waiting.get(nonce)?.resolve(event);
  }

  /** Nothing arrives any more. */
  close(): void {
    for (const { reject } of this.#waiting.values())
      reject(
        new ChatError('closed', 'unable to tell whether it was sent; the conversation was left or the client closed'),
      );
    this.#waiting.clear();
  }
}
