import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { all, createThread, startRestFixture, toParticipant, type RestFixture, type TestUser } from './rest-fixture.js';

describe('receipts and typing, with the official client', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let bob: TestUser;
  let threadId: string;

  beforeAll(async () => {
    fixture = await startRestFixture({ rateLimits: false });
    [alice, bob] = await Promise.all([fixture.user(), fixture.user()]);
  });

  beforeEach(async () => {
    threadId = await createThread(alice, bob);
  });

  afterAll(() => fixture.stop());

  it('keep the latest receipt of each reader', async () => {
    const first = await alice.thread(threadId).sendMessage({ content: '1' });
    const second = await alice.thread(threadId).sendMessage({ content: '2' });
    for (const { id } of [second, first]) await bob.thread(threadId).sendReadReceipt({ chatMessageId: id });
    await alice.thread(threadId).sendReadReceipt({ chatMessageId: first.id });
    const receipts = await all(alice.thread(threadId).listReadReceipts());
    expect(receipts).toMatchObject([
      { chatMessageId: second.id, sender: { communicationUserId: bob.userId } },
      { chatMessageId: first.id, sender: { communicationUserId: alice.userId } },
    ]);
    expect(receipts[0]!.readOn.getMilliseconds()).toBe(0);
    const paged = await all(alice.thread(threadId).listReadReceipts({ maxPageSize: 1 }));
    expect(paged).toEqual(receipts);
    expect(await all(alice.thread(threadId).listReadReceipts({ skip: 1 }))).toEqual(receipts.slice(1));
  });

  it('answer a receipt with an empty 200', async () => {
    const { id } = await alice.thread(threadId).sendMessage({ content: '1' });
    const answer = await bob.request('POST', `/chat/threads/${threadId}/readReceipts`, { body: { chatMessageId: id } });
    expect(answer).toMatchObject({ status: 200, body: undefined });
    expect(answer.headers.get('content-length')).toBe('0');
  });

  it('take receipts but keep none above 20 participants', async () => {
    const more = await Promise.all(Array.from({ length: 19 }, () => fixture.user()));
    await alice.thread(threadId).addParticipants({ participants: more.map(toParticipant) });
    const { id } = await alice.thread(threadId).sendMessage({ content: '1' });
    await bob.thread(threadId).sendReadReceipt({ chatMessageId: id });
    expect(await all(alice.thread(threadId).listReadReceipts())).toEqual([]);
  });

  it('take typing, with a name or with nothing at all', async () => {
    expect(await bob.thread(threadId).sendTypingNotification({ senderDisplayName: 'Bob' })).toBe(true);
    for (const init of [{}, { body: {} }]) {
      const answer = await bob.request('POST', `/chat/threads/${threadId}/typing`, init);
      expect(answer).toMatchObject({ status: 200, body: undefined });
    }
  });
});
