import { ChatError } from './errors.js';
import type { HeldEvents } from './held-events.js';
import type { ThreadId, ThreadRecord } from './model.js';
import type { RequestPriority } from './request-job.js';
import type { ThreadContext, ThreadOrigin } from './thread-context.js';
import { Thread } from './thread.js';

interface ThreadRegistryOptions {
  readonly context: Omit<ThreadContext, 'handleGone'>;
  /** May wait for a thread to become known. */
  readonly held: HeldEvents;
  /** A thread could not be loaded, and is missing now. */
  readonly noteGap: (error: unknown) => void;
}

/** The threads of one user: takes them up, and drops those that are gone. */
export class ThreadRegistry {
  readonly #options: ThreadRegistryOptions;
  readonly #context: ThreadContext;
  readonly #threads = new Map<ThreadId, Thread>();
  /** Threads that could not be loaded so far, and what they are when they can. */
  readonly #unloaded = new Map<ThreadId, ThreadOrigin>();

  constructor(options: ThreadRegistryOptions) {
    this.#options = options;
    this.#context = { ...options.context, handleGone: (thread) => this.remove(thread) };
  }

  /** Those being loaded included. */
  get all(): Thread[] {
    return [...this.#threads.values()];
  }

  /** Those that have been announced. */
  get ready(): Thread[] {
    return this.all.filter((thread) => thread.isReady);
  }

  /** @returns the thread, also while it is being loaded */
  get(id: ThreadId): Thread | undefined {
    return this.#threads.get(id);
  }

  getReady(id: ThreadId): Thread | undefined {
    const thread = this.#threads.get(id);
    return thread?.isReady ? thread : undefined;
  }

  /** Whether loading this thread has failed, and nothing has loaded it since. */
  isUnloaded(id: ThreadId): boolean {
    return this.#unloaded.has(id);
  }

  /** The thread, loaded ahead of others that still wait. @throws ChatError `not-found` or `forbidden` */
  async find(id: ThreadId): Promise<Thread> {
    const known = this.#threads.get(id);
    if (known) await known.hurry();
    // One that is not in the list, once that was read, came later.
    else await this.#discover(id, this.#options.held.isHolding ? 'existing' : 'news', 'foreground');
    const thread = this.getReady(id);
    if (!thread)
      throw new ChatError('not-found', 'unable to get the thread; it does not exist any more', { status: 404 });
    return thread;
  }

  /** Loads and announces a thread. Never rejects: a failure is a gap, to be looked for later. */
  async load(id: ThreadId, origin: ThreadOrigin, priority: RequestPriority): Promise<void> {
    try {
      await this.#discover(id, origin, priority);
    } catch (error) {
      // What it was at first it still is when it can be loaded.
      if (!this.#unloaded.has(id)) this.#unloaded.set(id, origin);
      this.#options.noteGap(error);
    }
  }

  async #discover(id: ThreadId, origin: ThreadOrigin, priority: RequestPriority): Promise<void> {
    const thread = this.add(id);
    const begun = thread.begin(this.#unloaded.get(id) ?? origin, priority);
    this.#options.held.deliver(origin);
    try {
      await begun;
      this.#unloaded.delete(id);
    } catch (error) {
      if (this.#threads.get(id) === thread) this.#threads.delete(id);
      thread.close();
      throw error;
    }
  }

  /** Makes a thread known; whoever calls this begins it. */
  add(id: ThreadId): Thread {
    const thread = new Thread(id, this.#context);
    this.#threads.set(id, thread);
    return thread;
  }

  /** Announces a thread that is not mine, and that nothing reaches until it is. */
  peek(record: ThreadRecord): Thread {
    const thread = new Thread(record.id, this.#context);
    thread.beginPeeked(record);
    return thread;
  }

  remove(thread: Thread): void {
    if (thread.isGone || this.#threads.get(thread.id) !== thread) return;
    this.#threads.delete(thread.id);
    const wasReady = thread.isReady;
    thread.close();
    if (wasReady) this.#context.emit('threadRemoved', { thread });
  }

  /** The threads say nothing any more. @param reason what later calls reject with */
  close(reason: () => ChatError): void {
    for (const thread of this.#threads.values()) thread.close(reason);
  }
}
