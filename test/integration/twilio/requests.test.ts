import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextEvent } from '../../helper/next-event.js';
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
