import { CommunicationIdentityClient } from '@azure/communication-identity';
import { afterEach, describe, expect, it } from 'vitest';
import type { Behaviour } from '../../../src/emulator/index.js';
import { all, createThread, startRestFixture, toParticipant, type RestFixture, type TestUser } from './rest-fixture.js';

describe('behaviour switches that show in REST', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let threadId: string;

  const start = async (behaviour: Partial<Behaviour>) => {
    fixture = await startRestFixture({ rateLimits: false, behaviour });
    alice = await fixture.user();
    threadId = await createThread(alice);
  };

  afterEach(() => fixture.stop());

  it.each<[Partial<Behaviour>, string, string, unknown, number]>([
    [{ emptyTopic: 'accept' }, 'POST', '/chat/threads', { topic: '' }, 201],
    [{ maxTopicLength: 5 }, 'POST', '/chat/threads', { topic: 'Dinner' }, 400],
    [{ emptyContent: 'reject' }, 'POST', '/chat/threads/{t}/messages', { content: '' }, 400],
    [{ nullMetadataValue: 'remove' }, 'PATCH', '/chat/threads/{t}', { metadata: { k: null } }, 204],
    [{ messageSizeUnit: 'utf16' }, 'POST', '/chat/threads/{t}/messages', { content: 'x'.repeat(14 * 1024 + 1) }, 400],
    [{ messageSizeUnit: 'utf16' }, 'POST', '/chat/threads/{t}/messages', { content: '€'.repeat(14 * 1024) }, 201],
    [
      { messageSizeCounts: 'content' },
      'POST',
      '/chat/threads/{t}/messages',
      { content: '', metadata: { k: 'x'.repeat(40_000) } },
      201,
    ],
    [{ pageSizeAboveMax: 'clamp' }, 'GET', '/chat/threads/{t}/messages?maxPageSize=999', undefined, 200],
    [{ listPageMax: 5 }, 'GET', '/chat/threads/{t}/participants?maxPageSize=6', undefined, 400],
    [{ receiptForUnknownMessage: 'ignore' }, 'POST', '/chat/threads/{t}/readReceipts', { chatMessageId: '5' }, 200],
  ])('%j: %s %s', async (behaviour, method, path, body, status) => {
    await start(behaviour);
    const init = body === undefined ? {} : { body };
    expect((await alice.request(method, path.replace('{t}', threadId), init)).status).toBe(status);
  });

  it('deletedThread and deletedThreadsInList', async () => {
    await start({ deletedThread: 'forbidden', deletedThreadsInList: true });
    await alice.client.deleteChatThread(threadId);
    await expect(alice.thread(threadId).getProperties()).rejects.toMatchObject({ statusCode: 403 });
    const [listed] = await all(alice.client.listChatThreads());
    expect(listed).toMatchObject({ id: threadId, deletedOn: expect.any(Date) });
  });

  it('errorEnvelope', async () => {
    await start({ errorEnvelope: 'communicationError' });
    const error = await alice
      .thread('19:none@thread.v2')
      .getProperties()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ statusCode: 404, code: undefined });
    expect((error as Error).message).toMatch(/^\{"CommunicationError":\{"Code":"NotFound"/);
  });

  it('addedUserHistory', async () => {
    await start({ addedUserHistory: 'none' });
    await alice.thread(threadId).sendMessage({ content: 'before' });
    fixture.emulator.clock.advance(1000);
    const bob = await fixture.user();
    await alice.thread(threadId).addParticipants({ participants: [toParticipant(bob)] });
    const seen = await all(bob.thread(threadId).listMessages());
    expect(seen.map(({ type }) => type)).toEqual(['participantAdded']);
  });

  it('lateMessagesInPages', async () => {
    await start({ lateMessagesInPages: true });
    const thread = alice.thread(threadId);
    for (let count = 0; count < 3; count += 1) await thread.sendMessage({ content: String(count) });
    const pages = thread.listMessages({ maxPageSize: 2 }).byPage();
    const first = (await pages.next()).value as unknown[];
    const { id } = await thread.sendMessage({ content: 'late' });
    const rest: { id: string }[] = [];
    for await (const page of pages) rest.push(...page);
    expect(first).toHaveLength(2);
    expect(rest).toHaveLength(4);
    expect(rest[0]!.id).toBe(id);
  });

  it('revocationDelaySeconds', async () => {
    await start({ revocationDelaySeconds: 60 });
    const identities = new CommunicationIdentityClient(fixture.emulator.connectionString, {
      allowInsecureConnection: true,
    });
    await identities.revokeTokens({ communicationUserId: alice.userId });
    expect(await all(alice.client.listChatThreads())).toHaveLength(1);
    fixture.emulator.clock.advance(60_000);
    await expect(all(alice.client.listChatThreads())).rejects.toMatchObject({ statusCode: 401 });
  });
});
