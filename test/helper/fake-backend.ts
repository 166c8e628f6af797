import { ChatError, type ChatErrorCode } from '../../src/core/errors.js';
import type {
  MemberRecord,
  MessageId,
  MessageRecord,
  Metadata,
  ReceiptRecord,
  ThreadId,
  ThreadRecord,
  ThreadSummary,
  UserId,
} from '../../src/core/model.js';
import type { ChatBackend, MemberDraft, MessageDraft, Page, ThreadDraft } from '../../src/core/ports.js';
import type { FakeChatService } from './fake-chat-service.js';
import { type FakeThreadHistory, loadHistoryPage } from './fake-thread-history.js';

export type Operation = Exclude<keyof ChatBackend, 'userId'>;
/** Before the service does what it is asked, or after it has, so that only the answer is lost. */
export type Moment = 'before commit' | 'after commit';

export interface FakeRequest {
  readonly operation: Operation;
  readonly threadId: ThreadId | undefined;
}

interface FaultOptions {
  readonly moment?: Moment;
  readonly times?: number;
}

interface Fault {
  readonly operation: Operation;
  readonly moment: Moment;
  readonly meet: () => Promise<void>;
  times: number;
}

/** The service as one user sees it. Counts its requests; the test decides which fail or take their time. */
export class FakeBackend implements ChatBackend {
  readonly requests: FakeRequest[] = [];
  readonly #faults: Fault[] = [];

  constructor(
    readonly userId: UserId,
    private readonly service: FakeChatService,
  ) {}

  /** How many requests were made, of one operation or of all. */
  count(operation?: Operation, threadId?: ThreadId): number {
    return this.requests.filter(
      (request) =>
        (operation === undefined || request.operation === operation) &&
        (threadId === undefined || request.threadId === threadId),
    ).length;
  }

  /** Forgets the requests made so far, and says how many they were. */
  resetCount(): number {
    return this.requests.splice(0).length;
  }

  fail(operation: Operation, code: ChatErrorCode, { moment = 'before commit', times = 1 }: FaultOptions = {}): void {
    const meet = (): Promise<void> => Promise.reject(new ChatError(code, `unable to ${operation}; the test says so`));
    this.#faults.push({ operation, moment, meet, times });
  }

  /** Keeps requests waiting until the returned function is called. */
  hold(operation: Operation, { moment = 'before commit', times = Infinity }: FaultOptions = {}): () => void {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const fault: Fault = { operation, moment, meet: () => gate, times };
    this.#faults.push(fault);
    return () => {
      fault.times = 0;
      open();
    };
  }

  listThreads(): Promise<Page<ThreadSummary>> {
    return this.#pages('listThreads', undefined, () => this.service.threadsOf(this.userId));
  }

  getThread(threadId: ThreadId): Promise<ThreadRecord> {
    return this.#request('getThread', threadId, () => this.service.threadFor(this.userId, threadId).record);
  }

  createThread(draft: ThreadDraft): Promise<ThreadRecord> {
    return this.#request('createThread', undefined, () => this.service.createThread(this.userId, draft).record);
  }

  updateThread(threadId: ThreadId, patch: { topic?: string; metadata?: Metadata }): Promise<void> {
    return this.#request('updateThread', threadId, () => this.service.threadFor(this.userId, threadId).update(patch));
  }

  deleteThread(threadId: ThreadId): Promise<void> {
    return this.#request('deleteThread', threadId, () => this.service.deleteThread(this.userId, threadId));
  }

  listMessages(threadId: ThreadId, pageSize: number): Promise<Page<MessageRecord>> {
    if (!(pageSize >= 1 && pageSize <= 200)) throw new RangeError(`unable to list messages; page size ${pageSize}`);
    const history = (): FakeThreadHistory => this.service.threadFor(this.userId, threadId).history;
    return loadHistoryPage(history, pageSize, (commit) => this.#request('listMessages', threadId, commit));
  }

  getMessage(threadId: ThreadId, messageId: MessageId): Promise<MessageRecord> {
    return this.#request('getMessage', threadId, () =>
      this.service.threadFor(this.userId, threadId).message(messageId),
    );
  }

  sendMessage(threadId: ThreadId, draft: MessageDraft): Promise<{ readonly id: MessageId }> {
    return this.#request('sendMessage', threadId, () => {
      const { id } = this.service.threadFor(this.userId, threadId).send(this.userId, draft);
      return { id };
    });
  }

  updateMessage(
    threadId: ThreadId,
    messageId: MessageId,
    patch: { text?: string; metadata?: Metadata },
  ): Promise<void> {
    return this.#request('updateMessage', threadId, () =>
      this.service.threadFor(this.userId, threadId).editMessage(this.userId, messageId, patch),
    );
  }

  deleteMessage(threadId: ThreadId, messageId: MessageId): Promise<void> {
    return this.#request('deleteMessage', threadId, () =>
      this.service.threadFor(this.userId, threadId).deleteMessage(this.userId, messageId),
    );
  }

  listMembers(threadId: ThreadId): Promise<Page<MemberRecord>> {
    return this.#pages('listMembers', threadId, () => this.service.threadFor(this.userId, threadId).members);
  }

  addMember(threadId: ThreadId, member: MemberDraft): Promise<void> {
    return this.#request('addMember', threadId, () => this.service.threadFor(this.userId, threadId).addMember(member));
  }

  removeMember(threadId: ThreadId, userId: UserId): Promise<void> {
    return this.#request('removeMember', threadId, () =>
      this.service.threadFor(this.userId, threadId).removeMember(userId),
    );
  }

  sendTyping(threadId: ThreadId): Promise<void> {
    return this.#request('sendTyping', threadId, () => this.service.threadFor(this.userId, threadId).type(this.userId));
  }

  listReceipts(threadId: ThreadId): Promise<Page<ReceiptRecord>> {
    return this.#pages('listReceipts', threadId, () => this.service.threadFor(this.userId, threadId).receipts);
  }

  sendReceipt(threadId: ThreadId, messageId: MessageId): Promise<void> {
    return this.#request('sendReceipt', threadId, () =>
      this.service.threadFor(this.userId, threadId).read(this.userId, messageId),
    );
  }

  /** Pages by offset, over the list as it is when each page is asked for. */
  async #pages<T>(
    operation: Operation,
    threadId: ThreadId | undefined,
    list: () => readonly T[],
    from = 0,
  ): Promise<Page<T>> {
    const to = from + this.service.pageSize;
    const all = await this.#request(operation, threadId, list);
    const items = all.slice(from, to);
    return all.length > to ? { items, loadNext: () => this.#pages(operation, threadId, list, to) } : { items };
  }

  async #request<T>(operation: Operation, threadId: ThreadId | undefined, commit: () => T): Promise<T> {
    this.requests.push({ operation, threadId });
    await this.#meetFaults(operation, 'before commit');
    const result = commit();
    await this.#meetFaults(operation, 'after commit');
    return result;
  }

  async #meetFaults(operation: Operation, moment: Moment): Promise<void> {
    // Also without a fault the answer comes later, never inside the call.
    await Promise.resolve();
    for (const fault of this.#faults) {
      if (fault.operation !== operation || fault.moment !== moment || fault.times === 0) continue;
      fault.times--;
      await fault.meet();
    }
  }
}
