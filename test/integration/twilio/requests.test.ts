import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

describe('requests at the service, with push', () => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime: 'push' });
  });
  afterEach(() => world.stop());

  it('one send is one request, one received message is none', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const [hers, his] = await world.conversation(alice, bob);
    const warmUp = nextEvent(his!, 'messageAdded');
    await hers!.sendMessage('warm-up');
    await warmUp;
    world.emulator.requests.clear();

    const received = vi.fn();
    his!.on('messageAdded', received);
    for (const body of ['one', 'two', 'three']) await hers!.prepareMessage().setBody(body).build().send();
    await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(3));

    const listed = world.emulator.requests
      .list()
      .map(({ method, path, userId }) => `${method} ${path.replace(/.*\//, '')} ${userId}`);
    expect(listed).toEqual(Array.from({ length: 3 }, () => `POST messages ${world.user('alice').userId}`));
  });

  it('a start with many conversations lists them once before it is initialized', async () => {
    const alice = await world.client('alice');
    for (let n = 0; n < 30; n++) await alice.createConversation({ friendlyName: `Room ${n}` });
    await alice.shutdown();
    world.emulator.requests.clear();

    const again = world.create('alice');
    await nextEvent(again, 'initialized');
    expect(world.emulator.requests.count({ method: 'GET', path: /\/chat\/threads$/ })).toBe(1);
    expect((await again.getSubscribedConversations()).items).toHaveLength(30);
  });

  it('a start with 1,000 conversations reads one page of the list before it is initialized', async () => {
    const { userId } = world.user('alice');
    for (let n = 0; n < 1_000; n++) await world.emulator.seedThread({ topic: `Room ${n}`, participants: [userId] });
    const paths = async (): Promise<string[]> => {
      world.emulator.requests.clear();
      const client = world.create('alice');
      await nextEvent(client, 'initialized');
      const listed = world.emulator.requests.list({ userId }).map(({ path }) => path);
      await client.shutdown();
      // Loading begins with the event; everything before it is the push channel and the list.
      return listed.filter((path) => !path.includes('/chat/threads/'));
    };
    const many = await paths();
    expect(many.filter((path) => path.endsWith('/chat/threads'))).toHaveLength(1);
    expect(many.length).toBeLessThanOrEqual(6);
  });

  it.each([1, 199, 200, 201, 1_000])(
    'a reconnect after %i missed messages lists at most one page more than they fill',
    async (missed) => {
      const [alice, bob] = [world.user('alice').userId, world.user('bob').userId];
      const threadId = await world.emulator.seedThread({ topic: 'Room', participants: [alice, bob] });
      const his = await (await world.client('bob')).getConversationBySid(threadId);
      const received: (string | null)[] = [];
      his.on('messageAdded', ({ body }) => received.push(body));
      await his.getMessages();
      const texts = Array.from({ length: missed }, (_, n) => `Message ${n}`);
      await world.emulator.seedMessages(
        threadId,
        texts.map((content) => ({ sender: alice, content })),
      );
      world.emulator.requests.clear();
      world.emulator.faults.dropSockets(bob);
      await vi.waitFor(() => expect(received).toHaveLength(missed), PATIENCE);

      expect(received).toEqual(texts);
      const lists = world.emulator.requests.count({ method: 'GET', path: /\/messages$/, userId: bob });
      expect(lists).toBeLessThanOrEqual(Math.ceil(missed / 200) + 1);
    },
  );

  it('paging through 5,000 messages asks for no page twice', async () => {
    const { userId } = world.user('alice');
    const messages = Array.from({ length: 5_000 }, (_, n) => ({ sender: userId, content: `Message ${n}` }));
    const threadId = await world.emulator.seedThread({ topic: 'Long', participants: [userId], messages });
    const conversation = await (await world.client('alice')).getConversationBySid(threadId);
    world.emulator.requests.clear();

    let page = await conversation.getMessages(100);
    const indexes = page.items.map(({ index }) => index).reverse();
    while (page.hasPrevPage) {
      page = await page.prevPage();
      indexes.push(...page.items.map(({ index }) => index).reverse());
    }
    expect(indexes).toEqual(messages.map((_, n) => 4_999 - n));
    // The two system messages of a new thread are on the last page.
    expect(world.emulator.requests.count({ path: /\/messages$/ })).toBe(Math.ceil(5_002 / 200));
  });

  it('an edit is one request, and its echo none', async () => {
    const alice = await world.client('alice');
    const [hers] = await world.conversation(alice);
    const added = nextEvent(hers!, 'messageAdded');
    await hers!.sendMessage('draft');
    const message = await added;
    world.emulator.requests.clear();
    const updated = nextEvent(message, 'updated');
    await message.updateBody('final');
    await updated;
    expect(world.emulator.requests.list()).toHaveLength(1);
  });
});
