import { describe, expect, it } from 'vitest';
import { ALICE, BOB, CARLA, createStoreFixture, member, refusal, START } from './store-fixture.js';

const DAY_MS = 86_400_000;

describe('a new thread', () => {
  it('holds two messages of the service: who is there, and the topic', () => {
    const { list } = createStoreFixture();
    expect(list().messages).toMatchObject([
      {
        id: START + 1,
        version: START + 1,
        sequenceId: 2,
        body: { type: 'topicUpdated', initiator: ALICE, topic: 'Lunch' },
      },
      {
        id: START,
        version: START,
        sequenceId: 1,
        body: { type: 'participantAdded', participants: [{ id: ALICE, shareHistoryTime: 0 }, { id: BOB }] },
      },
    ]);
  });

  it('has no last message yet', () => {
    expect(createStoreFixture().thread.lastMessageOn).toBeUndefined();
  });

  it('takes the creator as listed, but not twice', () => {
    const { store } = createStoreFixture();
    const participants = [member(BOB), member(ALICE, { displayName: 'Alice', shareHistoryTime: 5 }), member(CARLA)];
    const thread = store.threads.create(ALICE, { topic: 't', metadata: {}, participants });
    expect([...thread.participants.values()]).toMatchObject([
      { id: ALICE, displayName: 'Alice', shareHistoryTime: 0 },
      { id: BOB },
      { id: CARLA },
    ]);
  });

  it('is told to everybody, the creator included', () => {
    const { store, takeEvents } = createStoreFixture();
    store.threads.create(ALICE, {
      topic: 't',
      metadata: { k: 'v' },
      deleteThreadAfterDays: 30,
      participants: [member(BOB)],
    });
    expect(takeEvents()).toMatchObject([
      {
        event: {
          kind: 'threadCreated',
          version: String(START + 1),
          createdOn: new Date('2026-11-20T12:00:00Z'),
          createdBy: ALICE,
          participants: [{ id: ALICE }, { id: BOB }],
          properties: { topic: 't', metadata: { k: 'v' }, deleteThreadAfterDays: 30 },
        },
        recipients: [ALICE, BOB],
      },
    ]);
  });

  it('is found again by its request id, for the same user', () => {
    const { store } = createStoreFixture();
    const thread = store.threads.create(ALICE, { topic: 't', metadata: {}, participants: [] }, 'r1');
    expect(store.threads.findRepeated(ALICE, 'r1')).toBe(thread);
    expect(store.threads.findRepeated(ALICE, 'r2')).toBeUndefined();
    expect(store.threads.findRepeated(BOB, 'r1')).toBeUndefined();
  });
});

