import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client, Conversation } from '../../../src/index.js';
import { nextEvent } from '../../helper/next-event.js';
import { startAliceAndBob, type TwilioWorld } from '../../helper/twilio-world.js';

describe('participants', () => {
  let world: TwilioWorld;
  let alice: Client;
  let bob: Client;
  let hers: Conversation;
  let his: Conversation;

  beforeEach(async () => {
    ({ world, alice, bob, hers, his } = await startAliceAndBob());
  });
  afterEach(() => world.stop());

  it('§5.1 the properties', async () => {
    await hers.add('carol', { role: 'guest' });
    const [, , carol] = await hers.getParticipants();
    expect([carol!.identity, carol!.type, carol!.roleSid, carol!.isTyping]).toEqual(['carol', 'chat', '', false]);
    expect([carol!.attributes, carol!.bindings]).toEqual([{ role: 'guest' }, {}]);
    expect([carol!.lastReadMessageIndex, carol!.lastReadTimestamp]).toEqual([null, null]);
    expect(carol!.sid).toMatch(/^MB[0-9a-f]{32}$/);
    expect(carol!.conversation).toBe(hers);
  });

  it.each([null, 'text', 0, false, [1, [null]], { a: { b: [] } }])(
    '§5.1 attributes that are %j',
    async (attributes) => {
      await hers.add('carol', attributes);
      const afresh = await (await world.client('carol')).getConversationBySid(hers.sid);
      expect((await afresh.getParticipantByIdentity('carol'))!.attributes).toEqual(attributes);
    },
  );

  it('§5.1 attributes over the limit are refused with size and limit, before anything is sent', async () => {
    const before = world.emulator.requests.count({ method: 'POST' });
    await expect(hers.add('carol', { text: 'x'.repeat(1_100) })).rejects.toMatchObject({
      code: 'too-large',
      details: { limit: 1024 },
    });
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before);
  });

  it('§3.5 who is not found rejects, with the texts of the original', async () => {
    await expect(his.getParticipantBySid('MB404')).rejects.toThrow('Participant with SID MB404 was not found');
    await expect(his.getParticipantByIdentity('zoe')).rejects.toThrow('Participant with identity zoe was not found');
    await expect(his.getParticipantByIdentity(null)).rejects.toThrow('Argument 1');
    await expect(his.getParticipantBySid('')).rejects.toThrow('Argument 1');
  });

  it('§3.5 null while not joined and never loaded', async () => {
    const conversation = await alice.createConversation();
    await expect(conversation.getParticipantByIdentity('bob')).resolves.toBeNull();
    await expect(conversation.getParticipantBySid('MB1')).resolves.toBeNull();
  });

  it('§3.5 the list: a new array of the same objects, counted', async () => {
    const participants = await his.getParticipants();
    expect(participants.map(({ identity }) => identity)).toEqual(['alice', 'bob']);
    participants.pop();
    expect(await his.getParticipants()).toHaveLength(2);
    await expect(his.getParticipantsCount()).resolves.toBe(2);
  });

  it('§4.2 getParticipant of a message whose author has left', async () => {
    const received = nextEvent(bob, 'messageAdded');
    await hers.sendMessage('bye');
    const message = await received;
    const left = nextEvent(bob, 'participantLeft');
    await hers.leave();
    await left;
    await expect(message.getParticipant()).rejects.toThrow(
      `Participant with SID '${message.participantSid}' or identity 'alice' was not found`,
    );
    expect(message.author).toBe('alice');
  });

  it('ACS: attributes of a participant cannot be changed, and that is said', async () => {
    const participant = (await hers.getParticipantByIdentity('bob'))!;
    await expect(participant.updateAttributes({ role: 'guest' })).rejects.toThrow(
      /unable to use Participant\.updateAttributes.*conversation\.add\(\)/,
    );
    await expect(hers.addNonChatParticipant('+1', '+2')).rejects.toThrow('Conversation.addNonChatParticipant');
  });

  it('somebody whom nobody named goes by the user id', async () => {
    const { userId } = await world.emulator.createUser();
    const joined = nextEvent(bob, 'participantJoined');
    await expect(hers.add(userId)).resolves.toMatchObject({ identity: userId });
    expect((await joined).identity).toBe(userId);
  });
});
