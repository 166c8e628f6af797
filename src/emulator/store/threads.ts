import { randomBytes } from 'node:crypto';
import type { RawId } from '../events.js';
import type { Metadata, ParticipantRecord } from './records.js';
import { mergeMetadata, type StoreContext } from './store-context.js';
import { StoreError } from './store-error.js';
import { ThreadRecord, toParticipantFacts, toServiceDate } from './thread-record.js';

const DAY_MS = 86_400_000;

/** What {@link Threads.create} needs. */
export interface NewThread {
  topic: string;
  metadata: Metadata;
  deleteThreadAfterDays?: number;
  /** Without the creator unless listed by the caller. */
  participants: ParticipantRecord[];
}

/** What may change about a thread; `null` takes the retention policy away. */
export interface ThreadPatch {
  topic?: string;
  metadata?: Metadata;
  deleteThreadAfterDays?: number | null;
}

/** Where a page of threads begins. */
export interface ThreadPageRequest {
  size: number;
  startTime?: number;
  after?: { activeOn: number; id: string };
}

/** Creates, lists, changes and deletes threads. */
export class Threads {
  readonly #context: StoreContext;
  /** Create requests that were answered, by user and repeatability id. UNVERIFIED how long the service remembers. */
  readonly #repeated = new Map<string, string>();
  /** The threads with a retention policy. */
  readonly #ageing = new Set<ThreadRecord>();

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** The thread that an earlier create with this id made. */
  findRepeated(creator: RawId, requestId: string): ThreadRecord | undefined {
    const threadId = this.#repeated.get(`${creator} ${requestId}`);
    return threadId === undefined ? undefined : this.#context.threads.get(threadId);
  }

  create(creator: RawId, draft: NewThread, requestId?: string): ThreadRecord {
    const context = this.#context;
    const now = context.now();
    const thread = createThreadRecord(creator, draft, now);
    this.#register(thread);
    if (requestId !== undefined) this.#repeated.set(`${creator} ${requestId}`, thread.id);
    context.publish(
      {
        kind: 'threadCreated',
        threadId: thread.id,
        version: String(thread.lastStamp),
        createdOn: toServiceDate(now),
        createdBy: creator,
        participants: [...thread.participants.values()].map(toParticipantFacts),
        properties: thread.properties,
      },
      thread.recipients,
    );
    context.changed();
    return thread;
  }

  get(threadId: string, userId: RawId): ThreadRecord {
    return this.#context.forReader(threadId, userId).thread;
  }

  /** The user's threads, most recently active first, and whether there are more. */
  list(
    userId: RawId,
    { size, startTime = 0, after }: ThreadPageRequest,
  ): { threads: ThreadRecord[]; hasMore: boolean } {
    const isAfter = (thread: ThreadRecord): boolean =>
      !after || thread.activeOn < after.activeOn || (thread.activeOn === after.activeOn && thread.id > after.id);
    const isListed = ({ deletedOn }: ThreadRecord): boolean =>
      deletedOn === undefined || this.#context.behaviour.deletedThreadsInList;
    const threads = [...this.#context.threadsOf(userId)]
      .filter((thread) => isListed(thread) && thread.activeOn >= startTime && isAfter(thread))
      .sort((a, b) => b.activeOn - a.activeOn || (a.id < b.id ? -1 : 1));
    return { threads: threads.slice(0, size), hasMore: threads.length > size };
  }

  update(threadId: string, userId: RawId, patch: ThreadPatch): void {
    const thread = this.#context.forParticipant(threadId, userId);
    // Seen on recorded traffic: an empty patch is a no-op.
    if (Object.keys(patch).length === 0) return;
    const now = this.#context.now();
    // Seen on recorded traffic: thread metadata merges.
    if (patch.metadata) thread.metadata = mergeMetadata(thread.metadata, patch.metadata);
    const { deleteThreadAfterDays: days } = patch;
    if (days !== undefined) thread.deleteThreadAfterDays = days ?? undefined;
    this.#watchAge(thread);
    const version = patch.topic === undefined ? thread.nextStamp(now) : this.#changeTopic(thread, userId, patch.topic);
    this.#context.publish(
      {
        kind: 'threadUpdated',
        threadId,
        version: String(version),
        updatedOn: toServiceDate(now),
        updatedBy: userId,
        properties: thread.properties,
      },
      thread.recipients,
    );
    this.#context.changed();
  }

