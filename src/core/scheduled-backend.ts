import type { CancelSignal } from './cancellation.js';
import {
  compareIds,
  type MemberRecord,
  type MessageId,
  type MessageRecord,
  type Metadata,
  type ReceiptRecord,
  type ThreadId,
  type ThreadRecord,
  type ThreadSummary,
  type UserId,
} from './model.js';
import type { ChatBackend, MemberDraft, MessageDraft, Page, ThreadDraft } from './ports.js';
import type { RequestOperation } from './request-budgets.js';
import type { RequestPriority } from './request-job.js';
import type { RequestScheduler } from './request-scheduler.js';
import { SharedRequests } from './shared-requests.js';

const newest = (a: MessageId, b: MessageId): MessageId => (compareIds(a, b) < 0 ? b : a);

/**
 * A backend whose requests keep to their budgets, the pages of lists included.
 *
 * Equal reads share a request while it waits for its turn. Reads of one thing (a thread, a message, members, receipts)
 * also share one that has just left, unless something was learnt about the thread since: by an answer, by an own change,
 * or by {@link noteNews}. Lists of messages and threads never do: a walk must see what happened up to its start.
 *
 * Read receipts that wait are merged to the newest per thread; all callers get its result.
 */
export class ScheduledBackend implements ChatBackend {
  readonly #backend: ChatBackend;
  readonly #scheduler: RequestScheduler;
  readonly #priority: RequestPriority;
  readonly #shared: SharedRequests;
  constructor(
    backend: ChatBackend,
    scheduler: RequestScheduler,
    priority: RequestPriority = 'foreground',
    /** @internal */
    shared = new SharedRequests(scheduler),
  ) {
    this.#backend = backend;
    this.#scheduler = scheduler;
    this.#priority = priority;
    this.#shared = shared;
  }

  get userId(): UserId {
    return this.#backend.userId;
  }

  /** The same backend, sharing requests with this one, for work of another priority. */
  withPriority(priority: RequestPriority): ScheduledBackend {
    return new ScheduledBackend(this.#backend, this.#scheduler, priority, this.#shared);
  }

  /**
   * To be called when news came by another way than an answer: an event about a thread, or (without a thread) a new
   * connection. Reads asked for from now on are not answered by requests that left before.
   */
  noteNews(threadId?: ThreadId): void {
    this.#shared.noteNews(threadId);
  }

  listThreads(): Promise<Page<ThreadSummary>> {
    return this.#list('listThreads', undefined, '', false, () => this.#backend.listThreads());
  }

  getThread(threadId: ThreadId): Promise<ThreadRecord> {
    return this.#read('getThread', threadId, '', true, () => this.#backend.getThread(threadId));
  }

  createThread(draft: ThreadDraft): Promise<ThreadRecord> {
    return this.#write('createThread', undefined, () => this.#backend.createThread(draft));
  }

  updateThread(threadId: ThreadId, patch: { topic?: string; metadata?: Metadata }): Promise<void> {
    return this.#write('updateThread', threadId, () => this.#backend.updateThread(threadId, patch));
  }

  deleteThread(threadId: ThreadId): Promise<void> {
    return this.#write('deleteThread', threadId, () => this.#backend.deleteThread(threadId));
  }

  listMessages(threadId: ThreadId, pageSize: number): Promise<Page<MessageRecord>> {
    const make = (): Promise<Page<MessageRecord>> => this.#backend.listMessages(threadId, pageSize);
    return this.#list('listMessages', threadId, String(pageSize), false, make);
  }

  getMessage(threadId: ThreadId, messageId: MessageId): Promise<MessageRecord> {
    return this.#read('getMessage', threadId, messageId, true, () => this.#backend.getMessage(threadId, messageId));
  }

  /** @param signal keeps the message from being sent as long as the request has not left: rejects with `cancelled` */
  sendMessage(threadId: ThreadId, draft: MessageDraft, signal?: CancelSignal): Promise<{ readonly id: MessageId }> {
    return this.#write('sendMessage', threadId, () => this.#backend.sendMessage(threadId, draft), signal);
  }

  updateMessage(
    threadId: ThreadId,
    messageId: MessageId,
    patch: { text?: string; metadata?: Metadata },
  ): Promise<void> {
    return this.#write('updateMessage', threadId, () => this.#backend.updateMessage(threadId, messageId, patch));
  }

  deleteMessage(threadId: ThreadId, messageId: MessageId): Promise<void> {
    return this.#write('deleteMessage', threadId, () => this.#backend.deleteMessage(threadId, messageId));
  }

  listMembers(threadId: ThreadId): Promise<Page<MemberRecord>> {
    return this.#list('listMembers', threadId, '', true, () => this.#backend.listMembers(threadId));
  }

  addMember(threadId: ThreadId, member: MemberDraft): Promise<void> {
    return this.#write('addMember', threadId, () => this.#backend.addMember(threadId, member));
  }

  removeMember(threadId: ThreadId, userId: UserId): Promise<void> {
    return this.#write('removeMember', threadId, () => this.#backend.removeMember(threadId, userId));
  }

  sendTyping(threadId: ThreadId): Promise<void> {
    return this.#scheduler.run('sendTyping', threadId, this.#priority, () => this.#backend.sendTyping(threadId));
  }

  listReceipts(threadId: ThreadId): Promise<Page<ReceiptRecord>> {
    return this.#list('listReceipts', threadId, '', true, () => this.#backend.listReceipts(threadId));
  }

  sendReceipt(threadId: ThreadId, messageId: MessageId): Promise<void> {
    const make = (id: MessageId): Promise<void> => this.#backend.sendReceipt(threadId, id);
    const shared = { operation: 'sendReceipt', threadId, key: '', input: messageId, make, merge: newest } as const;
    this.#shared.noteNews(threadId);
    return this.#shared.run({ ...shared, joinsUnderWay: false }, this.#priority);
  }

  #read<T>(
    operation: RequestOperation,
    threadId: ThreadId | undefined,
    key: string,
    joinsUnderWay: boolean,
    make: () => Promise<T>,
  ): Promise<T> {
    return this.#shared.run({ operation, threadId, key, input: undefined, make, joinsUnderWay }, this.#priority);
  }

  async #list<T>(
    operation: RequestOperation,
    threadId: ThreadId | undefined,
    key: string,
    joinsUnderWay: boolean,
    make: () => Promise<Page<T>>,
  ): Promise<Page<T>> {
    // A shared page is wrapped for each caller: the next page goes at the priority of the one who asks for it.
    return this.#wrapPage(await this.#read(operation, threadId, key, joinsUnderWay, make), operation, threadId);
  }

  #wrapPage<T>(page: Page<T>, operation: RequestOperation, threadId: ThreadId | undefined): Page<T> {
    const { items, loadNext } = page;
    if (!loadNext) return page;
    const loadNextScheduled = async (): Promise<Page<T>> => {
      const next = await this.#scheduler.run(operation, threadId, this.#priority, loadNext);
      return this.#wrapPage(next, operation, threadId);
    };
    return { items, loadNext: loadNextScheduled };
  }

  #write<T>(
    operation: RequestOperation,
    threadId: ThreadId | undefined,
    make: () => Promise<T>,
    signal?: CancelSignal,
  ): Promise<T> {
    const noteNews = (): void => {
      if (threadId !== undefined) this.#shared.noteNews(threadId);
    };
    noteNews();
    const result = this.#scheduler.run(operation, threadId, this.#priority, make, signal);
    result.then(noteNews, noteNews);
    return result;
  }
}
