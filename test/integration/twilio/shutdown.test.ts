import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { record } from '../../helper/event-recorder.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

describe.each(REALTIMES)('shutdown, realtime: %s', (realtime) => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
  });
  afterEach(() => world.stop());

  it('§2.7 disconnecting, then the promise, then disconnected; calling it again resolves', async () => {
    const client = await world.client('alice');
    const order: string[] = [];
    client.on('connectionStateChanged', (state) => order.push(state));
    const gone = nextEvent(client, 'connectionStateChanged', (state) => state === 'disconnected');
    await expect(client.shutdown().then(() => order.push('resolved'))).resolves.toBeDefined();
    await gone;

    expect(order).toEqual(['disconnecting', 'resolved', 'disconnected']);
    expect(client.connectionState).toBe('disconnected');
    await expect(client.shutdown()).resolves.toBeUndefined();
    expect(order).toHaveLength(3);
  });

  it('§2.7 objects stay readable and listeners attached; requests reject', async () => {
    const client = await world.client('alice');
    const [conversation] = await world.conversation(client);
    const created = await client.createConversation();
    await conversation!.sendMessage('before');
    const { items } = await conversation!.getMessages();
    client.on('messageAdded', () => undefined);
    await client.shutdown();

    expect(conversation!.friendlyName).toBe('Weekend');
    expect(items[0]!.body).toBe('before');
    expect(client.listenerCount('messageAdded')).toBe(1);
    expect((await client.getSubscribedConversations()).items).toEqual([conversation]);
    const requests: (() => Promise<unknown>)[] = [
      () => conversation!.sendMessage('after'),
      () => conversation!.typing(),
      () => conversation!.add('bob'),
      () => conversation!.getMessages(),
      () => conversation!.getParticipants(),
      () => conversation!.updateFriendlyName('Other'),
      () => conversation!.setAllMessagesRead(),
      () => conversation!.leave(),
      () => created.join(),
      () => items[0]!.updateBody('changed'),
      () => items[0]!.remove(),
      () => client.createConversation(),
      () => client.getConversationBySid('19:unknown@thread.v2'),
    ];
    for (const request of requests) await expect(request(), String(request)).rejects.toThrow(/^Unable to connect: /);
  });

  it('§2.7 nothing is told afterwards', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const [hers, his] = await world.conversation(alice, bob);
    await hers!.getMessages();
    const gone = nextEvent(alice, 'connectionStateChanged', (state) => state === 'disconnected');
    await alice.shutdown();
    await gone;
    const events = record(alice, hers!);
    // The push channel is given up in the background, which may take a moment more.
    const ofChat = { userId: world.user('alice').userId, path: /^\/chat\// };
    const before = world.emulator.requests.count(ofChat);
    const heard = nextEvent(bob, 'messageAdded');
    await his!.sendMessage('anybody there?');
    await heard;

    expect(events.lines).toEqual([]);
    expect(world.emulator.requests.count(ofChat)).toBe(before);
  });

  it('§2.7 shutdown waits for the start', async () => {
    const client = world.create('alice');
    const events = record(client);
    await client.shutdown();
    await vi.waitFor(() => expect(client.connectionState).toBe('disconnected'), PATIENCE);

    expect(events.lines).toContain('client initialized');
  });

  it('§2.7 a client that could not start can be shut down, and does not try again', async () => {
    world.emulator.faults.add({ kind: 'answer', status: 503, times: Infinity, path: /chat\/threads$/ });
    const client = world.create('alice');
    await nextEvent(client, 'connectionStateChanged', (state) => state === 'retrying');
    await client.shutdown();
    await vi.waitFor(() => expect(client.connectionState).toBe('disconnected'), PATIENCE);

    await expect(client.updateToken(world.user('alice').token)).resolves.toBe(client);
    expect(client.connectionState).toBe('disconnected');
  });
});
