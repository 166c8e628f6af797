import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client, Conversation, Message } from '../../../src/index.js';
import { encodeConnectionToken } from '../../../src/server/index.js';
import { nextEvent } from '../../helper/next-event.js';
import { type RewritingProxy, startRewritingProxy } from '../../helper/rewriting-proxy.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

type Fields = Record<string, unknown>;

/** Who may write and take part besides users of this resource; nobody is known without a raw id. */
const PEOPLE: [what: string, identifier: unknown, identity: string | null][] = [
  ['a Teams user', { rawId: '8:orgid:ada', microsoftTeamsUser: { userId: 'ada' } }, '8:orgid:ada'],
  ['a guest of Teams', { rawId: '8:teamsvisitor:ada', kind: 'microsoftTeamsUser' }, '8:teamsvisitor:ada'],
  ['a bot', { rawId: '28:orgid:bot', kind: 'microsoftTeamsApp', microsoftTeamsApp: { appId: 'bot' } }, '28:orgid:bot'],
  ['a phone number', { rawId: '4:+15551234567', phoneNumber: { value: '+15551234567' } }, '4:+15551234567'],
  ['somebody of a kind to come', { rawId: '48:hologram', kind: 'hologram', hologram: { id: 1 } }, '48:hologram'],
  ['a user without a raw id', { communicationUser: { id: '8:acs:x_y' } }, '8:acs:x_y'],
  ['somebody of another kind without a raw id', { kind: 'microsoftTeamsUser', microsoftTeamsUser: {} }, null],
  ['nobody', {}, null],
  ['null', null, null],
  ['a text', '8:acs:x', null],
  ['numbers', { rawId: 7, communicationUser: { id: 7 } }, null],
];

