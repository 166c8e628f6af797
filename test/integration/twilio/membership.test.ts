import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation } from '../../../src/index.js';
import { type EventRecorder, record } from '../../helper/event-recorder.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

const LEFT = ['client conversationLeft Weekend', 'client conversationRemoved Weekend', 'conversation removed Weekend'];

describe.each(REALTIMES)('who is in a conversation, realtime: %s', (realtime) => {
  let world: TwilioWorld;
  let alice: Client;
  let bob: Client;
  let carol: Client;
  /** One conversation, as each of them has it. */
  let hers: Conversation;
  let his: Conversation;
  let carols: Conversation;
  let events: Record<'alice' | 'bob' | 'carol', EventRecorder>;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime, identities: ['alice', 'bob', 'carol', 'dave'] });
    [alice, bob, carol] = (await Promise.all(['alice', 'bob', 'carol'].map((name) => world.client(name)))) as [
      Client,
      Client,
      Client,
    ];
    [hers, his, carols] = (await world.conversation(alice, bob, carol)) as [Conversation, Conversation, Conversation];
    await Promise.all([hers, his, carols].map((conversation) => conversation.getParticipants()));
    events = { alice: record(alice, hers), bob: record(bob, his), carol: record(carol, carols) };
  });
  afterEach(() => world.stop());

  const tell = (check: () => void): Promise<void> => vi.waitFor(check, PATIENCE);
  const namesIn = async (conversation: Conversation): Promise<(string | null)[]> =>
    (await conversation.getParticipants()).map(({ identity }) => identity);

  it('§3.4 being added: conversationAdded, then conversationJoined, and nothing about those who are there', async () => {
    const dave = await world.client('dave');
    const told = record(dave);
    const joined = nextEvent(dave, 'conversationJoined');
    await hers.sendMessage('before Dave');
    await hers.add('dave', { role: 'guest' });
    const newcomer = await joined;
    await tell(() => expect(events.bob.about('participantJoined')).toHaveLength(2));

    expect(told.lines.slice(0, 2)).toEqual(['client conversationAdded Weekend', 'client conversationJoined Weekend']);
    expect(told.about('participantJoined')).toEqual([]);
    expect(told.about('messageAdded')).toEqual([]);
    expect(newcomer).toMatchObject({ status: 'joined', friendlyName: 'Weekend', createdBy: 'alice' });
    const joinedEvents = ['client participantJoined dave', 'conversation participantJoined dave'];
    for (const who of ['alice', 'bob', 'carol'] as const) {
      await tell(() => expect(events[who].about('participantJoined')).toEqual(joinedEvents));
    }
    const [participant] = events.bob.entries
      .filter(({ line }) => line.includes('participantJoined'))
      .map((e) => e.payload);
    expect(participant).toBe(await his.getParticipantByIdentity('dave'));
    expect(participant).toMatchObject({ identity: 'dave', attributes: { role: 'guest' } });
    expect(await namesIn(his)).toEqual(['alice', 'bob', 'carol', 'dave']);
  });

  it('§3.5 add() gives the record of the REST service', async () => {
    const dave = await world.client('dave');
    await expect(hers.add('dave', { role: 'guest' })).resolves.toMatchObject({
      identity: dave.user.identity,
      conversation_sid: hers.sid,
      attributes: '{"role":"guest"}',
      sid: expect.stringMatching(/^MB[0-9a-f]{32}$/) as string,
      role_sid: '',
      messaging_binding: null,
    });
  });

  it('§3.5 adding somebody who is there: 409 with 50433, and no request', async () => {
    const before = world.emulator.requests.count({ method: 'POST' });
    await expect(hers.add('bob')).rejects.toMatchObject({
      message: 'Conflict',
      status: 409,
      body: { status: 409, code: 50433, message: 'Participant already exists: bob' },
    });
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before);
  });

  it('adding somebody whom nobody knows: 404, and the explanation names the identity and the way out', async () => {
    const failure: unknown = await hers.add('zoe').catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'Not Found', status: 404, body: { code: 50432 } });
    expect((failure as { description: string }).description).toMatch(/"zoe".*identities/);
  });

  it('adding a user id that the service does not know rejects', async () => {
    await expect(hers.add('8:acs:00000000-0000-0000-0000-000000000000_unknown')).rejects.toThrow();
    expect(await namesIn(hers)).toEqual(['alice', 'bob', 'carol']);
  });

  it('§3.4 leaving: participantLeft for the others; left, removed and removed for oneself', async () => {
    await expect(his.leave()).resolves.toBe(his);
    await tell(() => expect(events.bob.lines).toEqual(LEFT));
    for (const who of ['alice', 'carol'] as const) {
      await tell(() =>
        expect(events[who].lines).toEqual(['client participantLeft bob', 'conversation participantLeft bob']),
      );
    }

    expect(his.status).toBe('notParticipating');
    expect(await namesIn(hers)).toEqual(['alice', 'carol']);
    expect((await bob.getSubscribedConversations()).items).toEqual([]);
  });

  it('§3.4 leaving twice: the second resolves without a request', async () => {
    await his.leave();
    await tell(() => expect(his.status).toBe('notParticipating'));
    const before = world.emulator.requests.count({ method: 'POST' });
    await expect(his.leave()).resolves.toBe(his);
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before);
  });

  it.each([
    ['identity', () => Promise.resolve('carol')],
    ['sid', async () => (await hers.getParticipantByIdentity('carol'))!.sid],
    ['object', async () => (await hers.getParticipantByIdentity('carol'))!],
  ])('§3.4 removing somebody by %s', async (_, name) => {
    await expect(hers.removeParticipant(await name())).resolves.toBeUndefined();
    await tell(() => expect(events.carol.lines).toEqual(LEFT));
    for (const who of ['alice', 'bob'] as const) {
      await tell(() =>
        expect(events[who].lines).toEqual(['client participantLeft carol', 'conversation participantLeft carol']),
      );
    }
  });

  it('§5.1 participant.remove() removes', async () => {
    await (await hers.getParticipantByIdentity('carol'))!.remove();
    await tell(() => expect(events.carol.lines).toEqual(LEFT));
  });

  it('§3.5 removing somebody who is not there: 404 with 50432', async () => {
    await expect(hers.removeParticipant('zoe')).rejects.toMatchObject({ status: 404, body: { code: 50432 } });
  });

  it('§3.4 deleting: left, removed and removed for everybody', async () => {
    await expect(his.delete()).resolves.toBe(his);
    for (const who of ['alice', 'bob', 'carol'] as const) await tell(() => expect(events[who].lines).toEqual(LEFT));
    expect([hers, his, carols].map(({ status }) => status)).toEqual(Array(3).fill('notParticipating'));
  });

  it('§3.4 the status is notParticipating in all three events of leaving', async () => {
    const statuses: string[] = [];
    bob.on('conversationLeft', ({ status }) => statuses.push(status));
    bob.on('conversationRemoved', ({ status }) => statuses.push(status));
    his.on('removed', ({ status }) => statuses.push(status));
    await hers.removeParticipant('bob');
    await tell(() => expect(statuses).toEqual(['notParticipating', 'notParticipating', 'notParticipating']));
  });

  it('§3.4 a removed conversation is dead, and joining again gives a new object', async () => {
    await hers.removeParticipant('bob');
    await tell(() => expect(events.bob.lines).toEqual(LEFT));
    await expect(his.getMessages()).rejects.toThrow('left or deleted');
    await expect(his.getParticipants()).rejects.toThrow('left or deleted');
    await expect(his.sendMessage('hello?')).rejects.toMatchObject({ message: 'Forbidden', status: 403 });
    await expect(bob.getConversationBySid(his.sid)).rejects.toMatchObject({ status: 403 });
    await expect(his.join()).rejects.toThrow(/nobody can join an ACS thread by themselves.*conversation\.add/);

    const joined = nextEvent(bob, 'conversationJoined');
    await hers.add('bob');
    const again = await joined;
    expect(again).not.toBe(his);
    expect(again.sid).toBe(his.sid);
    expect(await bob.getConversationBySid(his.sid)).toBe(again);
    await expect(again.sendMessage('back')).resolves.toBeTypeOf('number');
  });

  it('§8.2 somebody who comes back is a new participant object; decision 003: with the same sid', async () => {
    const before = (await hers.getParticipantByIdentity('bob'))!;
    await hers.removeParticipant('bob');
    await tell(() => expect(events.alice.about('participantLeft')).toHaveLength(2));
    expect(events.alice.entries[0]!.payload).toBe(before);
    await expect(hers.getParticipantByIdentity('bob')).rejects.toThrow('Participant with identity bob was not found');
    await hers.add('bob');
    await tell(() => expect(events.alice.about('participantJoined')).toHaveLength(2));

    const after = (await hers.getParticipantByIdentity('bob'))!;
    expect(after).not.toBe(before);
    expect(after.sid).toBe(before.sid);
  });
});
