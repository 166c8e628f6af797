import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createThread,
  request,
  startRestFixture,
  type RawInit,
  type RestFixture,
  type TestUser,
} from './rest-fixture.js';

const MARK = 'do-not-repeat-this';

describe('bad input', () => {
  let fixture: RestFixture;
  let alice: TestUser;
  let stranger: TestUser;
  let threadId: string;
  let messageId: string;

  beforeAll(async () => {
    fixture = await startRestFixture({ rateLimits: false });
    [alice, stranger] = await Promise.all([fixture.user(), fixture.user()]);
    threadId = await createThread(alice);
    ({ id: messageId } = await alice.thread(threadId).sendMessage({ content: 'hi' }));
  });

  afterAll(() => fixture.stop());

  const fill = (path: string) => path.replace('{t}', threadId).replace('{m}', messageId);
  const nested = (value: unknown) => ({ topic: 't', participants: [value] });
  const identifier = { rawId: '8:acs:x' };

  it.each<[string, string, string, unknown, string]>([
    ['broken JSON', 'POST', '/chat/threads', `{"topic": ${MARK}`, 'body'],
    ['no body', 'POST', '/chat/threads', '', 'body'],
    ['a list for an object', 'POST', '/chat/threads', [], 'body'],
    ['no topic', 'POST', '/chat/threads', {}, 'topic'],
    ['an empty topic', 'POST', '/chat/threads', { topic: '' }, 'topic'],
    ['a number for a topic', 'POST', '/chat/threads', { topic: 5 }, 'topic'],
    ['an object for participants', 'POST', '/chat/threads', { topic: 't', participants: {} }, 'participants'],
    ['a text for a participant', 'POST', '/chat/threads', nested(MARK), 'participants[0]'],
    ['no identifier', 'POST', '/chat/threads', nested({}), 'participants[0].communicationIdentifier'],
    [
      'a number for a name',
      'POST',
      '/chat/threads',
      nested({ communicationIdentifier: identifier, displayName: 5 }),
      'participants[0].displayName',
    ],
    [
      'a time that is none',
      'POST',
      '/chat/threads',
      nested({ communicationIdentifier: identifier, shareHistoryTime: MARK }),
      'participants[0].shareHistoryTime',
    ],
    [
      'large participant metadata',
      'POST',
      '/chat/threads',
      nested({ communicationIdentifier: identifier, metadata: { k: 'x'.repeat(1024) } }),
      'participants[0].metadata',
    ],
    ['large thread metadata', 'POST', '/chat/threads', { topic: 't', metadata: { k: 'é'.repeat(512) } }, 'metadata'],
    ['a number among metadata', 'POST', '/chat/threads', { topic: 't', metadata: { k: 1 } }, 'metadata.k'],
    ['null among metadata', 'PATCH', '/chat/threads/{t}', { metadata: { k: null } }, 'metadata.k'],
    ['null for a topic', 'PATCH', '/chat/threads/{t}', { topic: null }, 'topic'],
    ['no kind of retention', 'PATCH', '/chat/threads/{t}', { retentionPolicy: {} }, 'retentionPolicy.kind'],
    ['an unknown retention', 'PATCH', '/chat/threads/{t}', { retentionPolicy: { kind: 'x' } }, 'retentionPolicy.kind'],
    ...[29, 91, 30.5, '30', undefined].map((deleteThreadAfterDays): [string, string, string, unknown, string] => [
      `retention of ${JSON.stringify(deleteThreadAfterDays)} days`,
      'PATCH',
      '/chat/threads/{t}',
      { retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays } },
      'retentionPolicy.deleteThreadAfterDays',
    ]),
    ['no content', 'POST', '/chat/threads/{t}/messages', {}, 'content'],
    ['a system type', 'POST', '/chat/threads/{t}/messages', { content: MARK, type: 'topicUpdated' }, 'type'],
    ['an unknown type', 'POST', '/chat/threads/{t}/messages', { content: MARK, type: MARK }, 'type'],
    [
      'a number for a sender name',
      'POST',
      '/chat/threads/{t}/messages',
      { content: MARK, senderDisplayName: 1 },
      'senderDisplayName',
    ],
    ['a large message', 'POST', '/chat/threads/{t}/messages', { content: MARK + 'é'.repeat(14 * 1024) }, 'content'],
    [
      'a message whose metadata is large',
      'POST',
      '/chat/threads/{t}/messages',
      { content: MARK, metadata: { k: 'x'.repeat(28 * 1024) } },
      'content',
    ],
    ['null for content', 'PATCH', '/chat/threads/{t}/messages/{m}', { content: null }, 'content'],
    ['a large edit', 'PATCH', '/chat/threads/{t}/messages/{m}', { content: 'x'.repeat(28 * 1024 + 1) }, 'content'],
    ['no participants', 'POST', '/chat/threads/{t}/participants/:add', {}, 'participants'],
    ['an empty list', 'POST', '/chat/threads/{t}/participants/:add', { participants: [] }, 'participants'],
    ['nobody to remove', 'POST', '/chat/threads/{t}/participants/:remove', {}, 'participantCommunicationIdentifier'],
    ['no message id', 'POST', '/chat/threads/{t}/readReceipts', {}, 'chatMessageId'],
    ['a number for a typist', 'POST', '/chat/threads/{t}/typing', { senderDisplayName: 5 }, 'senderDisplayName'],
    ['a large page', 'GET', '/chat/threads/{t}/messages?maxPageSize=201', undefined, 'maxPageSize'],
    ['an empty page', 'GET', '/chat/threads/{t}/messages?maxPageSize=0', undefined, 'maxPageSize'],
    ['a start time that is none', 'GET', '/chat/threads/{t}/messages?startTime=soon', undefined, 'startTime'],
    ['state of another list', 'GET', '/chat/threads/{t}/messages?syncState=5b315d', undefined, 'syncState'],
    ['state that is none', 'GET', '/chat/threads?syncState=x', undefined, 'syncState'],
    ['a skip that is none', 'GET', '/chat/threads/{t}/participants?skip=x', undefined, 'skip'],
    ['a large page of participants', 'GET', '/chat/threads/{t}/participants?maxPageSize=999', undefined, 'maxPageSize'],
    ['no api-version', 'GET', '/chat/threads?api-version', undefined, 'api-version'],
    ['an api-version to come', 'GET', '/chat/threads?api-version=2031-01-01', undefined, 'api-version'],
    ['the wrong api-version', 'GET', '/chat/config/realTimeNotifications', undefined, 'api-version'],
  ])('%s is a 400 that names the field', async (_, method, path, body, target) => {
    const answer = await alice.request(method, fill(path), body === undefined ? {} : { body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest', target } } });
    expect(JSON.stringify(answer.body)).not.toContain(MARK);
  });

  it('names the versions that are supported', async () => {
    const { body } = await alice.request('GET', '/chat/threads?api-version=2031-01-01');
    expect(body).toMatchObject({
      error: { message: expect.stringContaining('2021-03-07, 2021-09-07, 2023-11-07, 2024-03-07, 2025-03-15') },
    });
  });

  it.each<[string, string, string, RawInit, number, string]>([
    ['an unknown path', 'GET', '/chat/rooms', {}, 404, 'NotFound'],
    ['an unknown path outside', 'GET', '/nothing', {}, 404, 'NotFound'],
    ['an unknown thread', 'GET', '/chat/threads/19:none@thread.v2', {}, 404, 'NotFound'],
    ['an unknown message', 'GET', '/chat/threads/{t}/messages/5', {}, 404, 'NotFound'],
    ['an unknown method', 'PUT', '/chat/threads', {}, 405, 'MethodNotAllowed'],
    ['an operation of previews', 'POST', '/chat/threads/{t}/images', {}, 501, 'NotImplemented'],
    [
      'a form',
      'POST',
      '/chat/threads',
      { body: 'a=1', headers: { 'Content-Type': 'text/plain' } },
      415,
      'UnsupportedMediaType',
    ],
    ['a huge body', 'POST', '/chat/threads', { body: 'x'.repeat(5_000_000) }, 413, 'PayloadTooLarge'],
  ])('%s is answered in the same form', async (_, method, path, init, status, code) => {
    expect(await alice.request(method, fill(path), init)).toMatchObject({ status, body: { error: { code } } });
  });

  it('names the operation that is not built', async () => {
    const { body } = await alice.request('GET', fill('/chat/threads/{t}/images/i/views/small'));
    expect(body).toMatchObject({ error: { message: expect.stringContaining('ChatThread_GetChatImage') } });
  });

  it('is a 403 for strangers before anything else about the thread is told', async () => {
    for (const path of ['/chat/threads/{t}', '/chat/threads/{t}/messages', '/chat/threads/{t}/participants']) {
      expect(await stranger.request('GET', fill(path))).toMatchObject({
        status: 403,
        body: { error: { code: 'Forbidden' } },
      });
    }
  });

  it.each([
    ['none', undefined],
    ['nonsense', `Bearer ${MARK}`],
    ['another scheme', `Basic ${MARK}`],
    ['an empty one', 'Bearer '],
  ])('with %s for an Authorization is a 401', async (_, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
    const answer = await request(fixture.emulator.endpoint, 'GET', '/chat/threads', { headers });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'Unauthorized' } } });
    expect(JSON.stringify(answer.body)).not.toContain(MARK);
  });

  it.each(['application/merge-patch+json', 'application/json', 'application/json; charset=utf-8'])(
    'is not what %s makes of a PATCH',
    async (type) => {
      const init = { body: { topic: 'x' }, headers: { 'Content-Type': type } };
      expect((await alice.request('PATCH', fill('/chat/threads/{t}'), init)).status).toBe(204);
    },
  );

  it('exactly at the limits is fine', async () => {
    const content = 'é'.repeat(14 * 1024 - 2);
    const send = { body: { content, metadata: { ab: 'cd' } } };
    expect((await alice.request('POST', fill('/chat/threads/{t}/messages'), send)).status).toBe(201);
    const metadata = { kk: 'é'.repeat(511) };
    expect((await alice.request('POST', '/chat/threads', { body: { topic: 't', metadata } })).status).toBe(201);
    const update = { body: { metadata: { one: 'x'.repeat(700) } } };
    expect((await alice.request('PATCH', fill('/chat/threads/{t}'), update)).status).toBe(204);
    const more = { body: { metadata: { two: 'x'.repeat(700) } } };
    expect(await alice.request('PATCH', fill('/chat/threads/{t}'), more)).toMatchObject({
      status: 400,
      body: { error: { target: 'metadata' } },
    });
  });

  it('never shows in the log', async () => {
    fixture.emulator.requests.clear();
    await alice.request('POST', `/chat/threads?secret=${MARK}`, { body: { topic: MARK } });
    expect(JSON.stringify(fixture.emulator.requests.list())).not.toContain(MARK);
  });
});

describe('the loose mode', () => {
  it('has no limits, budgets or scopes, but shapes and membership', async () => {
    const fixture = await startRestFixture({ strict: false });
    const guest = await fixture.user(['chat.join.limited']);
    const stranger = await fixture.user();
    const threadId = await createThread(guest);
    for (let count = 0; count < 15; count += 1)
      await guest.thread(threadId).sendMessage({ content: 'x'.repeat(30_000) });
    await guest.thread(threadId).updateProperties({
      metadata: { k: 'x'.repeat(2000) },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 1 },
    });
    expect((await guest.request('GET', `/chat/threads/${threadId}/messages?maxPageSize=500`)).status).toBe(200);
    expect((await guest.request('POST', '/chat/threads', { body: { topic: 5 } })).status).toBe(400);
    expect((await stranger.request('GET', `/chat/threads/${threadId}`)).status).toBe(403);
    await fixture.stop();
  });
});
