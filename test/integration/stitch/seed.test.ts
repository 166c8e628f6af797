/** What the page of the founding document does, step by step. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Application, Conversation, Member, TextEvent } from '../../../src/stitch/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { jwtOf, StitchWorld } from '../../helper/stitch-world.js';

describe.each(['auto', 'polling'] as const)('the page of the tutorial, realtime: %s', (realtime) => {
  let world: StitchWorld;
  let john: Application;
  let kevin: Application;
  let conversations: Conversation[];
  let feeds: string[][];

  beforeEach(async () => {
    world = await StitchWorld.start({ realtime });
    const maker = world.create();
    await world.conversation(await maker.login(jwtOf('John')), 'CON-1', 'Kevin', 'Larry');
    await maker.logout();
    [john, kevin] = await Promise.all([world.login('John'), world.login('Kevin')]);
    conversations = await Promise.all([john.getConversation('CON-1'), kevin.getConversation('CON-1')]);
    feeds = conversations.map((conversation) => {
      const feed: string[] = [];
      conversation.on('text', (sender, message) => feed.unshift(`${sender.user.name}: ${message.body.text}`));
      return feed;
    });
  });
  afterEach(() => world.stop());

  it('N-1 N-4 N-5 ConversationClient#login takes a token that nobody can decode, and application.me has a name', () => {
    expect(john.me).toEqual({ id: 'USR-john', name: 'John' });
    expect(Object.keys(john.conversations)).toEqual(['CON-1']);
  });

  it('N-2 N-6 N-7 application.getConversation finds the thread behind an id, with its members and me', () => {
    const [conversation] = conversations;
    expect(conversation).toMatchObject({ id: 'CON-1', display_name: 'Old School Chat' });
    expect(conversation!.me).toMatchObject({ user: { id: 'USR-john', name: 'John' }, state: 'JOINED' });
    const names = [...(conversation!.members as Map<string, Member>).values()].map(({ user }) => user.name);
    expect(names.sort()).toEqual(['John', 'Kevin', 'Larry']);
    expect(john.conversations).toEqual({ 'CON-1': conversation });
  });

  it('N-8 N-9 N-11 N-13 golden record: everybody hears every text once, the sender as well', async () => {
    await conversations[0]!.sendText('hello');
    await vi.waitFor(() => expect(feeds[1]).toHaveLength(1), PATIENCE);
    await conversations[1]!.sendText('hi John');
    await vi.waitFor(() => expect(feeds[0]).toHaveLength(2), PATIENCE);
    await conversations[0]!.sendText('second');
    await vi.waitFor(() => expect(feeds[1]).toHaveLength(3), PATIENCE);
    const lines = ['John: second', 'Kevin: hi John', 'John: hello'];
    expect(feeds).toEqual([lines, lines]);
  });

  it('N-10 N-12 conversation.sendText gives the TextEvent that the text event has told', async () => {
    const told: TextEvent[] = [];
    conversations[0]!.on('text', (_, event) => told.push(event));
    const before = Date.now();
    const event = await conversations[0]!.sendText('hello');
    expect(told).toEqual([event]);
    expect(told[0]).toBe(event);
    expect(Object.fromEntries(Object.entries(event))).toEqual({
      id: Number(event.acsId),
      acsId: event.acsId,
      cid: 'CON-1',
      from: conversations[0]!.me!.id,
      timestamp: event.timestamp,
      type: 'text',
      body: { text: 'hello', timestamp: event.timestamp },
      state: { seen_by: {}, delivered_to: {} },
    });
    expect(Math.abs(Date.parse(event.timestamp) - before)).toBeLessThan(60_000);
    expect(conversations[0]!.events.get(event.id)).toBe(event);
  });

  it('N-15 what was written before the login is no text event, and in the history', async () => {
    await conversations[0]!.sendText('hello');
    const larry = await world.login('Larry');
    const conversation = await larry.getConversation('CON-1');
    const heard = vi.fn();
    conversation.on('text', heard);
    await conversations[1]!.sendText('hi');
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), PATIENCE);
    const texts = [...conversation.events.values()].filter(({ type }) => type === 'text').map(({ body }) => body);
    expect(texts).toMatchObject([{ text: 'hello' }, { text: 'hi' }]);
  });

  it('N-6 N-14 application.getConversation rejects for what is not known and for what the user is not in', async () => {
    const notFound = { name: 'NexmoApiError', type: 'conversation:error:not-found' };
    await expect(john.getConversation('CON-nothing')).rejects.toMatchObject(notFound);
    const other = await kevin.newConversationAndJoin();
    await expect(john.getConversation(other.id)).rejects.toMatchObject(notFound);
  });

  it('N-14 NA-5 login rejects with a NexmoApiError when the exchange gives no token', async () => {
    const client = world.create({ exchangeToken: () => '' });
    const failed = vi.fn();
    client.on('error', failed);
    const error: unknown = await client.login('eyJ...x').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'NexmoApiError', type: 'error:acs:401', detail: 'unauthorized' });
    expect(failed).toHaveBeenCalledExactlyOnceWith(error);
    expect(String(error)).not.toContain('eyJ...x');
  });
});