  delete(threadId: string, userId: RawId): void {
    const thread = this.#context.forParticipant(threadId, userId);
    const { nonCreatorDelete } = this.#context.behaviour;
    if (nonCreatorDelete === 'forbid' && thread.createdBy !== userId) throw new StoreError('notCreator');
    this.#end(thread, userId);
  }

  /** Deletes a thread for a reason of the emulator's own, such as the last participant leaving. */
  end(thread: ThreadRecord): void {
    this.#end(thread, undefined);
  }

  /** The remembered create requests, for a snapshot. */
  repeatedRequests(): [key: string, threadId: string][] {
    return [...this.#repeated];
  }

  /** Puts back what a snapshot held. */
  restore(threads: Iterable<ThreadRecord>, repeatedRequests: Iterable<[key: string, threadId: string]>): void {
    for (const thread of threads) this.#register(thread);
    for (const [key, threadId] of repeatedRequests) this.#repeated.set(key, threadId);
  }

  /** Deletes the threads whose retention policy fell due. */
  applyRetention(): void {
    const now = this.#context.now();
    for (const thread of this.#ageing) {
      if (now >= thread.createdOn + (thread.deleteThreadAfterDays ?? Infinity) * DAY_MS) this.#end(thread, undefined);
    }
  }

  #register(thread: ThreadRecord): void {
    this.#context.threads.set(thread.id, thread);
    this.#watchAge(thread);
    for (const userId of thread.participants.keys()) this.#context.noteJoined(userId, thread);
  }

  #watchAge(thread: ThreadRecord): void {
    const ages = thread.deleteThreadAfterDays !== undefined && thread.deletedOn === undefined;
    if (ages) this.#ageing.add(thread);
    else this.#ageing.delete(thread);
  }

  #changeTopic(thread: ThreadRecord, initiator: RawId, topic: string): number {
    thread.topic = topic;
    const message = thread.append({ type: 'topicUpdated', initiator, topic }, this.#context.now());
    thread.lastMessageOn = message.id;
    return message.version;
  }

  #end(thread: ThreadRecord, deletedBy: RawId | undefined): void {
    const now = this.#context.now();
    thread.deletedOn = now;
    this.#watchAge(thread);
    // Deleted messages and threads cannot be recovered, so nothing of them is kept.
    thread.messages.clear();
    thread.receipts.clear();
    this.#context.publish(
      {
        kind: 'threadDeleted',
        threadId: thread.id,
        version: String(thread.nextStamp(now)),
        deletedOn: toServiceDate(now),
        ...(deletedBy === undefined ? {} : { deletedBy }),
      },
      thread.recipients,
    );
    this.#context.changed();
  }
}

/** A new thread with its first two messages, which no store knows yet. */
export function createThreadRecord(creator: RawId, draft: NewThread, now: number): ThreadRecord {
  const { participants, ...seed } = draft;
  const thread = new ThreadRecord({ ...seed, id: createThreadId(), createdBy: creator, createdOn: now });
  const listed = participants.find(({ id }) => id === creator);
  const first = { ...(listed ?? { id: creator, metadata: {} }), shareHistoryTime: 0 };
  for (const participant of [first, ...participants.filter(({ id }) => id !== creator)]) {
    thread.participants.set(participant.id, participant);
  }
  // Seen on recorded traffic: a new thread holds these two messages, so users' messages begin at sequence 3.
  const everybody = [...thread.participants.values()].map((participant) => ({ ...participant }));
  thread.append({ type: 'participantAdded', initiator: creator, participants: everybody }, now);
  thread.append({ type: 'topicUpdated', initiator: creator, topic: thread.topic }, now);
  return thread;
}

function createThreadId(): string {
  return `19:acsV1_${randomBytes(33).toString('base64url')}1@thread.v2`;
}
