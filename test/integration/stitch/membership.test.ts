import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Application, Conversation, Member, MemberEvent, TextEvent } from '../../../src/stitch/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { nextStitchEvent, startJohnAndKevin, type StitchWorld } from '../../helper/stitch-world.js';

type Told = [member: Member, event: MemberEvent];

describe('the members of a Conversation', () => {
  let world: StitchWorld;
  let john: Application;
  let johns: Conversation;
  let kevins: Conversation;

  beforeEach(async () => {
    ({ world, john, johns, kevins } = await startJohnAndKevin());
  });
  afterEach(() => world.stop());

  const memberOf = (conversation: Conversation, name: string): Member | undefined =>
    [...(conversation.members as Map<string, Member>).values()].find(({ user }) => user.name === name);

  it('§3.3 Member#id is the same everywhere: at every client, in events and in Conversation#members', async () => {
    const received = nextStitchEvent<[Member, TextEvent]>(kevins, 'text');
    const sent = await johns.sendText('hello');
    const [sender, event] = await received;
    expect(sender.id).toMatch(/^MEM-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(new Set([sender.id, event.from, sent.from, johns.me!.id]).size).toBe(1);
    expect((kevins.members as Map<string, Member>).get(sender.id)).toBe(sender);
    expect(sender).toMatchObject({
      user: { id: 'USR-john', name: 'John' },
      state: 'JOINED',
      channel: { type: 'app' },
      display_name: 'John',
      timestamp: { joined: expect.any(String) },
    });
    expect(sender.conversation).toBe(kevins);
  });

  it('§3.3 Conversation#invite: the others hear member:joined, the user is told of member:invited, join() answers', async () => {
    const larry = await world.login('Larry');
    const joined = nextStitchEvent<Told>(kevins, 'member:joined');
    const invited = nextStitchEvent<Told>(larry, 'member:invited');
    const member = await johns.invite({ user_name: 'USR-larry' });
    expect(member).toMatchObject({ user: { id: 'USR-larry' }, state: 'JOINED', invited_by: 'John' });
    expect((await joined)[1].body.user.id).toBe('USR-larry');

    const [me, event] = await invited;
    const conversation = me.conversation;
    expect(me).toMatchObject({ state: 'INVITED', invited_by: 'John', user: { name: 'Larry' } });
    expect(event).toMatchObject({ type: 'member:invited', invited_by: 'John', cid: 'CON-1' });
    expect(event.body).toMatchObject({ cname: 'Old School Chat', invited_by: 'John', user: { name: 'Larry' } });

    const heard: string[] = [];
    larry.on('member:joined', (_, { type }) => heard.push(`application ${type}`));
    conversation.on('member:joined', (_, { type }) => heard.push(`conversation ${type}`));
    await expect(conversation.join()).resolves.toBe(me);
    expect(me.state).toBe('JOINED');
    expect(heard).toEqual(['application member:joined', 'conversation member:joined']);
    await expect(conversation.join()).rejects.toMatchObject({ type: 'conversation:error:invalid-member-state' });
  });

  it('§3.3 Conversation#invite by the app’s id, whose case matters', async () => {
    await expect(johns.invite({ id: 'usr-larry' })).rejects.toMatchObject({
      name: 'NexmoApiError',
      type: 'error:acs:404',
    });
    await expect(johns.invite({ id: 'USR-larry' })).resolves.toMatchObject({ user: { id: 'USR-larry' } });
  });

  it('§3.3 autoJoin: whoever is added is in it at once', async () => {
    const larry = await world.login('Larry', { autoJoin: true });
    const joined = nextStitchEvent<Told>(larry, 'member:joined');
    const invited = vi.fn();
    larry.on('member:invited', invited);
    await johns.invite({ id: 'USR-larry' });
    const [me] = await joined;
    expect(me.state).toBe('JOINED');
    expect(invited).not.toHaveBeenCalled();
  });

  it('§3.2 application.newConversation: its maker has to join, and cannot send before', async () => {
    const conversation = await john.newConversation({ name: 'weekend', display_name: 'Weekend' });
    expect(conversation).toMatchObject({ name: 'weekend', display_name: 'Weekend', me: undefined });
    expect(conversation.timestamp.created).toEqual(expect.any(String));
    expect(conversation.application).toBe(john);
    await expect(conversation.sendText('hello')).rejects.toMatchObject({
      name: 'NexmoClientError',
      type: 'error:self',
    });
    const me = await conversation.join();
    expect(conversation.me).toBe(me);
    await expect(conversation.sendText('hello')).resolves.toMatchObject({ from: me.id });
    await expect(john.getConversations()).resolves.toMatchObject({ [conversation.id]: { name: 'weekend' } });
  });

  it('§3.3 names of conversations are not unique: each has its own id', async () => {
    const [a, b] = [await john.newConversation({ name: 'same' }), await john.newConversation({ name: 'same' })];
    expect(a.id).not.toBe(b.id);
    expect([a.name, b.name, a.display_name]).toEqual(['same', 'same', 'same']);
  });

  it('§3.3 Conversation#leave: the others hear member:left, and the name of who has left stays', async () => {
    await kevins.sendText('bye');
    const left = nextStitchEvent<Told>(johns, 'member:left');
    const own = nextStitchEvent<Told>(kevins, 'member:left');
    await kevins.leave();
    const [member, event] = await left;
    expect(member).toMatchObject({ state: 'LEFT', user: { name: 'Kevin' }, timestamp: { left: expect.any(String) } });
    expect(event).toMatchObject({ type: 'member:left', from: member.id, body: { user: { id: 'USR-kevin' } } });
    expect((await own)[0]).toBe(kevins.me);
    await expect(kevins.sendText('still here?')).rejects.toMatchObject({ type: 'error:self' });

    // For somebody who comes later, too.
    const again = await (await world.login('John')).getConversation('CON-1');
    expect(memberOf(again, 'Kevin')).toMatchObject({ state: 'LEFT' });
    const texts = [...again.events.values()].filter(({ type }) => type === 'text');
    expect(texts.map(({ _embedded }) => _embedded!.from_user.name)).toEqual(['Kevin']);
  });

  it('§3.3 whoever comes back has the same id', async () => {
    const { id } = kevins.me!;
    await kevins.leave();
    await vi.waitFor(() => expect(memberOf(johns, 'Kevin')!.state).toBe('LEFT'), PATIENCE);
    await expect(johns.invite({ id: 'USR-kevin', user_name: 'Kevin' })).resolves.toMatchObject({ id, state: 'JOINED' });
    await vi.waitFor(() => expect(kevins.me!.state).toBe('INVITED'), PATIENCE);
    expect(kevins.me!.id).toBe(id);
    await kevins.join();
    await kevins.sendText('back again');
  });

  it('§3.2 Member#kick removes somebody else', async () => {
    const left = nextStitchEvent<Told>(kevins, 'member:left');
    await memberOf(johns, 'Kevin')!.kick();
    const [me] = await left;
    expect(me).toBe(kevins.me);
    expect(me.state).toBe('LEFT');
  });

  it('§3.3 Conversation#del: it is gone for everybody', async () => {
    const left = nextStitchEvent<Told>(kevins, 'member:left');
    await johns.del();
    await left;
    await vi.waitFor(() => expect(john.conversations).not.toHaveProperty('CON-1'), PATIENCE);
    await expect(john.getConversation('CON-1')).rejects.toMatchObject({ type: 'conversation:error:not-found' });
  });

  it('§3.3 join() by a stranger goes by joinConversation', async () => {
    const asked: string[] = [];
    const larry = await world.login('Larry', {
      joinConversation: async (id) => {
        asked.push(id);
        await johns.invite({ id: 'USR-larry' });
      },
    });
    const invited = vi.fn();
    larry.on('member:invited', invited);
    const conversation = await larry.getConversation('CON-1');
    expect(conversation).toMatchObject({ id: 'CON-1', me: undefined });
    expect(asked).toEqual([]);
    await expect(conversation.sendText('let me in')).rejects.toMatchObject({ type: 'error:self' });
    const me = await conversation.join();
    expect(asked).toEqual(['CON-1']);
    expect(me).toMatchObject({ state: 'JOINED', user: { id: 'USR-larry' } });
    await conversation.sendText('thank you');
    expect(invited).not.toHaveBeenCalled();
    expect(Object.keys(larry.conversations)).toEqual(['CON-1']);
  });

  it('§3.3 join() rejects when the app’s server does not let the user in', async () => {
    const larry = await world.login('Larry', { joinConversation: () => Promise.reject(new Error('secret reason')) });
    const conversation = await larry.getConversation('CON-1');
    const error: unknown = await conversation.join().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'NexmoClientError', type: 'error:acs:unavailable' });
    expect(String(error)).not.toContain('secret');
  });

  it('§3.3 a topic that changes is Conversation#display_name and conversation:updated', async () => {
    const updated = nextStitchEvent<[Conversation]>(kevins, 'conversation:updated');
    await world.patch('John', johns, '', { topic: 'New School Chat' });
    expect((await updated)[0]).toBe(kevins);
    expect(kevins.display_name).toBe('New School Chat');
  });

  it('§3.2 application.getUser gives the own user, or another one by id', async () => {
    await expect(john.getUser()).resolves.toBe(john.me);
    await expect(john.getUser('USR-kevin')).resolves.toEqual({ id: 'USR-kevin', name: 'Kevin' });
    await expect(john.getUser('USR-nobody')).rejects.toMatchObject({ type: 'error:acs:404' });
  });
});
