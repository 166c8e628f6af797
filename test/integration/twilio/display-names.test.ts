import { ChatClient, type ChatParticipant, type ChatThreadClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../src/index.js';
import { encodeConnectionToken } from '../../../src/server/index.js';
import { record } from '../../helper/event-recorder.js';
import { loopbackPolicies } from '../../helper/loopback-policies.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

describe('names, between this library and native ACS clients', () => {
  let world: TwilioWorld;
  let native: ChatClient;

  beforeEach(async () => {
    world = await TwilioWorld.start();
    native = chatClientOf('carol');
  });
  afterEach(() => world.stop());

  const chatClientOf = (identity: string): ChatClient =>
    new ChatClient(world.emulator.endpoint, new AzureCommunicationTokenCredential(world.user(identity).token), {
      additionalPolicies: loopbackPolicies,
    });
  const named = (identity: string, displayName?: string): ChatParticipant => ({
    id: { communicationUserId: world.user(identity).userId },
    ...(displayName !== undefined && { displayName }),
  });

  async function createNatively(...participants: ChatParticipant[]): Promise<ChatThreadClient> {
    const { chatThread } = await native.createChatThread({ topic: 'Native' }, { participants });
    return native.getChatThreadClient(chatThread!.id);
  }

  /** A conversation that a native client made with alice and these. */
  async function joinNative(client: Client, ...others: ChatParticipant[]): Promise<ChatThreadClient> {
    const joined = nextEvent(client, 'conversationJoined');
    const thread = await createNatively(named('alice'), ...others);
    await joined;
    return thread;
  }

  async function shownNatively(sid: string): Promise<Record<string, string | undefined>> {
    const shown: Record<string, string | undefined> = {};
    for await (const { id, displayName } of chatClientOf('alice').getChatThreadClient(sid).listParticipants())
      shown[(id as { communicationUserId: string }).communicationUserId] = displayName;
    return shown;
  }

  describe('friendlyName', () => {
    it('§5.2 is what a native client called somebody; told before userSubscribed', async () => {
      await createNatively(named('alice'), named('bob', 'Bob B.'));
      const client = await world.client('alice');
      const events = record(client);
      const user = await client.getUser('bob');

      expect(user).toMatchObject({ identity: 'bob', friendlyName: 'Bob B.', attributes: {} });
      expect(events.lines).toEqual(['client userUpdated bob friendlyName', 'client userSubscribed bob']);
    });

    it('§5.2 changes while subscribed: client, then user, once', async () => {
      const client = await world.client('alice');
      const user = await client.getUser('bob');
      const events = record(client).follow(user);
      const updates = (): string[] => events.about('friendlyName');
      expect(user.friendlyName).toBeNull();

      const thread = await joinNative(client);
      await thread.addParticipants({ participants: [named('bob', 'Bob B.')] });
      await vi.waitFor(() => expect(updates()).toHaveLength(2), PATIENCE);
      expect(updates()).toEqual(['client userUpdated bob friendlyName', 'user updated bob friendlyName']);
      expect(user.friendlyName).toBe('Bob B.');

      await joinNative(client, named('bob', 'Bob B.'));
      expect(updates()).toHaveLength(2);
      await joinNative(client, named('bob', 'Robert'));
      expect([user.friendlyName, updates().length]).toEqual(['Robert', 4]);
    });

    it('§5.2 of a user who is not subscribed any more stays as it was', async () => {
      const client = await world.client('alice');
      const user = await client.getUser('bob');
      await user.unsubscribe();
      await joinNative(client, named('bob', 'Bob B.'));
      expect(user.friendlyName).toBeNull();
      expect((await client.getUser('bob')).friendlyName).toBe('Bob B.');
    });

    it('§5.2 of somebody who is in no identity map', async () => {
      await createNatively(named('alice'), named('bob', 'Bob B.'));
      const { userId } = world.user('bob');
      const client = await world.client('alice', { rethread: { identities: {} } });
      expect(await client.getUser(userId)).toMatchObject({ identity: userId, friendlyName: 'Bob B.' });
    });

    it('is found in the list of participants too, when the history that was read does not tell it', async () => {
      const thread = await createNatively(named('alice'), named('bob', 'Bob B.'));
      for (let n = 0; n < 50; n++) await thread.sendMessage({ content: String(n) });
      const client = await world.client('alice');
      expect((await client.getUser('bob')).friendlyName).toBeNull();
      const conversation = await client.getConversationBySid(thread.threadId);
      const participant = await conversation.getParticipantByIdentity('bob');
      expect((await participant!.getUser()).friendlyName).toBe('Bob B.');
    });

    it('of oneself is what others call one, without a name in the token', async () => {
      const client = await world.client('alice');
      const joined = nextEvent(client, 'conversationJoined');
      await createNatively(named('alice', 'Alice L.'));
      await joined;
      expect(client.user.friendlyName).toBe('Alice L.');
    });

    it('§2.2 of oneself comes from the connection token, whatever others say', async () => {
      await createNatively(named('alice', 'Somebody'));
      const { identity, userId, token } = world.user('alice');
      const { endpoint } = world.emulator;
      const connectionToken = encodeConnectionToken({ endpoint, token, identity, userId, displayName: 'Alice L.' });
      const client = world.create('alice', {}, connectionToken);
      const events = record(client).follow(client.user);
      await client.getSubscribedConversations();

      expect(events.lines.filter((line) => /^user|client user/.test(line))).toEqual([
        'user updated alice friendlyName,attributes,reachabilityOnline,reachabilityNotifiable',
        'client userUpdated alice friendlyName',
        'user updated alice friendlyName',
        'user userSubscribed alice',
        'client userSubscribed alice',
      ]);
      expect(client.user.friendlyName).toBe('Alice L.');
    });
  });

  describe('what native clients see', () => {
    it('the identity, which this library does not take for a friendly name', async () => {
      const [alice, bob] = [await world.client('alice'), await world.client('bob')];
      const [hers] = await world.conversation(alice, bob);
      await hers!.sendMessage('hello');

      expect(await shownNatively(hers!.sid)).toEqual({
        [world.user('alice').userId]: 'alice',
        [world.user('bob').userId]: 'bob',
      });
      const newest = await chatClientOf('bob').getChatThreadClient(hers!.sid).listMessages().next();
      expect(newest.value).toMatchObject({ content: { message: 'hello' }, senderDisplayName: 'alice' });
      expect([alice.user.friendlyName, (await alice.getUser('bob')).friendlyName]).toEqual([null, null]);
    });

    it('the name that the token or another native client gave, where there is one', async () => {
      const { identity, userId, token } = world.user('alice');
      const { endpoint } = world.emulator;
      const connectionToken = encodeConnectionToken({ endpoint, token, identity, userId, displayName: 'Alice L.' });
      const alice = world.create('alice', {}, connectionToken);
      await createNatively(named('alice'), named('bob', 'Bob B.'));
      await alice.getSubscribedConversations();
      const conversation = await alice.createConversation();
      await conversation.add('bob');

      expect(await shownNatively(conversation.sid)).toEqual({
        [userId]: 'Alice L.',
        [world.user('bob').userId]: 'Bob B.',
      });
    });

    it('no id as a name', async () => {
      const alice = await world.client('alice', { rethread: { identities: {} } });
      const conversation = await alice.createConversation();
      await conversation.add(world.user('bob').userId);
      expect((await shownNatively(conversation.sid))[world.user('bob').userId] ?? '').toBe('');
    });
  });
});
