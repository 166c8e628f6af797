import { describe, expect, it } from 'vitest';
import { ALICE, BOB, CARLA, createStoreFixture, member, refusal, START } from './store-fixture.js';

describe('sending', () => {
  it('gives growing ids within one millisecond, and the next sequence', () => {
    const { send } = createStoreFixture();
    const [first, second] = [send(), send(BOB)];
    expect([first.id, second.id]).toEqual([START + 2, START + 3]);
    expect([first.sequenceId, second.sequenceId]).toEqual([3, 4]);
    expect(first.version).toBe(first.id);
  });

  it('uses the time once it is ahead again', () => {
    const { send, time } = createStoreFixture();
    time.now += 10_000;
    expect(send().id).toBe(START + 10_000);
  });

  it('is told to everybody, the sender included, in whole seconds', () => {
    const { send, takeEvents, thread } = createStoreFixture();
    const { id } = send(ALICE, 'hello', { k: 'v' });
    expect(takeEvents()).toEqual([
      {
        event: {
          kind: 'messageReceived',
          threadId: thread.id,
          messageId: String(id),
          version: String(id),
          sender: ALICE,
          senderDisplayName: '',
          type: 'text',
          createdOn: new Date('2026-11-20T12:00:00Z'),
          content: 'hello',
          metadata: { k: 'v' },
        },
        recipients: [ALICE, BOB],
      },
    ]);
  });
});

describe('editing', () => {
  it('raises the version, keeps the rest, and tells everybody', () => {
    const { store, send, thread, time, takeEvents, list } = createStoreFixture();
    const { id, sequenceId } = send();
    send(BOB);
    takeEvents();
    time.now += 5000;
    store.messages.edit(thread.id, ALICE, String(id), { content: 'hello' });
    expect(list().messages[0]).toMatchObject({
      id,
      sequenceId,
      version: time.now,
      editedOn: time.now,
      body: { sender: ALICE, content: 'hello' },
    });
    expect(takeEvents()).toMatchObject([
      { event: { kind: 'messageEdited', content: 'hello', version: String(time.now) }, recipients: [ALICE, BOB] },
    ]);
  });

  it.each([
    ['merge', { b: '', c: '3' }, { a: '1', c: '3' }],
    ['replace', { b: '', c: '3' }, { c: '3' }],
  ] as const)('treats metadata by %s', (messageMetadataPatch, metadata, expected) => {
    const { store, send, thread } = createStoreFixture({ messageMetadataPatch });
    const record = send(ALICE, 'hi', { a: '1', b: '2' });
    store.messages.edit(thread.id, ALICE, String(record.id), { metadata });
    expect(record.body).toMatchObject({ content: 'hi' });
    expect(record.body).toHaveProperty('metadata', expected);
  });

  it.each([
    ['edited', 1],
    ['silent', 0],
  ] as const)('of metadata alone can be %s', (metadataOnlyEdit, eventCount) => {
    const { store, send, thread, takeEvents } = createStoreFixture({ metadataOnlyEdit });
    const record = send();
    takeEvents();
    store.messages.edit(thread.id, ALICE, String(record.id), { metadata: { k: 'v' } });
    expect(takeEvents()).toHaveLength(eventCount);
    expect(record.editedOn !== undefined).toBe(eventCount === 1);
  });

  it('with nothing in it changes nothing', () => {
    const { store, send, thread, takeEvents } = createStoreFixture();
    const record = send();
    takeEvents();
    store.messages.edit(thread.id, ALICE, String(record.id), {});
    expect(takeEvents()).toEqual([]);
    expect(record.version).toBe(record.id);
  });

  it.each([
    ['keep', 3],
    ['advance', 5],
  ] as const)('can %s the sequence', (sequenceIdOnEdit, expected) => {
    const { store, send, thread } = createStoreFixture({ sequenceIdOnEdit });
    const record = send();
    send();
    store.messages.edit(thread.id, ALICE, String(record.id), { content: 'x' });
    expect(record.sequenceId).toBe(expected);
  });
});

