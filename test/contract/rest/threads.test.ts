import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, createThread, startRestFixture, toParticipant, type RestFixture, type TestUser } from './rest-fixture.js';

describe('threads, with the official client', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let bob: TestUser;

  beforeAll(async () => {
    fixture = await startRestFixture({ rateLimits: false });
    [alice, bob] = await Promise.all([fixture.user(), fixture.user()]);
  });

  afterAll(() => fixture.stop());

  it('are created with everything one can say about them', async () => {
    const shareHistoryTime = new Date('2026-01-02T03:04:05Z');
    const { chatThread, invalidParticipants } = await alice.client.createChatThread(
      { topic: 'Lunch' },
      {
        participants: [{ ...toParticipant(bob), displayName: 'Bob', shareHistoryTime, metadata: { seat: '4' } }],
        metadata: { color: 'blue' },
        retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 60 },
      },
    );
    expect(invalidParticipants).toBeUndefined();
    expect(chatThread).toMatchObject({
      topic: 'Lunch',
      createdBy: { kind: 'communicationUser', communicationUserId: alice.userId },
      metadata: { color: 'blue' },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 60 },
    });
    expect(chatThread!.id).toMatch(/^19:acsV1_.+1@thread\.v2$/);
    expect(chatThread!.createdOn.getMilliseconds()).toBe(0);
    expect(await bob.thread(chatThread!.id).getProperties()).toEqual(chatThread);
    expect(await all(alice.thread(chatThread!.id).listParticipants())).toEqual([
      {
        ...toParticipant(alice),
        id: { kind: 'communicationUser', ...toParticipant(alice).id },
        shareHistoryTime: new Date(0),
      },
      {
        id: { kind: 'communicationUser', communicationUserId: bob.userId },
        displayName: 'Bob',
        shareHistoryTime,
        metadata: { seat: '4' },
      },
    ]);
  });

  it('begin with two messages of the service', async () => {
    const threadId = await createThread(alice, bob);
    const messages = await all(alice.thread(threadId).listMessages());
    expect(messages).toMatchObject([
      {
        type: 'topicUpdated',
        sequenceId: '2',
        content: { topic: 'Lunch', initiator: { communicationUserId: alice.userId } },
      },
      {
        type: 'participantAdded',
        sequenceId: '1',
        content: {
          participants: [{ shareHistoryTime: new Date(0) }, { shareHistoryTime: new Date(0) }],
          initiator: { communicationUserId: alice.userId },
        },
      },
    ]);
    expect(messages.every(({ sender }) => sender === undefined)).toBe(true);
  });

  it('are the same for the same request id', async () => {
    const create = (idempotencyToken: string) => alice.client.createChatThread({ topic: 'Once' }, { idempotencyToken });
    const [first, second, other] = [await create('r1'), await create('r1'), await create('r2')];
    expect(second).toEqual(first);
    expect(other.chatThread!.id).not.toBe(first.chatThread!.id);
  });

  it('name those who could not be added', async () => {
    const nobody = alice.userId.replace(/_.*/, '_00000000-0000-4000-8000-000000000000');
    const { chatThread, invalidParticipants } = await alice.client.createChatThread(
      { topic: 'x' },
      {
        participants: [
          toParticipant(bob),
          { id: { communicationUserId: nobody } },
          { id: { microsoftTeamsUserId: '00000000-0000-4000-8000-000000000000' } },
        ],
      },
    );
    expect(invalidParticipants).toMatchObject([
      { target: nobody, code: '404', message: 'Not found' },
      { target: '8:orgid:00000000-0000-4000-8000-000000000000', code: '403', message: 'Permissions check failed' },
    ]);
    expect(await all(alice.thread(chatThread!.id).listParticipants())).toHaveLength(2);
  });

  it('are listed, most recently active first, in pages', async () => {
    const carla = await fixture.user();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.push(await createThread(carla));
      fixture.emulator.clock.advance(1000);
    }
    expect((await all(carla.client.listChatThreads())).map(({ id }) => id)).toEqual([...ids].reverse());
    await carla.thread(ids[0]!).sendMessage({ content: 'hi' });
    const pages = [];
    for await (const page of carla.client.listChatThreads({ maxPageSize: 2 }).byPage()) pages.push(page);
    const whole = await all(carla.client.listChatThreads({ maxPageSize: 2 }));
    expect(whole.map(({ id }) => id)).toEqual([ids[0], ids[4], ids[3], ids[2], ids[1]]);
    expect(pages).toEqual([whole.slice(0, 2), whole.slice(2, 4), whole.slice(4)]);
    const [active, quiet] = whole;
    expect(active!.lastMessageReceivedOn).toBeInstanceOf(Date);
    expect(quiet).toEqual({ id: ids[4], topic: 'Lunch' });
  });

  it('are listed from a start time', async () => {
    const carla = await fixture.user();
    await createThread(carla);
    fixture.emulator.clock.advance(60_000);
    const startTime = new Date(fixture.emulator.clock.now() - 1000);
    const later = [await createThread(carla), await createThread(carla)].sort();
    const found = await all(carla.client.listChatThreads({ startTime, maxPageSize: 1 }));
    expect(found.map(({ id }) => id).sort()).toEqual(later);
  });

  it('change topic, metadata and retention', async () => {
    const threadId = await createThread(alice, bob);
    const thread = bob.thread(threadId);
    await thread.updateTopic('Dinner');
    await thread.updateProperties({
      metadata: { a: '1', b: '2' },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 30 },
    });
    await thread.updateProperties({ topic: 'Supper', metadata: { b: '', c: '3' } });
    await thread.updateProperties({});
    expect(await alice.thread(threadId).getProperties()).toMatchObject({
      topic: 'Supper',
      metadata: { a: '1', c: '3' },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 30 },
    });
    await thread.updateProperties({ retentionPolicy: null as never });
    expect(await thread.getProperties()).toMatchObject({ retentionPolicy: { kind: 'none' } });
    const topics = (await all(thread.listMessages())).map(({ content }) => content?.topic);
    expect(topics).toEqual(['Supper', 'Dinner', 'Lunch', undefined]);
  });

  it('are deleted for everybody, by anybody in them', async () => {
    const threadId = await createThread(alice, bob);
    await bob.client.deleteChatThread(threadId);
    await expect(alice.thread(threadId).getProperties()).rejects.toMatchObject({ statusCode: 404, code: 'NotFound' });
    const listed = await all(alice.client.listChatThreads({ maxPageSize: 200 }));
    expect(listed.map(({ id }) => id)).not.toContain(threadId);
  });

  it('end by their retention policy', async () => {
    const { chatThread } = await alice.client.createChatThread(
      { topic: 'Short' },
      { retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 30 } },
    );
    fixture.emulator.clock.advance(30 * 86_400_000);
    const { token } = await fixture.emulator.issueToken(alice.userId);
    const answer = await alice.request('GET', `/chat/threads/${chatThread!.id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(404);
  });
});
