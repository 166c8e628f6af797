import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds, type MessageId, type MessageRecord } from '../../../src/core/model.js';
import { Timeline, type Transition } from '../../../src/core/timeline.js';
import { countingTick, FakeThreadHistory, withoutSequence } from '../../helper/fake-thread-history.js';
import { propertyRuns } from '../../helper/property-runs.js';

const numRuns = propertyRuns(1_000);

function check<T extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<T>): void {
  fc.assert(property, { numRuns });
}

type Step =
  /** Something happens at the service. */
  | { readonly type: 'send' | 'system' | 'edit' | 'delete'; readonly pick: number }
  /** This client sends: it learns the id from the reply. */
  | { readonly type: 'sendOwn' }
  /** An event arrives, whichever; `again` leaves it to arrive once more. */
  | { readonly type: 'deliver'; readonly pick: number; readonly again: boolean }
  | { readonly type: 'lose'; readonly pick: number }
  | { readonly type: 'older' | 'walk'; readonly size: number }
  | { readonly type: 'restartOlder' | 'handOut' }
  | { readonly type: 'lookUp'; readonly pick: number };

interface Scenario {
  readonly before: readonly Step[];
  readonly firstPage: number;
  /** Announce what came after this many messages of the first page, or nothing of it. */
  readonly liveFrom: number | undefined;
  readonly after: readonly Step[];
  /** Whether an edit may get the same time as the message before it. */
  readonly hasTies: boolean;
}

const pick = fc.nat(200);
const serviceStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('send' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('edit' as const, 'delete' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('system' as const), pick }) },
);
const deliver = fc.record({ type: fc.constant('deliver' as const), pick, again: fc.boolean() });
const clientStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: serviceStep },
  { weight: 5, arbitrary: deliver },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lose' as const), pick }) },
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'sendOwn' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('older' as const, 'walk' as const),
      size: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ type: 'restartOlder' }, { type: 'handOut' }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lookUp' as const), pick }) },
);

const scenarioOf = (step: fc.Arbitrary<Step>, parts: { hasTies?: boolean; isWhole?: boolean } = {}) =>
  fc.record<Scenario>({
    before: fc.array(serviceStep, { maxLength: 25 }),
    firstPage: parts.isWhole ? fc.constant(1_000) : fc.integer({ min: 1, max: 12 }),
    liveFrom: fc.option(fc.nat(5), { nil: undefined }),
    after: fc.array(step, { maxLength: 40 }),
    hasTies: fc.constant(parts.hasTies ?? false),
  });

/** Much cheaper than an expectation where there are thousands. */
function must(isSo: boolean, failure: string): void {
  if (!isSo) throw new Error(failure);
}

/** A client that takes whatever comes into one Timeline, and keeps the account of what it was told. */
class Replica {
  readonly history: FakeThreadHistory;
  readonly timeline = new Timeline();
  readonly events: MessageRecord[] = [];
  readonly added = new Set<MessageId>();
  readonly removed = new Set<MessageId>();
  /** What an app would show: the last content told for each message. */
  readonly shown = new Map<MessageId, MessageRecord>();
  readonly batches: (readonly Transition[])[] = [];
  readonly #indexes = new Map<MessageId, number>();
  #cursor: MessageRecord | undefined;
  liveAfter: MessageId | undefined;
  firstIds: ReadonlySet<MessageId> = new Set();

