import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KandyClient } from '../../../src/kandy/index.js';
import { KandyRecorder, KandyWorld, textsOf } from '../../helper/kandy-world.js';
import { PATIENCE } from '../../helper/next-event.js';

let world: KandyWorld;
let alice: KandyClient;
let bob: KandyClient;
let hers: KandyRecorder;

const seen = (check: () => void) => vi.waitFor(check, PATIENCE);
const threadsOf = (name: string) =>
  world.emulator.requests.count({ method: 'POST', path: /\/chat\/threads$/, userId: world.user(name).userId });

/** A group made by Alice, with Bob in it; known to both. */
async function group(): Promise<string> {
  alice.groups.create({ name: 'Hikers', participants: [{ address: 'bob@x.com' }] });
  await seen(() => expect(hers.of('group:new')).toHaveLength(1));
  return hers.of('group:new')[0]!.id!;
}

beforeEach(async () => {
  world = await KandyWorld.start();
  [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
  hers = new KandyRecorder(alice);
});
afterEach(() => world.stop());

describe('client.conversation', () => {
  it('§1.3 create: conversations:new once; a known conversation is used again, and the options stay as they are', async () => {
    const options = { type: 'im' };
    const conversation = alice.conversation.create('bob@x.com', options);
    expect(alice.conversation.create(['BOB@x.com'], { type: 'chat' })).toBe(conversation);
    expect(options).toEqual({ type: 'im' });
    expect(conversation).toMatchObject({ destination: ['bob@x.com'], type: 'chat-oneToOne', messages: [] });
    await seen(() => expect(hers.types).toEqual(['conversations:new']));
    expect(threadsOf('alice@x.com')).toBe(0);
  });

  it('§1.3 get: by a text or a list, in any spelling and by any name of its type; undefined otherwise', () => {
    const conversation = alice.conversation.create('bob@x.com');
    for (const recipient of ['bob@x.com', ['bob@x.com'], 'Bob@X.com'])
      for (const type of [undefined, 'chat-oneToOne', 'im', 'chat'])
        expect(alice.conversation.get(recipient, { type })).toBe(conversation);
    expect(alice.conversation.get('carol@x.com')).toBeUndefined();
    expect(alice.conversation.get('bob@x.com', { type: 'chat-group' })).toBeUndefined();
    expect(alice.conversation.get('bob@x.com', { type: 'sms' })).toBeUndefined();
    expect(alice.conversation.getAll()).toEqual([conversation]);
    expect(alice.conversation.chatTypes).toEqual({ SMS: 'sms', ONETOONE: 'chat-oneToOne', GROUP: 'chat-group' });
  });

  it('K0-9 create of a group: its id is kept as it is, and matched without case', async () => {
    const id = await group();
    expect(id).not.toBe(id.toLowerCase());
    const conversation = alice.conversation.create(id, { type: 'chat-group' });
    expect(conversation.destination).toEqual([id]);
    const his = new KandyRecorder(bob);
    conversation.createMessage('to the group').send();
    await seen(() => expect(his.of('conversations:change')).toHaveLength(1));
    expect(his.of('conversations:change')[0]).toMatchObject({ destination: [id], type: 'chat-group' });
    expect(textsOf(bob, id.toLowerCase(), 'group')).toEqual(['to the group']);
    expect(bob.conversation.get(id, { type: 'chat-group' })!.description).toBe('Hikers');

    bob.conversation.create(id.toLowerCase(), { type: 'group' }).createMessage('me too').send();
    await seen(() => expect(textsOf(alice, id, 'chat-group')).toEqual(['to the group', 'me too']));
  });

  it('§1.3 fetch: a list of what the service has, with nothing lost that is known', async () => {
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['hello']));
    await group();
    const again = await world.client('alice@x.com');
    const recorder = new KandyRecorder(again);
    again.conversation.fetch();
    await seen(() =>
      expect(recorder.told).toEqual([
        ['conversations:change', [{ destination: ['bob@x.com'], type: 'chat-oneToOne' }]],
      ]),
    );
    recorder.clear();
    again.conversation.fetch({ type: 'chat-group' });
    await seen(() =>
      expect(recorder.told).toEqual([
        ['conversations:change', [{ destination: [hers.of('group:new')[0]!.id], type: 'chat-group' }]],
      ]),
    );
    alice.conversation.fetch();
    await seen(() => expect(hers.of('conversations:change')).toHaveLength(1));
    expect(textsOf(alice, 'bob@x.com')).toEqual(['hello']);
  });

  it('KA-8 both begin at the same moment: one conversation on each side, and no message is lost', async () => {
    alice.conversation.create('bob@x.com').createMessage('from alice').send();
    bob.conversation.create('alice@x.com').createMessage('from bob').send();
    await seen(() => expect(textsOf(alice, 'bob@x.com').sort()).toEqual(['from alice', 'from bob']));
    await seen(() => expect(textsOf(bob, 'alice@x.com').sort()).toEqual(['from alice', 'from bob']));
    expect(alice.conversation.getAll()).toHaveLength(1);
    expect(bob.conversation.getAll()).toHaveLength(1);
  });

  it('KA-7 the receiver has created the conversation before: messages:change, and one thread', async () => {
    const his = new KandyRecorder(bob);
    bob.conversation.create('alice@x.com');
    alice.conversation.create('bob@x.com').createMessage('hello').send();
    await seen(() => expect(his.types).toEqual(['conversations:new', 'messages:change']));
    bob.conversation.create('alice@x.com').createMessage('hello yourself').send();
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['hello', 'hello yourself']));
    expect(threadsOf('alice@x.com') + threadsOf('bob@x.com')).toBe(1);
  });

  it('a user who has left is there again with the next message', async () => {
    alice.conversation.create('bob@x.com').createMessage('one').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['one']));
    const leaver = await world.client('bob@x.com', { deleteConversation: 'leave' });
    const recorder = new KandyRecorder(leaver);
    leaver.conversation.create('alice@x.com').delete();
    await seen(() => expect(recorder.of('conversations:change')).toEqual([[]]));
    alice.conversation.create('bob@x.com').createMessage('two').send();
    await seen(() => expect(textsOf(leaver, 'alice@x.com')).toContain('two'));
  });
});

