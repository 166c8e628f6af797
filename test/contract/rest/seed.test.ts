import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../../src/emulator/index.js';
import { request, toTestUser, type TestUser } from './rest-fixture.js';

interface Listed {
  readonly value: {
    readonly id: string;
    readonly sequenceId: string;
    readonly content: { readonly message?: string };
  }[];
}

const START = Date.UTC(2026, 10, 20, 12);

describe('seeding', () => {
  let emulator: Emulator;
  let alice: TestUser;
  let bob: TestUser;

  beforeEach(async () => {
    emulator = await startEmulator({ clock: { now: () => START }, rateLimits: false });
    const user = async () => {
      const { userId, token } = await emulator.createUser();
      return toTestUser(emulator.endpoint, userId, token);
    };
    [alice, bob] = [await user(), await user()];
  });
  afterEach(() => emulator.stop());

  const list = async (user: TestUser, threadId: string): Promise<Listed['value']> => {
    const { body } = await user.request('GET', `/chat/threads/${threadId}/messages?maxPageSize=200`);
    return (body as Listed).value;
  };
  const greetings = () => [
    { sender: alice.userId, content: 'hello', metadata: { k: 'v' } },
    { sender: bob.userId, content: 'hi' },
  ];

  it('puts a thread in place with its messages a second apart, the newest of them now', async () => {
    const participants = [alice.userId, bob.userId];
    const threadId = await emulator.seedThread({ topic: 'Lunch', participants, messages: greetings() });
    const messages = await list(bob, threadId);
    expect(messages.map(({ id, sequenceId, content }) => [Number(id) - START, sequenceId, content.message])).toEqual([
      [0, '4', 'hi'],
      [-1_000, '3', 'hello'],
      [-2_999, '2', undefined],
      [-3_000, '1', undefined],
    ]);
    expect(messages[1]).toMatchObject({ metadata: { k: 'v' } });
    expect((await bob.request('GET', '/chat/threads')).body).toMatchObject({
      value: [{ id: threadId, topic: 'Lunch' }],
    });
  });

  it('adds messages to a thread that is there', async () => {
    const threadId = await emulator.seedThread({ topic: 'Lunch', participants: [alice.userId, bob.userId] });
    await emulator.seedMessages(threadId, greetings());
    expect((await list(alice, threadId)).slice(0, 2).map(({ content }) => content.message)).toEqual(['hi', 'hello']);
  });

  it('takes fifty thousand messages over HTTP in one request', async () => {
    const message = { sender: alice.userId, content: 'one of many, about as long as people write' };
    const body = {
      topic: 'Long',
      participants: [alice.userId],
      messages: Array.from({ length: 50_000 }, () => message),
    };
    const answer = await request(emulator.endpoint, 'POST', '/_emulator/threads', { body });
    expect(answer.status).toBe(201);
    const { threadId } = answer.body as { threadId: string };
    expect(await list(alice, threadId)).toHaveLength(200);
    const more = { threadId, messages: [message] };
    expect((await request(emulator.endpoint, 'POST', '/_emulator/messages', { body: more })).status).toBe(204);
    expect((await list(alice, threadId))[0]).toMatchObject({ sequenceId: '50003' });
  });

  it('refuses people and threads that do not exist', async () => {
    const participants = [alice.userId];
    await expect(emulator.seedThread({ topic: 't', participants: [] })).rejects.toThrow('participants must be');
    await expect(emulator.seedThread({ topic: 't', participants: ['8:acs:x_y'] })).rejects.toThrow(
      'participants must be',
    );
    await expect(emulator.seedThread({ topic: 't', participants, messages: greetings() })).rejects.toThrow(
      'sender must be',
    );
    await expect(emulator.seedMessages('19:x@thread.v2', [])).rejects.toThrow('threadId must be');
    const answers = [
      await request(emulator.endpoint, 'POST', '/_emulator/threads', { body: { topic: 't', participants: [1] } }),
      await request(emulator.endpoint, 'POST', '/_emulator/threads', {
        body: { topic: 't', participants: ['8:acs:x_y'] },
      }),
      await request(emulator.endpoint, 'POST', '/_emulator/messages', { body: { threadId: 'x', messages: [] } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  });
});
