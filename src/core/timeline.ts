import { IndexAllocator } from './index-allocator.js';
import { compareIds, type MessageId, type MessageRecord, type Version } from './model.js';

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
  /** User messages with an index, ascending by it. */
  readonly #ordered: Slot[] = [];
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
   * Begins with the first page of the thread.
   * @param page newest version first, as listed
   * @param isWhole whether there are no older pages
   * @param liveAfter messages newer than this are announced, also those in this page; default: none of this page
   */
  begin(page: readonly MessageRecord[], isWhole: boolean, liveAfter?: MessageId): Transition[] {
    const newest = page.reduce((top, record) => maxId(top, record.version), '0');
    this.#liveAfter ??= liveAfter ?? newest;
    return this.#applyRun(page, isWhole, newest);
  }

  /**
   * A run of the list from its top down to {@link watermark}, or to the oldest message.
   * @param records newest version first
   */
  applyWalk(records: readonly MessageRecord[], isWhole: boolean): Transition[] {
    const newest = records.reduce((top, record) => maxId(top, record.version), this.#watermark ?? '0');
    return this.#applyRun(records, isWhole, newest);
  }

  /** The next older page of a run that began at the top: extends what is known without gaps downward. */
  applyOlder(records: readonly MessageRecord[], isWhole: boolean): Transition[] {
    return this.#applyRun(records, isWhole, this.#watermark);
  }

  /** One message from a real-time event, a lookup, or one's own change. */
  apply(record: MessageRecord): Transition[] {
    const transition = this.#take(record);
    this.#placeCovered();
    return transition ? [transition] : [];
  }

  /** A message from somewhere down the history, looked up by itself: it gets its index before its neighbours do. */
  applyAlone(record: MessageRecord): void {
    this.#take(record);
    const slot = this.#slots.get(record.id);
    if (slot) slot.index ??= this.#allocator.place(record.id, slot.record.sequence);
    this.#placeCovered();
  }

  get(id: MessageId): TimelineEntry | undefined {
    return entryOf(this.#slots.get(id));
  }

  /** The index that a message has or, seen for the first time by its own sender, gets. */
  indexOf(id: MessageId): number {
    return this.#slots.get(id)?.index ?? this.#allocator.place(id, undefined);
  }

  /** Messages that are not deleted, ascending by index. */
  get messages(): TimelineEntry[] {
    return this.#ordered.filter(isAlive).map((slot) => slot as TimelineEntry);
  }

  /** The index of a message or, if it is not a user's message, of the newest user's message before it. */
  indexUpTo(id: MessageId): number | undefined {
    const exact = this.#slots.get(id)?.index;
    if (exact !== undefined) return exact;
    return this.#ordered.findLast((slot) => compareIds(slot.record.id, id) <= 0)?.index;
  }

  get newest(): TimelineEntry | undefined {
    return entryOf(this.#ordered.findLast(isAlive));
  }

  /** Messages after an index that are not deleted. */
  countAfter(index: number): number {
    return this.#ordered.reduce((count, slot) => count + (isAlive(slot) && (slot.index ?? -1) > index ? 1 : 0), 0);
  }

  /** The newest `size` messages with an index of at most `anchor`, ascending. */
  upTo(anchor: number, size: number): TimelineEntry[] {
    const found: TimelineEntry[] = [];
    for (let position = this.#ordered.length - 1; position >= 0 && found.length < size; position--) {
      const slot = this.#ordered[position];
      if (slot && isAlive(slot) && (slot.index ?? Infinity) <= anchor) found.unshift(slot as TimelineEntry);
    }
    return found;
  }

  /** The oldest `size` messages with an index of at least `anchor`, ascending. */
  from(anchor: number, size: number): TimelineEntry[] {
    const found: TimelineEntry[] = [];
    for (const slot of this.#ordered) {
      if (found.length >= size) break;
      if (isAlive(slot) && (slot.index ?? -Infinity) >= anchor) found.push(slot as TimelineEntry);
    }
    return found;
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
    // Oldest first, so that additions leave in the order of their ids.
    const ascending = [...run].sort((a, b) => compareIds(a.id, b.id));
    const transitions = ascending.map((record) => this.#take(record)).filter((transition) => transition !== undefined);
    if (isFirst && isWhole) this.#placeFromStart();
    this.#placeCovered();
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
    const slot: Slot = { record, index: undefined, isTold: false };
    this.#slots.set(record.id, slot);
    this.#unplaced.add(slot);
    const isNews = this.#liveAfter !== undefined && compareIds(record.id, this.#liveAfter) > 0;
    if (!isNews || record.deletedOn) return undefined;
    slot.isTold = true;
    return { type: 'added', entry: slot as TimelineEntry };
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

  #placeFromStart(): void {
    const ids = [...this.#unplaced].map((slot) => slot.record.id).sort(compareIds);
    this.#allocator.numberFromStart(ids);
  }

  /** Gives an index to every message that has none and lies within what is known without gaps. */
  #placeCovered(): void {
    const covered = [...this.#unplaced].filter((slot) => isCovered(slot.record.id, this.#floor));
    covered.sort((a, b) => compareIds(a.record.id, b.record.id));
    const newestId = this.#allocator.newestId;
    const isNewer = (slot: Slot): boolean => newestId === undefined || compareIds(slot.record.id, newestId) > 0;
    // Outward on both sides, so that each finds its neighbour numbered already.
    for (const slot of covered.filter(isNewer)) this.#place(slot);
    for (const slot of covered.filter((slot) => !isNewer(slot)).reverse()) this.#place(slot);
  }

  #place(slot: Slot): void {
    slot.index ??= this.#allocator.place(slot.record.id, slot.record.sequence);
    this.#unplaced.delete(slot);
    const last = this.#ordered.at(-1);
    if (!last || (last.index ?? 0) < slot.index) this.#ordered.push(slot);
    else this.#ordered.splice(positionFor(this.#ordered, slot.index), 0, slot);
  }
}

function positionFor(ordered: readonly Slot[], index: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isAlive = (slot: Slot): boolean => slot.record.deletedOn === undefined;
const isCovered = (id: MessageId, floor: Version | undefined): boolean =>
  floor !== undefined && compareIds(id, floor) >= 0;
const maxId = (a: string, b: string): string => (compareIds(a, b) >= 0 ? a : b);
const entryOf = (slot: Slot | undefined): TimelineEntry | undefined =>
  slot?.index === undefined ? undefined : (slot as TimelineEntry);
