import type { MessageRecord } from '../core/index.js';
import type { Conversation } from './conversation.js';
import { showContent, type StoredEvent, toMessageEvent } from './to-message-event.js';
import { type MemberEvent, toMemberEvents } from './to-member-events.js';
import type { ThreadView } from './thread-view.js';

export type ConversationEvent = StoredEvent | MemberEvent;

/** The events of one conversation as far as they were seen, one object for each. */
export class EventBook {
  readonly #messages = new Map<string, StoredEvent>();

  constructor(private readonly view: ThreadView) {}

  get(acsId: string): StoredEvent | undefined {
    return this.#messages.get(acsId);
  }

  /** Of a message, in its newest form. */
  put(record: MessageRecord): StoredEvent {
    const known = this.#messages.get(record.id);
    if (known) {
      showContent(known, record);
      return known;
    }
    const event = toMessageEvent(this.view, record);
    this.#messages.set(record.id, event);
    this.view.receipts.markNew(event);
    this.#store([event]);
    return event;
  }

  /** Of what the service says about members: one for each of them. */
  putChange(record: MessageRecord): MemberEvent[] {
    const { events } = this.view.conversation;
    const found = toMemberEvents(this.view, record).map(
      (event) => (events.get(event.id ?? 0) as MemberEvent | undefined) ?? event,
    );
    this.#store(found);
    return found;
  }

  get messages(): Iterable<StoredEvent> {
    return this.#messages.values();
  }

  #store(added: readonly ConversationEvent[]): void {
    const { conversation } = this.view;
    const { events } = conversation;
    for (const event of added) {
      if (event.id === undefined) continue;
      const isNewest = event.id > conversation.sequence_number;
      events.set(event.id, event);
      if (isNewest) conversation.sequence_number = event.id;
      else sortById(events);
    }
  }
}

/** Maps go in the order of insertion, and history comes after what is newer. */
function sortById(events: Conversation['events']): void {
  const entries = [...events].sort(([a], [b]) => a - b);
  events.clear();
  for (const [id, event] of entries) events.set(id, event);
}
