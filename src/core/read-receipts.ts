import { isChatError } from './errors.js';
import { compareIds, type MessageId, type ReceiptRecord, type UserId } from './model.js';
import type { Timeline } from './timeline.js';

/** How far each user has read in one thread. */
export class ReadReceipts {
  readonly byUser = new Map<UserId, ReceiptRecord>();
  readonly #timeline: Timeline;
  readonly #lookUp: (messageId: MessageId) => Promise<void>;
  readonly #lookedUp = new Set<MessageId>();

  /** @param lookUp asks for one message and puts it into the timeline */
  constructor(timeline: Timeline, lookUp: (messageId: MessageId) => Promise<void>) {
    this.#timeline = timeline;
    this.#lookUp = lookUp;
  }

  /** A horizon never moves back by itself; a late event must not do it either. */
  isNews(receipt: ReceiptRecord): boolean {
    const previous = this.byUser.get(receipt.userId);
    if (!previous) return true;
    if (previous.messageId === receipt.messageId && previous.readOn >= receipt.readOn) return false;
    return compareIds(receipt.messageId, previous.messageId) >= 0;
  }

  take(receipt: ReceiptRecord): void {
    this.byUser.set(receipt.userId, receipt);
  }

  /** The index up to which somebody has read; `undefined` when nothing was read yet or the message cannot be told. */
  indexOf(userId: UserId): number | undefined {
    const receipt = this.byUser.get(userId);
    return receipt && this.#timeline.indexUpTo(receipt.messageId);
  }

  /** A receipt may point at a message that was never seen: one look-up, once. */
  async locate({ messageId }: ReceiptRecord): Promise<void> {
    if (this.#timeline.covers(messageId) || this.#timeline.get(messageId) || this.#lookedUp.has(messageId)) return;
    this.#lookedUp.add(messageId);
    try {
      await this.#lookUp(messageId);
    } catch (error) {
      // The horizon then stays unknown, which is a state that apps must handle anyway.
      if (isChatError(error) && error.isRetryable) this.#lookedUp.delete(messageId);
    }
  }

  /** @see locate */
  async locateAll(): Promise<void> {
    for (const receipt of this.byUser.values()) await this.locate(receipt);
  }
}
