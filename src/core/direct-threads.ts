import { isChatError } from './errors.js';
import { compareIds, type ThreadId, type UserId } from './model.js';
import { collectPages } from './pages.js';
import type { ChatSession } from './session.js';
import type { Thread } from './thread.js';
import { DIRECT_TOPIC } from './thread-codec.js';
import { writeDocument } from './wire-document.js';

/** The topic that the thread of two users has, whoever of them creates it. */
export function directTopic(a: UserId, b: UserId): string {
  return DIRECT_TOPIC + [...new Set([a, b])].sort().join(',');
}

/** The users that a topic names; `undefined` when it is another one. */
function usersIn(topic: string): readonly UserId[] | undefined {
  return topic.startsWith(DIRECT_TOPIC) ? topic.slice(DIRECT_TOPIC.length).split(',') : undefined;
}

export interface DirectThreadsOptions {
  /** What other clients show for the own user. */
  readonly ownName?: (() => string | undefined) | undefined;
  /** Finds or creates the thread somewhere that can do it for both at once. Default: this client creates it. */
  readonly open?: ((peerId: UserId) => Promise<ThreadId>) | undefined;
}

/**
 * The threads of two. There should be one for each pair, but nothing in the service keeps two users who begin at the same
 * moment from creating one each. Then both threads are the conversation: everybody reads both and writes to the older one.
 */
export class DirectThreads {
  readonly #opening = new Map<UserId, Promise<Thread>>();
  /** Whose threads are all known: those that begin later are announced. */
  readonly #lookedFor = new Set<UserId>();

  constructor(
    private readonly session: ChatSession,
    private readonly options: DirectThreadsOptions = {},
  ) {}

  /**
   * Who is at the other end; oneself in a thread of one's own. `undefined` when it is no thread of two: by its topic,
   * which any member can write, or because somebody else is in it, as far as its members are known.
   */
  peerOf(thread: Thread): UserId | undefined {
    const users = usersIn(thread.properties.topic);
    const own = this.session.userId;
    if (!users?.includes(own) || users.length > 2) return undefined;
    if (thread.members.list.some(({ userId }) => !users.includes(userId))) return undefined;
    return users.find((userId) => userId !== own) ?? own;
  }

  /** The known threads with somebody, the one to write to first. */
  with(peerId: UserId): Thread[] {
    return this.session.threads.filter((thread) => this.peerOf(thread) === peerId).sort(byAge);
  }

  /** As {@link with}, also those that wait to be loaded. Creates none. @throws ChatError when they cannot be listed */
  async find(peerId: UserId): Promise<Thread[]> {
    if (!this.#lookedFor.has(peerId)) await this.#lookFor(peerId);
    return this.with(peerId);
  }

  /**
   * The thread to write to: found, or created. Somebody who has left it is added again. Calls at the same time share it.
   * @throws ChatError `forbidden` when the token does not allow creating threads, …
   */
  open(peerId: UserId): Promise<Thread> {
    const opening = this.#opening.get(peerId) ?? this.#open(peerId).finally(() => this.#opening.delete(peerId));
    this.#opening.set(peerId, opening);
    return opening;
  }

  async #open(peerId: UserId): Promise<Thread> {
    if (this.with(peerId).length === 0) await this.#lookFor(peerId);
    for (const thread of this.with(peerId)) if (await this.#isUsable(thread, peerId)) return thread;
    return this.#create(peerId);
  }

  /** Threads may wait to be loaded, or be so new that nothing was heard of them: the list tells them by their topic. */
  async #lookFor(peerId: UserId): Promise<void> {
    const topic = directTopic(this.session.userId, peerId);
    const listed = await collectPages(() => this.session.backend.listThreads());
    const found = listed.filter((summary) => summary.topic === topic && !summary.deletedOn);
    await Promise.all(found.map(({ id }) => this.session.findThread(id).catch(ignoreGone)));
    this.#lookedFor.add(peerId);
  }

  /** Whether nobody else listens. What a topic says counts for nothing here. */
  async #isUsable(thread: Thread, peerId: UserId): Promise<boolean> {
    try {
      await thread.loadMembers();
      if (this.peerOf(thread) !== peerId) return false;
      if (!thread.members.get(peerId)) await this.session.addMember(thread, { userId: peerId, metadata: {} });
      return true;
    } catch (error) {
      ignoreGone(error);
      return false;
    }
  }

  async #create(peerId: UserId): Promise<Thread> {
    if (this.options.open) return this.session.findThread(await this.options.open(peerId));
    const own = this.session.userId;
    return this.session.createThread({
      topic: directTopic(own, peerId),
      // Nobody has given it a name.
      metadata: writeDocument({ name: null }),
      memberIds: peerId === own ? [] : [peerId],
      creatorName: this.options.ownName?.(),
    });
  }
}

/** Both ends have to come to the same order. */
function byAge(a: Thread, b: Thread): number {
  return (a.createdOn?.getTime() ?? 0) - (b.createdOn?.getTime() ?? 0) || compareIds(a.id, b.id);
}

/** @throws any other error */
function ignoreGone(error: unknown): void {
  if (!isChatError(error, 'not-found') && !isChatError(error, 'forbidden')) throw error;
}
