import {
  arrivedSinceListing,
  AsyncLane,
  type MessageRecord,
  type SessionEvents,
  type Thread,
  TypedEmitter,
  type Unsubscribe,
} from '../core/index.js';
import type { DisplayNames } from './display-names.js';
import type { Place, Places } from './places.js';

/** Somebody, perhaps this user, has written something, or changed it. */
export interface News {
  readonly thread: Thread;
  readonly place: Place;
  readonly record: MessageRecord;
  readonly subtype: 'chat' | 'update';
}

/** Tells what is written, each thing once and in the order of each conversation, also while directories take their time. */
export class ConversationNews {
  readonly #events = new TypedEmitter<{ news: News }>();
  readonly #lanes = new WeakMap<Thread, AsyncLane>();
  #isClosed = false;

  constructor(
    session: { readonly events: TypedEmitter<SessionEvents> },
    private readonly places: Places,
    private readonly names: DisplayNames,
  ) {
    session.events.on('threadAdded', ({ thread, origin }) => {
      if (origin === 'existing') this.#takeLate(thread);
    });
    session.events.on('messageAdded', ({ thread, entry }) => this.#take(thread, entry.record, 'chat'));
    session.events.on('messageUpdated', ({ thread, entry }) => this.#take(thread, entry.record, 'update'));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  follow(listener: (news: News) => void): Unsubscribe {
    return this.#events.on('news', listener);
  }

  /** Nothing is told any more. */
  close(): void {
    this.#isClosed = true;
    this.#events.clear();
  }

  /** Who has many threads is connected before the last of them is loaded. */
  #takeLate(thread: Thread): void {
    const entries = arrivedSinceListing(thread);
    thread.handOut(entries);
    for (const { record } of entries) this.#take(thread, record, 'chat');
  }

  #take(thread: Thread, record: MessageRecord, subtype: News['subtype']): void {
    this.names.learnFrom(record, true);
    const tell = (place: Place): void => this.#events.emit('news', { thread, place, record, subtype });
    void this.#laneOf(thread).run(() => {
      const place = this.places.of(thread, record.senderId);
      return place instanceof Promise ? place.then(tell) : tell(place);
    });
  }

  #laneOf(thread: Thread): AsyncLane {
    const lane = this.#lanes.get(thread) ?? new AsyncLane();
    this.#lanes.set(thread, lane);
    return lane;
  }
}