  constructor(hasTies: boolean) {
    const next = countingTick();
    let last = 0;
    this.history = new FakeThreadHistory(() => {
      const isTie = hasTies && Number(this.#changing?.version ?? last) < last;
      return isTie ? last : (last = next());
    });
    this.history.addSystem({ type: 'unknown' });
    this.history.addSystem({ type: 'unknown' });
  }

  #changing: MessageRecord | undefined;

  begin(size: number, liveFrom: number | undefined): void {
    const { items, next } = this.history.page(size);
    this.#cursor = next;
    this.firstIds = new Set(this.history.userMessages.map(({ id }) => id));
    const ids = items.map(({ id }) => id).sort(compareIds);
    this.liveAfter = liveFrom === undefined ? undefined : floorAtLeast(ids[liveFrom], items, !next);
    this.note(this.timeline.begin(items, !next, this.liveAfter));
  }

  run(steps: readonly Step[]): void {
    for (const step of steps) this.step(step);
  }

  step(step: Step): void {
    switch (step.type) {
      case 'send': {
        this.#happen(this.history.send('bob', { text: 'hi', metadata: {} }));
        return;
      }
      case 'sendOwn': {
        this.#sendOwn();
        return;
      }
      case 'system':
        this.history.addSystem({ type: 'unknown' });
        return undefined;
      case 'edit':
      case 'delete': {
        this.#change(step.type, step.pick);
        return;
      }
      case 'deliver': {
        this.#deliver(step.pick, step.again);
        return;
      }
      case 'lose':
        if (this.events.length > 0) this.events.splice(step.pick % this.events.length, 1);
        return undefined;
      case 'older': {
        this.older(step.size);
        return;
      }
      case 'restartOlder':
        this.#cursor = undefined;
        return undefined;
      case 'walk': {
        this.walk(step.size);
        return;
      }
      case 'lookUp': {
        this.#lookUp(step.pick);
        return;
      }
      case 'handOut': {
        this.#handOut();
        return;
      }
    }
  }

  /** Reads from the top to below the watermark, as a repair does. */
  walk(size: number): void {
    const { watermark } = this.timeline;
    let page = this.history.page(size);
    const records = [...page.items];
    const isBelow = (record: MessageRecord): boolean => compareIds(record.version, watermark ?? '0') < 0;
    while (page.next && !page.items.some(isBelow)) {
      page = this.history.page(size, page.next);
      records.push(...page.items);
    }
    this.note(this.timeline.applyWalk(records, !page.next));
  }

  older(size: number): void {
    if (this.timeline.reachedStart) return;
    const { items, next } = this.history.page(size, this.#cursor);
    this.#cursor = next;
    this.note(this.timeline.applyOlder(items, !next));
  }

  olderToTheBeginning(): void {
    while (!this.timeline.reachedStart) this.older(7);
  }

  note(transitions: readonly Transition[]): void {
    this.batches.push(transitions);
    for (const { type, entry } of transitions) {
      const { id } = entry.record;
      must(typeof entry.index === 'number', `${type} of ${id} without an index`);
      must((type === 'added') !== this.shown.has(id), `${type} of ${id}, which is known already or was never told`);
      must(!this.removed.has(id), `${type} of ${id} after its removal`);
      if (type === 'added') this.added.add(id);
      if (type === 'removed') this.removed.add(id);
      this.shown.set(id, entry.record);
    }
    this.#checkIndexes();
  }

  /** Given once, never twice the same. */
  #checkIndexes(): void {
    for (const { id } of this.history.userMessages) {
      const index = this.timeline.get(id)?.index;
      if (index === undefined) continue;
      must(index === (this.#indexes.get(id) ?? index), `the index of ${id} changed to ${index}`);
      this.#indexes.set(id, index);
    }
    const indexes = [...this.#indexes.values()];
    must(new Set(indexes).size === indexes.length, `an index was given twice: ${indexes.join()}`);
  }

  get indexes(): ReadonlyMap<MessageId, number> {
    return this.#indexes;
  }

  #happen(record: MessageRecord): void {
    this.events.push(withoutSequence(record));
  }

  #sendOwn(): void {
    const record = this.history.send('alice', { text: 'mine', metadata: {} });
    this.#indexes.set(record.id, this.timeline.indexOf(record.id));
    this.#happen(record);
  }

  #change(type: 'edit' | 'delete', pick: number): void {
    const alive = this.history.userMessages.filter((record) => !record.deletedOn);
    const chosen = alive[pick % Math.max(alive.length, 1)];
    if (!chosen) return;
    this.#changing = chosen;
    this.#happen(
      type === 'edit' ? this.history.edit(chosen.id, { text: `edited ${pick}` }) : this.history.remove(chosen.id),
    );
    this.#changing = undefined;
  }

