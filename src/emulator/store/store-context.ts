import type { Behaviour } from '../behaviour.js';
import type { ChatEvent, RawId } from '../events.js';
import type { Limits } from '../limits.js';
import { StoreError } from './store-error.js';
import type { ThreadRecord } from './thread-record.js';

/** What the store needs from outside. */
export interface StoreOptions {
  now: () => number;
  behaviour: Behaviour;
  limits: Limits;
  /** Is told of every event, with the users it goes to. */
  publish: (event: ChatEvent, recipients: RawId[]) => void;
  /** Is told that something changed that a snapshot would hold. */
  changed: () => void;
}

/** How far a user may look into a thread. */
export interface Access {
  thread: ThreadRecord;
  /** Messages below this id are hidden. */
  from: number;
  /** Versions above this one are hidden: the user was removed. */
  until: number;
}

/** The shared state of the store's parts. */
export class StoreContext {
  readonly threads = new Map<string, ThreadRecord>();
  readonly #threadsOfUser = new Map<RawId, Set<ThreadRecord>>();

  constructor(readonly options: StoreOptions) {}

  get behaviour(): Behaviour {
    return this.options.behaviour;
  }

  now(): number {
    return this.options.now();
  }

  publish(event: ChatEvent, recipients: RawId[]): void {
    this.options.publish(event, recipients);
  }

  changed(): void {
    this.options.changed();
  }

  threadsOf(userId: RawId): Iterable<ThreadRecord> {
    return this.#threadsOfUser.get(userId) ?? [];
  }

  noteJoined(userId: RawId, thread: ThreadRecord): void {
    const threads = this.#threadsOfUser.get(userId) ?? new Set();
    this.#threadsOfUser.set(userId, threads.add(thread));
  }

  noteLeft(userId: RawId, thread: ThreadRecord): void {
    this.#threadsOfUser.get(userId)?.delete(thread);
  }

  /** The thread, for somebody who takes part in it now. */
  forParticipant(threadId: string, userId: RawId): ThreadRecord {
    const thread = this.#existing(threadId);
    if (!thread.participants.has(userId)) throw new StoreError('notParticipant');
    return thread;
  }

  /** The thread, for somebody who may read it: a participant or, if so configured, a former one. */
  forReader(threadId: string, userId: RawId): Access {
    const thread = this.#existing(threadId);
    const participant = thread.participants.get(userId);
    if (participant) return { thread, from: participant.shareHistoryTime, until: Infinity };
    const former = thread.former.get(userId);
    if (!former || this.behaviour.removedUserAccess === 'none') throw new StoreError('notParticipant');
    return { thread, from: former.shareHistoryTime, until: former.lastVersion };
  }

  #existing(threadId: string): ThreadRecord {
    const thread = this.threads.get(threadId);
    if (!thread) throw new StoreError('threadNotFound');
    if (thread.deletedOn !== undefined) throw new StoreError('threadDeleted');
    return thread;
  }
}

/** Applies a metadata patch: `''` drops a key, as recorded; keys that are not mentioned stay. */
export function mergeMetadata(
  current: Readonly<Record<string, string>>,
  patch: Readonly<Record<string, string>>,
): Record<string, string> {
  return dropEmpty({ ...current, ...patch });
}

/** The pairs that have a value. */
export function dropEmpty(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ''));
}
