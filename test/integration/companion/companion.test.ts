import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential, getIdentifierRawId } from '@azure/communication-common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client, type Conversation, type Participant } from '../../../src/index.js';
import { decodeConnectionToken } from '../../../src/identity/index.js';
import { CompanionClients } from '../../helper/companion-clients.js';
import { loopbackPolicies } from '../../helper/loopback-policies.js';
import { nextEvent } from '../../helper/next-event.js';

let world: CompanionClients;
const quick = { timeout: 5_000 };

afterEach(() => world.stop());

const kilobytes = (n: number): { text: string } => ({ text: 'ä'.repeat((n * 1_024) / 2) });

/** As ACS has them, the service participant included. */
async function membersOf(threadId: string, identity: string): Promise<string[]> {
  const { endpoint, token } = decodeConnectionToken(await world.token(identity));
  const credential = new AzureCommunicationTokenCredential(token);
  const chat = new ChatClient(endpoint, credential, { additionalPolicies: loopbackPolicies });
  const ids: string[] = [];
  for await (const { id } of chat.getChatThreadClient(threadId).listParticipants()) ids.push(getIdentifierRawId(id));
  return ids;
}

async function joined(client: Awaited<ReturnType<CompanionClients['client']>>, options = {}): Promise<Conversation> {
  const conversation = await client.createConversation(options);
  const event = nextEvent(client, 'conversationJoined');
  await conversation.join();
  await event;
  return conversation;
}

