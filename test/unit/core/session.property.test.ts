import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compareIds, type MessageId, type MessageRecord } from '../../../src/core/model.js';
import type { Thread } from '../../../src/core/thread.js';
import type { Operation } from '../../helper/fake-backend.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import type { FakeThread } from '../../helper/fake-thread.js';
import { createSession, draftOf, type SessionUnderTest, settle, withNonce } from '../../helper/start-session.js';
import { propertyRuns } from '../../helper/property-runs.js';

const numRuns = propertyRuns(1_000);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pick = fc.nat(100);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('send' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('edit' as const, 'delete' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('topic' as const, 'member' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('read' as const, 'newThread' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('sendOwn' as const, 'createOwn' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('loadOlder' as const, 'show' as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('deliver' as const, 'repeat' as const, 'lose' as const), pick }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('hold' as const, 'release' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('disconnect' as const, 'connect' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fail' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('settle' as const), pick }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const FRAGILE: readonly Operation[] = ['listThreads', 'listMessages', 'getThread', 'listReceipts', 'getMessage'];

/** The service, the session of alice, and an app that writes down what it is told. */
class World {
  readonly service = new FakeChatService();
  readonly threads: FakeThread[] = [];
  readonly alice: SessionUnderTest;
  readonly shown = new Map<string, MessageRecord>();
  readonly added = new Map<string, MessageId[]>();
  readonly removed = new Set<string>();
  startedAt: MessageId = '0';

  constructor() {
    this.threads.push(this.service.createThread('bob', { topic: 'a', metadata: {}, memberIds: ['alice'] }));
    this.threads.push(this.service.createThread('bob', { topic: 'b', metadata: {}, memberIds: ['alice'] }));
    this.alice = createSession(this.service, 'alice');
    const { events } = this.alice.session;
    const keyOf = (thread: Thread, id: MessageId): string => `${thread.id} ${id}`;
    events.on('messageAdded', ({ thread, entry: { record } }) => {
      const key = keyOf(thread, record.id);
      if (this.shown.has(key)) throw new Error(`added ${key}, which was shown before`);
      this.shown.set(key, record);
      this.added.set(thread.id, [...(this.added.get(thread.id) ?? []), record.id]);
    });
    events.on('messageUpdated', ({ thread, entry: { record } }) => {
      const key = keyOf(thread, record.id);
      if (!this.shown.has(key) || this.removed.has(key)) throw new Error(`updated ${key}, which is not shown`);
      this.shown.set(key, record);
    });
    events.on('messageRemoved', ({ thread, entry: { record } }) => {
      const key = keyOf(thread, record.id);
      if (!this.shown.has(key) || this.removed.has(key)) throw new Error(`removed ${key}, which is not shown`);
      this.removed.add(key);
      this.shown.set(key, record);
    });
  }

  async start(): Promise<void> {
    await this.alice.session.start();
    await this.alice.session.allLoaded();
    this.startedAt = this.threads.reduce((top, { history }) => maxId(top, history.newest!.id), '0');
  }

  get fakes(): FakeThread[] {
    return this.service.threadsOf('alice').map(({ id }) => this.service.thread(id));
  }

  async run({ type, pick }: Step): Promise<void> {
    const { session, transport, backend } = this.alice;
    const fake = choose(this.fakes, pick)!;
    const thread = choose(session.threads, pick);
    const message = choose(fake.history.userMessages.filter(({ deletedOn, senderId }) => !deletedOn && senderId === 'bob'), pick); // prettier-ignore
    switch (type) {
      case 'send':
        fake.send('bob', draftOf(`text ${pick}`));
        break;
      case 'edit':
        if (message) fake.editMessage('bob', message.id, { text: `edited ${pick}` });
        break;
      case 'delete':
        if (message) fake.deleteMessage('bob', message.id);
        break;
      case 'topic':
        fake.update({ topic: `topic ${pick}` });
        break;
      case 'member':
        if (fake.hasMember('carl')) fake.removeMember('carl');
        else fake.addMember({ userId: 'carl', metadata: {} });
        break;
      case 'read':
        if (message) fake.read('bob', message.id);
        break;
      case 'newThread':
        this.service.createThread('bob', { topic: 'new', metadata: {}, memberIds: ['alice'] });
        break;
      case 'sendOwn':
        if (thread) session.send(thread, withNonce(`mine ${pick}`)).catch(() => undefined);
        break;
      case 'createOwn':
        session.createThread({ topic: 'own', metadata: {}, memberIds: ['bob'] }).catch(() => undefined);
        break;
      case 'loadOlder':
        thread?.loadOlder().catch(() => undefined);
        break;
      case 'show':
        if (thread) this.#show(thread);
        break;
      case 'deliver':
        transport.deliver(pick % Math.max(transport.held.length, 1));
        break;
      case 'repeat':
        transport.duplicate(pick % Math.max(transport.held.length, 1));
        break;
      case 'lose':
        transport.lose(pick % Math.max(transport.held.length, 1));
        break;
      case 'hold':
        transport.hold();
        break;
      case 'release':
        transport.release();
        break;
      case 'disconnect':
        if (transport.isConnected) transport.disconnect();
        break;
      case 'connect':
        if (!transport.isConnected) transport.connect();
        break;
      case 'fail':
        backend.fail(choose(FRAGILE, pick)!, 'unavailable');
        break;
      case 'settle':
        await settle();
    }
  }

  /** What still waits arrives or is lost; then one reconnect. */
  async finish(): Promise<void> {
    const { transport } = this.alice;
    transport.release();
    await settle();
    if (transport.isConnected) transport.disconnect();
    transport.connect();
    await vi.advanceTimersByTimeAsync(300_000);
  }

  #show(thread: Thread): void {
    const { messages } = thread.timeline;
    thread.handOut(messages);
    for (const { record } of messages) this.shown.set(`${thread.id} ${record.id}`, record);
  }
}

function choose<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(items.length, 1)];
}
const maxId = (a: MessageId, b: MessageId): MessageId => (compareIds(a, b) < 0 ? b : a);
const contentOf = ({ id, version, text, deletedOn }: MessageRecord) => ({ id, version, text, deletedOn });

it('shows everything as the service has it after one reconnect, and told each change once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 50 }), fc.array(step, { maxLength: 50 }), async (before, steps) => {
      const world = new World();
      const isAtService = ({ type }: Step): boolean => ['send', 'edit', 'delete', 'topic', 'member'].includes(type);
      for (const each of before.filter(isAtService)) await world.run(each);
      await world.start();
      for (const each of steps) await world.run(each);
      await world.finish();

      const { session, backend } = world.alice;
      expect(session.threads.map(({ id }) => id).sort()).toEqual(world.fakes.map(({ id }) => id).sort());
      for (const fake of world.fakes) {
        const thread = session.getThread(fake.id)!;
        expect(thread.properties.topic).toBe(fake.record.topic);
        const isShown = ({ id }: MessageRecord): boolean => world.shown.has(`${fake.id} ${id}`);
        for (const record of fake.history.userMessages) {
          const isNews = compareIds(record.id, world.startedAt) > 0;
          if (isNews && !record.deletedOn) expect(isShown(record), `shown ${fake.id} ${record.id}`).toBe(true);
          if (!isNews) expect(world.added.get(fake.id) ?? []).not.toContain(record.id);
          if (isShown(record))
            expect(contentOf(world.shown.get(`${fake.id} ${record.id}`)!)).toEqual(contentOf(record));
        }
        const indexes = thread.timeline.messages.map(({ index }) => index);
        expect(new Set(indexes).size).toBe(indexes.length);
        if (thread.members.isLoaded)
          expect(thread.members.list.map(({ userId }) => userId).sort()).toEqual(fake.members.map(({ userId }) => userId).sort()); // prettier-ignore
        if (thread.isAttended)
          for (const { userId, messageId } of fake.receipts)
            expect(thread.receipts.get(userId)?.messageId).toBe(messageId);
      }
      backend.resetCount();
      await vi.advanceTimersByTimeAsync(300_000);
      expect(backend.count(), 'requests when nothing happens').toBe(0);
      await session.stop();
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns },
  );
});

it('announces in the order of ids when events arrive in order and gaps are repaired', async () => {
  const isOrderly = ({ type }: Step): boolean => !['hold', 'deliver', 'repeat', 'lose', 'fail'].includes(type);
  await fc.assert(
    fc.asyncProperty(fc.array(step.filter(isOrderly), { maxLength: 50 }), async (steps) => {
      const world = new World();
      await world.start();
      for (const each of steps) await world.run(each);
      await world.finish();
      for (const ids of world.added.values()) expect(ids).toEqual([...ids].sort(compareIds));
      await world.alice.session.stop();
    }),
    { numRuns },
  );
});
