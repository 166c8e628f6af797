import type { MessageId, MessageRecord, Metadata, SystemChange, UserId } from '../../src/core/model.js';
import type { MessageDraft, Page } from '../../src/core/ports.js';

/** Gives ever larger times, in milliseconds: the only clock of a fake service, so that runs repeat exactly. */
export type Tick = () => number;

export function countingTick(start = 1_000, stepMs = 1): Tick {
  let now = start;
  return () => (now += stepMs);
}

/** The messages of one thread, kept the way the service keeps them: tombstones, versions, one sequence for all kinds. */
export class FakeThreadHistory {
  readonly #records = new Map<MessageId, MessageRecord>();

  constructor(private readonly tick: Tick) {}

  get records(): MessageRecord[] {
    return [...this.#records.values()];
  }

  get userMessages(): MessageRecord[] {
    return this.records.filter((record) => record.kind !== 'system');
  }

  get newest(): MessageRecord | undefined {
    return this.records.at(-1);
  }

  get(id: MessageId): MessageRecord | undefined {
    return this.#records.get(id);
  }

  send(senderId: UserId, draft: MessageDraft): MessageRecord {
    const { text, metadata, senderDisplayName = '' } = draft;
    return this.#append({ kind: 'text', senderId, senderDisplayName, text, metadata });
  }

  addSystem(system: SystemChange): MessageRecord {
    return this.#append({ kind: 'system', senderDisplayName: '', text: '', metadata: {}, system });
  }

  edit(id: MessageId, patch: { text?: string; metadata?: Metadata }): MessageRecord {
    const now = this.tick();
    return this.#replace(id, { ...patch, version: String(now), editedOn: new Date(now) });
  }

  remove(id: MessageId): MessageRecord {
    const now = this.tick();
    return this.#replace(id, {
      version: String(now),
      text: '',
      metadata: {},
      editedOn: undefined,
      deletedOn: new Date(now),
    });
  }

  /**
   * Newest version first. A cursor, like the service's: what changes while somebody reads on moves to the top and is
   * missing further down.
   */
  page(size: number, after?: MessageRecord): { items: MessageRecord[]; next: MessageRecord | undefined } {
    const sorted = this.records.sort(byVersionDescending);
    const rest = after ? sorted.filter((record) => byVersionDescending(after, record) < 0) : sorted;
    const items = rest.slice(0, size);
    return { items, next: rest.length > size ? items.at(-1) : undefined };
  }

  #append(content: Omit<MessageRecord, 'id' | 'version' | 'sequence' | 'createdOn'>): MessageRecord {
    const now = this.tick();
    const sequence = this.#records.size + 1;
    const record = { ...content, id: String(now), version: String(now), sequence, createdOn: new Date(now) };
    this.#records.set(record.id, record);
    return record;
  }

  #replace(id: MessageId, change: Partial<MessageRecord>): MessageRecord {
    const before = this.#records.get(id);
    if (!before) throw new Error(`no message ${id} in this history`);
    const record = { ...before, ...change };
    this.#records.set(id, record);
    return record;
  }
}

/** What a real-time event carries: everything but the sequence. */
export function withoutSequence(record: MessageRecord): MessageRecord {
  const { sequence: _, ...rest } = record;
  return rest;
}

/** Pages of a history as a backend gives them, each by one request. */
export async function loadHistoryPage(
  history: () => FakeThreadHistory,
  size: number,
  request: <T>(commit: () => T) => Promise<T>,
  after?: MessageRecord,
): Promise<Page<MessageRecord>> {
  const { items, next } = await request(() => history().page(size, after));
  return next ? { items, loadNext: () => loadHistoryPage(history, size, request, next) } : { items };
}

const byVersionDescending = (a: MessageRecord, b: MessageRecord): number =>
  Number(b.version) - Number(a.version) || Number(b.id) - Number(a.id);
