import { describe, expect, it } from 'vitest';
import { ALICE, BOB, createStoreFixture, member, refusal } from './store-fixture.js';

const crowd = (count: number) => Array.from({ length: count }, (_, index) => member(`user${index}`));

describe('read receipts', () => {
  it('are one for each reader, told to the others', () => {
    const { store, send, thread, time, takeEvents } = createStoreFixture();
    const [first, second] = [send(), send()];
    takeEvents();
    store.receipts.send(thread.id, BOB, String(first.id));
    time.now += 2000;
    store.receipts.send(thread.id, BOB, String(second.id));
    store.receipts.send(thread.id, ALICE, String(second.id));
    expect(store.receipts.list(thread.id, ALICE, 0, 9).items).toEqual([
      { reader: BOB, messageId: String(second.id), readOn: time.now },
      { reader: ALICE, messageId: String(second.id), readOn: time.now },
    ]);
    expect(takeEvents()).toMatchObject([
      { event: { kind: 'readReceipt', sender: BOB, messageId: String(first.id) }, recipients: [ALICE] },
      { event: { messageId: String(second.id) }, recipients: [ALICE] },
      { event: { sender: ALICE }, recipients: [BOB] },
    ]);
  });

  it('may echo to the reader', () => {
    const { store, send, thread, takeEvents } = createStoreFixture({ receiptEcho: true });
    const { id } = send();
    takeEvents();
    store.receipts.send(thread.id, BOB, String(id));
    expect(takeEvents()[0]!.recipients).toEqual([ALICE, BOB]);
  });

  it.each([
    ['ignore', 1],
    ['accept', 0],
  ] as const)('going backwards: %s', (receiptBackwards, expected) => {
    const { store, send, thread } = createStoreFixture({ receiptBackwards });
    const sent = [send(), send()];
    for (const { id } of [...sent].reverse()) store.receipts.send(thread.id, BOB, String(id));
    const [receipt] = store.receipts.list(thread.id, ALICE, 0, 9).items;
    expect(receipt!.messageId).toBe(String(sent[expected]!.id));
  });

  it('for messages that are not there are refused or ignored', () => {
    const { store, thread } = createStoreFixture();
    expect(() => store.receipts.send(thread.id, BOB, '5')).toThrow(expect.objectContaining(refusal('messageNotFound')));
    const lenient = createStoreFixture({ receiptForUnknownMessage: 'ignore' });
    lenient.store.receipts.send(lenient.thread.id, BOB, '5');
    expect(lenient.store.receipts.list(lenient.thread.id, BOB, 0, 9).items).toEqual([]);
  });

  it('end above 20 participants, without an error', () => {
    const { store, send, thread, takeEvents } = createStoreFixture();
    const { id } = send();
    store.receipts.send(thread.id, BOB, String(id));
    store.participants.add(thread.id, ALICE, crowd(18));
    expect(store.receipts.list(thread.id, ALICE, 0, 9).items).toHaveLength(1);
    store.participants.add(thread.id, ALICE, [member('one-more')]);
    takeEvents();
    store.receipts.send(thread.id, ALICE, String(id));
    expect(store.receipts.list(thread.id, ALICE, 0, 9).items).toEqual([]);
    expect(takeEvents()).toEqual([]);
  });
});

describe('typing', () => {
  it('is told to everybody, the typist included', () => {
    const { store, thread, takeEvents } = createStoreFixture();
    store.receipts.type(thread.id, BOB, 'Bob');
    expect(takeEvents()).toMatchObject([
      { event: { kind: 'typing', sender: BOB, senderDisplayName: 'Bob' }, recipients: [ALICE, BOB] },
    ]);
  });

  it('is not told above 20 participants', () => {
    const { store, thread, takeEvents } = createStoreFixture();
    store.participants.add(thread.id, ALICE, crowd(19));
    takeEvents();
    store.receipts.type(thread.id, BOB, '');
    expect(takeEvents()).toEqual([]);
  });
});
