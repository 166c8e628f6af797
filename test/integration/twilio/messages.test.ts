import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation, JSONValue, Message } from '../../../src/index.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { startAliceAndBob, type TwilioWorld } from '../../helper/twilio-world.js';

/** Own `__proto__` keys come from JSON, not from literals. */
const HOSTILE_ATTRIBUTES: [string, JSONValue][] = [
  ['a key named __proto__', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}') as JSONValue],
  ['keys of the metadata document', { v: 2, rethread: '{}', nonce: 'x', media: 'y', noText: true, subject: 's' }],
  ['lone surrogates', { text: '\ud83d', '\udc00': 1 }],
  ['control characters and separators', { text: '\u0000\u0007\u2028\u2029\ufeff' }],
  ['numbers at the edge', [1e308, 5e-324, -1, 2 ** 53]],
  ['emoji and right-to-left text', { '👩‍👩‍👧': 'שלום' }],
];
const HOSTILE_TEXTS = [
  '<img src=x onerror="alert(1)">',
  '<div>&amp;&lt;</div>',
  '{"content":"nested"}',
  '\ud83d lone surrogate',
  '👩‍👩‍👧 שלום\u2028next line\ttab',
  '%7B%22 \\u0041 \\n',
  '__proto__',
];
const ATTRIBUTES: JSONValue[] = [
  { a: 1, nested: { list: [{ deep: null }] } },
  {},
  'text',
  '',
  42,
  0,
  true,
  false,
  null,
  [1, 'two', [3]],
  [],
];

