import { compareIds, type MessageRecord } from './model.js';
import type { ChatSession } from './session.js';
import type { Thread } from './thread.js';

/** A message, and where it is. */
export interface HistoryItem {
  readonly thread: Thread;
  readonly record: MessageRecord;
}

export interface HistoryPage {
  /** Newest first. */
  readonly items: readonly HistoryItem[];
  /** Whether nothing older is left: exactly, not only that this page is not full. */
  readonly isWhole: boolean;
}

export interface HistoryReaderOptions {
  /** Whether to read what the service says in the thread, such as who came, too. Default: what users wrote. */
  readonly withSystem?: boolean;
  /** What to read. Default: everything. */
  readonly keep?: (item: HistoryItem) => boolean;
}

/**
 * Reads threads backwards as one history, from the newest message at the first look to the oldest. What arrives meanwhile
 * does not shift the pages; what is deleted meanwhile is left out. Later changes of the messages given are announced.
 */
export class HistoryReader {
  readonly #threads: readonly Thread[];
  readonly #withSystem: boolean;
  readonly #isIncluded: (item: HistoryItem) => boolean;
  /** The last message given, per thread: what follows is older. */
  readonly #above = new Map<Thread, MessageRecord>();
  #isFresh = false;

  constructor(
    private readonly session: ChatSession,
    threads: readonly Thread[],
    { withSystem = false, keep = () => true }: HistoryReaderOptions = {},
  ) {
    this.#threads = threads;
    this.#withSystem = withSystem;
    this.#isIncluded = (item) => (withSystem || item.record.kind !== 'system') && keep(item);
  }

  /** The next older messages. @param count at most so many @throws ChatError: the same messages again next time */
  async read(count: number): Promise<HistoryPage> {
    if (!this.#isFresh) await Promise.all(this.#threads.map((thread) => this.#freshen(thread)));
    this.#isFresh = true;
    // One more tells whether anything is left.
    const known = await Promise.all(this.#threads.map((thread) => this.#older(thread, count + 1)));
    const all = known.flat().sort(newestFirst);
    const items = all.slice(0, count);
    for (const { thread, record } of items) this.#above.set(thread, record);
    await this.#handOut(items);
    return { items, isWhole: all.length <= count };
  }

  async #freshen(thread: Thread): Promise<void> {
    await this.session.freshen(thread);
    if (this.#withSystem && lacksChanges(thread)) await thread.walk('foreground');
  }

  /** The newest of what is known for certain and was not given yet; loads as many pages as that takes. */
  async #older(thread: Thread, count: number): Promise<HistoryItem[]> {
    for (;;) {
      const above = this.#above.get(thread);
      const records = [...thread.timeline.messages.map(({ record }) => record), ...thread.members.changes.values()];
      const found = records
        // Something older may still be missing from between those further down.
        .filter(({ id }) => thread.timeline.covers(id) && (!above || compareIds(id, above.id) < 0))
        .map((record) => ({ thread, record }))
        .filter(this.#isIncluded)
        .sort(newestFirst);
      if (found.length >= count || thread.timeline.reachedStart) return found.slice(0, count);
      await thread.loadOlder();
    }
  }

  async #handOut(items: readonly HistoryItem[]): Promise<void> {
    for (const thread of this.#threads) {
      const records = items.filter((item) => item.thread === thread && item.record.kind !== 'system');
      thread.handOut(records.flatMap(({ record: { id } }) => thread.timeline.get(id) ?? []));
    }
    const names = items.map(({ record }) => record.senderId).filter((userId) => userId !== undefined);
    await this.session.directory.prepare([...new Set(names)]);
  }
}

/**
 * Whether the service has said something in the thread that is not known here: at the creation, which whoever creates it
 * need not read, or about the topic, which events tell without an id.
 */
function lacksChanges({ createdBy, members, properties, timeline }: Thread): boolean {
  const changes = [...members.changes.values()].sort((a, b) => compareIds(a.id, b.id)).map(({ system }) => system);
  const hasBeginning = changes.some(
    (change) => change?.type === 'membersAdded' && change.members.some(({ userId }) => userId === createdBy),
  );
  const topic = changes.findLast((change) => change?.type === 'topicChanged')?.topic;
  return (timeline.reachedStart && !hasBeginning) || (properties.changedOn !== undefined && topic !== properties.topic);
}

/** Ids are times, and so in order across threads, too. */
const newestFirst = ({ record: a }: HistoryItem, { record: b }: HistoryItem): number => compareIds(b.id, a.id);