describe('odd answers of the service', () => {
  let world: TwilioWorld;
  let proxy: RewritingProxy;
  let sid: string;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime: 'polling' });
    proxy = await startRewritingProxy(world.emulator.endpoint);
    const alice = await world.client('alice');
    const [conversation] = (await world.conversation(alice)) as [Conversation];
    ({ sid } = conversation);
    await conversation.add('bob');
    await conversation.sendMessage('hello', { a: 1 });
  });
  afterEach(async () => {
    await world.stop();
    await proxy.stop();
  });

  /** Bob, who gets the answers as they were changed. */
  const startBob = async (): Promise<[Client, Conversation]> => {
    const { token, userId, identity } = world.user('bob');
    const connectionToken = encodeConnectionToken({ endpoint: proxy.endpoint, token, identity, userId });
    const bob = world.create('bob', {}, connectionToken);
    return [bob, await bob.getConversationBySid(sid)];
  };
  /** Changes the items of a list, and single ones. */
  const changing = (list: RegExp, change: (item: Fields) => unknown): void => {
    proxy.rewrite = (body, path) => {
      if (!list.test(path)) return body;
      return Array.isArray(body['value'])
        ? { ...body, value: body['value'].map((item) => change(item as Fields)) }
        : change(body);
    };
  };
  const userMessages = (change: (item: Fields) => unknown): void =>
    changing(/\/messages/, (item) => (item['type'] === 'text' ? change(item) : item));
  const onlyMessage = async (conversation: Conversation): Promise<Message> => {
    const { items } = await conversation.getMessages();
    expect(items).toHaveLength(1);
    return items[0]!;
  };

  it.each(PEOPLE)('a message of %s', async (_what, senderCommunicationIdentifier, identity) => {
    userMessages((item) => ({ ...item, senderCommunicationIdentifier }));
    const [, conversation] = await startBob();
    const message = await onlyMessage(conversation);
    expect(message).toMatchObject({ body: 'hello', author: identity, attributes: { a: 1 }, lastUpdatedBy: null });
    expect(message.participantSid).toEqual(identity === null ? null : expect.stringMatching(/^MB[0-9a-f]{32}$/));
    await expect(message.getParticipant()).rejects.toThrow(/^Participant (with .+ )?was not found$/);
    await conversation.setAllMessagesRead();
  });

  it.each(PEOPLE)('%s takes part', async (_what, communicationIdentifier, identity) => {
    const { userId } = world.user('alice');
    changing(/\/participants/, (item) => {
      const isAlice = (item['communicationIdentifier'] as Fields)['rawId'] === userId;
      return isAlice ? { communicationIdentifier, displayName: 'Ada' } : item;
    });
    const [, conversation] = await startBob();
    const people = await conversation.getParticipants();
    expect(people.map((participant) => participant.identity)).toEqual(identity === null ? ['bob'] : [identity, 'bob']);
    if (identity === null) return;
    expect(people[0]).toMatchObject({ type: 'chat', attributes: {}, roleSid: '', lastReadMessageIndex: null });
    expect((await people[0]!.getUser()).identity).toBe(identity);
    expect(await conversation.getParticipantByIdentity(identity)).toBe(people[0]);
  });

  it.each(PEOPLE)('a conversation that %s has created', async (_what, createdByCommunicationIdentifier, identity) => {
    changing(/\/threads\/[^/]+$/, (item) => ({ ...item, createdByCommunicationIdentifier }));
    const [, conversation] = await startBob();
    expect(conversation).toMatchObject({ createdBy: identity ?? '', friendlyName: 'Weekend', status: 'joined' });
  });

  it.each<[string, Fields]>([
    ['unknown fields', { reactions: [{ emoji: '👍' }], policyViolation: null }],
    ['a content without attachments', { content: { message: 'hello' } }],
    [
      'attachments as Teams gives them',
      { content: { message: 'hello', attachments: [{ id: '1', attachmentType: 'image' }] } },
    ],
    ['a name that is none', { senderDisplayName: { given: 'Ada' } }],
    ['dates that are none', { editedOn: 'yesterday', deletedOn: null }],
    ['numbers for ids', { version: 1, sequenceId: {} }],
  ])('a message with %s is shown all the same', async (_what, fields) => {
    userMessages((item) => ({ ...item, ...fields }));
    const [, conversation] = await startBob();
    expect(await onlyMessage(conversation)).toMatchObject({ body: 'hello', author: 'alice', index: 0 });
  });

  it.each<[string, Fields, Fields]>([
    ['no content', { content: undefined }, { body: '', attributes: { a: 1 } }],
    ['a content that is a text', { content: 'hello' }, { body: '' }],
    ['a text that is an object', { content: { message: { text: 'hello' } } }, { body: '' }],
    ['metadata that is a list', { metadata: ['rethread'] }, { body: 'hello', attributes: {} }],
    [
      'metadata that is not text',
      { metadata: { rethread: { attributes: { a: 1 } } } },
      { body: 'hello', attributes: {} },
    ],
    ['no dates', { createdOn: undefined }, { body: 'hello', dateCreated: expect.any(Date) as Date }],
  ])('a message with %s is shown as far as it can be', async (_what, fields, expected) => {
    userMessages((item) => ({ ...item, ...fields }));
    const [, conversation] = await startBob();
    expect(await onlyMessage(conversation)).toMatchObject({ author: 'alice', index: 0, ...expected });
  });

  it('messages that are none, among those that are', async () => {
    proxy.rewrite = (body, path) =>
      path.endsWith('/messages')
        ? { ...body, value: [null, 7, 'x', [], {}, { id: '' }, ...(body['value'] as [])] }
        : body;
    const [, conversation] = await startBob();
    expect((await onlyMessage(conversation)).body).toBe('hello');
  });

  it('a message of a type to come is taken for one of the service: it is not shown, and keeps no other from it', async () => {
    userMessages((item) => ({ ...item, type: 'poll', content: { question: 'Lunch?' } }));
    const [, conversation] = await startBob();
    expect((await conversation.getMessages()).items).toEqual([]);
    await expect(conversation.sendMessage('hi')).resolves.toEqual(expect.any(Number));
  });

  it('a thread with odd properties', async () => {
    changing(/\/threads\/[^/]+$/, ({ id }) => ({
      id,
      topic: 7,
      metadata: 'none',
      createdOn: 'soon',
      retentionPolicy: { kind: 'x' },
      messagingPolicy: { textOnlyChat: true },
    }));
    const [, conversation] = await startBob();
    expect(conversation).toMatchObject({ friendlyName: '', uniqueName: null, attributes: {}, createdBy: '' });
    expect(conversation.dateCreated).toBeInstanceOf(Date);
  });

  it('receipts of nobody and of nothing', async () => {
    proxy.rewrite = (body, path) =>
      path.endsWith('/readReceipts')
        ? { value: [null, {}, { chatMessageId: '1' }, { senderCommunicationIdentifier: { rawId: '8:orgid:ada' } }] }
        : body;
    const [, conversation] = await startBob();
    await expect(conversation.getUnreadMessagesCount()).resolves.toBeNull();
  });

  it('odd values that come later are told as events', async () => {
    const [bob, conversation] = await startBob();
    await conversation.getMessages();
    userMessages((item) => ({ ...item, senderCommunicationIdentifier: {}, metadata: { rethread: '{' }, extra: 1 }));
    const added = nextEvent(bob, 'messageAdded');
    const hers = await (await world.client('alice')).getConversationBySid(sid);
    await hers.sendMessage('later');
    expect(await added).toMatchObject({ body: 'later', author: null, participantSid: null, attributes: {} });
  });
});