describe('messages', () => {
  let world: TwilioWorld;
  let alice: Client;
  let bob: Client;
  let hers: Conversation;
  let his: Conversation;

  beforeEach(async () => {
    ({ world, alice, bob, hers, his } = await startAliceAndBob());
  });
  afterEach(() => world.stop());

  /** As somebody gets them who was not there. */
  const readAfresh = async (): Promise<Message[]> => {
    const conversation = await (await world.client('bob')).getConversationBySid(hers.sid);
    return (await conversation.getMessages()).items;
  };

  it('§3.10 text: the index, and messageAdded for sender and receiver', async () => {
    const atAlice = nextEvent(alice, 'messageAdded');
    const atBob = nextEvent(bob, 'messageAdded');
    await expect(hers.sendMessage('hello')).resolves.toBe(0);

    const [sent, received] = await Promise.all([atAlice, atBob]);
    for (const message of [sent, received]) {
      expect(message.index).toBe(0);
      expect([message.body, message.author, message.type]).toEqual(['hello', 'alice', 'text']);
      expect([message.subject, message.contentSid, message.lastUpdatedBy]).toEqual([null, null, null]);
      expect([message.attributes, message.attachedMedia]).toEqual([{}, []]);
      expect(message.dateCreated).toBeInstanceOf(Date);
      expect(message.dateUpdated).toEqual(message.dateCreated);
      expect(message.sid).toMatch(/^IM[0-9a-f]{32}$/);
    }
    expect(sent.sid).toBe(received.sid);
    expect(received.conversation).toBe(his);
    expect(received.participantSid).toBe((await his.getParticipantByIdentity('alice'))!.sid);
    expect(await received.getParticipant()).toBe(await his.getParticipantByIdentity('alice'));
  });

  it.each([
    ['an empty text', ''],
    ['null', null],
  ])('§3.10 %s is sent as an empty body', async (_, text) => {
    await expect(hers.sendMessage(text)).resolves.toBe(0);
    expect((await readAfresh())[0]!.body).toBe('');
  });

  it('§3.10 the subject of the e-mail options', async () => {
    await hers.sendMessage('hello', { a: 1 }, { subject: 'About the trip' });
    expect((await readAfresh())[0]).toMatchObject({ body: 'hello', subject: 'About the trip', attributes: { a: 1 } });
  });

  it('§4.3 the builder: body, subject, attributes', async () => {
    const index = await hers
      .prepareMessage()
      .setBody('built')
      .setSubject('subject')
      .setAttributes({ kind: 'test' })
      .build()
      .send();
    expect(index).toBe(0);
    expect((await readAfresh())[0]).toMatchObject({ body: 'built', subject: 'subject', attributes: { kind: 'test' } });
  });

  it('§4.3 buildAndSend, and one unsent message sent twice', async () => {
    await hers.prepareMessage().setBody('once').buildAndSend();
    const unsent = hers.prepareMessage().setBody('twice').build();
    expect(await Promise.all([unsent.send(), unsent.send()])).toEqual([1, 2]);
    expect((await readAfresh()).map(({ body }) => body)).toEqual(['once', 'twice', 'twice']);
  });

  it('§4.3 an empty message can be built and sent', async () => {
    await expect(hers.prepareMessage().build().send()).resolves.toBe(0);
    expect((await readAfresh())[0]).toMatchObject({ body: '', type: 'text' });
  });

  it('§3.10 messages sent without waiting arrive in the order of the calls', async () => {
    const texts = Array.from({ length: 8 }, (_, number) => `number ${number}`);
    const indexes = await Promise.all(texts.map((text) => hers.sendMessage(text)));
    expect(indexes).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect((await readAfresh()).map(({ body }) => body)).toEqual(texts);
  });

  it('§3.4 a message sent right after join() is announced to its sender', async () => {
    const conversation = await alice.createConversation();
    const added = nextEvent(alice, 'messageAdded');
    await conversation.join();
    await conversation.sendMessage('at once');
    expect(await added).toMatchObject({ body: 'at once', index: 0 });
  });

  it('§4.1 attributes of every kind, in events and in pages', async () => {
    const heard: unknown[] = [];
    bob.on('messageAdded', ({ attributes }) => heard.push(attributes));
    for (const attributes of ATTRIBUTES) await hers.sendMessage('hello', attributes);
    expect((await readAfresh()).map(({ attributes }) => attributes)).toEqual(ATTRIBUTES);
    await vi.waitFor(() => expect(heard).toEqual(ATTRIBUTES), PATIENCE);
  });

  it('hostile attributes come back as they were', async () => {
    for (const [, attributes] of HOSTILE_ATTRIBUTES) await hers.sendMessage('hello', attributes);
    const messages = await readAfresh();
    for (const [index, [what, attributes]] of HOSTILE_ATTRIBUTES.entries()) {
      expect(JSON.stringify(messages[index]!.attributes), what).toBe(JSON.stringify(attributes));
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('hostile texts come back as they were, as events too', async () => {
    const heard: (string | null)[] = [];
    bob.on('messageAdded', ({ body }) => heard.push(body));
    for (const text of HOSTILE_TEXTS) await hers.sendMessage(text);
    expect((await readAfresh()).map(({ body }) => body)).toEqual(HOSTILE_TEXTS);
    await vi.waitFor(() => expect(heard).toEqual(HOSTILE_TEXTS), PATIENCE);
  });

  it('§4.5 what is over the limit is refused with size and limit, before anything is sent', async () => {
    const before = world.emulator.requests.count({ method: 'POST' });
    await expect(hers.sendMessage('é'.repeat(15_000))).rejects.toMatchObject({
      code: 'too-large',
      details: { size: expect.any(Number) as number, limit: 28 * 1024 },
    });
    await expect(hers.sendMessage('', { text: 'x'.repeat(29_000) })).rejects.toThrow(/take 29\d\d\d bytes/);
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before);
    await expect(hers.sendMessage('x'.repeat(28_000))).resolves.toBe(0);
  });

  it.each([
    [[undefined], 'Argument 1'],
    [[7], 'Argument 1'],
    [['text', () => undefined], 'Argument 2'],
  ])('§7.1 sendMessage%j rejects', async (args, message) => {
    await expect(hers.sendMessage(...(args as unknown as [string]))).rejects.toThrow(message);
  });
});
