import type { RawId } from '../events.js';
import type { ParticipantRecord } from './records.js';
import type { StoreContext } from './store-context.js';
import { StoreError } from './store-error.js';
import { toParticipantFacts, toServiceDate, type ThreadRecord } from './thread-record.js';
import type { Threads } from './threads.js';

/** Part of a list that is paged by offset. */
export interface Slice<T> {
  items: T[];
  hasMore: boolean;
}

/** Cuts a page out of a list. */
export function slice<T>(items: Iterable<T>, skip: number, size: number): Slice<T> {
  const all = [...items];
  return { items: all.slice(skip, skip + size), hasMore: all.length > skip + size };
}

/** Lists, adds and removes participants. */
export class Participants {
  readonly #context: StoreContext;
  readonly #threads: Threads;

  constructor(context: StoreContext, threads: Threads) {
    this.#context = context;
    this.#threads = threads;
  }

  /** In the order of joining, paged by offset: a removal while paging skips somebody. */
  list(threadId: string, userId: RawId, skip: number, size: number): Slice<ParticipantRecord> {
    return slice(this.#context.forReader(threadId, userId).thread.participants.values(), skip, size);
  }

  /** Adds those who are not there yet; adding somebody again succeeds and changes nothing. */
  add(threadId: string, userId: RawId, candidates: ParticipantRecord[]): void {
    const thread = this.#context.forParticipant(threadId, userId);
    const distinct = [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
    const added = distinct.filter(({ id }) => !thread.participants.has(id));
    if (thread.participants.size + added.length > this.#context.options.limits.participantsPerThread) {
      throw new StoreError('threadFull');
    }
    if (this.#context.behaviour.readdParticipant === 'refresh') refresh(thread, distinct);
    this.#context.changed();
    if (added.length === 0) return;
    for (const participant of added) this.#join(thread, participant);
    const version = this.#recordAdded(thread, userId, added);
    this.#context.publish(
      {
        kind: 'participantsAdded',
        threadId,
        version: String(version),
        addedOn: toServiceDate(version),
        addedBy: userId,
        participants: added.map(toParticipantFacts),
      },
      thread.recipients,
    );
  }

  /** Removes a user, who gets the event as the last one of the thread. */
  remove(threadId: string, userId: RawId, removedId: RawId): void {
    const thread = this.#context.forParticipant(threadId, userId);
    const { behaviour } = this.#context;
    if (removedId === userId && behaviour.selfRemoval === 'reject') throw new StoreError('selfRemoval');
    const removed = thread.participants.get(removedId);
    if (!removed) {
      if (behaviour.removeNonParticipant === 'ignore') return;
      throw new StoreError('participantNotFound');
    }
    const recipients = thread.recipients;
    this.#leave(thread, removed);
    const { version } = thread.append(
      { type: 'participantRemoved', initiator: userId, participants: [removed] },
      this.#context.now(),
    );
    thread.lastMessageOn = version;
    thread.former.set(removedId, { shareHistoryTime: removed.shareHistoryTime, lastVersion: version });
    this.#context.publish(
      {
        kind: 'participantsRemoved',
        threadId,
        version: String(version),
        removedOn: toServiceDate(version),
        removedBy: userId,
        participants: [toParticipantFacts(removed)],
      },
      recipients,
    );
    if (thread.participants.size === 0 && behaviour.lastParticipantLeaves === 'deleteThread') this.#threads.end(thread);
    this.#context.changed();
  }

  #join(thread: ThreadRecord, participant: ParticipantRecord): void {
    thread.participants.set(participant.id, participant);
    thread.former.delete(participant.id);
    this.#context.noteJoined(participant.id, thread);
  }

  #leave(thread: ThreadRecord, participant: ParticipantRecord): void {
    thread.participants.delete(participant.id);
    thread.receipts.delete(participant.id);
    this.#context.noteLeft(participant.id, thread);
  }

  #recordAdded(thread: ThreadRecord, initiator: RawId, added: ParticipantRecord[]): number {
    const groups =
      this.#context.behaviour.addedMessages === 'one' ? [added] : added.map((participant) => [participant]);
    for (const participants of groups) {
      const body = {
        type: 'participantAdded',
        initiator,
        participants: participants.map((one) => ({ ...one })),
      } as const;
      const { id } = thread.append(body, this.#context.now());
      thread.lastMessageOn = id;
    }
    return thread.lastStamp;
  }
}

function refresh(thread: ThreadRecord, candidates: ParticipantRecord[]): void {
  for (const candidate of candidates) {
    const current = thread.participants.get(candidate.id);
    if (!current) continue;
    if (candidate.displayName !== undefined) current.displayName = candidate.displayName;
    current.metadata = candidate.metadata;
  }
}
