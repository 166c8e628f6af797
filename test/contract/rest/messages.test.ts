import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { all, createThread, startRestFixture, toParticipant, type RestFixture, type TestUser } from './rest-fixture.js';

describe('messages, with the official client', () => {
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

  const sendMany = async (count: number) => {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      ids.push((await alice.thread(threadId).sendMessage({ content: `m${index}` })).id);
    }
    return ids;
  };

  it('are sent and read with everything one can say', async () => {
    const { id } = await alice
      .thread(threadId)
      .sendMessage({ content: '<b>hi</b>' }, { type: 'html', senderDisplayName: 'Alice', metadata: { nonce: 'n1' } });
    const message = await bob.thread(threadId).getMessage(id);
    expect(message).toEqual({
      id,
      type: 'html',
      sequenceId: '3',
      version: id,
      content: { message: '<b>hi</b>', attachments: [] },
      senderDisplayName: 'Alice',
      createdOn: new Date(Math.floor(Number(id) / 1000) * 1000),
      sender: { kind: 'communicationUser', communicationUserId: alice.userId },
      metadata: { nonce: 'n1' },
    });
    expect((await all(bob.thread(threadId).listMessages()))[0]).toEqual(message);
  });

  it('are plain text without a name unless told otherwise', async () => {
    const { id } = await alice.thread(threadId).sendMessage({ content: '' });
    expect(await alice.thread(threadId).getMessage(id)).toMatchObject({
      type: 'text',
      content: { message: '' },
      senderDisplayName: '',
    });
  });

  it('are listed in pages of ten unless told otherwise, newest first', async () => {
    const ids = await sendMany(25);
    fixture.emulator.requests.clear();
    const listed = await all(bob.thread(threadId).listMessages());
    expect(listed.map(({ id }) => id).slice(0, 25)).toEqual([...ids].reverse());
    expect(listed).toHaveLength(27);
    expect(fixture.emulator.requests.count({ method: 'GET', path: /\/messages$/, userId: bob.userId })).toBe(3);
  });

  it('are listed in pages of up to 200', async () => {
    await sendMany(30);
    const sizes: number[] = [];
    for await (const page of bob.thread(threadId).listMessages({ maxPageSize: 15 }).byPage()) sizes.push(page.length);
    expect(sizes).toEqual([15, 15, 2]);
    fixture.emulator.requests.clear();
    expect(await all(bob.thread(threadId).listMessages({ maxPageSize: 200 }))).toHaveLength(32);
    expect(fixture.emulator.requests.count()).toBe(1);
  });

  it('carry the thread raw in the link to the next page', async () => {
    await sendMany(3);
    const path = `/chat/threads/${encodeURIComponent(threadId)}/messages?maxPageSize=2`;
    const { nextLink } = (await bob.request('GET', path)).body as { nextLink: string };
    expect(nextLink.startsWith(`${fixture.emulator.endpoint}/chat/threads/${threadId}/messages?syncState=`)).toBe(true);
    expect(nextLink).toContain('&startTime=1%2F1%2F1970%2012%3A00%3A00%20AM%20%2B00%3A00&maxPageSize=2&api-version=');
    const next = await bob.request('GET', nextLink.slice(fixture.emulator.endpoint.length));
    expect(next.body).toMatchObject({ value: [{ sequenceId: '3' }, { sequenceId: '2' }] });
  });

  it('move to the top when they change', async () => {
    const [first, second, third] = await sendMany(3);
    fixture.emulator.clock.advance(5000);
    await alice.thread(threadId).updateMessage(first!, { content: 'changed' });
    await alice.thread(threadId).deleteMessage(second!);
    const ids = (await all(bob.thread(threadId).listMessages())).map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual([second, first, third]);
  });

  it('begin at a start time', async () => {
    await sendMany(2);
    fixture.emulator.clock.advance(10_000);
    const startTime = new Date(fixture.emulator.clock.now());
    const ids = await sendMany(3);
    const found = await all(bob.thread(threadId).listMessages({ startTime, maxPageSize: 2 }));
    expect(found.map(({ id }) => id)).toEqual([...ids].reverse());
  });

  it('are edited: content, metadata, or both', async () => {
    const thread = alice.thread(threadId);
    const { id } = await thread.sendMessage({ content: 'one' }, { metadata: { a: '1', b: '2' } });
    fixture.emulator.clock.advance(2000);
    await thread.updateMessage(id, { content: 'two' });
    const edited = await thread.getMessage(id);
    expect(edited).toMatchObject({ content: { message: 'two' }, metadata: { a: '1', b: '2' }, sequenceId: '3' });
    expect(Number(edited.version)).toBeGreaterThan(Number(id));
    expect(edited.editedOn!.getMilliseconds()).toBe(0);
    await thread.updateMessage(id, { metadata: { b: '', c: '3' } });
    await thread.updateMessage(id, { content: 'three', metadata: { d: '4' } });
    expect(await thread.getMessage(id)).toMatchObject({
      content: { message: 'three' },
      metadata: { a: '1', c: '3', d: '4' },
    });
  });

  it('leave a tombstone', async () => {
    const thread = alice.thread(threadId);
    const { id } = await thread.sendMessage({ content: 'gone' }, { metadata: { a: '1' }, senderDisplayName: 'Alice' });
    await thread.updateMessage(id, { content: 'soon gone' });
    await thread.deleteMessage(id);
    const tombstone = await bob.thread(threadId).getMessage(id);
    expect(tombstone).toMatchObject({ id, type: 'text', sequenceId: '3', content: { message: '' } });
    expect(tombstone.sender).toEqual({ kind: 'communicationUser', communicationUserId: alice.userId });
    expect(tombstone.deletedOn).toBeInstanceOf(Date);
    expect(tombstone).not.toHaveProperty('editedOn');
    expect(tombstone).not.toHaveProperty('metadata');
  });

  it('belong to their sender', async () => {
    const { id } = await alice.thread(threadId).sendMessage({ content: 'mine' });
    const forbidden = { statusCode: 403, code: 'Forbidden', details: { error: { target: 'chatMessageId' } } };
    await expect(bob.thread(threadId).updateMessage(id, { content: 'x' })).rejects.toMatchObject(forbidden);
    await expect(bob.thread(threadId).deleteMessage(id)).rejects.toMatchObject(forbidden);
    await expect(bob.thread(threadId).getMessage('1')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('are hidden from before the history is shared', async () => {
    const [old] = await sendMany(1);
    fixture.emulator.clock.advance(1000);
    const carla = await fixture.user();
    const shareHistoryTime = new Date(fixture.emulator.clock.now());
    await alice.thread(threadId).addParticipants({ participants: [{ ...toParticipant(carla), shareHistoryTime }] });
    const [recent] = await sendMany(1);
    const seen = await all(carla.thread(threadId).listMessages());
    expect(seen.map(({ id, type }) => [id, type])).toEqual([
      [recent, 'text'],
      [expect.any(String), 'participantAdded'],
    ]);
    await expect(carla.thread(threadId).getMessage(old!)).rejects.toMatchObject({ statusCode: 404 });
  });
});
