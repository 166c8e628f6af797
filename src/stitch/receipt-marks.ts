import { compareIds, type ReceiptRecord } from '../core/index.js';
import type { MessageEvent } from './message-event.js';
import type { ThreadView } from './thread-view.js';

/** Who has seen which event. At Azure one reads up to a message, so that what is before it counts as seen. */
export class ReceiptMarks {
  constructor(private readonly view: ThreadView) {}

  /** Whether the own user has read up to this very event, as opposed to further. */
  isExactlyRead({ acsId }: MessageEvent): boolean {
    return this.#own?.messageId === acsId;
  }

  isRead({ acsId }: MessageEvent): boolean {
    return this.#own !== undefined && compareIds(acsId, this.#own.messageId) <= 0;
  }

  /** Shows in an event who has read it already. */
  markNew(event: MessageEvent): void {
    for (const receipt of this.view.thread?.receipts.values() ?? []) this.#mark(event, receipt);
  }

  /** Shows in all events up to one that somebody has read them. */
  mark(receipt: ReceiptRecord): void {
    for (const event of this.view.events.messages) this.#mark(event, receipt);
  }

  #mark(event: MessageEvent, { userId, messageId, readOn }: ReceiptRecord): void {
    const { id } = this.view.members.get(userId);
    if (event.from === id || compareIds(event.acsId, messageId) > 0) return;
    event.state.seen_by[id] ??= readOn.toISOString();
  }

  get #own(): ReceiptRecord | undefined {
    const { thread, app } = this.view;
    return thread?.receipts.get(app.session.userId);
  }
}
