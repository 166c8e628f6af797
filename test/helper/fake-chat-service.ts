import { ChatError } from '../../src/core/errors.js';
import type { ThreadId, ThreadSummary, UserId } from '../../src/core/model.js';
import type { ThreadDraft } from '../../src/core/ports.js';
import { FakeBackend } from './fake-backend.js';
import { FakeThread } from './fake-thread.js';
import { countingTick, type Tick } from './fake-thread-history.js';
import { FakeTransport } from './fake-transport.js';

export interface FakeUser {
  readonly backend: FakeBackend;
  readonly transport: FakeTransport;
}

export interface FakeChatServiceOptions {
  /** Gives ever larger times in milliseconds; ids are made of them. Default: a second apart. */
  readonly tick?: Tick;
  /** Of threads, members and receipts; for messages the caller chooses. */
  readonly pageSize?: number;
}

/**
 * A chat service in memory, for tests of everything above the ports. It keeps the service's manners: lists by version,
 * tombstones, system messages that take sequences, no sequences in events, no events for what happens while nobody
 * listens. Each call of a user's backend is one request.
 */
export class FakeChatService {
  readonly pageSize: number;
  readonly #tick: Tick;
  readonly #users = new Map<UserId, FakeUser>();
  readonly #threads = new Map<ThreadId, FakeThread>();
  #created = 0;

  constructor({ tick = countingTick(1_000_000, 1_000), pageSize = 100 }: FakeChatServiceOptions = {}) {
    this.#tick = tick;
    this.pageSize = pageSize;
  }

  user(userId: UserId, kind: 'push' | 'polling' = 'push'): FakeUser {
    const known = this.#users.get(userId);
    if (known) return known;
    const user = { backend: new FakeBackend(userId, this), transport: new FakeTransport(kind) };
    this.#users.set(userId, user);
    return user;
  }

  createThread(creator: UserId, draft: ThreadDraft): FakeThread {
    const id = `thread-${++this.#created}`;
    const thread = new FakeThread(id, creator, draft, this.#tick, (userIds, event) => {
      for (const userId of userIds) this.#users.get(userId)?.transport.push(event);
    });
    this.#threads.set(id, thread);
    return thread;
  }

  deleteThread(userId: UserId, id: ThreadId): void {
    const thread = this.threadFor(userId, id);
    this.#threads.delete(id);
    thread.tellDeleted();
  }

  /** As the service itself sees it. */
  thread(id: ThreadId): FakeThread {
    const thread = this.#threads.get(id);
    if (!thread) throw new ChatError('not-found', 'unable to find the thread; it does not exist', { status: 404 });
    return thread;
  }

  /** @throws ChatError `not-found`, or `forbidden` when the user is not a member */
  threadFor(userId: UserId, id: ThreadId): FakeThread {
    const thread = this.thread(id);
    if (thread.hasMember(userId)) return thread;
    throw new ChatError('forbidden', 'unable to use the thread; you are not in it', { status: 403 });
  }

  /** Most recently active first. */
  threadsOf(userId: UserId): ThreadSummary[] {
    return [...this.#threads.values()]
      .filter((thread) => thread.hasMember(userId))
      .sort((a, b) => Number(b.history.newest?.id) - Number(a.history.newest?.id))
      .map((thread) => thread.summary);
  }
}