describe('deleting', () => {
  it('leaves a tombstone on top of the list', () => {
    const { store, send, thread, time, takeEvents, list } = createStoreFixture();
    const { id } = send(ALICE, 'secret', { k: 'v' });
    store.messages.edit(thread.id, ALICE, String(id), { content: 'still secret' });
    send(BOB);
    takeEvents();
    time.now += 5000;
    store.messages.delete(thread.id, ALICE, String(id));
    const tombstone = list().messages[0]!;
    expect(tombstone).toEqual({
      id,
      version: time.now,
      sequenceId: 3,
      deletedOn: time.now,
      body: { type: 'text', sender: ALICE, senderDisplayName: '', content: '', metadata: {} },
    });
    expect(takeEvents()).toMatchObject([
      { event: { kind: 'messageDeleted', messageId: String(id) }, recipients: [ALICE, BOB] },
    ]);
  });

  it('twice is ignored or refused', () => {
    for (const deleteDeletedMessage of ['ignore', 'reject'] as const) {
      const { store, send, thread, takeEvents } = createStoreFixture({ deleteDeletedMessage });
      const id = String(send().id);
      store.messages.delete(thread.id, ALICE, id);
      takeEvents();
      const again = () => store.messages.delete(thread.id, ALICE, id);
      if (deleteDeletedMessage === 'reject') expect(again).toThrow(expect.objectContaining(refusal('messageDeleted')));
      else again();
      expect(takeEvents()).toEqual([]);
    }
  });

  it('and then editing is refused or ignored', () => {
    for (const editDeletedMessage of ['ignore', 'reject'] as const) {
      const { store, send, thread } = createStoreFixture({ editDeletedMessage });
      const record = send();
      store.messages.delete(thread.id, ALICE, String(record.id));
      const edit = () => store.messages.edit(thread.id, ALICE, String(record.id), { content: 'back' });
      if (editDeletedMessage === 'reject') expect(edit).toThrow(expect.objectContaining(refusal('messageDeleted')));
      else edit();
      expect(record.body).toHaveProperty('content', '');
    }
  });
});

describe('messages of others', () => {
  it.each(['edit', 'delete'] as const)('are refused a %s', (verb) => {
    const { store, send, thread } = createStoreFixture();
    const { id } = send();
    const act = (userId: string, messageId: number) => () =>
      verb === 'edit'
        ? store.messages.edit(thread.id, userId, String(messageId), { content: 'x' })
        : store.messages.delete(thread.id, userId, String(messageId));
    expect(act(BOB, id)).toThrow(expect.objectContaining(refusal('notSender')));
    expect(act(ALICE, START)).toThrow(expect.objectContaining(refusal('systemMessage')));
    expect(act(ALICE, 99)).toThrow(expect.objectContaining(refusal('messageNotFound')));
  });
});

describe('startTime', () => {
  it.each([
    ['version', 2],
    ['createdOn', 1],
  ] as const)('is compared with %s', (startTimeCompares, expected) => {
    const { store, send, thread, time, list } = createStoreFixture({ startTimeCompares });
    const old = send();
    time.now += 10_000;
    const startTime = time.now;
    send();
    store.messages.edit(thread.id, ALICE, String(old.id), { content: 'x' });
    expect(list(ALICE, { startTime }).messages).toHaveLength(expected);
  });
});

describe('history', () => {
  it('is hidden before the time it is shared from', () => {
    const { store, send, thread, time, list } = createStoreFixture();
    const before = send();
    time.now += 1000;
    store.participants.add(thread.id, ALICE, [member(CARLA, { shareHistoryTime: time.now })]);
    const after = send();
    expect(list(CARLA).messages.map(({ id }) => id)).toEqual([after.id, time.now]);
    expect(() => store.messages.get(thread.id, CARLA, String(before.id))).toThrow(
      expect.objectContaining(refusal('messageNotFound')),
    );
    store.messages.edit(thread.id, ALICE, String(before.id), { content: 'x' });
    expect(list(CARLA).messages).toHaveLength(2);
  });

  it('may stay with those who were removed, up to then', () => {
    const { store, send, thread, list } = createStoreFixture({ removedUserAccess: 'history' });
    const seen = send();
    store.participants.remove(thread.id, ALICE, BOB);
    const later = send();
    expect(list(BOB).messages.map(({ body }) => body.type)).toEqual([
      'participantRemoved',
      'text',
      'topicUpdated',
      'participantAdded',
    ]);
    expect(store.messages.get(thread.id, BOB, String(seen.id)).id).toBe(seen.id);
    expect(() => store.messages.get(thread.id, BOB, String(later.id))).toThrow(
      expect.objectContaining(refusal('messageNotFound')),
    );
    expect(() => send(BOB)).toThrow(expect.objectContaining(refusal('notParticipant')));
  });
});
