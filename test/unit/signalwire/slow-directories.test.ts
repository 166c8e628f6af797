import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { directTopic } from '../../../src/core/direct-threads.js';
import { encodeThread } from '../../../src/core/index.js';
import { ChatServices } from '../../../src/signalwire/chat-services.js';
import { createChatNamespace } from '../../../src/signalwire/chat-namespace.js';
import { createConversationNamespace } from '../../../src/signalwire/conversation-namespace.js';
import type { ConversationEventParams } from '../../../src/signalwire/index.js';
import { failureOf } from '../../helper/failure-of.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { startFakeLink } from '../../helper/signalwire-link.js';
import { draftOf, settle } from '../../helper/start-session.js';

const [ALICE, BOB, CAROL] = ['8:acs:a_1', '8:acs:b_2', '8:acs:c_3'];
const NAMES: Record<string, string> = { [ALICE]: 'alice', [BOB]: 'bob', [CAROL]: 'carol' };
const IDS: Record<string, string> = { alice: ALICE, bob: BOB, carol: CAROL };

let service: FakeChatService;

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeChatService();
});
afterEach(() => {
  vi.useRealTimers();
});

const later = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, ms, value));
const never = new Promise<never>(() => undefined);

async function start(options: Parameters<typeof startFakeLink>[2]) {
  const fake = await startFakeLink(service, ALICE, options);
  const services = new ChatServices(fake.link, {}, { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });
  const conversation = createConversationNamespace(services);
  return { ...fake, services, conversation, chat: createChatNamespace(services, conversation) };
}
type Started = Awaited<ReturnType<typeof start>>;

async function listen({ chat }: Started, addressId: string): Promise<string[]> {
  const lines: string[] = [];
  const onMessage = ({ conversation_id, user_id, text }: ConversationEventParams) =>
    lines.push(`${conversation_id} ${user_id}: ${text}`);
  await chat.subscribe({ addressId, onMessage });
  return lines;
}

/** The thread of alice and somebody, and how they write there. */
function talk(userId: string) {
  const { id } = service.createThread(userId, {
    topic: directTopic(userId, ALICE),
    metadata: {},
    memberIds: [ALICE],
  });
  return (text: string) => service.user(userId).backend.sendMessage(id, draftOf(text));
}

describe('a directory that answers', () => {
  it('slowly: messages come later, in order, under the right address', async () => {
    const identities = { userIdOf: (name: string) => later(2_000, IDS[name]), identitiesOf: () => later(2_000, NAMES) };
    const alice = await start({ identities });
    const write = talk(BOB);
    const heard = await listen(alice, 'bob');
    await write('one');
    await write('two');
    await settle();
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toEqual(['bob bob: one', 'bob bob: two']);
  });

  it('slowly: what is sent meanwhile keeps its order', async () => {
    const identities = { userIdOf: (name: string) => later(5_000, IDS[name]), identitiesOf: () => NAMES };
    const alice = await start({ identities });
    const texts = ['one', 'two', 'three'];
    const sent = Promise.all(texts.map((text) => alice.chat.sendMessage({ addressId: 'bob', text })));
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await sent).map(({ table }) => table.text)).toEqual(texts);
    const [thread] = alice.link.direct.with(BOB);
    expect(thread!.timeline.messages.map(({ record }) => record.text)).toEqual(texts);
    expect(alice.backend.count('createThread')).toBe(1);
  });

  it("not at all: messages come under Azure's ids, and sending says what is wrong", async () => {
    const alice = await start({ identities: { userIdOf: () => never, identitiesOf: () => never } });
    const write = talk(BOB);
    const all: string[] = [];
    await alice.conversation.subscribe(({ conversation_id, text }) => all.push(`${conversation_id}: ${text}`));
    await write('hello');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(all).toEqual([`${BOB}: hello`]);
    const failure = failureOf(alice.chat.sendMessage({ addressId: 'bob', text: 'x' }));
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await failure).toMatchObject({
      message: 'Error sending message to conversation!',
      cause: { code: 'unavailable', message: expect.stringContaining('`identities.userIdOf`') },
    });
    expect(alice.backend.count('createThread')).toBe(0);
  });

  it.each([
    ['with an error', () => Promise.reject(new Error('token=1234'))],
    ['something else', () => 'someone' as never],
    ['numbers', () => 7 as never],
    ['an object', () => ({ id: BOB }) as never],
  ])('%s: sending is refused, and nothing is created', async (_, userIdOf) => {
    const alice = await start({ identities: { userIdOf, identitiesOf: () => ({}) } });
    const error = await failureOf(alice.chat.sendMessage({ addressId: 'bob', text: 'x' }));
    expect(error.cause).toMatchObject({ message: expect.stringContaining('`identities.userIdOf`') });
    expect(String(error.cause)).not.toContain('1234');
    expect(alice.backend.count('createThread')).toBe(0);
  });

  it.each([[null], [7], ['names'], [['bob']], [{ '8:acs:b_2': 7 }], [{ '8:acs:b_2': '' }]])(
    "with no names, but %j: messages come under Azure's ids",
    async (names) => {
      const identities = { userIdOf: (name: string) => IDS[name], identitiesOf: () => names as never };
      const alice = await start({ identities });
      const write = talk(BOB);
      const all: string[] = [];
      await alice.conversation.subscribe(({ conversation_id, user_id }) => all.push(`${conversation_id} ${user_id}`));
      await write('hello');
      await settle();
      expect(all).toEqual([`${BOB} ${BOB}`]);
    },
  );

  it('again after it failed: the subscription picks up its address', async () => {
    const userIdOf = vi.fn((): string => {
      throw new Error('away');
    });
    const alice = await start({ identities: { userIdOf, identitiesOf: () => ({}) } });
    const write = talk(BOB);
    // By a second name, which no message carries.
    const heard = await listen(alice, 'bobby');
    await write('lost');
    await settle();
    expect(heard).toEqual([]);
    userIdOf.mockReturnValue(BOB);
    await write('heard');
    await settle();
    expect(heard).toEqual(['bobby bobby: heard']);
  });

  it('that it knows nobody: it is asked once for each conversation, not for each message', async () => {
    const userIdOf = vi.fn(() => null);
    const alice = await start({ identities: { userIdOf, identitiesOf: () => ({}) } });
    const [fromBob, fromCarol] = [talk(BOB), talk(CAROL)];
    await listen(alice, 'nobody');
    for (const text of ['one', 'two', 'three']) {
      await fromBob(text);
      await fromCarol(text);
      await settle();
    }
    expect(userIdOf).toHaveBeenCalledTimes(2);
  });
});

