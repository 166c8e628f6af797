import { describe, expect, it } from 'vitest';
import { ALICE, BOB, CARLA, createStoreFixture, member, refusal } from './store-fixture.js';

const crowd = (count: number, prefix = 'user') =>
  Array.from({ length: count }, (_, index) => member(`${prefix}${index}`));

describe('adding', () => {
  it('writes one message for the call and tells everybody, the new ones too', () => {
    const { store, thread, takeEvents, list } = createStoreFixture();
    store.participants.add(thread.id, BOB, [
      member(CARLA, { displayName: 'Carla', metadata: { k: 'v' } }),
      member('dan'),
    ]);
    const message = list().messages[0]!;
    expect(message).toMatchObject({
      sequenceId: 3,
      body: { type: 'participantAdded', initiator: BOB, participants: [{ id: CARLA }, { id: 'dan' }] },
    });
    expect(takeEvents()).toMatchObject([
      {
        event: {
          kind: 'participantsAdded',
          addedBy: BOB,
          version: String(message.version),
          participants: [{ id: CARLA, displayName: 'Carla', metadata: { k: 'v' } }, { id: 'dan' }],
        },
        recipients: [ALICE, BOB, CARLA, 'dan'],
      },
    ]);
  });

  it('may write a message for each', () => {
    const { store, thread, list, takeEvents } = createStoreFixture({ addedMessages: 'perParticipant' });
    store.participants.add(thread.id, ALICE, [member(CARLA), member('dan')]);
    expect(list().messages.map(({ sequenceId }) => sequenceId)).toEqual([4, 3, 2, 1]);
    expect(takeEvents()).toHaveLength(1);
  });

  it.each([
    ['keep', { displayName: 'Bob' }],
    ['refresh', { displayName: 'Bobby', metadata: { k: 'v' } }],
  ] as const)('somebody again says nothing; their data: %s', (readdParticipant, expected) => {
    const { store, thread, takeEvents, list } = createStoreFixture({ readdParticipant });
    thread.participants.get(BOB)!.displayName = 'Bob';
    store.participants.add(thread.id, ALICE, [member(BOB, { displayName: 'Bobby', metadata: { k: 'v' } })]);
    expect(takeEvents()).toEqual([]);
    expect(list().messages).toHaveLength(2);
    expect(thread.participants.get(BOB)).toMatchObject(expected);
  });

  it('stops at 250, all or nothing', () => {
    const { store, thread } = createStoreFixture();
    store.participants.add(thread.id, ALICE, crowd(200));
    expect(() => store.participants.add(thread.id, ALICE, crowd(49, 'more'))).toThrow(
      expect.objectContaining(refusal('threadFull')),
    );
    store.participants.add(thread.id, ALICE, [...crowd(48, 'more'), member(BOB)]);
    expect(thread.participants.size).toBe(250);
  });
});

describe('listing', () => {
  it('goes by offset in the order of joining', () => {
    const { store, thread } = createStoreFixture();
    store.participants.add(thread.id, ALICE, crowd(3));
    const page = (skip: number) => {
      const { items, hasMore } = store.participants.list(thread.id, ALICE, skip, 2);
      return [items.map(({ id }) => id), hasMore];
    };
    expect([page(0), page(2), page(4), page(9)]).toEqual([
      [[ALICE, BOB], true],
      [['user0', 'user1'], true],
      [['user2'], false],
      [[], false],
    ]);
  });
});

describe('removing', () => {
  it('tells everybody, and the removed one last', () => {
    const { store, thread, takeEvents, send, list } = createStoreFixture();
    store.participants.remove(thread.id, ALICE, BOB);
    const message = list().messages[0]!;
    expect(message).toMatchObject({ sequenceId: 3, body: { type: 'participantRemoved', initiator: ALICE } });
    send();
    expect(takeEvents()).toMatchObject([
      {
        event: { kind: 'participantsRemoved', removedBy: ALICE, participants: [{ id: BOB }] },
        recipients: [ALICE, BOB],
      },
      { event: { kind: 'messageReceived' }, recipients: [ALICE] },
    ]);
    expect(() => list(BOB)).toThrow(expect.objectContaining(refusal('notParticipant')));
    expect(store.threads.list(BOB, { size: 9 }).threads).toEqual([]);
  });

  it('works for oneself, unless configured otherwise', () => {
    const { store, thread } = createStoreFixture();
    store.participants.remove(thread.id, BOB, BOB);
    expect(thread.participants.has(BOB)).toBe(false);
    const strict = createStoreFixture({ selfRemoval: 'reject' });
    expect(() => strict.store.participants.remove(strict.thread.id, BOB, BOB)).toThrow(
      expect.objectContaining(refusal('selfRemoval')),
    );
  });

  it('of a stranger is refused or ignored', () => {
    const { store, thread } = createStoreFixture();
    expect(() => store.participants.remove(thread.id, ALICE, CARLA)).toThrow(
      expect.objectContaining(refusal('participantNotFound')),
    );
    const lenient = createStoreFixture({ removeNonParticipant: 'ignore' });
    lenient.store.participants.remove(lenient.thread.id, ALICE, CARLA);
    expect(lenient.takeEvents()).toEqual([]);
  });

  it.each([
    ['keep', undefined],
    ['deleteThread', expect.any(Number)],
  ] as const)('of the last one: %s', (lastParticipantLeaves, deletedOn) => {
    const { store, thread } = createStoreFixture({ lastParticipantLeaves });
    store.participants.remove(thread.id, BOB, BOB);
    expect(thread.deletedOn).toBeUndefined();
    store.participants.remove(thread.id, ALICE, ALICE);
    expect(thread.deletedOn).toEqual(deletedOn);
  });

  it('can be made good by adding again', () => {
    const { store, thread, list } = createStoreFixture();
    store.participants.remove(thread.id, ALICE, BOB);
    store.participants.add(thread.id, ALICE, [member(BOB)]);
    expect(list(BOB).messages).toHaveLength(4);
  });
});