describe('the thread list', () => {
  it('begins with what was active last', () => {
    const { store, time, thread, send } = createStoreFixture();
    time.now += 1000;
    const second = store.threads.create(ALICE, { topic: 'second', metadata: {}, participants: [] });
    const idsOf = (userId: string) => store.threads.list(userId, { size: 9 }).threads.map(({ id }) => id);
    expect(idsOf(ALICE)).toEqual([second.id, thread.id]);
    time.now += 1000;
    send();
    expect(idsOf(ALICE)).toEqual([thread.id, second.id]);
    expect(idsOf(BOB)).toEqual([thread.id]);
    expect(idsOf(CARLA)).toEqual([]);
  });

  it('pages, also through threads of the same moment', () => {
    const { store } = createStoreFixture();
    for (let count = 1; count < 5; count += 1)
      store.threads.create(ALICE, { topic: 't', metadata: {}, participants: [] });
    const seen: string[] = [];
    let after: { activeOn: number; id: string } | undefined;
    for (;;) {
      const { threads, hasMore } = store.threads.list(ALICE, { size: 2, ...(after ? { after } : {}) });
      seen.push(...threads.map(({ id }) => id));
      after = threads.at(-1);
      if (!hasMore) break;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('can begin at a time', () => {
    const { store } = createStoreFixture();
    expect(store.threads.list(ALICE, { size: 9, startTime: START }).threads).toHaveLength(1);
    expect(store.threads.list(ALICE, { size: 9, startTime: START + 1 }).threads).toHaveLength(0);
  });
});

describe('changing a thread', () => {
  it('writes a message when the topic changes, and tells everybody', () => {
    const { store, thread, takeEvents, list } = createStoreFixture();
    store.threads.update(thread.id, BOB, { topic: 'Dinner' });
    const message = list().messages[0]!;
    expect(message).toMatchObject({ sequenceId: 3, body: { type: 'topicUpdated', initiator: BOB, topic: 'Dinner' } });
    expect(takeEvents()).toMatchObject([
      {
        event: {
          kind: 'threadUpdated',
          updatedBy: BOB,
          version: String(message.version),
          properties: { topic: 'Dinner' },
        },
        recipients: [ALICE, BOB],
      },
    ]);
    expect(thread.lastMessageOn).toBe(message.id);
  });

  it('merges metadata: an empty value drops its key', () => {
    const { store, thread, list, takeEvents } = createStoreFixture();
    store.threads.update(thread.id, ALICE, { metadata: { a: '1', b: '2' } });
    store.threads.update(thread.id, ALICE, { metadata: { b: '', c: '3' } });
    expect(thread.metadata).toEqual({ a: '1', c: '3' });
    expect(list().messages).toHaveLength(2);
    expect(takeEvents()).toHaveLength(2);
  });

  it('sets, keeps and takes away the retention policy', () => {
    const { store, thread } = createStoreFixture();
    store.threads.update(thread.id, ALICE, { deleteThreadAfterDays: 40 });
    store.threads.update(thread.id, ALICE, { metadata: {} });
    expect(thread.deleteThreadAfterDays).toBe(40);
    store.threads.update(thread.id, ALICE, { deleteThreadAfterDays: null });
    expect(thread.deleteThreadAfterDays).toBeUndefined();
  });

  it('does nothing with an empty patch', () => {
    const { store, thread, takeEvents } = createStoreFixture();
    store.threads.update(thread.id, ALICE, {});
    expect(takeEvents()).toEqual([]);
  });
});

describe('deleting a thread', () => {
  it('takes it from everybody and says so', () => {
    const { store, thread, takeEvents } = createStoreFixture();
    store.threads.delete(thread.id, BOB);
    expect(takeEvents()).toMatchObject([
      { event: { kind: 'threadDeleted', deletedBy: BOB }, recipients: [ALICE, BOB] },
    ]);
    expect(() => store.threads.get(thread.id, ALICE)).toThrow(expect.objectContaining(refusal('threadDeleted')));
    expect(store.threads.list(ALICE, { size: 9 }).threads).toEqual([]);
  });

  it('may leave it in the list', () => {
    const { store, thread } = createStoreFixture({ deletedThreadsInList: true });
    store.threads.delete(thread.id, ALICE);
    expect(store.threads.list(ALICE, { size: 9 }).threads).toMatchObject([{ id: thread.id, deletedOn: START }]);
  });

  it('may be left to the creator', () => {
    const { store, thread } = createStoreFixture({ nonCreatorDelete: 'forbid' });
    expect(() => store.threads.delete(thread.id, BOB)).toThrow(expect.objectContaining(refusal('notCreator')));
    store.threads.delete(thread.id, ALICE);
  });

  it('happens by policy, so long after the creation', () => {
    const { store, thread, time, send, takeEvents } = createStoreFixture();
    store.threads.update(thread.id, ALICE, { deleteThreadAfterDays: 30 });
    time.now = START + 30 * DAY_MS - 1;
    send();
    takeEvents();
    store.threads.applyRetention();
    expect(takeEvents()).toEqual([]);
    time.now += 1;
    store.threads.applyRetention();
    store.threads.applyRetention();
    const events = takeEvents();
    expect(events).toMatchObject([{ event: { kind: 'threadDeleted' }, recipients: [ALICE, BOB] }]);
    expect(events[0]!.event).not.toHaveProperty('deletedBy');
  });
});

describe('everything about a thread', () => {
  type Fixture = ReturnType<typeof createStoreFixture>;
  const actions: [string, (fixture: Fixture, threadId: string, userId: string) => unknown][] = [
    ['reading it', ({ store }, id, user) => store.threads.get(id, user)],
    ['changing it', ({ store }, id, user) => store.threads.update(id, user, { topic: 'x' })],
    ['deleting it', ({ store }, id, user) => store.threads.delete(id, user)],
    [
      'sending',
      ({ store }, id, user) =>
        store.messages.send(id, user, { type: 'text', content: '', senderDisplayName: '', metadata: {} }),
    ],
    ['listing messages', ({ store }, id, user) => store.messages.list(id, user, { size: 1 })],
    ['reading a message', ({ store }, id, user) => store.messages.get(id, user, String(START))],
    ['editing', ({ store }, id, user) => store.messages.edit(id, user, String(START), {})],
    ['deleting a message', ({ store }, id, user) => store.messages.delete(id, user, String(START))],
    ['listing participants', ({ store }, id, user) => store.participants.list(id, user, 0, 1)],
    ['adding participants', ({ store }, id, user) => store.participants.add(id, user, [])],
    ['removing a participant', ({ store }, id, user) => store.participants.remove(id, user, ALICE)],
    ['listing receipts', ({ store }, id, user) => store.receipts.list(id, user, 0, 1)],
    ['sending a receipt', ({ store }, id, user) => store.receipts.send(id, user, String(START))],
    ['typing', ({ store }, id, user) => store.receipts.type(id, user, '')],
  ];

  it.each(actions)('refuses %s to strangers, and for threads that are not there', (_, act) => {
    const fixture = createStoreFixture();
    expect(() => act(fixture, fixture.thread.id, CARLA)).toThrow(expect.objectContaining(refusal('notParticipant')));
    expect(() => act(fixture, 'nowhere', ALICE)).toThrow(expect.objectContaining(refusal('threadNotFound')));
    fixture.store.threads.delete(fixture.thread.id, ALICE);
    expect(() => act(fixture, fixture.thread.id, ALICE)).toThrow(expect.objectContaining(refusal('threadDeleted')));
  });
});
