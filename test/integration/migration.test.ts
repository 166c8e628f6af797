/** What MIGRATION.md promises and no other test shows, by its sections. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextEvent, PATIENCE } from '../helper/next-event.js';
import { TwilioWorld } from '../helper/twilio-world.js';

let world: TwilioWorld;

beforeEach(async () => {
  world = await TwilioWorld.start();
});

afterEach(() => world.stop());

const NOT_SUPPORTED = { code: 'not-supported' };

describe('set-up', () => {
  it('takes options about servers of Twilio and goes on without them', async () => {
    const client = world.create('alice', { region: 'ie1', transport: {}, syncClient: {}, initRegistrations: [] });
    await expect(client.getSubscribedConversations()).resolves.toMatchObject({ items: [] });
  });
});

describe('identities and users', () => {
  it('shows people outside the table by their ids, and takes no name for granted', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob', { rethread: { identities: {} } });
    const [, his] = await world.conversation(alice, bob);
    const added = nextEvent(bob, 'messageAdded');
    await (await alice.getConversationBySid(his!.sid)).sendMessage('Noon?');

    expect((await added).author).toBe(world.user('alice').userId);
    await expect(his!.add('carol')).rejects.toMatchObject({
      status: 404,
      description: expect.stringMatching(/"carol"/),
    });
  });

  it('has no profiles, and nobody is online', async () => {
    const alice = await world.client('alice');
    const bob = await alice.getUser('bob');
    expect(bob).toMatchObject({
      identity: 'bob',
      friendlyName: null,
      attributes: {},
      isOnline: null,
      isNotifiable: null,
    });
    expect(alice.reachabilityEnabled).toBe(false);
    await expect(alice.user.updateFriendlyName('Alice')).rejects.toMatchObject(NOT_SUPPORTED);
    await expect(alice.user.updateAttributes({})).rejects.toMatchObject(NOT_SUPPORTED);
  });
});

describe('conversations and join', () => {
  it('lets nobody in who was not added, or who left', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const conversation = await alice.createConversation();
    await expect(bob.getConversationBySid(conversation.sid)).rejects.toMatchObject({ status: 403 });
    await expect(bob.peekConversationBySid(conversation.sid)).rejects.toMatchObject({ status: 403 });

    const [, his] = await world.conversation(alice, bob);
    const removed = nextEvent(bob, 'conversationRemoved');
    await his!.leave();
    await removed;
    await expect(his!.join()).rejects.toMatchObject(NOT_SUPPORTED);
  });

  it('keeps unique names apart for one user only', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const hers = await alice.createConversation({ uniqueName: 'lobby' });
    await expect(alice.createConversation({ uniqueName: 'lobby' })).rejects.toMatchObject({ status: 409 });
    const his = await bob.createConversation({ uniqueName: 'lobby' });

    expect(await alice.getConversationByUniqueName('lobby')).toBe(hers);
    expect(await bob.getConversationByUniqueName('lobby')).toBe(his);
    expect(hers.sid).toMatch(/^19:/);
  });

  it('refuses more than 1 KB of unique name and attributes before anything is sent', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    const before = world.emulator.requests.count({});
    await expect(conversation!.updateAttributes({ notes: 'x'.repeat(1_000) })).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(world.emulator.requests.count({})).toBe(before);

    const updated = nextEvent(conversation!, 'updated', ({ updateReasons }) => updateReasons.includes('attributes'));
    await conversation!.updateAttributes({ notes: 'x'.repeat(900) });
    await updated;
    expect(conversation!.attributes).toEqual({ notes: 'x'.repeat(900) });
  });

  it('is always active, and keeps notification levels to itself', async () => {
    const alice = await world.client('alice');
    const other = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    await conversation!.setUserNotificationLevel('muted');
    expect(conversation).toMatchObject({ notificationLevel: 'muted', state: { current: 'active' } });
    const same = await vi.waitFor(() => other.getConversationBySid(conversation!.sid), PATIENCE);
    expect(same.notificationLevel).toBe('default');
  });
});

describe('participants and roles', () => {
  it('has no roles and no participants from elsewhere, and fixes attributes when somebody is added', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    await conversation!.add('bob', { colour: 'blue' });
    const bob = await conversation!.getParticipantByIdentity('bob');

    expect(bob).toMatchObject({ roleSid: '', type: 'chat', bindings: {}, attributes: { colour: 'blue' } });
    await expect(bob!.updateAttributes({})).rejects.toMatchObject(NOT_SUPPORTED);
    await expect(conversation!.addNonChatParticipant('+1', '+2')).rejects.toMatchObject(NOT_SUPPORTED);
    await expect(conversation!.add('carol', { notes: 'x'.repeat(1_024) })).rejects.toMatchObject({ code: 'too-large' });
  });

  it('gives who comes back the same sid and a new object', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const [conversation] = await world.conversation(alice, bob);
    const before = await conversation!.getParticipantByIdentity('bob');
    const left = nextEvent(conversation!, 'participantLeft');
    await conversation!.removeParticipant('bob');
    await left;
    const joined = nextEvent(conversation!, 'participantJoined');
    await conversation!.add('bob');

    expect((await joined).sid).toBe(before!.sid);
    expect(await joined).not.toBe(before);
  });
});

describe('messages', () => {
  it('lets the author alone change and delete', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const [hers] = await world.conversation(alice, bob);
    const seen = nextEvent(bob, 'messageAdded');
    await hers!.sendMessage('Noon?');
    const message = await seen;

    await expect(message.updateBody('Never')).rejects.toMatchObject({ status: 403 });
    await expect(message.remove()).rejects.toMatchObject({ status: 403 });
    expect(message).toMatchObject({ aggregatedDeliveryReceipt: null, contentSid: null });
    expect(message.sid).toMatch(/^IM[0-9a-f]{32}$/);
    expect(message.dateCreated!.getTime()).toBe(
      Math.floor(Number.parseInt(message.sid.slice(-12), 16) / 1_000) * 1_000,
    );
  });

  it('refuses more than 28 KB, or 4 KB of attributes, before anything is sent, and keeps less whole', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    const before = world.emulator.requests.count({ method: 'POST' });
    await expect(conversation!.sendMessage('x'.repeat(28 * 1_024))).rejects.toMatchObject({ code: 'too-large' });
    const tooMuch = { notes: 'x'.repeat(4_096) };
    await expect(conversation!.sendMessage('Noon?', tooMuch)).rejects.toMatchObject({
      code: 'too-large',
      limit: 4_096,
    });
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before);

    const added = nextEvent(conversation!, 'messageAdded');
    const attributes = { notes: 'y'.repeat(4_000) };
    await conversation!.sendMessage('x'.repeat(20_000), attributes);
    expect(await added).toMatchObject({ body: 'x'.repeat(20_000), attributes });
  });
});

describe('media', () => {
  it('takes ten files', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    const builder = conversation!.prepareMessage();
    for (let file = 0; file < 10; file++)
      builder.addMedia({ contentType: 'text/plain', media: 'x', filename: `${file}` });
    const added = nextEvent(conversation!, 'messageAdded');
    await builder.build().send();
    expect((await added).attachedMedia).toHaveLength(10);
    expect(() => builder.addMedia({ contentType: 'text/plain', media: 'x' }).build()).toThrow(/11 > 10/);
  });

  it('needs a place for them', async () => {
    const store = { upload: () => Promise.reject(new Error('unused')), temporaryUrl: () => Promise.resolve('') };
    const alice = await world.client('alice', { rethread: { media: store } });
    const [conversation] = await world.conversation(alice);
    await expect(conversation!.sendMessage({ contentType: 'text/plain', media: 'x' })).rejects.toThrow('unused');
  });
});

describe('read state', () => {
  it('goes forward for good, and back for one client only', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    for (const text of ['one', 'two', 'three']) await conversation!.sendMessage(text);
    await vi.waitFor(async () => expect(await conversation!.setAllMessagesRead()).toBe(0), PATIENCE);
    await vi.waitFor(() => expect(conversation!.lastReadMessageIndex).toBe(2), PATIENCE);

    await conversation!.setAllMessagesUnread();
    expect(conversation!.lastReadMessageIndex).toBeNull();
    expect(await conversation!.updateLastReadMessageIndex(0)).toBe(2);

    const later = await world.client('alice');
    const same = await later.getConversationBySid(conversation!.sid);
    expect(await same.getUnreadMessagesCount()).toBe(0);
    expect(same.lastReadMessageIndex).toBe(2);
  });
});

describe('what ACS has not', () => {
  it('is empty where it is read', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    const added = nextEvent(conversation!, 'messageAdded');
    await conversation!.sendMessage('Noon?');
    const message = await added;

    expect(await alice.getContentTemplates()).toEqual([]);
    expect(await message.getDetailedDeliveryReceipts()).toEqual([]);
    expect(await message.getMessageRecipients()).toEqual([]);
    expect((await conversation!.getMessageRecipients()).items).toEqual([]);
    expect(await message.getContentData()).toBeNull();
    expect(await message.getChannelMetadata()).toBeNull();
    expect([message.getEmailBody(), message.getEmailHistory()]).toEqual([null, null]);
  });

  it('is refused where it is written', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    const body = { contentType: 'text/plain', media: 'x' };
    for (const refused of [
      alice.setPushRegistrationId('fcm', 'token'),
      alice.removePushRegistrations('fcm', 'token'),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- apps of today still call it
      alice.unsetPushRegistrationId('fcm'),
      conversation!.prepareMessage().setContentTemplate('HX1').build().send(),
      conversation!.prepareMessage().setEmailBody('text/plain', body).build().send(),
      conversation!.prepareMessage().setEmailHistory('text/plain', body).build().send(),
    ]) {
      await expect(refused).rejects.toMatchObject(NOT_SUPPORTED);
    }
  });

  it('can be passed over, as far as nothing is lost by it', async () => {
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const alice = await world.client('alice', { rethread: { unsupported: 'warn', logger } });
    await expect(alice.setPushRegistrationId('fcm', 'token')).resolves.toBeUndefined();
    await expect(alice.user.updateFriendlyName('Alice')).resolves.toBe(alice.user);
    await alice.user.updateFriendlyName('Alice');
    expect(warn).toHaveBeenCalledTimes(2);
    const [conversation] = await world.conversation(alice);
    await expect(conversation!.addNonChatParticipant('+1', '+2')).rejects.toMatchObject(NOT_SUPPORTED);
  });
});
