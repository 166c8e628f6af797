import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation, Message } from '../../../src/index.js';
import { catchUncaught } from '../../helper/catch-uncaught.js';
import { record } from '../../helper/event-recorder.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { startAliceAndBob, type TwilioWorld } from '../../helper/twilio-world.js';

describe('objects and events of one client', () => {
  let world: TwilioWorld;
  let alice: Client;
  let bob: Client;
  let hers: Conversation;
  let his: Conversation;

  beforeEach(async () => {
    ({ world, alice, bob, hers, his } = await startAliceAndBob());
  });
  afterEach(() => world.stop());

  const arrival = async (text: string): Promise<Message> => {
    const received = nextEvent(bob, 'messageAdded', ({ body }) => body === text);
    await hers.sendMessage(text);
    return received;
  };

  describe('identity', () => {
    it('§8.2 one Conversation, whichever way it is asked for', async () => {
      const named = await alice.createConversation({ uniqueName: 'trip' });
      const [bySid, peeked, byName] = await Promise.all([
        alice.getConversationBySid(named.sid),
        alice.peekConversationBySid(named.sid),
        alice.getConversationByUniqueName('trip'),
      ]);
      expect([bySid === named, peeked === named, byName === named]).toEqual([true, true, true]);

      const { items } = await bob.getSubscribedConversations();
      const message = await arrival('hello');
      expect([items[0] === his, message.conversation === his]).toEqual([true, true]);
      expect((await his.getParticipants()).every(({ conversation }) => conversation === his)).toBe(true);
    });

    it('§8.2 one Message, in events and pages, through every change', async () => {
      const message = await arrival('hello');
      const pages = await Promise.all([his.getMessages(), his.getMessages(1), his.getMessages(5, 0, 'forward')]);
      for (const { items } of pages) expect(items[0]).toBe(message);

      const updated = nextEvent(bob, 'messageUpdated');
      await (await hers.getMessages()).items[0]!.updateBody('changed');
      expect((await updated).message).toBe(message);
      expect((await his.getMessages()).items[0]).toBe(message);
      expect(message.body).toBe('changed');
    });

    it('§8.2 one Participant and one User', async () => {
      const [one, two] = await Promise.all([his.getParticipants(), his.getParticipants()]);
      expect(one).not.toBe(two);
      expect(one.map((participant, place) => participant === two[place])).toEqual([true, true]);
      const alicesEntry = (await his.getParticipantByIdentity('alice'))!;
      expect(await his.getParticipantBySid(alicesEntry.sid)).toBe(alicesEntry);
      expect(await bob.getUser('alice')).toBe(await alicesEntry.getUser());
      expect(await (await his.getParticipantByIdentity('bob'))!.getUser()).toBe(bob.user);
    });

    it('§8.2 the attributes are the same object until they change', async () => {
      const { attributes } = await arrival('hello');
      expect((await his.getMessages()).items[0]!.attributes).toBe(attributes);
      const before = his.attributes;
      const updated = nextEvent(his, 'updated', ({ updateReasons }) => updateReasons.includes('friendlyName'));
      await hers.updateFriendlyName('Other');
      await updated;
      expect(his.attributes).toBe(before);
    });

    it('§3.1 lastMessage is one object, changed in place', async () => {
      await arrival('one');
      const { lastMessage } = his;
      await arrival('two');
      await vi.waitFor(() => expect(lastMessage!.index).toBe(1), PATIENCE);
      expect(his.lastMessage).toBe(lastMessage);
    });

    it('§5.2 getUser: subscribed once, in order; unsubscribing and asking again gives a new object', async () => {
      const events = record(alice);
      const [user, again] = await Promise.all([alice.getUser('bob'), alice.getUser('bob')]);
      expect(user).toBe(again);
      expect(await alice.getSubscribedUsers()).toEqual([alice.user, user]);
      await user.unsubscribe();
      expect(events.lines).toEqual(['client userSubscribed bob', 'client userUnsubscribed bob']);
      expect(user.isSubscribed).toBe(false);
      await expect(user.updateFriendlyName('Bob')).rejects.toThrow("Can't modify unsubscribed object");
      expect(await alice.getUser('bob')).not.toBe(user);
    });
  });

  describe('order', () => {
    it('§8.1 a message: client, conversation; then lastMessage, client, conversation', async () => {
      const events = record(bob, his);
      await hers.sendMessage('hello');
      await vi.waitFor(() => expect(events.lines).toHaveLength(4), PATIENCE);
      expect(events.lines).toEqual([
        'client messageAdded hello',
        'conversation messageAdded hello',
        'client conversationUpdated Weekend lastMessage',
        'conversation updated Weekend lastMessage',
      ]);
      expect(events.entries[2]!.payload).toBe(events.entries[3]!.payload);
      expect(events.entries[0]!.payload).toBe(events.entries[1]!.payload);
    });

    it('§8.1 an update: client, conversation, the object; the same payload at each, the state changed already', async () => {
      const message = await arrival('hello');
      const events = record(bob, his, message);
      const seen: (string | null)[] = [];
      for (const source of [bob, his]) (source as Client).on('messageUpdated', (args) => seen.push(args.message.body));
      await (await hers.getMessages()).items[0]!.updateBody('changed');
      await vi.waitFor(() => expect(events.about('updated')).toHaveLength(1), PATIENCE);
      const updates = events.entries.filter(({ line }) => line.includes('changed'));
      expect(updates.map(({ line }) => line.split(' ').slice(0, 2).join(' '))).toEqual([
        'client messageUpdated',
        'conversation messageUpdated',
        'message updated',
      ]);
      expect(new Set(updates.map(({ payload }) => payload)).size).toBe(1);
      expect(seen).toEqual(['changed', 'changed']);
    });

    it('§3.6 the data of a conversation: client, conversation; name, unique name, attributes', async () => {
      const events = record(bob, his);
      const expectNext = async (reasons: string, name = 'Trip'): Promise<void> => {
        const lines = [`client conversationUpdated ${name} ${reasons}`, `conversation updated ${name} ${reasons}`];
        await vi.waitFor(() => expect(events.lines).toEqual(lines), PATIENCE);
        events.clear();
      };
      await expect(hers.updateFriendlyName('Trip')).resolves.toBe(hers);
      await expectNext('friendlyName,dateUpdated');
      await hers.updateUniqueName('trip');
      await expectNext('uniqueName,dateUpdated');
      await hers.updateAttributes({ a: [1] });
      await expectNext('attributes,dateUpdated');
      await hers.updateUniqueName(null);
      await expectNext('uniqueName,dateUpdated');
      expect(his).toMatchObject({ friendlyName: 'Trip', uniqueName: null });
      expect(his.attributes).toEqual({ a: [1] });
      await vi.waitFor(() => expect(hers.attributes).toEqual({ a: [1] }), PATIENCE);
    });

    it('§3.5 names that stay the same cost no request; attributes always do', async () => {
      const before = world.emulator.requests.count();
      await hers.updateFriendlyName('Weekend');
      await hers.updateUniqueName(null);
      expect(world.emulator.requests.count()).toBe(before);
      await hers.updateAttributes({});
      expect(world.emulator.requests.count()).toBe(before + 1);
    });

    it('§3.5 changes made at once are all kept', async () => {
      await Promise.all([
        hers.updateAttributes({ a: 1 }),
        hers.updateUniqueName('trip'),
        hers.updateFriendlyName('Trip'),
        hers.updateAttributes({ a: 2 }),
      ]);
      const afresh = await (await world.client('bob')).getConversationBySid(hers.sid);
      expect([afresh.attributes, afresh.uniqueName, afresh.friendlyName]).toEqual([{ a: 2 }, 'trip', 'Trip']);
    });

    it('§3.5 a change of somebody else in between is not undone', async () => {
      await hers.updateAttributes({ by: 'alice' });
      await vi.waitFor(() => expect(his.attributes).toEqual({ by: 'alice' }), PATIENCE);
      await his.updateAttributes({ by: 'bob' });
      await vi.waitFor(() => expect(hers.attributes).toEqual({ by: 'bob' }), PATIENCE);
      await hers.updateUniqueName('trip');
      const afresh = await (await world.client('bob')).getConversationBySid(hers.sid);
      expect([afresh.attributes, afresh.uniqueName]).toEqual([{ by: 'bob' }, 'trip']);
    });

    it('§3.6 the notification level, which is this client’s alone', async () => {
      const events = record(bob, his);
      await his.setUserNotificationLevel('muted');
      expect(his.notificationLevel).toBe('muted');
      expect(events.lines).toEqual([
        'client conversationUpdated Weekend notificationLevel',
        'conversation updated Weekend notificationLevel',
      ]);
      await expect(his.setUserNotificationLevel('loud' as never)).rejects.toThrow(
        'Argument 1 is expected to be "default"',
      );
    });
  });

  describe('listeners', () => {
    it('§6 differs: one that throws does not keep the others from running, and the error surfaces', async () => {
      const uncaught = catchUncaught();
      const mistake = new Error('a mistake of the app');
      bob.on('messageAdded', () => {
        throw mistake;
      });
      const events = record(bob, his);
      try {
        await hers.sendMessage('hello');
        await vi.waitFor(() => expect(events.about('messageAdded')).toHaveLength(2), PATIENCE);
        await vi.waitFor(() => expect(uncaught.errors).toEqual([mistake]), PATIENCE);
      } finally {
        uncaught.stop();
      }
    });

    it('§6 removeAllListeners() everywhere does not cut the library off', async () => {
      const message = await arrival('hello');
      const participant = (await his.getParticipantByIdentity('alice'))!;
      for (const emitter of [bob, his, message, participant, bob.user]) {
        expect(emitter.eventNames()).toEqual([]);
        emitter.removeAllListeners();
      }
      const events = record(bob, his, message, participant);
      await (await hers.getMessages()).items[0]!.updateBody('changed');
      await hers.typing();
      await hers.sendMessage('again');
      await hers.delete();
      await vi.waitFor(() => expect(events.lines.at(-1)).toBe('conversation removed Weekend'), PATIENCE);
      for (const line of [
        'client messageUpdated changed body,lastUpdatedBy',
        'client messageAdded again',
        'client typingStarted alice',
        'participant typingStarted alice',
        'client conversationLeft Weekend',
      ]) {
        expect(
          events.lines.some((told) => told.startsWith(line)),
          line,
        ).toBe(true);
      }
    });

    it('§6 replay: the latest payload, also of what the library itself emitted', async () => {
      await arrival('one');
      await arrival('two');
      const heard: (string | null)[] = [];
      bob.onWithReplay('messageAdded', ({ body }) => heard.push(body));
      bob.onceWithReplay('messageAdded', ({ body }) => heard.push(body));
      expect(heard).toEqual(['two', 'two']);
      await arrival('three');
      expect(heard).toEqual(['two', 'two', 'three']);
    });
  });

  describe('duplicates and losses', () => {
    it('§8.3 each message once, however often and in whichever order its events come', async () => {
      const { push } = world.emulator.faults;
      const added: (string | null)[] = [];
      bob.on('messageAdded', ({ body }) => added.push(body));
      push.duplicateNext(2, { userId: world.user('bob').userId });
      push.reorderNext(2, { userId: world.user('bob').userId });
      for (const text of ['one', 'two', 'three', 'four']) await hers.sendMessage(text);
      await arrival('last');
      expect([...added].sort()).toEqual(['four', 'last', 'one', 'three', 'two']);
      expect(added.slice(0, 2)).toEqual(['one', 'two']);
      const { items } = await his.getMessages();
      // Decision 004: the order by index is the order of arrival at this client.
      expect(items.map(({ body }) => body)).toEqual(added);
    });

    it('§7.4 what was missed while disconnected arrives as ordinary events, once and in order', async () => {
      await arrival('before');
      const events = record(bob, his);
      const { userId } = world.user('bob');
      await world.emulator.fault('cut', { userId });
      await vi.waitFor(() => expect(bob.connectionState).not.toBe('connected'), PATIENCE);
      for (const text of ['one', 'two', 'three']) await hers.sendMessage(text);
      await (await hers.getMessages()).items[0]!.updateBody('before, edited');
      await hers.updateFriendlyName('Renamed');
      await world.emulator.fault('restore', { userId });
      await vi.waitFor(() => expect(events.about('messageAdded')).toHaveLength(6), { ...PATIENCE, timeout: 25_000 });
      await vi.waitFor(() => expect(his.friendlyName).toBe('Renamed'), PATIENCE);

      const added = events.lines.filter((line) => line.startsWith('client messageAdded'));
      expect(added).toEqual(['one', 'two', 'three'].map((text) => `client messageAdded ${text}`));
      expect(events.lines.filter((line) => line.startsWith('client messageUpdated'))).toHaveLength(1);
      expect(events.about('initialized')).toEqual([]);
      expect(events.about('connectionStateChanged').map((line) => line.split(' ')[2])).toEqual([
        'connecting',
        'connected',
      ]);
    });
  });
});
