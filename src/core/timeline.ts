import { IndexAllocator } from './index-allocator.js';
import { compareIds, type MessageId, type MessageRecord, type Version } from './model.js';
import { OrderedList } from './ordered-list.js';

/** A user message as this client knows it. */
export interface TimelineEntry {
  readonly record: MessageRecord;
  readonly index: number;
}

/** What a change means to somebody who watches the thread. Nothing but these may become message events. */
export type Transition =
  | { readonly type: 'added'; readonly entry: TimelineEntry }
  | { readonly type: 'updated'; readonly entry: TimelineEntry; readonly previous: MessageRecord }
  | { readonly type: 'removed'; readonly entry: TimelineEntry };

interface Slot {
  record: MessageRecord;
  /** Absent while the message lies below everything known without gaps. */
  index: number | undefined;
  /** Announced by `added`, or handed out in a page: only then do later changes concern anybody. */
  isTold: boolean;
  /** Sent after the first page was read, as opposed to loaded from further down. */
  readonly isNews: boolean;
}

/**
 * The replicated history of one thread: a set of messages, the newest version of each winning. Fed by real-time events,
 * pages, polls and one's own changes, in any order and any number of times; it says what each of them changes, once.
 *
 * Pure: no time, no I/O. Lists of the service come newest version first, so after reading one down to version v every
 * message with an id of v or more is known (a version is never smaller than its id). That bound is {@link floor}.
 */
export class Timeline {
  readonly #slots = new Map<MessageId, Slot>();
  readonly #allocator = new IndexAllocator();
  /** User messages within what is known without gaps, by index. */
  readonly #ordered = new OrderedList<Slot, number>((slot, index) => (slot.index ?? 0) - index);
  readonly #unplaced = new Set<Slot>();
  #floor: Version | undefined;
  #reachedStart = false;
  #liveAfter: MessageId | undefined;
  #watermark: Version | undefined;

  /** Every message with an id of this or more is known; `undefined` before the first page. */
  get floor(): Version | undefined {
    return this.#floor;
  }

  /** Whether the oldest message of the thread is known, and with it all of them. */
  get reachedStart(): boolean {
    return this.#reachedStart;
  }

  /** The newest version up to which no change can have been missed; a repair walks down to here. */
  get watermark(): Version | undefined {
    return this.#watermark;
  }

  /**
   * Whether this message would be known if it existed. Strictly above the floor: an edit and another message may share
   * a time, and the one further down in the list is not read yet.
   */
  covers(id: MessageId): boolean {
    return this.#reachedStart || (this.#floor !== undefined && compareIds(id, this.#floor) > 0);
  }

  /**
   * Begins with the first page of the thread; whatever is covered by it but not in it came later.
   * @param page newest version first, as listed
   * @param isWhole whether there are no older pages
   * @param liveAfter messages newer than this are announced, also those in this page; default: none of this page
   */
  begin(page: readonly MessageRecord[], isWhole: boolean, liveAfter?: MessageId): Transition[] {
    this.#liveAfter ??= liveAfter;
    return this.#applyRun(page, isWhole, newestVersion(page, '0'));
  }

  /**
   * A run of the list from its top to below {@link watermark}, or to the oldest message.
   * @param records newest version first
   */
  applyWalk(records: readonly MessageRecord[], isWhole: boolean): Transition[] {
    return this.#applyRun(records, isWhole, newestVersion(records, this.#watermark ?? '0'));
  }

  /** The next older page of a run that began at the top: extends what is known without gaps downward. */
  applyOlder(records: readonly MessageRecord[], isWhole: boolean): Transition[] {
    return this.#applyRun(records, isWhole, this.#watermark);
  }