  #deliver(pick: number, again: boolean): void {
    const position = pick % Math.max(this.events.length, 1);
    const event = again ? this.events[position] : this.events.splice(position, 1)[0];
    if (event) this.note(this.timeline.apply(event));
  }

  #lookUp(pick: number): void {
    const messages = this.history.userMessages;
    const chosen = messages[pick % Math.max(messages.length, 1)];
    // As a thread does: only for what it cannot know otherwise.
    if (!chosen || this.timeline.covers(chosen.id)) return;
    this.note(this.timeline.applyAlone(chosen));
  }

  #handOut(): void {
    const entries = this.timeline.messages;
    this.timeline.markTold(entries.map(({ record }) => record.id));
    for (const { record } of entries) this.shown.set(record.id, record);
  }
}

/** A thread announces from a system message of its first page on, so never from below what that page covers. */
function floorAtLeast(
  id: MessageId | undefined,
  page: readonly MessageRecord[],
  isWhole: boolean,
): MessageId | undefined {
  const floor = isWhole ? '0' : page.at(-1)?.version;
  return id !== undefined && floor !== undefined && compareIds(id, floor) >= 0 ? id : undefined;
}

function play(scenario: Scenario): Replica {
  const replica = new Replica(scenario.hasTies);
  replica.run(scenario.before);
  replica.begin(scenario.firstPage, scenario.liveFrom);
  replica.run(scenario.after);
  return replica;
}

const contentOf = ({ id, version, text, editedOn, deletedOn }: MessageRecord) => ({
  id,
  version,
  text,
  editedOn,
  deletedOn,
});

describe.each([
  { times: 'distinct times', hasTies: false },
  { times: 'edits at the time of a message', hasTies: true },
])('Timeline with $times', ({ hasTies }) => {
  const scenario = scenarioOf(clientStep, { hasTies });

  it('tells each message once, and nothing when any input is replayed', () => {
    check(
      fc.property(scenario, (given) => {
        const replica = play(given);
        const { timeline, history } = replica;
        replica.walk(5);
        const told = replica.batches.flat().length;
        const known = history.records.map(({ id }) => timeline.get(id));
        const snapshot = JSON.stringify(known);
        for (const event of replica.events) replica.note(timeline.apply(event));
        replica.walk(5);
        for (const record of history.userMessages) if (timeline.get(record.id)) replica.note(timeline.apply(record));
        expect(replica.batches.flat()).toHaveLength(told);
        expect(JSON.stringify(history.records.map(({ id }) => timeline.get(id)))).toBe(snapshot);
      }),
    );
  });

  it('knows the thread as the service does after one repair, whatever was lost', () => {
    check(
      fc.property(scenario, (given) => {
        const replica = play(given);
        const { timeline, history } = replica;
        replica.walk(4);
        for (const record of history.userMessages) {
          if (compareIds(record.id, timeline.floor ?? '0') <= 0) continue;
          expect(contentOf(timeline.get(record.id)!.record)).toEqual(contentOf(record));
        }
        replica.olderToTheBeginning();
        const alive = history.userMessages.filter((record) => !record.deletedOn);
        const shown = timeline.messages.map(({ record }) => record).sort((a, b) => compareIds(a.id, b.id));
        expect(shown.map(contentOf)).toEqual(alive.map(contentOf));
      }),
    );
  });

  it('tells an app everything about what it was given, and every message sent since', () => {
    check(
      fc.property(scenario, (given) => {
        const replica = play(given);
        const { history } = replica;
        replica.walk(4);
        for (const [id, record] of replica.shown) expect(contentOf(record)).toEqual(contentOf(history.get(id)!));
        const isNews = (id: MessageId): boolean =>
          replica.liveAfter === undefined ? !replica.firstIds.has(id) : compareIds(id, replica.liveAfter) > 0;
        for (const { id, deletedOn } of history.userMessages) {
          if (!deletedOn) expect(replica.added.has(id), `added ${id}`).toBe(isNews(id));
          else if (!isNews(id)) expect(replica.added.has(id), `added ${id}`).toBe(false);
        }
      }),
    );
  });

  it('knows every message above the version that a walk went down to', () => {
    check(
      fc.property(scenario, fc.integer({ min: 1, max: 9 }), (given, size) => {
        const replica = play(given);
        const { timeline, history } = replica;
        replica.walk(size);
        for (const { id } of history.userMessages) if (timeline.covers(id)) expect(timeline.get(id)).toBeDefined();
        expect(timeline.watermark).toBe(history.page(1).items[0]!.version);
      }),
    );
  });

  it('announces in the order of ids whatever arrives together', () => {
    check(
      fc.property(scenario, (given) => {
        const replica = play(given);
        replica.walk(4);
        for (const batch of replica.batches) {
          const ids = batch.filter(({ type }) => type === 'added').map(({ entry }) => entry.record.id);
          expect(ids).toEqual([...ids].sort(compareIds));
        }
      }),
    );
  });

  it('hands out pages that cover all messages, without gap or overlap', () => {
    check(
      fc.property(scenario, fc.integer({ min: 1, max: 5 }), (given, size) => {
        const { timeline } = play(given);
        const all = timeline.messages.map(({ index }) => index);
        expect(all).toEqual([...all].sort((a, b) => a - b));
        const down: number[] = [];
        for (let anchor = Infinity; ; anchor = down[0]! - 1) {
          const page = timeline.upTo(anchor, size).map(({ index }) => index);
          if (page.length === 0) break;
          down.unshift(...page);
        }
        const up: number[] = [];
        for (let anchor = -Infinity; ; anchor = up.at(-1)! + 1) {
          const page = timeline.from(anchor, size).map(({ index }) => index);
          if (page.length === 0) break;
          up.push(...page);
        }
        expect(down).toEqual(all);
        expect(up).toEqual(all);
        const middle = all[all.length >> 1] ?? 0;
        expect(timeline.countAfter(middle)).toBe(all.filter((index) => index > middle).length);
      }),
    );
  });
});

