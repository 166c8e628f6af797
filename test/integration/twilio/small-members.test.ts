import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation } from '../../../src/index.js';
import { nextEvent } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

describe('members that few apps use', () => {
  let world: TwilioWorld;
  let alice: Client;
  let hers: Conversation;

  beforeEach(async () => {
    world = await TwilioWorld.start();
    alice = await world.client('alice');
    [hers] = (await world.conversation(alice, await world.client('bob'))) as [Conversation];
  });
  afterEach(() => world.stop());

  it('§5.7 handlePushNotification emits pushNotification, and rejects what is none', async () => {
    const payload = { data: { twi_message_type: 'twilio.conversations.new_message', twi_body: 'hello' } };
    const emitted = nextEvent(alice, 'pushNotification');
    await alice.handlePushNotification(payload);
    expect(await emitted).toMatchObject({ body: 'hello', type: 'twilio.conversations.new_message' });
    await expect(alice.handlePushNotification({ data: {} })).rejects.toThrow();
  });

  it('§3.5 getAttributes resolves with the attributes', async () => {
    expect(await hers.getAttributes()).toBe(hers.attributes);
  });

  it('§5.1 dateCreated of a participant is when they joined, as far as the history tells', async () => {
    for (const participant of await hers.getParticipants()) {
      if (participant.identity !== 'bob') continue;
      expect(participant.dateCreated).toBeInstanceOf(Date);
      expect(participant.dateUpdated).toEqual(participant.dateCreated);
    }
  });

  it('§5.2 without profiles nothing is known of a user, and nothing changes: no userUpdated', async () => {
    const updated = vi.fn();
    alice.on('userUpdated', updated);
    const user = await alice.getUser('bob');
    expect([user.friendlyName, user.attributes, user.isOnline, user.isNotifiable]).toEqual([null, {}, null, null]);
    expect(updated).not.toHaveBeenCalled();
  });

  it('§2.2 what listeners for a changed user get: the user and the updateReasons', async () => {
    const { user } = world.create('carol');
    const { user: told, updateReasons } = await nextEvent(user, 'updated');
    expect(told).toBe(user);
    expect(updateReasons).toContain('friendlyName');
  });

  it('§3.1 private state that apps read in brackets says what the public members say', async () => {
    const added = nextEvent(hers, 'messageAdded');
    await hers.sendMessage('hello');
    const message = await added;
    const { sid, body, author, dateCreated: timestamp } = message;
    expect(message['state']).toMatchObject({ sid, body, author, timestamp, medias: [] });
    const { friendlyName, status, createdBy } = hers;
    expect(hers['_internalState']).toMatchObject({ friendlyName, status, createdBy });
    expect(hers['channelState']).toEqual(hers['_internalState']);
    const [participant] = await hers.getParticipants();
    expect(participant!['state']).toMatchObject({ sid: participant!.sid, identity: participant!.identity });
  });

  it('§4.2 the deprecated ways to the files of a message', async () => {
    const added = nextEvent(hers, 'messageAdded');
    await hers.prepareMessage().addMedia({ contentType: 'text/plain', filename: 'a.txt', media: 'a' }).build().send();
    const message = await added;
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    expect(message.getMediaByCategory(['media'])).toEqual(message.attachedMedia);
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    expect(await message.attachTemporaryUrlsFor(message.attachedMedia)).toEqual(message.attachedMedia);
  });

  it('§8.1 messageRemoved: client, then conversation; §3.6 participantUpdated: the same', async () => {
    const heard: string[] = [];
    const added = nextEvent(hers, 'messageAdded');
    await hers.sendMessage('soon gone');
    const message = await added;
    alice.on('messageRemoved', () => heard.push('client messageRemoved'));
    hers.on('messageRemoved', () => heard.push('conversation messageRemoved'));
    alice.on('participantUpdated', () => heard.push('client participantUpdated'));
    hers.on('participantUpdated', () => heard.push('conversation participantUpdated'));
    await hers.setAllMessagesRead();
    await vi.waitFor(() => expect(heard).toEqual(['client participantUpdated', 'conversation participantUpdated']));
    await message.remove();
    await vi.waitFor(() => expect(heard).toHaveLength(4));
    expect(heard.slice(2)).toEqual(['client messageRemoved', 'conversation messageRemoved']);
  });
});
