import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../src/index.js';
import { type EventRecorder, record } from '../../helper/event-recorder.js';
import { callMethod, makeSubjects, PUBLIC_METHODS, type Subjects, SYNCHRONOUS } from '../../helper/public-methods.js';
import { REFUSED_CALLS } from '../../helper/refused-calls.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

const JUNK = [undefined, null, {}, Symbol('junk'), 10n];
const refusedRows = Object.entries(REFUSED_CALLS).flatMap(([method, rows]) =>
  rows.map(([what, args, message]) => ({ method, what, args, message })),
);
/** They look at no argument: what they do with junk is what they do without. */
const TAKES_ANYTHING: Readonly<Record<string, 'resolves' | RegExp>> = {
  'CancellablePromise.cancel': /^Promise was cancelled$/,
  'Client.getContentTemplates': 'resolves',
  'Client.getSubscribedConversations': 'resolves',
  'Client.getSubscribedUsers': 'resolves',
  'Client.populateInitRegistrations': 'resolves',
  'Client.shutdown': 'resolves',
  'ContentTemplateVariable.copyWithValue': 'resolves',
  'Conversation.delete': 'resolves',
  'Conversation.getAttributes': 'resolves',
  'Conversation.getMessageRecipients': 'resolves',
  'Conversation.getMessagesCount': 'resolves',
  'Conversation.getParticipants': 'resolves',
  'Conversation.getParticipantsCount': 'resolves',
  'Conversation.getUnreadMessagesCount': 'resolves',
  'Conversation.join': /^Conflict$/,
  'Conversation.leave': 'resolves',
  'Conversation.prepareMessage': 'resolves',
  'Conversation.setAllMessagesRead': 'resolves',
  'Conversation.setAllMessagesUnread': 'resolves',
  'Conversation.typing': 'resolves',
  'Media.getContentTemporaryUrl': 'resolves',
  'Message.attachTemporaryUrlsFor': 'resolves',
  'Message.getChannelMetadata': 'resolves',
  'Message.getContentData': 'resolves',
  'Message.getDetailedDeliveryReceipts': 'resolves',
  'Message.getMediaByCategories': 'resolves',
  'Message.getMediaByCategory': 'resolves',
  'Message.getMessageRecipients': 'resolves',
  'Message.getParticipant': 'resolves',
  'Message.getTemporaryContentUrlsForAttachedMedia': 'resolves',
  'Message.remove': 'resolves',
  'MessageBuilder.build': 'resolves',
  'MessageBuilder.buildAndSend': 'resolves',
  'Paginator.nextPage': /^No next page$/,
  'Paginator.prevPage': /^No previous page$/,
  'Participant.getUser': 'resolves',
  'Participant.remove': 'resolves',
  'RestPaginator.nextPage': /^No next page$/,
  'RestPaginator.prevPage': /^No previous page$/,
  'UnsentMessage.send': 'resolves',
  'User.unsubscribe': 'resolves',
};

/** What an app can read, to see that nothing has changed. */
function stateOf({ Conversation, Message, Participant, User }: Subjects): string {
  const states = [Conversation['_internalState'], Message['state'], Participant['state'], User['state']];
  // Without what a message tells of its conversation and files: those are objects of their own.
  return JSON.stringify(states, (key, value: unknown) => (key.startsWith('media') ? undefined : value));
}

describe('bad input', () => {
  let world: TwilioWorld;
  let alice: Client;
  let subjects: Subjects;
  let events: EventRecorder;

  beforeAll(async () => {
    world = await TwilioWorld.start();
    alice = await world.client('alice');
    subjects = await makeSubjects(alice, world);
    events = record(alice, subjects.Conversation, subjects.Message, subjects.Participant, subjects.User);
  });
  afterAll(() => world.stop());

  const call = (method: string, args: readonly unknown[], on = subjects): unknown =>
    callMethod(world, on, method, args);

  it('every method of the original is in one of the two tables', () => {
    expect([...Object.keys(REFUSED_CALLS), ...Object.keys(TAKES_ANYTHING)].sort()).toEqual(PUBLIC_METHODS);
  });

  it.each(refusedRows)(
    '§7.1 $method refuses $what as the original; nothing is sent, nothing changes',
    async ({ method, args, message }) => {
      const before = stateOf(subjects);
      world.emulator.requests.clear();
      events.clear();

      if (SYNCHRONOUS.has(method)) expect(() => call(method, args)).toThrow(expectedError(message));
      else await expect(call(method, args)).rejects.toThrow(expectedError(message));

      expect(world.emulator.requests.list()).toEqual([]);
      expect(events.lines).toEqual([]);
      expect(stateOf(subjects)).toBe(before);
    },
  );

  it('§3.5 removeParticipant takes the participant of the other build of this library, which is of another class', async () => {
    await subjects.Conversation.add('carol');
    const { sid } = (await subjects.Conversation.getParticipantByIdentity('carol'))!;
    const other = { sid, getUser: () => undefined, remove: () => undefined };
    await expect(subjects.Conversation.removeParticipant(other as never)).resolves.toBeUndefined();
  });

  it('§3.3 an empty unique name is none: two conversations may have it', async () => {
    const rooms = await Promise.all([1, 2].map(() => alice.createConversation({ uniqueName: '' })));
    expect(rooms.map((room) => room.uniqueName)).toEqual([null, null]);
  });

  describe('where nothing is looked at', () => {
    it.each(Object.entries(TAKES_ANYTHING))('§3.2 %s ignores arguments: %s', async (method, outcome) => {
      const client = method === 'Client.shutdown' ? await world.client('bob') : alice;
      const own = await makeSubjects(client, world);
      const result = Promise.resolve(call(method, JUNK, own));
      if (outcome === 'resolves') await expect(result).resolves.toSatisfy(() => true);
      else await expect(result).rejects.toThrow(outcome);
    });
  });
});

/** A plain Error with exactly this text. */
function expectedError(message: string): unknown {
  return expect.objectContaining({ constructor: Error, message }) as unknown;
}
