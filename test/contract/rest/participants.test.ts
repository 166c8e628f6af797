import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { all, createThread, startRestFixture, toParticipant, type RestFixture, type TestUser } from './rest-fixture.js';

describe('participants, with the official client', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let bob: TestUser;
  let carla: TestUser;
  let threadId: string;

  beforeAll(async () => {
    fixture = await startRestFixture({ rateLimits: false });
    [alice, bob, carla] = await Promise.all([fixture.user(), fixture.user(), fixture.user()]);
  });

  beforeEach(async () => {
    threadId = await createThread(alice, bob);
  });

  afterAll(() => fixture.stop());

  const identitiesOf = async (user: TestUser, options: { maxPageSize?: number; skip?: number } = {}) =>
    (await all(user.thread(threadId).listParticipants(options))).map(
      ({ id }) => (id as { communicationUserId: string }).communicationUserId,
    );

  it('are added by anybody in the thread', async () => {
    const result = await bob
      .thread(threadId)
      .addParticipants({ participants: [{ ...toParticipant(carla), displayName: 'Carla', metadata: { k: 'v' } }] });
    expect(result.invalidParticipants).toBeUndefined();
    const participants = await all(carla.thread(threadId).listParticipants());
    expect(participants.at(-1)).toMatchObject({ displayName: 'Carla', metadata: { k: 'v' } });
    const [message] = await all(alice.thread(threadId).listMessages());
    expect(message).toMatchObject({
      type: 'participantAdded',
      sequenceId: '3',
      content: { participants: [{ displayName: 'Carla' }], initiator: { communicationUserId: bob.userId } },
    });
  });

  it('stay as they are when added again', async () => {
    await alice.thread(threadId).addParticipants({ participants: [{ ...toParticipant(bob), displayName: 'Robert' }] });
    expect((await all(alice.thread(threadId).listParticipants()))[1]).not.toHaveProperty('displayName');
    expect(await all(alice.thread(threadId).listMessages())).toHaveLength(2);
  });

  it('that cannot be added are named, the others come in', async () => {
    const { invalidParticipants } = await alice.thread(threadId).addParticipants({
      participants: [{ id: { phoneNumber: '+15551234567' } }, toParticipant(carla)],
    });
    expect(invalidParticipants).toMatchObject([{ target: '4:+15551234567', code: '403' }]);
    expect(await identitiesOf(alice)).toEqual([alice.userId, bob.userId, carla.userId]);
  });

  it('are listed in pages, by offset', async () => {
    const more = await Promise.all(Array.from({ length: 5 }, () => fixture.user()));
    await alice.thread(threadId).addParticipants({ participants: more.map(toParticipant) });
    const everybody = [alice, bob, ...more].map(({ userId }) => userId);
    fixture.emulator.requests.clear();
    expect(await identitiesOf(bob, { maxPageSize: 3 })).toEqual(everybody);
    expect(fixture.emulator.requests.count({ path: /\/participants$/ })).toBe(3);
    expect(await identitiesOf(bob, { maxPageSize: 3, skip: 5 })).toEqual(everybody.slice(5));
    const { body } = await bob.request('GET', `/chat/threads/${threadId}/participants?maxPageSize=2&skip=2`);
    expect((body as { nextLink: string }).nextLink).toBe(
      `${fixture.emulator.endpoint}/chat/threads/${threadId}/participants?skip=4&maxPageSize=2&api-version=2025-03-15`,
    );
  });

  it('are removed, and lose what they had', async () => {
    await alice.thread(threadId).removeParticipant({ communicationUserId: bob.userId });
    expect(await identitiesOf(alice)).toEqual([alice.userId]);
    const forbidden = { statusCode: 403, code: 'Forbidden' };
    await expect(bob.thread(threadId).getProperties()).rejects.toMatchObject(forbidden);
    await expect(all(bob.thread(threadId).listMessages())).rejects.toMatchObject(forbidden);
    await expect(bob.thread(threadId).sendMessage({ content: 'x' })).rejects.toMatchObject(forbidden);
    const [message] = await all(alice.thread(threadId).listMessages());
    expect(message).toMatchObject({
      type: 'participantRemoved',
      content: {
        participants: [{ id: { communicationUserId: bob.userId } }],
        initiator: { communicationUserId: alice.userId },
      },
    });
  });

  it('may remove themselves', async () => {
    await bob.thread(threadId).removeParticipant({ communicationUserId: bob.userId });
    expect(await identitiesOf(alice)).toEqual([alice.userId]);
  });

  it('can be removed with the nested identifier alone, as the .NET client sends it', async () => {
    const { status } = await alice.request('POST', `/chat/threads/${threadId}/participants/:remove`, {
      body: { communicationUser: { id: bob.userId } },
    });
    expect(status).toBe(204);
  });

  it('that are not there cannot be removed', async () => {
    await expect(alice.thread(threadId).removeParticipant({ communicationUserId: carla.userId })).rejects.toMatchObject(
      { statusCode: 404 },
    );
  });

  it('may be 250 in a thread and 200 in a call', async () => {
    const crowd = await Promise.all(Array.from({ length: 249 }, () => fixture.emulator.createUser()));
    const participants = crowd.map(({ userId }) => ({ id: { communicationUserId: userId } }));
    const thread = alice.thread(threadId);
    const tooMany = { statusCode: 400, message: '{"CommunicationError":{"Code":"BadRequest","Details":[]}}' };
    await expect(thread.addParticipants({ participants: participants.slice(0, 201) })).rejects.toMatchObject(tooMany);
    await expect(alice.client.createChatThread({ topic: 'x' }, { participants })).rejects.toMatchObject(tooMany);
    await thread.addParticipants({ participants: participants.slice(0, 200) });
    await expect(thread.addParticipants({ participants: participants.slice(200) })).rejects.toMatchObject({
      statusCode: 400,
      details: { body: { error: { target: 'participants' } } },
    });
    await thread.addParticipants({ participants: participants.slice(200, 248) });
    expect(await identitiesOf(alice)).toHaveLength(250);
  });
});
