import type { ChatClient, ChatThreadClient } from '@azure/communication-chat';
import type { ThreadId } from '../core/index.js';

/** Each thread client carries a request pipeline of its own, of 6 kB: too costly for every message, or every thread. */
const CAPACITY = 16;

/** The thread clients used last. */
export class ThreadClientCache {
  readonly #client: ChatClient;
  readonly #byId = new Map<ThreadId, ChatThreadClient>();

  constructor(client: ChatClient) {
    this.#client = client;
  }

  get(threadId: ThreadId): ChatThreadClient {
    const threadClient = this.#byId.get(threadId) ?? this.#client.getChatThreadClient(threadId);
    // A Map keeps the order of insertion: the first key is the one not used for longest.
    this.#byId.delete(threadId);
    this.#byId.set(threadId, threadClient);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > CAPACITY && oldest !== undefined) this.#byId.delete(oldest);
    return threadClient;
  }
}
