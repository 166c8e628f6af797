import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientOptions } from '../../../src/index.js';
import { record } from '../../helper/event-recorder.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

describe('§2.1 options of a client', () => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });

  it("those about Twilio's own servers, transports and caches are taken without effect", async () => {
    const nobody = { nothing: 'here' };
    const options: ClientOptions = {
      region: 'us1',
      apiUri: 'https://nowhere.invalid',
      typingUri: 'https://nowhere.invalid',
      productId: 'mine',
      clientMetadata: { app: 'mine' },
      initRegistrations: [nobody],
      twilsockClient: nobody,
      transport: nobody,
      notificationsClient: nobody,
      syncClient: nobody,
      Sync: nobody,
      Notification: nobody,
      Twilsock: nobody,
      channelMetadataCacheCapacity: 1,
      messageRecipientsCacheCapacity: 1,
      consumptionReportIntervalOverride: 'PT1S',
      httpCacheIntervalOverride: 'PT1S',
      backoffConfigOverride: { min: 1 },
      retryWhenThrottledOverride: false,
    };
    const plain = await world.client('bob');
    const client = await world.client('alice', options);
    const [conversation] = await world.conversation(client, plain);

    await expect(conversation!.sendMessage('as usual')).resolves.toBe(0);
    expect(client.connectionState).toBe('connected');
  });

  it.each<[string, ClientOptions]>([
    ['userInfosToSubscribeOverride', { userInfosToSubscribeOverride: 1 }],
    ['Chat, instead of what is beside it,', { Chat: { userInfosToSubscribeOverride: 1 } }],
    ['IPMessaging, instead of what is beside it,', { IPMessaging: { userInfosToSubscribeOverride: 1 } }],
  ])('%s says how many others stay subscribed; the oldest gives way', async (_name, options) => {
    const client = await world.client('alice', { userInfosToSubscribeOverride: 50, ...options });
    const events = record(client);
    await client.getUser('bob');
    await client.getUser('carol');

    expect(events.lines).toEqual([
      'client userSubscribed bob',
      'client userUnsubscribed bob',
      'client userSubscribed carol',
    ]);
  });

  it.each([undefined, true])('with disableDeepClone %s, what the app changes later has no effect', async (clone) => {
    const options: ClientOptions = { userInfosToSubscribeOverride: 1, ...(clone && { disableDeepClone: clone }) };
    const client = await world.client('alice', options);
    options.userInfosToSubscribeOverride = 50;
    await client.getUser('bob');
    await client.getUser('carol');

    expect((await client.getSubscribedUsers()).map(({ identity }) => identity)).toEqual(['alice', 'carol']);
  });

  it('logLevel says what is written to the console; differs: without it, warnings are', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const warnings = async (options: ClientOptions): Promise<number> => {
      warn.mockClear();
      const client = await world.client('alice', { ...options, rethread: { unsupported: 'warn' } });
      await client.setPushRegistrationId('fcm', 'id');
      return warn.mock.calls.length;
    };
    expect(await warnings({})).toBe(1);
    expect(await warnings({ logLevel: 'warn' })).toBe(1);
    expect(await warnings({ logLevel: 'error' })).toBe(0);
    expect(await warnings({ logLevel: 'silent' })).toBe(0);
  });

  it('§3.3 access of a new conversation is taken without effect: others cannot read it', async () => {
    const [client, other] = [await world.client('alice'), await world.client('bob')];
    const { sid } = await client.createConversation({ friendlyName: 'Open', access: 'public' });
    await expect(other.peekConversationBySid(sid)).rejects.toMatchObject({ status: 403 });
  });
});
