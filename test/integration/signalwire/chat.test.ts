import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignalWireClient } from '../../../src/signalwire/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { listen, SignalWireWorld } from '../../helper/signalwire-world.js';

let world: SignalWireWorld;
let alice: SignalWireClient;
let bob: SignalWireClient;

beforeEach(async () => {
  world = await SignalWireWorld.start();
  [alice, bob] = [await world.client('alice'), await world.client('bob')];
});
afterEach(() => world.stop());

const threadsCreated = (): number => world.emulator.requests.count({ method: 'POST', path: /\/chat\/threads$/ });

async function send(client: SignalWireClient, addressId: string, ...texts: string[]): Promise<void> {
  for (const text of texts) await client.chat.sendMessage({ addressId, text });
}

describe('a conversation with somebody', () => {
  it('W-1 W-2 W-3 W-6 W-7 WA-3 both get what is written, once, under the address that each of them uses', async () => {
    const [hers, his] = [await listen(alice, 'bob'), await listen(bob, 'alice')];
    const before = Date.now() / 1_000;
    const { id, table } = await alice.chat.sendMessage({ addressId: 'bob', text: 'hello' });

    await vi.waitFor(() => expect([hers.texts(), his.texts()]).toEqual([['hello'], ['hello']]), PATIENCE);
    expect(table).toEqual({ conversation_id: 'bob', text: 'hello' });
    const common = {
      id,
      type: 'message',
      subtype: 'chat',
      text: 'hello',
      ts: expect.any(Number),
      user_id: 'alice',
      from_address_id: 'alice',
      user_name: 'alice',
      metadata: {},
      details: {},
      hidden: false,
    };
    const [event] = his.events;
    expect(event).toEqual({
      ...common,
      conversation_id: 'alice',
      address_id: 'alice',
      conversation_name: 'alice',
    });
    expect(hers.events[0]).toEqual({ ...common, conversation_id: 'bob', address_id: 'bob', conversation_name: 'bob' });
    expect(event!.ts).toBeGreaterThan(before - 2);
    expect(event!.ts).toBeLessThan(Date.now() / 1_000 + 1);

    const { data } = await bob.chat.getMessages({ addressId: 'alice' });
    expect(data).toEqual([{ ...common, ts: event!.ts, kind: null, conversation_id: 'alice', address_id: 'alice' }]);
  });

  it('WA-4 W-6 who subscribed before there was any thread gets what is written afterwards', async () => {
    const his = await listen(bob, 'alice');
    expect(threadsCreated()).toBe(0);
    await send(alice, 'bob', 'one');
    await send(bob, 'alice', 'two');
    await vi.waitFor(() => expect(his.texts()).toEqual(['one', 'two']), PATIENCE);
    expect(threadsCreated()).toBe(1);
  });

  it.each(['cancel', 'unsubscribe'] as const)(
    'W-8 WA-5 %s ends delivery at once, to that callback alone; twice is harmless',
    async (end) => {
      const [first, second] = [await listen(bob, 'alice'), await listen(bob, 'alice')];
      await send(alice, 'bob', 'one');
      await vi.waitFor(() => expect(second.texts()).toEqual(['one']), PATIENCE);
      const { [end]: leave } = first.subscription;
      leave();
      leave();
      await send(alice, 'bob', 'two');
      await vi.waitFor(() => expect(second.texts()).toEqual(['one', 'two']), PATIENCE);
      expect(first.texts()).toEqual(['one']);
    },
  );

  it('W-9 W-10 WA-7 metadata and details travel with the message, to the event and the history', async () => {
    const his = await listen(bob, 'alice');
    const metadata = { mood: 'merry', nested: { list: [1, null, 'two'] } };
    const details = { card: 'invitation', attachment: { href: 'https://files.example/plan.pdf' } };
    await alice.chat.sendMessage({ addressId: 'bob', text: 'come', metadata, details });
    await vi.waitFor(() => expect(his.events).toMatchObject([{ metadata, details }]), PATIENCE);
    const [row] = (await alice.chat.getMessages({ addressId: 'bob' })).data;
    expect(row).toMatchObject({ metadata, details });
  });

  it('W-9 what the app changes after sendMessage was called is not sent', async () => {
    const metadata = { size: 1 };
    const sent = alice.chat.sendMessage({ addressId: 'bob', text: 'a', metadata });
    metadata.size = 2;
    await sent;
    expect((await alice.chat.getMessages({ addressId: 'bob' })).data).toMatchObject([{ metadata: { size: 1 } }]);
  });

  it('W-11 WA-8 join twice, and getMessages of an empty conversation: no error, one thread', async () => {
    expect(await alice.chat.join({ addressId: 'bob' })).toEqual({ table: { conversation_id: 'bob' } });
    await alice.chat.join({ addressId: 'bob' });
    await vi.waitFor(async () => {
      const { data } = await bob.conversation.getConversations();
      expect(data.map(({ id }) => id)).toEqual(['alice']);
    }, PATIENCE);
    await bob.chat.join({ addressId: 'alice' });
    expect(await alice.chat.getMessages({ addressId: 'bob' })).toMatchObject({
      data: [],
      hasNext: false,
      hasPrev: false,
    });
    expect(threadsCreated()).toBe(1);
  });

  it('W-4 reading a conversation that does not exist yet creates nothing', async () => {
    expect((await alice.chat.getMessages({ addressId: 'bob' })).data).toEqual([]);
    expect((await alice.conversation.getConversationMessages({ addressId: 'bob' })).data).toEqual([]);
    expect(threadsCreated()).toBe(0);
  });

  it('W-12 sendMessage and join of chat and conversation are the same functions', () => {
    expect(alice.chat.sendMessage).toBe(alice.conversation.sendMessage);
    expect(alice.chat.join).toBe(alice.conversation.join);
  });

  it('W-13 methods work when they are taken out of their object', async () => {
    const { chat, conversation, address, getSubscriberInfo } = alice;
    const { join, sendMessage, getMessages, subscribe } = chat;
    const heard: string[] = [];
    await join({ addressId: 'bob' });
    const { cancel } = await subscribe({ addressId: 'bob', onMessage: ({ text }) => heard.push(text) });
    await sendMessage({ addressId: 'bob', text: 'loose' });
    await vi.waitFor(() => expect(heard).toEqual(['loose']), PATIENCE);
    cancel();
    expect((await getMessages({ addressId: 'bob' })).data).toHaveLength(1);
    const { getConversations, getConversationMessages } = conversation;
    expect((await getConversations()).data).toHaveLength(1);
    expect((await getConversationMessages({ addressId: 'bob' })).data.length).toBeGreaterThan(1);
    const { getAddress } = address;
    expect((await getAddress({ id: 'bob' })).id).toBe('bob');
    expect((await getSubscriberInfo()).id).toBe('alice');
  });

  it('keeps the order of messages that are sent without waiting, from the first on', async () => {
    const his = await listen(bob, 'alice');
    const texts = ['one', 'two', 'three', 'four', 'five'];
    const results = await Promise.all(texts.map((text) => alice.chat.sendMessage({ addressId: 'bob', text })));
    await vi.waitFor(() => expect(his.texts()).toEqual(texts), PATIENCE);
    // Five within a second, and each is one of its own.
    expect(new Set(results.map(({ id }) => id)).size).toBe(5);
    expect(his.events.map(({ id }) => id)).toEqual(results.map(({ id }) => id));
    expect(threadsCreated()).toBe(1);
  });

  it('two who begin at the same moment share one conversation, and nothing is lost', async () => {
    const [hers, his] = [await listen(alice, 'bob'), await listen(bob, 'alice')];
    await Promise.all([send(alice, 'bob', 'from alice'), send(bob, 'alice', 'from bob')]);
    await send(alice, 'bob', 'again');
    await send(bob, 'alice', 'and again');
    const all = ['again', 'and again', 'from alice', 'from bob'];
    await vi.waitFor(() => expect([hers.texts().sort(), his.texts().sort()]).toEqual([all, all]), PATIENCE);
    for (const [client, addressId] of [
      [alice, 'bob'],
      [bob, 'alice'],
    ] as const) {
      const { data } = await client.chat.getMessages({ addressId });
      expect(data.map(({ text }) => text).sort()).toEqual(all);
      expect((await client.conversation.getConversations()).data.map(({ id }) => id)).toEqual([addressId]);
    }
  });

  it('writes to oneself, too', async () => {
    const notes = await listen(alice, 'alice');
    await send(alice, 'alice', 'buy tea');
    await vi.waitFor(() => expect(notes.texts()).toEqual(['buy tea']), PATIENCE);
    expect((await alice.chat.getMessages({ addressId: 'alice' })).data).toMatchObject([{ conversation_id: 'alice' }]);
  });
});

