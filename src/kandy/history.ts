import { ChatError, fieldsOf, HistoryReader, type HistoryItem } from '../core/index.js';
import type { Chat } from './connection.js';
import type { ConversationCore } from './conversation-core.js';
import type { MessagesChange } from './event-types.js';
import { storedMessage } from './stored-message.js';

export interface FetchMessagesOptions {
  /** How many at most. Default 50. */
  readonly amount?: number;
  /** From the event of the former call: what is older than that brought. */
  readonly next?: string;
  /** Nothing older than this: Unix time in seconds. */
  readonly untilTime?: number;
}

const AMOUNT = 50;

/** What one `next` goes on from. A cursor is good once: reading moves it. */
interface Cursor {
  readonly chat: Chat;
  readonly reader: HistoryReader;
}

/** Reads the history of one conversation, of all its threads as one. */
export class History {
  readonly #cursors = new Map<string, Cursor>();
  #cursorCount = 0;

  constructor(private readonly core: ConversationCore) {}

  /**
   * Merges older messages into the conversation.
   * @param request a number is the form of older versions, whose event names no messages
   * @throws ChatError `invalid-argument`, …
   */
  async fetch(request: unknown): Promise<void> {
    const isOldForm = request === undefined || typeof request === 'number';
    const { amount, next, untilTime } = readRequest(isOldForm ? { amount: request } : request);
    const cursor = await this.#cursorOf(next);
    const { items, isWhole } = await cursor.reader.read(amount);
    const since = items.filter(({ record }) => record.createdOn.getTime() >= untilTime * 1_000);
    const shown = since.filter(({ thread, record }) => !this.core.isHidden(thread, record.id));
    // Older ones are not wanted, or not shown, either.
    const isLast = isWhole || shown.length < items.length;
    this.#merge(cursor.chat, shown, isOldForm ? {} : { isLast, cursor });
  }

  async #cursorOf(next: string | undefined): Promise<Cursor> {
    if (next === undefined) {
      const { chat, threads } = await this.core.threads();
      return { chat, reader: new HistoryReader(chat.session, threads) };
    }
    const cursor = this.#cursors.get(next);
    if (!cursor) throw invalid('`next` must come from the event of the former call, and can be used once');
    this.#cursors.delete(next);
    return cursor;
  }

  #merge(
    chat: Chat,
    items: readonly HistoryItem[],
    more: { readonly isLast?: boolean; readonly cursor?: Cursor },
  ): void {
    const { core } = this;
    core.client.events.post(() => {
      const { mediaHosts } = core.client;
      // One that was deleted while it was read is not there any more.
      const alive = items.filter(
        ({ thread, record }) => thread.timeline.get(record.id)?.record.deletedOn === undefined,
      );
      const messages = alive.map(({ thread, record }) => storedMessage(chat, mediaHosts, thread, record));
      core.list.merge(messages.reverse());
      core.lastPull = Date.now();
      const details: Partial<MessagesChange> = more.cursor
        ? {
            messageIds: messages.map(({ record }) => record.id),
            ...(more.isLast === false && { next: this.#keep(more.cursor) }),
          }
        : {};
      return [['messages:change', { ...core.key, ...details }]];
    });
  }

  #keep(cursor: Cursor): string {
    const next = String(++this.#cursorCount);
    this.#cursors.set(next, cursor);
    return next;
  }
}

/** @throws ChatError `invalid-argument` */
function readRequest(request: unknown): Required<Omit<FetchMessagesOptions, 'next'>> & { next: string | undefined } {
  if (typeof request !== 'object' || request === null)
    throw invalid('it takes a number, or { amount, next, untilTime }');
  const { amount = AMOUNT, next, untilTime = 0 } = fieldsOf(request);
  if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1)
    throw invalid('`amount` must be a whole number from 1');
  if (next !== undefined && typeof next !== 'string') throw invalid('`next` must be a text');
  if (typeof untilTime !== 'number' || Number.isNaN(untilTime))
    throw invalid('`untilTime` must be a Unix time in seconds');
  return { amount, next, untilTime };
}

const invalid = (reason: string): ChatError => new ChatError('invalid-argument', `unable to fetch messages; ${reason}`);
