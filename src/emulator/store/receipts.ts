import type { RawId } from '../events.js';
import { slice, type Slice } from './participants.js';
import type { ReceiptRecord } from './records.js';
import type { StoreContext } from './store-context.js';
import { StoreError } from './store-error.js';
import { toServiceDate } from './thread-record.js';

/** Read receipts and typing, which stop together above 20 participants. */
export class Receipts {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** One receipt for each reader, the caller's own included. */
  list(threadId: string, userId: RawId, skip: number, size: number): Slice<ReceiptRecord> {
    const { thread } = this.#context.forReader(threadId, userId);
    return slice(thread.hasReceipts ? thread.receipts.values() : [], skip, size);
  }

  send(threadId: string, reader: RawId, messageId: string): void {
    const thread = this.#context.forParticipant(threadId, reader);
    const { behaviour } = this.#context;
    if (!thread.messages.get(messageId)) {
      if (behaviour.receiptForUnknownMessage === 'ignore') return;
      throw new StoreError('messageNotFound');
    }
    // Users reported that the service answers 200 here but keeps nothing.
    if (!thread.hasReceipts) return;
    const last = thread.receipts.get(reader);
    if (last && Number(messageId) <= Number(last.messageId) && behaviour.receiptBackwards === 'ignore') return;
    const readOn = this.#context.now();
    thread.receipts.delete(reader);
    thread.receipts.set(reader, { reader, messageId, readOn });
    const recipients = thread.recipients.filter((id) => id !== reader || behaviour.receiptEcho);
    this.#context.publish(
      { kind: 'readReceipt', threadId, sender: reader, messageId, readOn: toServiceDate(readOn) },
      recipients,
    );
    this.#context.changed();
  }

  /** Tells everybody, the typist included; nothing is stored. */
  type(threadId: string, typist: RawId, senderDisplayName: string): void {
    const thread = this.#context.forParticipant(threadId, typist);
    if (!thread.hasReceipts) return;
    const now = this.#context.now();
    this.#context.publish(
      {
        kind: 'typing',
        threadId,
        sender: typist,
        senderDisplayName,
        receivedOn: toServiceDate(now),
        version: String(now),
      },
      thread.recipients,
    );
  }
}