describe('after the end', () => {
  it('what a directory says too late is told to nobody', async () => {
    const identities = { userIdOf: (name: string) => later(2_000, IDS[name]), identitiesOf: () => NAMES };
    const alice = await start({ identities });
    const write = talk(BOB);
    const [first, second] = [await listen(alice, 'bobby'), await listen(alice, 'bob')];
    await write('hello');
    await settle();
    expect(second).toEqual(['bob bob: hello']);
    alice.services.close();
    await vi.advanceTimersByTimeAsync(10_000);
    await write('again');
    await settle();
    expect([first, second]).toEqual([[], ['bob bob: hello']]);
  });

  it('of a subscription, neither', async () => {
    const identities = { userIdOf: () => later(2_000, BOB), identitiesOf: () => NAMES };
    const alice = await start({ identities });
    const write = talk(BOB);
    const onMessage = vi.fn();
    const { cancel } = await alice.chat.subscribe({ addressId: 'bobby', onMessage });
    await write('hello');
    await settle();
    cancel();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onMessage).not.toHaveBeenCalled();
  });
});

describe('the id of a message that was sent', () => {
  it('is waited for, but not for ever', async () => {
    const alice = await start({ identities: IDS });
    await alice.chat.join({ addressId: 'bob' });
    alice.transport.hold();
    const release = alice.backend.hold('listMessages');
    const sent = alice.chat.sendMessage({ addressId: 'bob', text: 'x' });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await sent).toEqual({ table: { conversation_id: 'bob', text: 'x' }, id: undefined });
    release();
  });

  it('is there when the message comes back late', async () => {
    const alice = await start({ identities: IDS });
    await alice.chat.join({ addressId: 'bob' });
    alice.transport.hold();
    const sent = alice.chat.sendMessage({ addressId: 'bob', text: 'x' });
    await vi.advanceTimersByTimeAsync(1_000);
    alice.transport.release();
    expect((await sent).id).toMatch(/^\d+$/);
  });
});

it('a unique name that cannot be checked now is not shown', async () => {
  let isAway = true;
  const userIdOf = (): null => {
    if (isAway) throw new Error('away');
    return null;
  };
  const alice = await start({ identities: { userIdOf, identitiesOf: () => ({}) } });
  const { metadata } = encodeThread({ name: null, uniqueName: 'lobby', attributes: {} });
  const { id } = service.createThread(BOB, { topic: 'Lobby', metadata, memberIds: [ALICE] });
  const all: string[] = [];
  await alice.conversation.subscribe(({ conversation_id }) => all.push(conversation_id));
  await service.user(BOB).backend.sendMessage(id, draftOf('one'));
  await settle();
  isAway = false;
  await service.user(BOB).backend.sendMessage(id, draftOf('two'));
  await settle();
  expect(all).toEqual([id, 'lobby']);
});
