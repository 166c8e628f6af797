import { compareIds, type MessageId } from '../core/index.js';
import type { ThreadView } from './thread-view.js';

/**
 * How far I have read in one conversation. ACS stores it as a receipt, which never moves back; what Twilio allows beyond
 * that (a lower index, none at all) is one of my settings of the conversation, until I read further.
 */
export class ReadHorizon {
  /** What the receipt said when it was overridden. */
  #overridden: MessageId | undefined;
  /** The index that the app gave for what is set: there may be no message of just this index. */
  #given: { readonly lastRead: MessageId | null; readonly index: number | null } | undefined;

  constructor(private readonly view: ThreadView) {
    this.noteOverride();
  }

  get index(): number | null {
    const [override, given, { thread, ownUserId }] = [this.#override, this.#given, this.view];
    if (override === undefined) return thread.readIndexOf(ownUserId) ?? null;
    if (given?.lastRead === override) return given.index;
    return override === null ? null : (thread.timeline.indexUpTo(override) ?? null);
  }

  /** Messages after the horizon, `null` while there is none. Loads as much of the history as lies after it. */
  async countUnread(): Promise<number | null> {
    const { thread } = this.view;
    const override = this.#override;
    const lastRead = override === undefined ? this.#receipt : override;
    while (lastRead && !thread.covers(lastRead)) await thread.loadOlder();
    const { index } = this;
    if (index === null) return null;
    while (override !== undefined && !this.#knowsFrom(index)) await thread.loadOlder();
    return thread.timeline.countAfter(index);
  }

  /** Moves forward, never back. */
  async advanceTo(index: number): Promise<void> {
    if (this.index !== null && index <= this.index) return;
    await this.#readTo(index);
  }

  /** Moves anywhere; `null` clears. @returns whether it changed without a receipt, of which nobody is told by itself */
  async set(index: number | null): Promise<boolean> {
    const { thread, ownUserId } = this.view;
    const stored = thread.readIndexOf(ownUserId);
    if (index !== null && (stored === undefined || index > stored)) {
      await this.#readTo(index);
      return false;
    }
    const before = this.index;
    if (before === index) return false;
    const lastRead = index === stored ? undefined : index === null ? null : await this.#messageAt(index);
    await this.#change(lastRead);
    if (lastRead !== undefined) this.#given = { lastRead, index };
    return true;
  }

  /** Once I have read further, perhaps elsewhere, what was set is over. */
  noteReceipt(messageId: MessageId): void {
    if (this.#override === undefined || messageId === this.#overridden) return;
    // Here it is over in any case; what cannot be told to a companion now, it hears with the next receipt.
    this.#change(undefined).catch(() => (this.#overridden = undefined));
  }

  /** What is set has changed, here or elsewhere. */
  noteOverride(): void {
    this.#overridden = this.#receipt;
  }

  get #receipt(): MessageId | undefined {
    return this.view.thread.receipts.get(this.view.ownUserId)?.messageId;
  }

  get #override(): MessageId | null | undefined {
    return this.view.services.settings.of(this.view.thread.id).lastRead;
  }

  async #change(lastRead: MessageId | null | undefined): Promise<void> {
    await this.view.services.settings.change(this.view.thread.id, { lastRead });
    this.noteOverride();
  }

  async #messageAt(index: number): Promise<MessageId | null> {
    const { thread } = this.view;
    while (!this.#knowsFrom(index)) await thread.loadOlder();
    return thread.timeline.upTo(index, 1)[0]?.record.id ?? null;
  }

  async #readTo(index: number): Promise<void> {
    const { thread, services } = this.view;
    const target = await this.#messageAt(index);
    const current = this.#receipt;
    if (this.#override !== undefined) await this.#change(undefined);
    if (target === null || (current !== undefined && compareIds(target, current) <= 0)) return;
    await services.session.markRead(thread, target);
  }

  #knowsFrom(index: number): boolean {
    const { timeline } = this.view.thread;
    return timeline.reachedStart || timeline.upTo(index, 1).length > 0;
  }
}
