import { compareIds, type MessageId } from '../core/index.js';
import type { ThreadView } from './thread-view.js';

/**
 * How far I have read in one conversation. ACS stores it as a receipt, which never moves back; what Twilio allows beyond
 * that (a lower index, none at all) is kept by this client alone, until it reads further.
 */
export class ReadHorizon {
  #override: number | null | undefined;
  /** What the receipt said when it was overridden. */
  #overridden: MessageId | undefined;

  constructor(private readonly view: ThreadView) {}

  get index(): number | null {
    if (this.#override !== undefined) return this.#override;
    return this.view.thread.readIndexOf(this.view.ownUserId) ?? null;
  }

  /** Messages after the horizon, `null` while there is none. Loads as much of the history as lies after it. */
  async countUnread(): Promise<number | null> {
    const { thread, ownUserId } = this.view;
    const receipt = thread.receipts.get(ownUserId);
    while (this.#override === undefined && receipt && !thread.covers(receipt.messageId)) await thread.loadOlder();
    const { index } = this;
    if (index === null) return null;
    while (this.#override !== undefined && !this.#knowsFrom(index)) await thread.loadOlder();
    return thread.timeline.countAfter(index);
  }

  /** Moves forward, never back. */
  async advanceTo(index: number): Promise<void> {
    if (this.index !== null && index <= this.index) return;
    await this.#readTo(index);
  }

  /** Moves anywhere; `null` clears. @returns whether it changed only here */
  async set(index: number | null): Promise<boolean> {
    const stored = this.view.thread.readIndexOf(this.view.ownUserId);
    if (index !== null && (stored === undefined || index > stored)) {
      await this.#readTo(index);
      return false;
    }
    const before = this.index;
    this.#override = index === stored ? undefined : index;
    this.#overridden = this.view.thread.receipts.get(this.view.ownUserId)?.messageId;
    return before !== index;
  }

  /** Once I have read further, perhaps elsewhere, what was kept here only is over. */
  noteReceipt(messageId: MessageId): void {
    if (messageId !== this.#overridden) this.#override = undefined;
  }

  async #readTo(index: number): Promise<void> {
    const { thread, ownUserId, services } = this.view;
    while (!this.#knowsFrom(index)) await thread.loadOlder();
    const target = thread.timeline.upTo(index, 1)[0];
    const current = thread.receipts.get(ownUserId);
    this.#override = undefined;
    if (!target || (current && compareIds(target.record.id, current.messageId) <= 0)) return;
    await services.session.markRead(thread, target.record.id);
  }

  #knowsFrom(index: number): boolean {
    const { timeline } = this.view.thread;
    return timeline.reachedStart || timeline.upTo(index, 1).length > 0;
  }
}
