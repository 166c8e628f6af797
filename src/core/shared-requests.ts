import { isChatError } from './errors.js';
import type { ThreadId } from './model.js';
import type { RequestOperation } from './request-budgets.js';
import type { RequestPriority } from './request-job.js';
import type { RequestScheduler, ScheduledRequest } from './request-scheduler.js';

/** One request that several callers may share. */
export interface SharedRequest<Input, T> {
  readonly operation: RequestOperation;
  readonly threadId: ThreadId | undefined;
  /** Tells apart the requests of one operation and thread. One key always stands for the same types. */
  readonly key: string;
  /** What the request is made with; `merge` may change it until the request leaves. */
  readonly input: Input;
  readonly make: (input: Input) => Promise<T>;
  /** What one request for two callers is made with. Default: what the first one wanted. */
  readonly merge?: (waiting: Input, added: Input) => Input;
  /** Whether a caller may share a request that left before it asked, while nothing new was learnt since. */
  readonly joinsUnderWay: boolean;
}

interface Entry {
  input: unknown;
  /** When the request left; `undefined` while it waits for its turn. */
  leftAt: number | undefined;
  /** Something was learnt since the request left: its answer may be older than the next question. */
  isOutdated: boolean;
  request: ScheduledRequest<unknown> | undefined;
}

/** A request that is out for longer may be lost; nobody else should depend on it. */
const JOIN_WITHIN_MS = 1_000;

/** Lets equal requests share one: while it waits for its turn and, where that is safe, while it is under way. */
export class SharedRequests {
  readonly #scheduler: RequestScheduler;
  readonly #entries = new Map<ThreadId | undefined, Map<string, Entry>>();

  constructor(scheduler: RequestScheduler) {
    this.#scheduler = scheduler;
  }

  run<Input, T>(shared: SharedRequest<Input, T>, priority: RequestPriority): Promise<T> {
    const key = `${shared.operation} ${shared.key}`;
    const known = this.#entries.get(shared.threadId)?.get(key);
    if (!known?.request || !isJoinable(known, shared.joinsUnderWay)) return this.#start(shared, key, priority);
    if (shared.merge && known.leftAt === undefined) known.input = shared.merge(known.input as Input, shared.input);
    if (priority === 'foreground') known.request.promote();
    return known.request.result as Promise<T>;
  }

  /** Something was learnt about the thread, or about any: later callers share no request that has left already. */
  noteNews(threadId: ThreadId | undefined): void {
    const groups = threadId === undefined ? this.#entries.values() : [this.#entries.get(threadId)];
    for (const group of groups) {
      for (const entry of group?.values() ?? []) entry.isOutdated ||= entry.leftAt !== undefined;
    }
  }

  #start<Input, T>(shared: SharedRequest<Input, T>, key: string, priority: RequestPriority): Promise<T> {
    const { operation, threadId } = shared;
    const entry: Entry = { input: shared.input, leftAt: undefined, isOutdated: false, request: undefined };
    const group = this.#entries.get(threadId) ?? new Map<string, Entry>();
    this.#entries.set(threadId, group.set(key, entry));
    const request = this.#scheduler.submit(operation, threadId, priority, () => makeRequest(shared, entry));
    entry.request = request;
    const finish = (): void => {
      this.#forget(threadId, key, entry);
      this.noteNews(threadId);
    };
    // Attached first, so that a caller who asks again because of the answer finds this request gone.
    request.result.then(finish, finish);
    return request.result;
  }

  #forget(threadId: ThreadId | undefined, key: string, entry: Entry): void {
    const group = this.#entries.get(threadId);
    if (group?.get(key) !== entry) return;
    group.delete(key);
    if (group.size === 0) this.#entries.delete(threadId);
  }
}

async function makeRequest<Input, T>(shared: SharedRequest<Input, T>, entry: Entry): Promise<T> {
  entry.leftAt = Date.now();
  entry.isOutdated = false;
  try {
    return await shared.make(entry.input as Input);
  } catch (error) {
    // Refused means not executed: it waits again, so its answer will be news to everybody.
    if (isChatError(error, 'rate-limited')) entry.leftAt = undefined;
    throw error;
  }
}

function isJoinable({ leftAt, isOutdated }: Entry, joinsUnderWay: boolean): boolean {
  if (leftAt === undefined) return true;
  return joinsUnderWay && !isOutdated && Date.now() - leftAt <= JOIN_WITHIN_MS;
}