describe('indexes', () => {
  it('are 0, 1, 2 … without a gap when the first page reached the beginning', () => {
    check(
      fc.property(scenarioOf(clientStep, { isWhole: true }), (given) => {
        const replica = play(given);
        replica.walk(5);
        const indexes = [...replica.indexes.values()].sort((a, b) => a - b);
        expect(indexes).toEqual(replica.history.userMessages.map((_, position) => position));
      }),
    );
  });

  it('rise with the id for messages that come from pages', () => {
    const isPull = (step: Step): boolean =>
      step.type !== 'deliver' && step.type !== 'sendOwn' && step.type !== 'lookUp';
    check(
      fc.property(scenarioOf(clientStep.filter(isPull)), (given) => {
        const replica = play(given);
        replica.walk(4);
        replica.olderToTheBeginning();
        const indexes = replica.history.userMessages.map(({ id }) => replica.timeline.get(id)!.index);
        expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
      }),
    );
  });

  it('are the sequence less three for what only pages told of a thread that has older ones', () => {
    check(
      fc.property(
        fc.array(serviceStep, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (before, size) => {
          const replica = play({ before, firstPage: size, liveFrom: undefined, after: [], hasTies: false });
          if (replica.timeline.reachedStart) return; // numbered from the start instead
          replica.olderToTheBeginning();
          for (const { id, sequence } of replica.history.userMessages)
            expect(replica.timeline.get(id)?.index).toBe(sequence! - 3);
        },
      ) as never,
    );
  });

  it('follow the order of arrival for what only events tell', () => {
    check(
      fc.property(scenarioOf(fc.oneof(serviceStep, deliver)), (given) => {
        const replica = play(given);
        const arrivals = replica.batches
          .slice(1)
          .flat()
          .filter(({ type }) => type === 'added');
        const indexes = arrivals.map(({ entry }) => entry.index);
        expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
      }),
    );
  });
});
