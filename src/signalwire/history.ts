import { type HistoryItem, HistoryReader } from '../core/index.js';
import type { ChatLink } from './chat-link.js';
import type { Destinations } from './destinations.js';
import type { DisplayNames } from './display-names.js';
import type { ListReader } from './pages.js';
import type { Places } from './places.js';
import { isShown, toHistoryRow } from './to-message.js';
import type { ConversationMessage } from './types.js';

export interface HistoryOptions {
  /** Whether to tell who came and went, too. */
  readonly withLogs: boolean;
  /** In seconds since 1970. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Reads messages, the newest first. */
export class History {
  constructor(
    private readonly link: ChatLink,
    private readonly destinations: Destinations,
    private readonly places: Places,
    private readonly names: DisplayNames,
  ) {}

  /** Of one conversation. @throws ChatError `not-found`, `forbidden`, … */
  async ofAddress(addressId: string, options: HistoryOptions): Promise<ListReader<ConversationMessage>> {
    const { threads, peerId } = await this.destinations.read(addressId);
    const own = this.link.session.userId;
    // What a third one writes into a thread of two is no part of their talk.
    const isPart = ({ record }: HistoryItem): boolean =>
      peerId === undefined || record.kind === 'system' || record.senderId === own || record.senderId === peerId;
    const reader = new HistoryReader(this.link.session, threads, {
      withSystem: options.withLogs,
      keep: (item) => isPart(item) && this.#isWanted(item, options),
    });
    return this.#rows(reader, () => addressId);
  }

  /** Of all conversations together. @throws ChatError */
  async ofAll(options: HistoryOptions): Promise<ListReader<ConversationMessage>> {
    const { session } = this.link;
    await session.allLoaded();
    const reader = new HistoryReader(session, session.threads, {
      withSystem: options.withLogs,
      keep: (item) => this.#isWanted(item, options),
    });
    return this.#rows(reader, async ({ thread, record }) => (await this.places.of(thread, record.senderId)).addressId);
  }

  #isWanted(item: HistoryItem, { since = -Infinity, until = Infinity }: HistoryOptions): boolean {
    const seconds = item.record.createdOn.getTime() / 1_000;
    return seconds >= since && seconds <= until && isShown(item, this.link.direct.peerOf(item.thread) !== undefined);
  }

  #rows(
    reader: HistoryReader,
    addressIdOf: (item: HistoryItem) => string | Promise<string>,
  ): ListReader<ConversationMessage> {
    return async (count) => {
      const { items, isWhole } = await reader.read(count);
      await this.link.session.directory.prepare(items.flatMap(membersIn));
      for (const { record } of items) this.names.learnFrom(record, false);
      const source = { session: this.link.session, names: this.names };
      const data = items.map(async (item) => toHistoryRow(item, await addressIdOf(item), source));
      return { data: await Promise.all(data), isWhole };
    };
  }
}

/** Whom a log is about; senders are prepared by the reader. */
const membersIn = ({ record: { system } }: HistoryItem): string[] =>
  system && 'members' in system ? system.members.map(({ userId }) => userId) : [];