describe('conversation.delete', () => {
  it('§1.3 delete: tells what is left; what was said stays hidden, also from fetch, until something new is said', async () => {
    const his = new KandyRecorder(bob);
    alice.conversation.create('bob@x.com').createMessage('old').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['old']));
    bob.conversation.create('carol@x.com');
    his.clear();
    bob.conversation.get('alice@x.com')!.delete();
    await seen(() =>
      expect(his.of('conversations:change')).toEqual([[{ destination: ['carol@x.com'], type: 'chat-oneToOne' }]]),
    );
    expect(bob.conversation.get('alice@x.com')).toBeUndefined();
    bob.conversation.fetch();
    await seen(() => expect(his.of('conversations:change')).toHaveLength(2));
    expect(his.of('conversations:change')[1]).toEqual([]);

    alice.conversation.create('bob@x.com').createMessage('new').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['new']));
    expect(his.of('conversations:change')[2]).toMatchObject({ destination: ['alice@x.com'] });
    bob.conversation.get('alice@x.com')!.fetchMessages();
    await seen(() => expect(his.of('messages:change')).toHaveLength(1));
    expect(textsOf(bob, 'alice@x.com')).toEqual(['new']);
    expect(textsOf(alice, 'bob@x.com')).toEqual(['old', 'new']);
  });

  it('deleteConversation: deleteThread ends it for both', async () => {
    alice.conversation.create('bob@x.com').createMessage('old').send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['old']));
    const eraser = await world.client('alice@x.com', { deleteConversation: 'deleteThread' });
    const recorder = new KandyRecorder(eraser);
    eraser.conversation.create('bob@x.com').delete();
    await seen(() => expect(recorder.of('conversations:change')).toEqual([[]]));
    expect(world.emulator.requests.count({ method: 'DELETE', path: /\/chat\/threads\/[^/]+$/ })).toBe(1);
  });
});
