import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, Member, MemberInfo, TextEvent } from '../../../src/stitch/index.js';
import { nextStitchEvent, startJohnAndKevin, StitchWorld } from '../../helper/stitch-world.js';
import { PATIENCE } from '../../helper/next-event.js';

describe('the versions of the original', () => {
  let world: StitchWorld;
  afterEach(() => world.stop());

  it('§3.2 stitch-2: Conversation#members is a plain object', async () => {
    const { johns, ...rest } = await startJohnAndKevin({ profile: 'stitch-2' });
    world = rest.world;
    expect(johns.members).not.toBeInstanceOf(Map);
    expect(Object.values(johns.members as Record<string, Member>).map(({ user }) => user.name)).toEqual([
      'John',
      'Kevin',
    ]);
    await johns.sendText('hello');
    expect([...(await johns.getEvents()).values()].at(-1)!._embedded!.from_user.name).toBe('John');
  });

  it('§3.2 client-4: the group of errors, client-5: application.conversations is a Map', async () => {
    world = await StitchWorld.start();
    const john = await world.login('John', { profile: 'client-5' });
    const conversation = await john.newConversationAndJoin();
    expect(john.conversations).toEqual(new Map([[conversation.id, conversation]]));
    await conversation.leave();
    expect(john.conversations).toEqual(new Map());

    const { userId } = world.user('Kevin');
    const kevin = await world
      .create({ profile: 'client-4', exchangeToken: undefined })
      .login((await world.emulator.issueToken(userId)).token);
    expect(kevin.conversations).toEqual({});
    const told = nextStitchEvent(kevin, 'system:error:expired-token');
    await world.emulator.fault('tokenExpired', { userId });
    await kevin.newConversation().catch(() => undefined);
    expect((await told)[0]).toBe('NXM-errors');
  });

  it('§3.2 client-6: Conversation#getEvents gives pages, forth and back', async () => {
    const { johns, ...rest } = await startJohnAndKevin({ profile: 'client-6' });
    world = rest.world;
    for (const text of ['1', '2', '3', '4', '5']) await johns.sendText(text);
    const textsOf = (items: Map<number, { type: string; body: object }>): unknown[] =>
      [...items.values()].map(({ body }) => (body as { text: string }).text);

    const first = await johns.getEvents({ event_type: 'text', page_size: 2 });
    expect(first).toMatchObject({ page_size: 2, order: 'asc' });
    expect([textsOf(first.items), first.hasPrev(), first.hasNext()]).toEqual([['1', '2'], false, true]);
    const second = await first.getNext();
    const third = await second.getNext();
    expect([textsOf(third.items), third.hasPrev(), third.hasNext()]).toEqual([['5'], true, false]);
    expect(textsOf((await third.getPrev()).items)).toEqual(['3', '4']);
    await expect(third.getNext()).rejects.toMatchObject({ name: 'NexmoClientError' });
    await expect(first.getPrev()).rejects.toMatchObject({ name: 'NexmoClientError' });

    const kevin = await world.login('Kevin', { historyLimit: 1 });
    const kevins = await kevin.getConversation('CON-1');
    const newest = await kevins.getEvents({ order: 'desc', page_size: 2 });
    expect(textsOf(newest.items)).toEqual(['5', '4']);
    // What comes meanwhile does not shift the pages.
    await johns.sendText('6');
    await vi.waitFor(() => expect(kevins.sequence_number).toBe(johns.sequence_number), PATIENCE);
    expect(textsOf((await newest.getNext()).items)).toEqual(['3', '2']);
    const rest2 = await kevins.getEvents({ order: 'desc', page_size: 4, cursor: newest.cursor });
    expect([...rest2.values()].map(({ type }) => type)).toEqual(['text', 'text', 'text', 'member:joined']);
    await expect(kevins.getEvents({ page_size: 0 })).rejects.toThrow('`page_size`');
    await expect(kevins.getEvents({ order: 'up' as 'asc' })).rejects.toThrow('`order`');
  });

  it('§3.2 client-6: application.getConversations gives pages', async () => {
    world = await StitchWorld.start();
    const john = await world.login('John', { profile: 'client-6' });
    const made: Conversation[] = [];
    for (const display_name of ['a', 'b', 'c']) made.push(await john.newConversationAndJoin({ display_name }));
    const page = await john.getConversations({ page_size: 2 });
    expect(page).toBeInstanceOf(Map);
    expect([...(page as Map<string, Conversation>).keys()]).toEqual(made.slice(0, 2).map(({ id }) => id));
  });

  it('§3.2 client-8: listeners get a MemberInfo, and sendMessage is the event message', async () => {
    const { johns, kevins, ...rest } = await startJohnAndKevin({ profile: 'client-8' });
    world = rest.world;
    const heard = nextStitchEvent<[MemberInfo, TextEvent]>(kevins, 'message');
    const sent = await johns.sendMessage({ message_type: 'text', text: 'hello' });
    const [sender, event] = await heard;
    expect(sender).toEqual({
      memberId: johns.me!.id,
      userId: 'USR-john',
      userName: 'John',
      displayName: 'John',
      imageUrl: undefined,
      customData: undefined,
    });
    expect(event).toMatchObject({ type: 'message', from: johns.me!.id, body: { message_type: 'text', text: 'hello' } });
    expect(sent).toMatchObject({ type: 'message' });

    const text = nextStitchEvent<[MemberInfo, TextEvent]>(kevins, 'text');
    await johns.sendText('the old way');
    expect((await text)[1]).toMatchObject({ type: 'text', body: { text: 'the old way' } });
    await expect(johns.sendMessage({ message_type: 'vcard' } as never)).rejects.toThrow('`message_type`');
  });

  it('§3.2 client-8: message:seen and message:update', async () => {
    const { johns, kevins, ...rest } = await startJohnAndKevin({ profile: 'client-8' });
    world = rest.world;
    const heard = nextStitchEvent<[MemberInfo, TextEvent]>(kevins, 'message');
    const sent = await johns.sendMessage({ message_type: 'text', text: 'helo' });
    const [, event] = await heard;
    const seen = nextStitchEvent<[MemberInfo, TextEvent]>(johns, 'message:seen');
    await event.seen();
    const [reader, own] = await seen;
    expect(reader.userName).toBe('Kevin');
    expect(own).toBe(sent);
    expect(Object.keys(own.state.seen_by)).toEqual([reader.memberId]);

    const updated = nextStitchEvent<[MemberInfo, TextEvent]>(kevins, 'message:update');
    await world.patch('John', johns, `/messages/${sent.acsId}`, { content: 'hello' });
    expect((await updated)[1]).toBe(event);
    expect(event.body.text).toBe('hello');
  });

  it('§3.2 client-8: Conversation#getMembers, getMyMember and getMember', async () => {
    const { johns, kevins, ...rest } = await startJohnAndKevin({ profile: 'client-8' });
    world = rest.world;
    const members = await johns.getMembers();
    expect([...members.values()].map(({ user }) => user.name).sort()).toEqual(['John', 'Kevin']);
    await expect(johns.getMyMember()).resolves.toBe(johns.me);
    const [, kevin] = await Promise.all([johns.getMember(johns.me!.id), johns.getMember(kevins.me!.id)]);
    expect(kevin.user.name).toBe('Kevin');
    await expect(johns.getMember('MEM-nobody')).rejects.toMatchObject({ type: 'error:acs:404' });
    await expect(johns.getMember('')).rejects.toMatchObject({ type: 'error:missing:params' });
  });

  it('§3.2 client-9: createSession and deleteSession', async () => {
    world = await StitchWorld.start({ profile: 'client-9' });
    const client = world.create();
    const application = await client.createSession(world.user('John').token);
    expect(client.application).toBe(application);
    expect(application.me).toEqual({ id: 'USR-john', name: 'USR-john' });
    await client.deleteSession();
    expect(client.application).toBeUndefined();
  });
});
