import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KandyClient } from '../../../src/kandy/index.js';
import { KandyRecorder, KandyWorld, textsOf } from '../../helper/kandy-world.js';
import { PATIENCE } from '../../helper/next-event.js';

let world: KandyWorld;
let alice: KandyClient;
let bob: KandyClient;
let hers: KandyRecorder;
let his: KandyRecorder;

const seen = (check: () => void) => vi.waitFor(check, PATIENCE);

async function group(): Promise<string> {
  alice.groups.create({ name: 'Hikers', subject: 'Alps', image: 'a.png', participants: [{ address: 'Bob@x.com' }] });
  await seen(() => expect(hers.of('group:new')).toHaveLength(1));
  await seen(() => expect(his.of('group:invitation_received')).toHaveLength(1));
  return hers.of('group:new')[0]!.id!;
}

const member = (address: string, isAdmin = false) => ({ address, status: 'Connected', isAdmin });

beforeEach(async () => {
  world = await KandyWorld.start();
  [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
  [hers, his] = [new KandyRecorder(alice), new KandyRecorder(bob)];
});
afterEach(() => world.stop());

describe('client.groups', () => {
  it('§1.3 groups.create: group:new for its creator, group:invitation_received for the others', async () => {
    const id = await group();
    const participants = [member('alice@x.com', true), member('bob@x.com')];
    expect(alice.groups.get(id)).toEqual({ id, name: 'Hikers', subject: 'Alps', image: 'a.png', participants });
    expect(alice.groups.getParticipants(id)).toEqual(participants);
    expect(his.of('group:invitation_received')[0]!.invitation).toEqual({
      id,
      groupId: id,
      name: 'Hikers',
      participants,
    });
    expect(bob.groups.getInvitations()).toEqual([his.of('group:invitation_received')[0]!.invitation]);
    expect(his.types).toEqual(['group:invitation_received']);
  });

  it('§1.3 groups.create without a name: group:new with the error twice wrapped', async () => {
    alice.groups.create({ name: ' ' });
    alice.groups.create({ name: 'x', participants: ['nobody@x.com'] });
    await seen(() => expect(hers.of('group:new')).toHaveLength(2));
    const codes = hers.of('group:new').map(({ error }) => error?.error.code);
    expect(codes).toEqual(['BAD_INPUT', 'groups:1']);
    expect(hers.of('group:new')[1]!.error!.error.message).toContain('nobody is known by that id');
    expect(world.emulator.requests.count({ method: 'POST', path: /\/chat\/threads$/ })).toBe(0);
  });

  it('§1.3 groups.fetch, getAll: what the service has, without conversations of two', async () => {
    const id = await group();
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    const again = await world.client('bob@x.com');
    const recorder = new KandyRecorder(again);
    expect(again.groups.getAll()).toEqual([]);
    again.groups.fetch();
    await seen(() => expect(recorder.told).toEqual([['group:refresh', {}]]));
    expect(again.groups.getAll().map((one) => one.id)).toEqual([id]);
    expect(again.groups.get('other')).toBeUndefined();
    expect(again.groups.getParticipants('other')).toEqual([]);
  });

  it('§1.3 addParticipant, removeParticipant: group:change for all who know the group', async () => {
    const id = await group();
    const addresses = (client: KandyClient) => client.groups.getParticipants(id).map(({ address }) => address);
    alice.groups.addParticipant(id, 'carol@x.com');
    for (const [client, recorder] of [
      [alice, hers],
      [bob, his],
    ] as const) {
      await seen(() => expect(recorder.of('group:change')).toEqual([{ id }]));
      expect(addresses(client)).toEqual(['alice@x.com', 'bob@x.com', 'carol@x.com']);
    }
    alice.groups.addParticipant(id, { address: 'carol@x.com' });
    await seen(() => expect(hers.of('group:change')).toHaveLength(2));
    alice.groups.removeParticipant(id, 'carol@x.com');
    await seen(() => expect(addresses(bob)).toEqual(['alice@x.com', 'bob@x.com']));
    await seen(() => expect(hers.of('group:change')).toHaveLength(3));
  });

  it('§1.3 acceptInvitation is local; rejectInvitation and leave take the user out', async () => {
    const id = await group();
    bob.groups.acceptInvitation(id);
    await seen(() => expect(his.of('group:change')).toEqual([{ id }]));
    expect(bob.groups.getInvitations()).toEqual([]);
    bob.groups.leave(id);
    await seen(() => expect(his.of('group:change')).toHaveLength(2));
    expect(his.of('group:delete')).toEqual([]);
    expect(bob.groups.get(id)).toBeUndefined();
    await seen(() => expect(alice.groups.getParticipants(id)).toEqual([member('alice@x.com', true)]));

    his.clear();
    alice.groups.addParticipant(id, 'bob@x.com');
    await seen(() => expect(his.of('group:invitation_received')).toHaveLength(1));
    bob.groups.rejectInvitation(id);
    await seen(() => expect(his.of('group:change')).toEqual([{ id }]));
    await seen(() => expect(alice.groups.getParticipants(id)).toEqual([member('alice@x.com', true)]));
  });

  it('§1.3 groups.delete: group:delete for all', async () => {
    const id = await group();
    alice.groups.delete(id);
    for (const recorder of [hers, his])
      await seen(() => expect(recorder.of('group:delete')[0]).toMatchObject({ group: { id, name: 'Hikers' } }));
    alice.groups.delete(id);
    await seen(() => expect(hers.of('group:delete')[1]!.error).toMatchObject({ id, error: { name: 'BasicError' } }));
  });

  it('KA-10 KA-11 a group by its name in conversations, and back to one-to-one: the receivers follow', async () => {
    const id = await group();
    const conversations = { hikers: id };
    const [sender, receiver] = await Promise.all([
      world.client('alice@x.com', { conversations }),
      world.client('bob@x.com', { conversations }),
    ]);
    const recorder = new KandyRecorder(receiver);
    sender.conversation.create('hikers', { type: 'chat-group' }).createMessage('to all').send();
    await seen(() => expect(recorder.types).toEqual(['conversations:change']));
    sender.conversation.create('bob@x.com').createMessage('to you').send();
    await seen(() => expect(recorder.types).toEqual(['conversations:change', 'conversations:change']));
    sender.conversation.create('hikers', { type: 'chat-group' }).createMessage('again to all').send();
    await seen(() => expect(recorder.types.at(-1)).toBe('messages:change'));
    expect(recorder.told.map(([, payload]) => (payload as { destination: string[] }).destination[0])).toEqual([
      ...['hikers', 'alice@x.com', 'hikers'],
    ]);
    expect(textsOf(receiver, 'hikers', 'chat-group')).toEqual(['to all', 'again to all']);
    // By the id of its thread it is the same conversation.
    expect(receiver.conversation.get(id, { type: 'chat-group' })).toBe(
      receiver.conversation.get('hikers', { type: 'group' }),
    );
  });

  it('a third one who writes in the thread of two is heard in a group, by the id of the thread', async () => {
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    const threadId = await world.threadOf('alice@x.com');
    const { userId } = world.user('carol@x.com');
    await world.request('alice@x.com', 'POST', `/chat/threads/${encodeURIComponent(threadId)}/participants/:add`, {
      participants: [{ communicationIdentifier: { rawId: userId, communicationUser: { id: userId } } }],
    });
    await world.sendRaw('carol@x.com', threadId, { content: 'I am here, too' });
    await seen(() => expect(textsOf(bob, threadId, 'chat-group')).toEqual(['I am here, too']));
    expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']);
  });

  it('bad input: each says what is missing, as an error of the same event', async () => {
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    const direct = await world.threadOf('alice@x.com');
    alice.groups.addParticipant(undefined as never, 'bob@x.com');
    alice.groups.leave('no-such-group');
    alice.groups.leave(direct);
    alice.groups.addParticipant(direct, '');
    await seen(() => expect(hers.of('group:change')).toHaveLength(4));
    const messages = hers.of('group:change').map(({ error }) => error!.error.message);
    expect(messages.sort()).toEqual([
      expect.stringContaining('unable to find the conversation'),
      expect.stringContaining('`id` must be'),
      expect.stringContaining('a conversation of two'),
      expect.stringContaining('a conversation of two'),
    ]);
  });
});