describe('paging', () => {
  const textsOf = (page: { data: { text: string }[] } | undefined): string[] => page!.data.map(({ text }) => text);

  it('W-4 WA-6 25 messages: 10, 10, 5 newest first, exact flags, and back again', async () => {
    const texts = Array.from({ length: 25 }, (_, index) => `message ${index + 1}`);
    await Promise.all(texts.map((text) => alice.chat.sendMessage({ addressId: 'bob', text })));
    const newestFirst = texts.toReversed();
    const first = await alice.chat.getMessages({ addressId: 'bob' });
    expect(textsOf(first)).toEqual(newestFirst.slice(0, 10));
    const second = await first.nextPage();
    expect(textsOf(second)).toEqual(newestFirst.slice(10, 20));
    const third = await second.nextPage();
    expect(textsOf(third)).toEqual(newestFirst.slice(20));
    expect([first, second, third].map(({ hasNext }) => hasNext)).toEqual([true, true, false]);
    expect([first, second, third].map(({ hasPrev }) => hasPrev)).toEqual([false, true, true]);
    expect(textsOf(await second.prevPage())).toEqual(textsOf(first));
    expect(textsOf(await (await third.prevPage()).prevPage())).toEqual(textsOf(first));
    expect(textsOf(await third.self())).toEqual(textsOf(third));

    const past = await third.nextPage();
    expect(past).toMatchObject({ data: [], hasNext: false, hasPrev: true });
    expect(textsOf(await past.prevPage())).toEqual(textsOf(third));
    expect(await first.prevPage()).toMatchObject({ data: [], hasNext: true, hasPrev: false });

    await send(alice, 'bob', 'one more');
    expect(textsOf(await third.firstPage())[0]).toBe('one more');
    // Asked for twice, and after something arrived: the same page.
    expect(textsOf(await first.nextPage())).toEqual(textsOf(second));
  });

  it('W-4 a last page that is full has no next one', async () => {
    await send(alice, 'bob', 'one', 'two');
    const page = await alice.chat.getMessages({ addressId: 'bob', pageSize: 2 });
    expect(page).toMatchObject({ hasNext: false, data: [{ text: 'two' }, { text: 'one' }] });
  });

  it('§2.3 conversation.getConversationMessages: beyond the ends there is undefined', async () => {
    await send(alice, 'bob', 'one');
    const page = await alice.conversation.getConversationMessages({ addressId: 'bob', pageSize: 100 });
    expect(page.hasNext).toBe(false);
    expect(await page.nextPage()).toBeUndefined();
    expect(await page.prevPage()).toBeUndefined();
  });

  it('W-5 §2.2 getMessages without addressId: what was written in all conversations, newest first', async () => {
    const room = await world.room('team', 'alice', 'bob', 'carol');
    const carol = await world.client('carol');
    expect(room).toMatch(/^19:/);
    await send(alice, 'bob', 'to bob');
    await send(carol, 'team', 'to the team');
    await send(alice, 'carol', 'to carol');
    const expected = [
      { conversation_id: 'carol', text: 'to carol' },
      // This client was made before anybody had told it of that address.
      { conversation_id: room, text: 'to the team' },
      { conversation_id: 'bob', text: 'to bob' },
    ];
    await vi.waitFor(async () => expect((await alice.chat.getMessages()).data).toMatchObject(expected), PATIENCE);
    const rows = (await alice.conversation.getMessages({ pageSize: 50 })).data;
    expect(rows.filter(({ subtype }) => subtype === 'chat')).toMatchObject(expected);
    expect(rows.map(({ kind }) => kind)).toContain('participant_added');
  });
});
