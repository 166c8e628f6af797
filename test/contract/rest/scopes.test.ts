import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createThread,
  startRestFixture,
  toParticipant,
  toTestUser,
  type RestFixture,
  type TestUser,
} from './rest-fixture.js';

const scopes = ['chat', 'chat.join', 'chat.join.limited', 'voip'] as const;

describe('token scopes', () => {
  let fixture: RestFixture;

  beforeAll(async () => {
    fixture = await startRestFixture({ rateLimits: false });
  });

  afterAll(() => fixture.stop());

  const operations: [
    string,
    (user: TestUser, threadId: string, other: TestUser) => Promise<unknown>,
    (typeof scopes)[number][],
  ][] = [
    ['create a thread', (user) => user.client.createChatThread({ topic: 't' }), ['chat']],
    ['update a thread', (user, id) => user.thread(id).updateTopic('x'), ['chat']],
    ['delete a thread', (user, id) => user.client.deleteChatThread(id), ['chat']],
    [
      'add participants',
      (user, id, other) => user.thread(id).addParticipants({ participants: [toParticipant(other)] }),
      ['chat', 'chat.join'],
    ],
    [
      'leave',
      (user, id) => user.thread(id).removeParticipant({ communicationUserId: user.userId }),
      ['chat', 'chat.join'],
    ],
    ['read a thread', (user, id) => user.thread(id).getProperties(), ['chat', 'chat.join', 'chat.join.limited']],
    ['list messages', (user, id) => user.thread(id).listMessages().next(), ['chat', 'chat.join', 'chat.join.limited']],
    ['send', (user, id) => user.thread(id).sendMessage({ content: 'x' }), ['chat', 'chat.join', 'chat.join.limited']],
    ['type', (user, id) => user.thread(id).sendTypingNotification(), ['chat', 'chat.join', 'chat.join.limited']],
  ];

  it.each(operations)('to %s', async (_, act, expected) => {
    const allowed: string[] = [];
    for (const scope of scopes) {
      const [owner, other] = [await fixture.user(), await fixture.user()];
      const threadId = await createThread(owner);
      const { token } = await fixture.emulator.issueToken(owner.userId, [scope]);
      const user = toTestUser(fixture.emulator.endpoint, owner.userId, token);
      await act(user, threadId, other).then(
        () => allowed.push(scope),
        (error: unknown) => expect(error).toMatchObject({ statusCode: 403, code: 'Forbidden' }),
      );
    }
    expect(allowed).toEqual(expected);
  });
});
