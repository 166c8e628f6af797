/* eslint-disable @typescript-eslint/no-deprecated -- deprecated members have to work, too */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client } from '../../../src/index.js';
import { record } from '../../helper/event-recorder.js';
import { nextEvent } from '../../helper/next-event.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

const CONNECTED = ['client connectionStateChanged connecting', 'client connectionStateChanged connected'];
const INITIALIZED = ['client userSubscribed alice', 'client stateChanged initialized', 'client initialized'];

describe.each(REALTIMES)('the start of a client, realtime: %s', (realtime) => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
  });
  afterEach(() => world.stop());

  it('§2.1 properties right after construction', () => {
    const client = world.create('alice');

    expect(client.connectionState).toBe('unknown');
    expect(client.version).toBe(Client.version);
    expect(client.user).toMatchObject({
      identity: '',
      friendlyName: null,
      attributes: {},
      isOnline: null,
      isNotifiable: null,
      isSubscribed: false,
    });
    expect(() => client.reachabilityEnabled).toThrow(/not initialized.*`initialized`/);
  });

  it('§2.1 options are not changed', async () => {
    const options = Object.freeze({ logLevel: 'error' as const, rethread: Object.freeze(world.options.rethread) });
    const client = world.own(new Client(world.user('alice').connectionToken, options as never));
    await nextEvent(client, 'initialized');
  });

  it('§2.1 nothing is emitted before the listeners of the same tick are there', async () => {
    const client = world.create('alice');
    const early = record(client);
    await Promise.resolve();
    const late = record(client);
    await nextEvent(client, 'initialized');

    expect(early.lines[0]).toBe('client connectionStateChanged connecting');
    expect(late.lines).toEqual(early.lines);
  });

  it('§2.2 a start without conversations: connecting, connected, own user, initialized', async () => {
    const client = world.create('alice');
    const events = record(client);
    await client.getSubscribedConversations();

    expect(events.lines).toEqual([...CONNECTED, ...INITIALIZED]);
    expect(client.reachabilityEnabled).toBe(false);
    expect(client.user).toMatchObject({ identity: 'alice', isSubscribed: true });
  });

  it('§2.2 the own user tells what became known of it, to its own listeners only', async () => {
    const client = world.create('alice');
    const events = record(client, client.user);
    await nextEvent(client, 'initialized');

    expect(events.lines.slice(2)).toEqual([
      'user updated alice friendlyName,attributes,reachabilityOnline,reachabilityNotifiable',
      'user userSubscribed alice',
      ...INITIALIZED,
    ]);
  });

  it('§2.2 connectionState is up to date when the event comes', async () => {
    const client = world.create('alice');
    const pairs: string[] = [];
    client.on('connectionStateChanged', (state) => pairs.push(`${state} ${client.connectionState}`));
    await nextEvent(client, 'initialized');

    expect(pairs).toEqual(['connecting connecting', 'connected connected']);
  });

  it('§2.2 existing conversations: added and joined, one after the other, and nothing about their content', async () => {
    const first = await world.client('alice');
    const [one] = await world.conversation(first);
    await one!.add('bob');
    await one!.sendMessage('hello');
    await world.conversation(first);

    const client = world.create('alice');
    const events = record(client);
    const statuses: string[] = [];
    client.on('conversationAdded', (conversation) => statuses.push(`added ${conversation.status}`));
    client.on('conversationJoined', (conversation) => statuses.push(`joined ${conversation.status}`));
    await client.getSubscribedConversations();

    const pair = ['client conversationAdded Weekend', 'client conversationJoined Weekend'];
    expect(events.lines).toEqual([...CONNECTED, ...INITIALIZED, ...pair, ...pair]);
    const statusPair = ['added notParticipating', 'joined joined'];
    expect(statuses).toEqual([...statusPair, ...statusPair]);
  });

  it('§2.2 the data of a conversation are loaded when it is announced', async () => {
    const alice = await world.client('alice');
    const conversation = await alice.createConversation({
      friendlyName: 'Holidays',
      uniqueName: 'holidays',
      attributes: { colour: 'blue' },
    });
    await conversation.sendMessage('first');

    const client = world.create('alice');
    const added = await nextEvent(client, 'conversationAdded');

    expect(added).toMatchObject({
      sid: conversation.sid,
      friendlyName: 'Holidays',
      uniqueName: 'holidays',
      attributes: { colour: 'blue' },
      createdBy: 'alice',
      notificationLevel: 'default',
      lastReadMessageIndex: null,
      state: { current: 'active', dateUpdated: expect.any(Date) as Date },
      dateCreated: expect.any(Date) as Date,
      lastMessage: { index: 0, dateCreated: expect.any(Date) as Date },
    });
  });

  it('§2.4 methods called right after the constructor wait', async () => {
    const first = await world.client('alice');
    const [conversation] = await world.conversation(first);

    const client = world.create('alice');
    const [bySid, subscribed, user, users, templates] = await Promise.all([
      client.getConversationBySid(conversation!.sid),
      client.getSubscribedConversations(),
      client.getUser('alice'),
      client.getSubscribedUsers(),
      client.getContentTemplates(),
    ]);

    expect(bySid.sid).toBe(conversation!.sid);
    expect(subscribed.items).toEqual([bySid]);
    expect(user).toBe(client.user);
    expect(users).toEqual([client.user]);
    expect(templates).toEqual([]);
  });

  it('§2.4 createConversation called right after the constructor waits', async () => {
    const client = world.create('alice');
    const conversation = await client.createConversation({ friendlyName: 'Early' });
    expect(conversation.friendlyName).toBe('Early');
  });

  it('§2.4 media addresses reject before initialisation instead of waiting', async () => {
    const client = world.create('alice');
    await expect(client.getTemporaryContentUrlsForMediaSids(['ME1'])).rejects.toThrow(
      'Media Content Service is unavailable',
    );
  });

  it('§2.3 Client.create resolves with a client that works', async () => {
    const client = world.own(await Client.create(world.user('alice').connectionToken, world.options));
    expect(client).toMatchObject({ connectionState: 'connected', user: { identity: 'alice' } });
    let replayed = 0;
    client.onWithReplay('initialized', () => (replayed += 1));
    expect(replayed).toBe(1);
    expect(client.eventNames()).toEqual(['initialized']);
  });
});

describe('arguments of the constructor', () => {
  it.each([
    [[undefined], 'Argument 1 is expected to be a non-empty string, but got undefined'],
    [[null], 'Argument 1 is expected to be a non-empty string, but got null'],
    [[''], 'Argument 1 is expected to be a non-empty string, but got ""'],
    [[7], 'Argument 1 is expected to be a non-empty string, but got 7'],
    [
      ['t', null],
      'Argument 2 is expected to be a pure object (non-null and non-array) or of type undefined, but got null',
    ],
    [['t', {}, 3], 'Expected at most 2 argument(s), but got 3'],
  ])('§2.1 %j throws at once', (args, message) => {
    expect(() => new (Client as unknown as new (...given: unknown[]) => Client)(...args)).toThrow(message);
  });

  it('§2.3 Client.create rejects instead', async () => {
    await expect(Client.create('')).rejects.toThrow('a non-empty string');
    await expect(Client.create('t', null)).rejects.toThrow('Argument 2');
  });
});
