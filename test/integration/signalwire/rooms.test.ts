import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeThread } from '../../../src/core/index.js';
import { failureOf } from '../../helper/failure-of.js';
import { PATIENCE } from '../../helper/next-event.js';
import { listen, SignalWireWorld } from '../../helper/signalwire-world.js';

let world: SignalWireWorld;
let team: string;

beforeEach(async () => {
  world = await SignalWireWorld.start(['alice', 'bob', 'carol', 'mallory']);
  team = await world.room('team', 'alice', 'bob');
});
afterEach(() => world.stop());

/** A thread that another app creates. */
async function create(name: string, topic: string, others: string[], uniqueName?: string): Promise<string> {
  const participants = others.map((other) => ({ id: { communicationUserId: world.user(other).userId } }));
  const metadata = uniqueName === undefined ? {} : encodeThread({ name: null, uniqueName, attributes: {} }).metadata;
  const { chatThread } = await world.native(name).client.createChatThread({ topic }, { participants, metadata });
  return chatThread!.id;
}

/** The thread of the message that was sent last. */
const lastThread = (): string => {
  const sent = world.emulator.requests.list({ method: 'POST', path: /messages$/ });
  return /threads\/([^/]+)/.exec(sent.at(-1)!.path)![1]!;
};

describe('a room', () => {
  it('§2.4 has the same address for all members, and its thread id is one, too', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const byName = await listen(bob, 'team');
    const byId = await listen(bob, team);
    await alice.chat.sendMessage({ addressId: 'team', text: 'hello all' });
    await vi.waitFor(() => expect([byName.texts(), byId.texts()]).toEqual([['hello all'], ['hello all']]), PATIENCE);
    expect(byName.events[0]).toMatchObject({ conversation_id: 'team', conversation_name: 'team', user_id: 'alice' });
    expect(byId.events[0]).toMatchObject({ conversation_id: team, user_id: 'alice' });
    expect((await bob.chat.getMessages({ addressId: team })).data).toMatchObject([{ conversation_id: team }]);
  });

  it('W-11 join without a hook rejects, with the reason as cause', async () => {
    const carol = await world.client('carol');
    const error = await failureOf(carol.chat.join({ addressId: 'team' }));
    expect(error.message).toBe('Error joining a conversation!');
    expect(error.cause).toMatchObject({ name: 'ChatError', status: expect.any(Number) });
  });

  it('W-9 W-11 join and sendMessage let the app have the user added', async () => {
    const joinConversation = vi.fn(async (address: string) => {
      expect(address).toBe('team');
      const id = { communicationUserId: world.user('carol').userId };
      await world
        .native('alice')
        .thread(team)
        .addParticipants({ participants: [{ id }] });
    });
    const carol = await world.client('carol', { joinConversation });
    await carol.chat.sendMessage({ addressId: 'team', text: 'here I am' });
    await carol.chat.join({ addressId: 'team' });
    expect(joinConversation).toHaveBeenCalledOnce();
    expect((await carol.chat.getMessages({ addressId: 'team' })).data).toMatchObject([{ text: 'here I am' }]);
  });

  it('W-9 a hook that fails: nothing is sent, and the reason is the cause', async () => {
    const joinConversation = () => Promise.reject(new Error('not today'));
    const carol = await world.client('carol', { joinConversation });
    const error = await failureOf(carol.chat.sendMessage({ addressId: 'team', text: 'secret words' }));
    expect(error.message).toBe('Error sending message to conversation!');
    expect(error.cause).toMatchObject({ code: 'unavailable', message: expect.stringContaining('`joinConversation`') });
    expect(String(error.cause)).not.toContain('secret words');
    expect(world.emulator.requests.count({ method: 'POST', path: /messages$/ })).toBe(0);
  });

  it('an address that nothing is known by is refused, and nothing is created', async () => {
    const { chat } = await world.client('alice');
    for (const [promise, text] of [
      [chat.sendMessage({ addressId: 'nowhere', text: 'x' }), 'Error sending message to conversation!'],
      [chat.join({ addressId: 'nowhere' }), 'Error joining a conversation!'],
      [chat.getMessages({ addressId: 'nowhere' }), 'Error fetching the conversation messages!'],
    ] as const) {
      const error = await failureOf(promise);
      expect(error.message).toBe(text);
      expect(error.cause).toMatchObject({ code: 'not-found', message: expect.stringContaining('`conversations`') });
    }
    expect(world.emulator.requests.count({ method: 'POST', path: /chat\/threads$/ })).toBe(0);
  });

  it('ids whose case matters stay as they are', async () => {
    world.conversations['Team'] = await create('alice', 'The other team', ['bob']);
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const [small, large] = [await listen(bob, 'team'), await listen(bob, 'Team')];
    await alice.chat.sendMessage({ addressId: 'Team', text: 'to the large one' });
    await alice.chat.sendMessage({ addressId: 'team', text: 'to the small one' });
    await vi.waitFor(() => expect(small.texts()).toEqual(['to the small one']), PATIENCE);
    await vi.waitFor(() => expect(large.texts()).toEqual(['to the large one']), PATIENCE);
  });

  it('W-6 whoever subscribes to a room that comes later is told, by the unique name that it carries', async () => {
    const bob = await world.client('bob');
    const heard = await listen(bob, 'later');
    const id = await create('alice', 'Later', ['bob'], 'later');
    await world.native('alice').thread(id).sendMessage({ content: 'at last' });
    await vi.waitFor(() => expect(heard.texts()).toEqual(['at last']), PATIENCE);
    expect(heard.events[0]).toMatchObject({ conversation_id: 'later', conversation_name: 'Later' });
  });

  it("a room that calls itself by somebody's address is not taken for them", async () => {
    const alice = await world.client('alice');
    const [fromBob, fromTeam] = [await listen(alice, 'bob'), await listen(alice, 'team')];
    const all: string[] = [];
    await alice.conversation.subscribe(({ conversation_id, text }) => all.push(`${conversation_id}: ${text}`));
    for (const uniqueName of ['bob', 'team', world.user('bob').userId, team]) {
      const id = await create('mallory', 'Trap', ['alice'], uniqueName);
      await world
        .native('mallory')
        .thread(id)
        .sendMessage({ content: `as ${uniqueName}` });
      await vi.waitFor(() => expect(all.at(-1)).toBe(`${id}: as ${uniqueName}`), PATIENCE);
    }
    expect([fromBob.texts(), fromTeam.texts()]).toEqual([[], []]);
    const ids = (await alice.conversation.getConversations()).data.map(({ id }) => id);
    expect(ids.filter((id) => id === 'team')).toHaveLength(1);
    expect(ids).not.toContain('bob');
  });

  it('whoever adds people to a room of their own names them there alone', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const [fromBob, all] = [await listen(alice, 'bob'), [] as string[]];
    const participants = ['alice', 'bob'].map((name) => ({
      id: { communicationUserId: world.user(name).userId },
      displayName: `Carol the ${name}`,
    }));
    const { chatThread } = await world.native('mallory').client.createChatThread({ topic: 'Masks' }, { participants });
    await alice.conversation.subscribe(({ user_name, text }) => all.push(`${user_name}: ${text}`));
    await world.native('bob').thread(chatThread!.id).sendMessage({ content: 'here' });
    await vi.waitFor(() => expect(all).toEqual(['Carol the bob: here']), PATIENCE);
    await bob.chat.sendMessage({ addressId: 'alice', text: 'and there' });
    await vi.waitFor(() => expect(fromBob.events).toHaveLength(1), PATIENCE);
    expect(fromBob.events[0]).toMatchObject({ user_name: 'bob', conversation_name: 'bob' });
  });

  it('what a third one writes into a thread of two is no part of their talk', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const [hers, his] = [await listen(alice, 'bob'), await listen(bob, 'alice')];
    await alice.chat.sendMessage({ addressId: 'bob', text: 'just us' });
    await vi.waitFor(() => expect(his.texts()).toEqual(['just us']), PATIENCE);
    const threadId = lastThread();
    const everything: string[] = [];
    await bob.conversation.subscribe(({ conversation_id, text }) => everything.push(`${conversation_id} ${text}`));
    const id = { communicationUserId: world.user('mallory').userId };
    await world
      .native('alice')
      .thread(threadId)
      .addParticipants({ participants: [{ id }] });
    await world.native('mallory').thread(threadId).sendMessage({ content: 'me, too' });
    await vi.waitFor(() => expect(everything).toEqual([`${threadId} me, too`]), PATIENCE);
    expect([hers.texts(), his.texts()]).toEqual([['just us'], ['just us']]);
    // What alice writes next goes where nobody else listens.
    await alice.chat.sendMessage({ addressId: 'bob', text: 'between us' });
    await vi.waitFor(() => expect(his.texts()).toEqual(['just us', 'between us']), PATIENCE);
    expect(lastThread()).not.toBe(threadId);
  });
});

