import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CreateConversationOptions } from '../../../src/index.js';
import { record } from '../../helper/event-recorder.js';
import { nextEvent } from '../../helper/next-event.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

describe.each(REALTIMES)('createConversation, realtime: %s', (realtime) => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
  });
  afterEach(() => world.stop());

  it('§3.3 conversationUpdated with what it got, conversationAdded, then the promise; not joined yet', async () => {
    const client = await world.client('alice');
    const events = record(client);
    const conversation = await client.createConversation({
      friendlyName: 'Trip',
      uniqueName: 'trip',
      attributes: { to: ['Rome'] },
    });

    expect(events.lines).toEqual([
      'client conversationUpdated Trip friendlyName,uniqueName,attributes,createdBy,dateCreated,dateUpdated,state',
      'client conversationAdded Trip',
    ]);
    expect(events.entries[1]!.payload).toBe(conversation);
    expect(conversation).toMatchObject({
      friendlyName: 'Trip',
      uniqueName: 'trip',
      attributes: { to: ['Rome'] },
      status: 'notParticipating',
      createdBy: 'alice',
      lastMessage: undefined,
      lastReadMessageIndex: null,
    });
  });

  it('§3.3 what was not given is no reason of that conversationUpdated', async () => {
    const client = await world.client('alice');
    const events = record(client);
    await client.createConversation();
    expect(events.about('conversationUpdated')).toEqual([
      'client conversationUpdated - createdBy,dateCreated,dateUpdated,state',
    ]);
  });

  it('§3.3 the creator joins; no participantJoined for oneself', async () => {
    const client = await world.client('alice');
    const conversation = await client.createConversation({ friendlyName: 'Trip' });
    const events = record(client, conversation);
    const joined = nextEvent(client, 'conversationJoined');
    await expect(conversation.join()).resolves.toBe(conversation);
    expect(await joined).toBe(conversation);

    expect(conversation.status).toBe('joined');
    expect(events.lines).toEqual(['client conversationJoined Trip']);
    expect((await conversation.getParticipants()).map(({ identity }) => identity)).toEqual(['alice']);
  });

  it('decision 002: the creator is no participant at this client before join(), and is one at others', async () => {
    const alice = await world.client('alice');
    const bob = await world.client('bob');
    const conversation = await alice.createConversation({ friendlyName: 'Trip' });
    const added = nextEvent(bob, 'conversationJoined');
    await conversation.add('bob');
    const his = await added;

    expect((await conversation.getParticipants()).map(({ identity }) => identity)).toEqual(['bob']);
    expect((await his.getParticipants()).map(({ identity }) => identity)).toEqual(['alice', 'bob']);
    expect((await alice.getSubscribedConversations()).items).toEqual([]);
  });

  it('§3.3 a creator who adds oneself is joined by that', async () => {
    const client = await world.client('alice');
    const conversation = await client.createConversation({ friendlyName: 'Trip' });
    const joined = nextEvent(client, 'conversationJoined');
    await expect(conversation.add('alice')).resolves.toMatchObject({ identity: 'alice' });
    expect(await joined).toBe(conversation);

    await expect(conversation.add('alice')).rejects.toMatchObject({ status: 409, body: { code: 50433 } });
  });

  it('a creator cannot add oneself with attributes: ACS made them a member without', async () => {
    const client = await world.client('alice');
    const conversation = await client.createConversation({ friendlyName: 'Trip' });
    await expect(conversation.add('alice', { role: 'host' })).rejects.toMatchObject({ code: 'not-supported' });
    expect(conversation.status).toBe('notParticipating');

    const lenient = await world.client('alice', { rethread: { unsupported: 'silent' } });
    const other = await lenient.createConversation();
    const joined = nextEvent(lenient, 'conversationJoined');
    await expect(other.add('alice', { role: 'host' })).resolves.toMatchObject({ identity: 'alice' });
    expect(await joined).toBe(other);
  });

  it('§3.4 joining twice: 409 with 50433', async () => {
    const [conversation] = await world.conversation(await world.client('alice'));
    await expect(conversation!.join()).rejects.toMatchObject({
      message: 'Conflict',
      status: 409,
      body: { status: 409, code: 50433 },
    });
  });

  it.each<[string, CreateConversationOptions | undefined, string | null]>([
    ['no options', undefined, null],
    ['no name', {}, null],
    ['an empty name', { friendlyName: '' }, ''],
    ['a blank name', { friendlyName: '  ' }, '  '],
    ['a name in use as placeholder', { friendlyName: 'Conversation' }, 'Conversation'],
  ])('§3.1 friendlyName with %s', async (_, options, friendlyName) => {
    const client = await world.client('alice');
    const conversation = await client.createConversation(options);
    expect(conversation).toMatchObject({ friendlyName, uniqueName: null, attributes: {} });

    const again = await (await world.client('alice')).getConversationBySid(conversation.sid);
    expect(again).toMatchObject({ friendlyName, uniqueName: null, attributes: {} });
  });

  it.each([
    ['null', null],
    ['a string', 'text'],
    ['a number', 0.5],
    ['false', false],
    ['an array', [1, [2, { three: null }]]],
    ['an object', { a: { b: { c: [] } } }],
  ])('§3.1 attributes that are %s', async (_, attributes) => {
    const client = await world.client('alice');
    const { sid } = await client.createConversation({ attributes });
    const again = await (await world.client('alice')).getConversationBySid(sid);

    expect(again.attributes).toEqual(attributes);
    expect(again.attributes).toBe(await again.getAttributes());
  });

  it('§3.3 a unique name that is taken: 409 with 50353, and nothing is created', async () => {
    const client = await world.client('alice');
    await client.createConversation({ uniqueName: 'trip' });
    const before = world.emulator.requests.count({ method: 'POST' });
    await expect(client.createConversation({ uniqueName: 'trip' })).rejects.toMatchObject({
      message: 'Conflict',
      status: 409,
      body: { code: 50353 },
    });
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before);
  });

  it('§2.8 by unique name, among the own conversations; unknown: 404 with 50350', async () => {
    const client = await world.client('alice');
    const conversation = await client.createConversation({ uniqueName: 'trip' });

    expect(await client.getConversationByUniqueName('trip')).toBe(conversation);
    await expect(client.getConversationByUniqueName('nowhere')).rejects.toMatchObject({
      message: 'Not Found',
      status: 404,
      body: { code: 50350 },
    });
  });

  it('§3.1 what is over the limit is refused with size and limit, before anything is sent', async () => {
    const client = await world.client('alice');
    const before = world.emulator.requests.count();
    await expect(client.createConversation({ attributes: { text: 'x'.repeat(1_100) } })).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/take 11\d\d bytes and the limit is 1024/) as string,
      details: { size: expect.any(Number) as number, limit: 1024 },
    });
    expect(world.emulator.requests.count()).toBe(before);
  });

  it.each([
    [[null], 'Argument 1 is expected to be'],
    [[{ friendlyName: null }], 'key "friendlyName"'],
    [[{ uniqueName: 7 }], 'key "uniqueName"'],
    [[{ isPrivate: 'yes' }], 'key "isPrivate"'],
  ])('§3.3 %j is refused', async (args, message) => {
    const client = await world.client('alice');
    await expect(client.createConversation(...(args as unknown as [CreateConversationOptions]))).rejects.toThrow(
      message,
    );
  });

  it('§2.8 an unknown sid: the error of the service, and nothing is announced', async () => {
    const client = await world.client('alice');
    const events = record(client);
    const failure: unknown = await client.getConversationBySid('19:nothing@thread.v2').catch((e: unknown) => e);

    expect(failure).toMatchObject({ message: 'Not Found', status: 404, body: { code: 50350 } });
    expect(events.lines).toEqual([]);
  });

  it('§2.8 a conversation of others: 403', async () => {
    const [conversation] = await world.conversation(await world.client('alice'));
    const bob = await world.client('bob');
    for (const get of [bob.getConversationBySid.bind(bob), bob.peekConversationBySid.bind(bob)]) {
      await expect(get(conversation!.sid)).rejects.toMatchObject({
        message: 'Forbidden',
        status: 403,
        body: { code: 50430 },
      });
    }
  });

  it('§3.9 pages of 50, ordered by sid, same objects', async () => {
    const client = await world.client('alice');
    for (let count = 0; count < 53; count++) await (await client.createConversation()).join();
    const first = await client.getSubscribedConversations();
    const second = await first.nextPage();

    expect(first).toMatchObject({ hasNextPage: true, hasPrevPage: false });
    expect(second).toMatchObject({ hasNextPage: false, hasPrevPage: true });
    const all = [...first.items, ...second.items];
    expect(first.items).toHaveLength(50);
    expect(new Set(all).size).toBe(53);
    expect(all.map(({ sid }) => sid)).toEqual(all.map(({ sid }) => sid).sort());
    expect((await second.prevPage()).items).toEqual(first.items);
    expect((await second.prevPage()).items[0]).toBe(first.items[0]);
    await expect(second.nextPage()).rejects.toThrow('No next page');
    await expect(first.prevPage()).rejects.toThrow('No previous page');
  });
});