describe('an app that fetches a token and makes a client of it', () => {
  beforeEach(async () => {
    world = await CompanionClients.start({ authorize: () => true });
  });

  it('knows its users by name, also one who never came before', async () => {
    const alice = await world.client('alice');
    const room = await joined(alice);
    await room.add('bob');
    const bob = await world.client('bob');
    const there = await bob.getConversationBySid(room.sid);
    await there.sendMessage('hello');
    await vi.waitFor(async () => {
      const [message] = (await room.getMessages()).items;
      expect(message?.author).toBe('bob');
    }, quick);
    const names = (participants: Participant[]): unknown[] => participants.map(({ identity }) => identity).sort();
    expect(names(await room.getParticipants())).toEqual(['alice', 'bob']);
    expect(names(await there.getParticipants())).toEqual(['alice', 'bob']);
    expect(await there.getParticipantsCount()).toBe(2);
  });

  it('companion §2.8, companion §3.4: finds a conversation by its unique name and joins it', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice, { uniqueName: 'general', friendlyName: 'General', attributes: { topic: 'all' } });
    await room.sendMessage('first');
    const added = nextEvent(bob, 'conversationAdded');
    const found = await bob.getConversationByUniqueName('general');
    expect(await added).toBe(found);
    expect([found.status, found.friendlyName, found.attributes, found.createdBy]).toEqual([
      'notParticipating',
      'General',
      { topic: 'all' },
      'alice',
    ]);
    const arrived = nextEvent(room, 'participantJoined');
    const entered = nextEvent(bob, 'conversationJoined');
    expect(await found.join()).toBe(found);
    expect(found.status).toBe('joined');
    expect((await found.getParticipants()).map(({ identity }) => identity)).toEqual(['alice', 'bob']);
    expect(await entered).toBe(found);
    expect((await arrived).identity).toBe('bob');
    expect((await found.getMessages()).items.map(({ body }) => body)).toEqual(['first']);
    await found.sendMessage('second');
    await vi.waitFor(async () => expect((await room.getMessages()).items).toHaveLength(2), quick);
    expect(await bob.getConversationBySid(room.sid)).toBe(found);
    await expect(found.join()).rejects.toMatchObject({ status: 409, body: { code: 50433 } });
  });

  it('companion §3.3 cannot take a unique name that somebody else has, and can again when it is free', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice, { uniqueName: 'mine' });
    const taken = { status: 409, message: 'Conflict', body: { code: 50353 } };
    await expect(bob.createConversation({ uniqueName: 'mine' })).rejects.toMatchObject(taken);
    const other = await joined(bob, { friendlyName: 'other' });
    await expect(other.updateUniqueName('mine')).rejects.toMatchObject(taken);
    expect(other.uniqueName).toBeNull();
    await room.updateUniqueName('ours');
    await other.updateUniqueName('mine');
    await vi.waitFor(() => expect([room.uniqueName, other.uniqueName]).toEqual(['ours', 'mine']), quick);
    await room.delete();
    const next = await bob.createConversation({ uniqueName: 'ours' });
    expect(next.uniqueName).toBe('ours');
  });

  it('companion §5.2 has profiles that everybody sees', async () => {
    const alice = await world.client('alice');
    const updated: unknown[] = [];
    alice.user.on('updated', ({ updateReasons }) => updated.push(updateReasons));
    expect(await alice.user.updateFriendlyName('Alice L.')).toBe(alice.user);
    await alice.user.updateAttributes({ colour: 'red' });
    expect(updated).toEqual([['friendlyName'], ['attributes']]);
    const bob = await world.client('bob');
    const told: unknown[] = [];
    bob.on('userUpdated', ({ user, updateReasons }) => told.push([user.identity, ...updateReasons]));
    bob.on('userSubscribed', ({ identity }) => told.push(`${identity} subscribed`));
    const seen = await bob.getUser('alice');
    expect([seen.friendlyName, seen.attributes]).toEqual(['Alice L.', { colour: 'red' }]);
    expect(told).toEqual([['alice', 'friendlyName'], ['alice', 'attributes'], 'alice subscribed']);
    const again = await world.client('alice');
    expect([again.user.friendlyName, again.user.attributes]).toEqual(['Alice L.', { colour: 'red' }]);
  });

  it('companion §3.1 gives conversations attributes of up to 16 KB, which everybody sees change', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice, { attributes: kilobytes(10) });
    expect(room.attributes).toEqual(kilobytes(10));
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    const there = await event;
    expect(there.attributes).toEqual(kilobytes(10));
    const told: unknown[] = [];
    there.on('updated', ({ updateReasons }) => told.push(updateReasons));
    await room.updateAttributes(kilobytes(15));
    await vi.waitFor(() => expect([there.attributes, room.attributes]).toEqual([kilobytes(15), kilobytes(15)]), quick);
    expect(told).toEqual([['attributes', 'dateUpdated']]);
    // Small ones go where a client without a companion finds them.
    await there.updateAttributes({ size: 'small' });
    await vi.waitFor(() => expect(room.attributes).toEqual({ size: 'small' }), quick);
    await expect(room.updateAttributes(kilobytes(17))).rejects.toMatchObject({ code: 'too-large' });
    await room.updateFriendlyName('renamed');
    await vi.waitFor(
      () => expect([there.friendlyName, there.attributes]).toEqual(['renamed', { size: 'small' }]),
      quick,
    );
  });

  it('companion §5.1 changes the attributes of participants, of up to 4 KB', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice);
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob', kilobytes(3));
    const there = await event;
    const his = await room.getParticipantByIdentity('bob');
    const me = await there.getParticipantByIdentity('bob');
    expect([his?.attributes, me?.attributes]).toEqual([kilobytes(3), kilobytes(3)]);
    const told: unknown[] = [];
    for (const participant of [his!, me!]) participant.on('updated', ({ updateReasons }) => told.push(updateReasons));
    expect(await me!.updateAttributes({ role: 'host' })).toBe(me);
    await vi.waitFor(
      () => expect([his!.attributes, me!.attributes]).toEqual([{ role: 'host' }, { role: 'host' }]),
      quick,
    );
    expect(told).toEqual([
      ['attributes', 'dateUpdated'],
      ['attributes', 'dateUpdated'],
    ]);
    await room.removeParticipant('bob');
    await vi.waitFor(() => expect(there.status).toBe('notParticipating'), quick);
    await room.add('bob', { role: 'again' });
    const fresh = await world.client('alice');
    const seen = await (await fresh.getConversationBySid(room.sid)).getParticipantByIdentity('bob');
    expect(seen?.attributes).toEqual({ role: 'again' });
  });

  it('lets any participant add somebody back with other attributes', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice);
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    const there = await event;
    await there.add('carol', { role: 'first' });
    const carol = await world.client('carol');
    const hers = await (await carol.getConversationBySid(room.sid)).getParticipantByIdentity('carol');
    await hers!.updateAttributes({ role: 'her own' });
    const left = nextEvent(there, 'participantLeft');
    await there.removeParticipant('carol');
    await left;
    await there.add('carol', { role: 'second' });
    const fresh = await (await world.client('alice')).getConversationBySid(room.sid);
    expect((await fresh.getParticipantByIdentity('carol'))?.attributes).toEqual({ role: 'second' });
  });

  it('lets nobody in by default', async () => {
    const strict = await CompanionClients.start();
    const [alice, bob] = [await strict.client('alice'), await strict.client('bob')];
    const room = await joined(alice, { uniqueName: 'closed' });
    await expect(bob.getConversationBySid(room.sid)).rejects.toMatchObject({ status: 403 });
    await expect(bob.getConversationByUniqueName('closed')).rejects.toMatchObject({ status: 404 });
    await strict.stop();
  });

  it('companion §3.5, companion §3.8: keeps what a user sets for themselves, on all their devices', async () => {
    const phone = await world.client('alice');
    const room = await joined(phone);
    for (const text of ['one', 'two', 'three']) await room.sendMessage(text);
    const laptop = await world.client('alice');
    const there = await laptop.getConversationBySid(room.sid);
    const told: unknown[] = [];
    there.on('updated', ({ updateReasons }) => told.push(updateReasons));
    await room.setUserNotificationLevel('muted');
    await vi.waitFor(() => expect(there.notificationLevel).toBe('muted'), quick);
    await room.setAllMessagesRead();
    await room.updateLastReadMessageIndex(0);
    await vi.waitFor(() => expect(there.lastReadMessageIndex).toBe(0), quick);
    expect(await there.getUnreadMessagesCount()).toBe(2);
    await room.setAllMessagesUnread();
    await vi.waitFor(() => expect(there.lastReadMessageIndex).toBeNull(), quick);
    expect(told.at(-1)).toEqual(['lastReadMessageIndex']);
    const next = await world.client('alice');
    const later = await next.getConversationBySid(room.sid);
    expect([later.notificationLevel, later.lastReadMessageIndex]).toEqual(['muted', null]);
    expect(told[0]).toEqual(['notificationLevel']);
  });

  it('lets somebody who left come back, as a new object', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice);
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    const there = await event;
    const left = nextEvent(bob, 'conversationRemoved');
    await there.leave();
    await left;
    const back = nextEvent(bob, 'conversationJoined');
    await there.join();
    const again = await back;
    expect(again).not.toBe(there);
    expect([again.sid, again.status]).toEqual([room.sid, 'joined']);
  });

  it('never shows the service participant', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const told: unknown[] = [];
    for (const name of ['participantJoined', 'participantLeft'] as const)
      alice.on(name, ({ identity }) => told.push(`${name} ${identity}`));
    const room = await joined(alice);
    await room.add('bob');
    await vi.waitFor(() => expect(told).toEqual(['participantJoined bob']), quick);
    expect((await room.getParticipants()).map(({ identity }) => identity)).toEqual(['alice', 'bob']);
    const fresh = await (await world.client('alice')).getConversationBySid(room.sid);
    expect(await fresh.getParticipantsCount()).toBe(2);
    const service = decodeConnectionToken(await world.token('alice')).service;
    expect(await bob.getUser('bob')).toBe(bob.user);
    expect(await membersOf(room.sid, 'alice')).toContain(service);
    expect(told).toEqual(['participantJoined bob']);
  });

  it('keeps read horizons of conversations with more than 20 people', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice);
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    for (let n = 0; n < 19; n++) await room.add(`guest ${n}`);
    const there = await event;
    await room.sendMessage('hello everybody');
    await vi.waitFor(async () => expect((await there.getMessages()).items).toHaveLength(1), quick);
    expect(await there.setAllMessagesRead()).toBe(0);
    expect(there.lastReadMessageIndex).toBe(0);
    const next = await (await world.client('bob')).getConversationBySid(room.sid);
    expect(next.lastReadMessageIndex).toBe(0);
    const his = await (
      await (await world.client('alice')).getConversationBySid(room.sid)
    ).getParticipantByIdentity('bob');
    expect(his?.lastReadMessageIndex).toBe(0);
  });

  it('announces again what another client has overwritten', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice);
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    const there = await event;
    await there.getParticipants();
    const me = await room.getParticipantByIdentity('alice');
    // Both write all of the metadata at the same time, each with what it knows.
    await Promise.all([me!.updateAttributes({ role: 'host' }), there.updateAttributes({ n: 1 })]);
    const seen = await there.getParticipantByIdentity('alice');
    await vi.waitFor(() => expect([seen!.attributes, room.attributes]).toEqual([{ role: 'host' }, { n: 1 }]), quick);
  });

  it.each(['polling', 'push'] as const)('goes on with a new token, realtime: %s', async (realtime) => {
    const alice = world.own(new Client(await world.token('alice'), { rethread: { realtime } }));
    const room = await joined(alice, { attributes: kilobytes(3) });
    await world.companion.revoke('alice');
    await expect(alice.user.updateFriendlyName('A')).rejects.toMatchObject({ status: 401 });
    await alice.updateToken(await world.token('alice'));
    await alice.user.updateFriendlyName('A');
    await room.updateAttributes(kilobytes(4));
    await vi.waitFor(() => expect(room.attributes).toEqual(kilobytes(4)), quick);
    const bob = await world.client('bob', { rethread: { realtime } });
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    const there = await event;
    const [his, hers] = [await room.getParticipantByIdentity('bob'), await there.getParticipantByIdentity('alice')];
    await hers!.updateAttributes({ by: 'bob' });
    await vi.waitFor(async () => {
      expect((await room.getParticipantByIdentity('alice'))!.attributes).toEqual({ by: 'bob' });
    }, quick);
    expect(his!.attributes).toEqual({});
  });

  it('goes on chatting while the companion is away, and says what it is needed for', async () => {
    const [alice, bob] = [await world.client('alice'), await world.client('bob')];
    const room = await joined(alice, { attributes: kilobytes(2) });
    const event = nextEvent(bob, 'conversationJoined');
    await room.add('bob');
    const there = await event;
    world.state.isDown = true;
    const arrived = nextEvent(there, 'messageAdded');
    await room.sendMessage('still here');
    expect((await arrived).body).toBe('still here');
    await room.updateFriendlyName('renamed');
    await vi.waitFor(() => expect(there.friendlyName).toBe('renamed'), quick);
    const away = { status: 503, message: 'Service Unavailable' };
    await expect(room.updateAttributes(kilobytes(5))).rejects.toMatchObject(away);
    await expect(alice.user.updateFriendlyName('A')).rejects.toMatchObject(away);
    await expect(alice.createConversation({ uniqueName: 'new' })).rejects.toMatchObject(away);
    expect((await alice.createConversation({ friendlyName: 'plain' })).friendlyName).toBe('plain');
    world.state.isDown = false;
    await room.updateAttributes(kilobytes(5));
    await vi.waitFor(() => expect(there.attributes).toEqual(kilobytes(5)), quick);
  });
});
