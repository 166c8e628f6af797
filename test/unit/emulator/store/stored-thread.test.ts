import { expect, it } from 'vitest';
import { fromStoredThread, toStoredThread } from '../../../../src/emulator/store/stored-thread.js';
import { ALICE, BOB, CARLA, createStoreFixture, member } from './store-fixture.js';

it('a thread survives being written down', () => {
  const { store, thread, send, time } = createStoreFixture();
  const [first, second] = [send(), send(BOB)];
  time.now += 1000;
  store.messages.edit(thread.id, ALICE, String(first.id), { content: 'edited', metadata: { k: 'v' } });
  store.messages.delete(thread.id, BOB, String(second.id));
  store.receipts.send(thread.id, BOB, String(first.id));
  store.participants.add(thread.id, ALICE, [member(CARLA, { displayName: 'Carla' })]);
  store.participants.remove(thread.id, ALICE, BOB);
  store.threads.update(thread.id, ALICE, { topic: 'New', metadata: { a: 'b' }, deleteThreadAfterDays: 30 });

  const stored = toStoredThread(thread);
  const back = fromStoredThread(JSON.parse(JSON.stringify(stored)) as typeof stored);

  expect(toStoredThread(back)).toEqual(stored);
  const page = { size: 99, isVisible: () => true };
  expect(back.messages.page(page)).toEqual(thread.messages.page(page));
  expect(back.nextStamp(0)).toBe(thread.nextStamp(0));
  expect(back.nextSequenceId()).toBe(thread.nextSequenceId());
});