describe('conversation', () => {
  it('WA-9 §2.3 getConversations: by the address, with times in milliseconds, and methods of their own', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const before = Date.now();
    await alice.chat.sendMessage({ addressId: 'bob', text: 'one' });
    const { data } = await alice.conversation.getConversations();
    expect(data.map(({ id }) => id)).toEqual(['bob', 'team']);
    const found = data.find((conversation) => conversation.id === 'bob')!;
    expect(found).toMatchObject({ addressId: 'bob', address_id: 'bob', name: 'bob', metadata: {} });
    expect(found.lastMessageAt).toBeGreaterThan(before - 2_000);
    expect(found.last_message_at).toBe(found.lastMessageAt);
    expect(found.created_at).toBe(found.createdAt);
    expect(found.createdAt).toBeLessThanOrEqual(found.lastMessageAt);
    const his = await listen(bob, 'alice');
    const { sendMessage, getMessages } = found;
    expect((await sendMessage({ text: 'two' })).table).toEqual({ conversation_id: 'bob', text: 'two' });
    await vi.waitFor(() => expect(his.texts()).toContain('two'), PATIENCE);
    const rows = (await getMessages({ pageSize: 2 })).data;
    expect(rows.map(({ text }) => text)).toEqual(['two', 'one']);
  });

  it('§2.3 getConversations in pages', async () => {
    const alice = await world.client('alice');
    await alice.chat.join({ addressId: 'bob' });
    const first = await alice.conversation.getConversations({ pageSize: 1 });
    expect(first).toMatchObject({ hasNext: true, hasPrev: false });
    const second = await first.nextPage();
    expect([...first.data, ...second!.data].map(({ id }) => id).sort()).toEqual(['bob', 'team']);
    expect(second!.hasNext).toBe(false);
    expect(await second!.nextPage()).toBeUndefined();
  });

  it('§2.3 conversation.subscribe: every message of every conversation, own ones too, and edits as updates', async () => {
    const alice = await world.client('alice');
    const events: string[] = [];
    const subscription = await alice.conversation.subscribe(({ conversation_id, subtype, text, user_id }) =>
      events.push(`${conversation_id} ${subtype} ${user_id}: ${text}`),
    );
    const { id } = await world.native('bob').thread(team).sendMessage({ content: 'draft' });
    await vi.waitFor(() => expect(events).toEqual(['team chat bob: draft']), PATIENCE);
    await alice.chat.sendMessage({ addressId: 'bob', text: 'mine' });
    await vi.waitFor(() => expect(events.at(-1)).toBe('bob chat alice: mine'), PATIENCE);
    const chatOnly = await listen(alice, 'team');
    await world.native('bob').thread(team).updateMessage(id, { content: 'final' });
    await vi.waitFor(() => expect(events.at(-1)).toBe('team update bob: final'), PATIENCE);
    expect(chatOnly.texts()).toEqual([]);
    // Deleted, it is gone from the history, and no event tells.
    await world.native('bob').thread(team).deleteMessage(id);
    await vi.waitFor(
      async () => expect((await alice.chat.getMessages({ addressId: 'team' })).data).toEqual([]),
      PATIENCE,
    );
    expect(events).toHaveLength(3);
    subscription.unsubscribe();
    subscription.cancel();
    await alice.chat.sendMessage({ addressId: 'team', text: 'unheard' });
    expect(events).toHaveLength(3);
  });

  it('§2.4 getConversationMessages: who came and went, and the new name, as logs', async () => {
    const alice = await world.client('alice');
    const id = { communicationUserId: world.user('carol').userId };
    const native = world.native('alice').thread(team);
    await native.addParticipants({ participants: [{ id, displayName: 'Carol C.' }] });
    await native.sendMessage({ content: 'welcome' });
    await native.updateTopic('The best team');
    await native.removeParticipant(id);
    const carol = { user_id: 'carol', user_name: 'Carol C.' };
    await vi.waitFor(async () => {
      const { data } = await alice.conversation.getConversationMessages({ addressId: 'team' });
      expect(data.slice(0, 4)).toMatchObject([
        { subtype: 'log', kind: 'participant_removed', details: { participants: [carol] } },
        { subtype: 'log', kind: 'topic_updated', details: { topic: 'The best team' } },
        { subtype: 'chat', kind: null, text: 'welcome', user_id: 'alice' },
        { subtype: 'log', kind: 'participant_added', details: { participants: [carol] } },
      ]);
      expect(data[0]).toMatchObject({ text: '', user_id: '', user_name: '', metadata: {}, conversation_id: 'team' });
    }, PATIENCE);
    // The chat shows none of it.
    expect((await alice.chat.getMessages({ addressId: 'team' })).data).toMatchObject([{ text: 'welcome' }]);
  });

  it('§2.4 the log of a conversation of two shows both, and not the topic that it is found by', async () => {
    const alice = await world.client('alice');
    await alice.chat.join({ addressId: 'bob' });
    const { data } = await alice.conversation.getConversationMessages({ addressId: 'bob' });
    expect(data.map(({ kind }) => kind)).toEqual(['participant_added']);
    expect(data[0]!.details).toMatchObject({ participants: [{ user_id: 'alice' }, { user_id: 'bob' }] });
  });

  it('§2.2 getMessages: limit, since and until', async () => {
    const sender = world.user('bob').userId;
    const participants = [sender, world.user('alice').userId];
    const messages = ['one', 'two', 'three'].map((content) => ({ sender, content }));
    world.conversations['archive'] = await world.emulator.seedThread({ topic: 'Archive', participants, messages });
    const alice = await world.client('alice');
    const all = (await alice.chat.getMessages({ addressId: 'archive' })).data;
    const [three, two, one] = all.map(({ ts }) => ts) as [number, number, number];
    const texts = async (params: object): Promise<string[]> => {
      const { data } = await alice.conversation.getMessages(params);
      return data.filter(({ subtype }) => subtype === 'chat').map(({ text }) => text);
    };
    expect(await texts({ limit: 1 })).toEqual(['three']);
    expect(await texts({ since: two })).toEqual(['three', 'two']);
    expect(await texts({ since: one, until: two })).toEqual(['two', 'one']);
    expect(await texts({ since: three + 60 })).toEqual([]);
  });

  it('a user who has left a room: what they wrote stays, and they get no more', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    await bob.chat.sendMessage({ addressId: 'team', text: 'goodbye' });
    const his = await listen(bob, 'team');
    await world
      .native('bob')
      .thread(team)
      .removeParticipant({ communicationUserId: world.user('bob').userId });
    await alice.chat.sendMessage({ addressId: 'team', text: 'he is gone' });
    expect((await alice.chat.getMessages({ addressId: 'team' })).data).toMatchObject([
      { text: 'he is gone' },
      { text: 'goodbye', user_id: 'bob' },
    ]);
    await vi.waitFor(async () => expect((await bob.conversation.getConversations()).data).toEqual([]), PATIENCE);
    const failure = await failureOf(bob.chat.getMessages({ addressId: 'team' }));
    expect(failure.message).toBe('Error fetching the conversation messages!');
    expect(his.texts()).toEqual([]);
  });

  it('a user who has left the thread of two is in it again with the next message', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const his = await listen(bob, 'alice');
    await alice.chat.sendMessage({ addressId: 'bob', text: 'one' });
    await vi.waitFor(() => expect(his.texts()).toEqual(['one']), PATIENCE);
    const threadId = lastThread();
    await world
      .native('bob')
      .thread(threadId)
      .removeParticipant({ communicationUserId: world.user('bob').userId });
    await vi.waitFor(async () => {
      const { data } = await alice.conversation.getConversationMessages({ addressId: 'bob' });
      expect(data[0]).toMatchObject({ kind: 'participant_removed' });
      expect((await bob.conversation.getConversations()).data.map(({ id }) => id)).toEqual(['team']);
    }, PATIENCE);
    await alice.chat.sendMessage({ addressId: 'bob', text: 'two' });
    await vi.waitFor(() => expect(his.texts()).toEqual(['one', 'two']), PATIENCE);
  });
});