  /** One message from a real-time event, a lookup, or one's own change. */
  apply(record: MessageRecord): Transition[] {
    const transition = this.#take(record);
    const slot = this.#slots.get(record.id);
    if (slot && this.#unplaced.has(slot) && this.#isCovered(slot)) this.#place(slot);
    return transition ? [transition] : [];
  }

  /** A message from somewhere down the history, looked up by itself: it gets its index before its neighbours do. */
  applyAlone(record: MessageRecord): Transition[] {
    const transitions = this.apply(record);
    const slot = this.#slots.get(record.id);
    if (slot) this.#number(slot);
    return transitions;
  }

  get(id: MessageId): TimelineEntry | undefined {
    return entryOf(this.#slots.get(id));
  }

  /** The index that a message has or, seen for the first time by its own sender, gets. */
  indexOf(id: MessageId): number {
    return this.#slots.get(id)?.index ?? this.#allocator.place(id, undefined);
  }

  /** Whether no message has a place yet, deleted or not. */
  get isEmpty(): boolean {
    return this.#ordered.length === 0;
  }

  /** Messages that are not deleted, ascending by index. */
  get messages(): TimelineEntry[] {
    return this.from(-Infinity, Infinity);
  }

  /** The index of a message or, if it is not a user's message, of the newest user's message before it. */
  indexUpTo(id: MessageId): number | undefined {
    const exact = this.#slots.get(id)?.index;
    if (exact !== undefined) return exact;
    for (const slot of this.#ordered.downFrom(Infinity)) if (compareIds(slot.record.id, id) <= 0) return slot.index;
    return undefined;
  }

  get newest(): TimelineEntry | undefined {
    return this.upTo(Infinity, 1)[0];
  }

  /** Messages after an index that are not deleted. */
  countAfter(index: number): number {
    return this.from(index + 1, Infinity).length;
  }

  /** The newest `size` messages with an index of at most `anchor`, ascending. */
  upTo(anchor: number, size: number): TimelineEntry[] {
    return alive(this.#ordered.downFrom(this.#ordered.positionOf(anchor + 1)), size).reverse();
  }

  /** The oldest `size` messages with an index of at least `anchor`, ascending. */
  from(anchor: number, size: number): TimelineEntry[] {
    return alive(this.#ordered.upFrom(this.#ordered.positionOf(anchor)), size);
  }

  /** Marks messages as handed to the app: from now on their changes are told, their arrival is not. */
  markTold(ids: readonly MessageId[]): void {
    for (const id of ids) {
      const slot = this.#slots.get(id);
      if (slot) slot.isTold = true;
    }
  }

  #applyRun(run: readonly MessageRecord[], isWhole: boolean, watermark: Version | undefined): Transition[] {
    const isFirst = this.#floor === undefined;
    this.#lowerFloor(isWhole ? '0' : run.at(-1)?.version);
    this.#reachedStart ||= isWhole;
    this.#watermark = watermark;
    const transitions = newestOfEach(run)
      .map((record) => this.#take(record))
      .filter((transition) => transition !== undefined);
    this.#liveAfter ??= this.#floor;
    this.#placeCovered(isFirst && isWhole);
    return transitions;
  }

  #lowerFloor(version: Version | undefined): void {
    if (version === undefined) return;
    if (this.#floor === undefined || compareIds(version, this.#floor) < 0) this.#floor = version;
  }

  #take(record: MessageRecord): Transition | undefined {
    if (record.kind === 'system') return undefined;
    const slot = this.#slots.get(record.id);
    return slot ? this.#replace(slot, record) : this.#add(record);
  }

  #add(record: MessageRecord): Transition | undefined {
    const isNews = this.#liveAfter !== undefined && compareIds(record.id, this.#liveAfter) > 0;
    const isTold = isNews && record.deletedOn === undefined;
    const slot: Slot = { record, index: undefined, isTold, isNews };
    this.#slots.set(record.id, slot);
    this.#unplaced.add(slot);
    return isTold ? { type: 'added', entry: slot as TimelineEntry } : undefined;
  }

  #replace(slot: Slot, record: MessageRecord): Transition | undefined {
    const previous = slot.record;
    const sequence = previous.sequence ?? record.sequence;
    if (compareIds(record.version, previous.version) <= 0 || previous.deletedOn) {
      if (previous.sequence === undefined && sequence !== undefined) slot.record = { ...previous, sequence };
      return undefined;
    }
    slot.record = sequence === record.sequence ? record : { ...record, sequence };
    if (!slot.isTold) return undefined;
    if (record.deletedOn) return { type: 'removed', entry: slot as TimelineEntry };
    return { type: 'updated', entry: slot as TimelineEntry, previous };
  }

  #isCovered(slot: Slot): boolean {
    return this.#floor !== undefined && compareIds(slot.record.id, this.#floor) >= 0;
  }

  /** Gives an index to every message that has none and lies within what is known without gaps. */
  #placeCovered(isWholeThread: boolean): void {
    const covered = [...this.#unplaced].filter((slot) => this.#isCovered(slot)).sort(byId);
    if (isWholeThread) this.#allocator.numberFromStart(covered.map((slot) => slot.record.id));
    // Outward on both sides, so that each finds its neighbour numbered already.
    for (const slot of covered.filter(({ isNews }) => !isNews).reverse()) this.#place(slot);
    for (const slot of covered.filter(({ isNews }) => isNews)) this.#place(slot);
  }

  #place(slot: Slot): void {
    this.#unplaced.delete(slot);
    this.#ordered.insert(this.#number(slot), slot);
  }

  #number(slot: Slot): number {
    const { id, sequence } = slot.record;
    slot.index ??= slot.isNews ? this.#allocator.place(id, sequence) : this.#allocator.placeOlder(id, sequence);
    return slot.index;
  }
}

/** Each message once, oldest first, so that additions leave in the order of their ids. */
function newestOfEach(run: readonly MessageRecord[]): MessageRecord[] {
  const newest = new Map<MessageId, MessageRecord>();
  for (const record of run) {
    const other = newest.get(record.id);
    if (!other || compareIds(record.version, other.version) > 0) newest.set(record.id, record);
  }
  return [...newest.values()].sort((a, b) => compareIds(a.id, b.id));
}

function alive(slots: Iterable<Slot>, size: number): TimelineEntry[] {
  const found: TimelineEntry[] = [];
  for (const slot of slots) {
    if (found.length >= size) break;
    if (slot.record.deletedOn === undefined) found.push(slot as TimelineEntry);
  }
  return found;
}

const newestVersion = (records: readonly MessageRecord[], atLeast: Version): Version =>
  records.reduce((top, { version }) => (compareIds(version, top) > 0 ? version : top), atLeast);
const byId = (a: Slot, b: Slot): number => compareIds(a.record.id, b.record.id);
const entryOf = (slot: Slot | undefined): TimelineEntry | undefined =>
  slot?.index === undefined ? undefined : (slot as TimelineEntry);
