import type { ChatMessage } from '@azure/communication-chat';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Conversation, Message } from '../../../src/index.js';
import { all, type TestUser, toTestUser } from '../../contract/rest/rest-fixture.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

/** What other apps keep in metadata, and what somebody may put where rethread keeps its own. */
const FOREIGN_METADATA: [what: string, metadata: Record<string, string>][] = [
  ['of its own', { colour: 'blue', rethreaded: 'no' }],
  ['with files that are no list', { fileSharingMetadata: '{"id":"1","name":"a.png"}' }],
  ['that is no JSON', { rethread: 'not JSON {' }],
  ['that is empty', { rethread: '' }],
  ['that is JSON, but no document', { rethread: '[{"attributes":{"a":1}}]' }],
  [
    'with fields of other types',
    { rethread: '{"v":"x","attributes":[],"subject":{"a":1},"media":"m","noText":1,"nonce":7}' },
  ],
  ['with files that are none', { rethread: '{"media":[null,7,"x",{},{"id":7},{"id":""},{"id":{"a":1}}]}' }],
  ['of a version to come', { rethread: '{"v":99,"reactions":{"👍":["alice"]}}' }],
  [
    'with the names of every object',
    { constructor: 'x', toString: 'y', rethread: '{"__proto__":{"attributes":{"polluted":true}}}' },
  ],
  ['with twelve thousand nested arrays', { rethread: `{"subject":${'['.repeat(12_000)}${']'.repeat(12_000)}}` }],
];
/** What somebody sees who looks at the page. */
const HTML: [html: string, text: string][] = [
  ['<p>Hello <b>World</b></p>', 'Hello World'],
  ['<div>one</div>\n<div>two<br/>three</div>', 'one\ntwo\nthree'],
  [
    'Fish &amp; chips &lt;3 &quot;yes&quot; &#39;no&#39; &#x1F600; 5&nbsp;€',
    'Fish & chips <3 "yes" \'no\' 😀 5\u00a0€',
  ],
  ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['&unknown; &#1114112; &#xffffffffff; &;', '&unknown; &#1114112; &#xffffffffff; &;'],
  ['<a href="https://example.org?a=1&amp;b=2">here</a><img src=x onerror="polluted()">', 'here'],
  ['<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>', 'one\ntwo'],
  ['', ''],
  ['<'.repeat(20_000), '<'.repeat(20_000)],
];

describe('beside a native ACS client', () => {
  let world: TwilioWorld;
  let alice: Client;
  let hers: Conversation;
  let native: TestUser;
  let nativeAlice: TestUser;

  beforeEach(async () => {
    world = await TwilioWorld.start();
    alice = await world.client('alice');
    [hers] = (await world.conversation(alice)) as [Conversation];
    await hers.add('bob');
    native = toTestUser(world.emulator.endpoint, world.user('bob').userId, world.user('bob').token);
    nativeAlice = toTestUser(world.emulator.endpoint, world.user('alice').userId, world.user('alice').token);
  });
  afterEach(() => world.stop());

  /** The message, as it arrives and as somebody reads it who was not there. */
  const receive = async (send: () => Promise<unknown>): Promise<[Message, Message]> => {
    const added = nextEvent(hers, 'messageAdded');
    await send();
    const message = await added;
    const reader = world.create('alice');
    const { items } = await (await reader.getConversationBySid(hers.sid)).getMessages(1);
    return [message, items[0]!];
  };
  const stored = async (): Promise<ChatMessage> => {
    for await (const message of native.thread(hers.sid).listMessages())
      if (message.type !== 'participantAdded') return message;
    return expect.fail('there is no message');
  };

  describe('what it writes', () => {
    it.each(HTML)('an html message is shown as the text that one would see: %j', async (html, text) => {
      const messages = await receive(() => native.thread(hers.sid).sendMessage({ content: html }, { type: 'html' }));
      for (const message of messages) {
        expect(message).toMatchObject({ body: text, author: 'bob', type: 'text', attributes: {}, attachedMedia: [] });
      }
      expect((globalThis as { polluted?: unknown }).polluted).toBeUndefined();
    });

    it.each(FOREIGN_METADATA)('a message with metadata %s', async (_what, metadata) => {
      const messages = await receive(() => native.thread(hers.sid).sendMessage({ content: 'hello' }, { metadata }));
      for (const message of messages) {
        expect(message).toMatchObject({ body: 'hello', author: 'bob', type: 'text', subject: null, media: null });
        expect(message.attributes).toEqual(metadata['rethread']?.includes('"v":"x"') ? [] : {});
        expect(message.participantSid).toMatch(/^MB/);
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    it('the files of a message, as the UI library of Azure keeps them', async () => {
      const url = 'https://files.test/a.PNG';
      const metadata = { fileSharingMetadata: JSON.stringify([{ id: '1', name: 'a.PNG', url }]) };
      const messages = await receive(() => native.thread(hers.sid).sendMessage({ content: '' }, { metadata }));
      for (const message of messages) {
        expect(message).toMatchObject({ type: 'media', author: 'bob' });
        expect(message.attachedMedia).toMatchObject([
          { filename: 'a.PNG', contentType: 'image/png', size: 0, sid: url },
        ]);
      }
    });

    it('the name that a sender gives itself is not taken for the author', async () => {
      const [message] = await receive(() =>
        native
          .thread(hers.sid)
          .sendMessage(
            { content: 'I am alice' },
            { senderDisplayName: 'alice', metadata: { rethread: '{"author":"alice"}' } },
          ),
      );
      expect(message.author).toBe('bob');
    });

    it('attributes that nest as deep as a message allows can be edited to others as deep', async () => {
      const deep = (core: string): Record<string, string> => ({
        rethread: `{"attributes":${'['.repeat(12_000)}${core}${']'.repeat(12_000)}}`,
      });
      const thread = native.thread(hers.sid);
      let id = '';
      const [message] = await receive(async () => {
        ({ id } = await thread.sendMessage({ content: 'deep' }, { metadata: deep('1') }));
      });
      const updated = nextEvent(message, 'updated');
      await thread.updateMessage(id, { content: 'deeper', metadata: deep('2') });
      expect((await updated).updateReasons).toEqual(expect.arrayContaining(['body', 'attributes']));
    });

    it('an edit and a deletion', async () => {
      const thread = native.thread(hers.sid);
      let id = '';
      const [message] = await receive(async () => {
        ({ id } = await thread.sendMessage({ content: '<p>draft</p>' }, { type: 'html' }));
      });
      const updated = nextEvent(message, 'updated');
      await thread.updateMessage(id, { content: '<p>final</p>' });
      expect((await updated).updateReasons).toContain('body');
      expect(message).toMatchObject({ body: 'final', lastUpdatedBy: 'bob' });
      const removed = nextEvent(hers, 'messageRemoved');
      await thread.deleteMessage(id);
      expect(await removed).toBe(message);
    });

    it('a thread of its own, with metadata of its own and people who have metadata of their own', async () => {
      const joined = nextEvent(alice, 'conversationJoined');
      const participants = [
        { id: { communicationUserId: world.user('alice').userId }, displayName: 'A.', metadata: { rethread: '[' } },
        { id: { communicationUserId: world.user('carol').userId }, metadata: { team: 'red' } },
      ];
      await native.client.createChatThread(
        { topic: 'Lunch' },
        { participants, metadata: { app: 'lunch', rethread: 'null' } },
      );
      const conversation = await joined;
      expect(conversation).toMatchObject({ friendlyName: 'Lunch', uniqueName: null, attributes: {}, createdBy: 'bob' });
      const people = await conversation.getParticipants();
      expect(people.map(({ identity, attributes }) => [identity, attributes])).toEqual(
        expect.arrayContaining([
          ['alice', {}],
          ['bob', {}],
          ['carol', {}],
        ]),
      );
    });

    it('its typing and its reading', async () => {
      await hers.sendMessage('hello');
      const { id } = await stored();
      const typing = nextEvent(hers, 'typingStarted');
      await native.thread(hers.sid).sendTypingNotification();
      expect((await typing).identity).toBe('bob');
      await native.thread(hers.sid).sendReadReceipt({ chatMessageId: id });
      const bob = (await hers.getParticipantByIdentity('bob'))!;
      await vi.waitFor(() => expect(bob.lastReadMessageIndex).toBe(0), PATIENCE);
    });

    it('a new topic and metadata; the keys of others stay when attributes change', async () => {
      const thread = native.thread(hers.sid);
      const renamed = nextEvent(hers, 'updated');
      await thread.updateProperties({ topic: 'Lunch', metadata: { app: 'lunch' } });
      await renamed;
      expect(hers).toMatchObject({ friendlyName: 'Lunch', attributes: {} });
      await hers.updateAttributes({ colour: 'blue' });
      const { topic, metadata } = await thread.getProperties();
      expect([topic, metadata]).toEqual([
        'Lunch',
        { app: 'lunch', rethread: '{"v":1,"attributes":{"colour":"blue"}}' },
      ]);
    });

    it('metadata of others count towards the limit of a conversation, before anything is sent', async () => {
      const changed = nextEvent(hers, 'updated');
      await native.thread(hers.sid).updateProperties({ metadata: { app: 'x'.repeat(900) } });
      await changed;
      world.emulator.requests.clear();
      await expect(hers.updateAttributes({ text: 'x'.repeat(200) })).rejects.toMatchObject({
        name: 'AttributesTooLargeError',
        limit: 1024,
      });
      expect(world.emulator.requests.count({ method: 'PATCH' })).toBe(0);
    });
  });

  describe('what it reads', () => {
    /** The document in the metadata of the newest message. */
    const documentOf = ({ metadata }: ChatMessage): unknown => JSON.parse(metadata!['rethread']!) as unknown;

    it('a message: the text is the content, the rest one documented key', async () => {
      await hers.sendMessage('Fish & <chips>', { a: [1] }, { subject: 'Lunch' });
      const message = await stored();
      expect(message).toMatchObject({ type: 'text', content: { message: 'Fish & <chips>' } });
      expect(Object.keys(message.metadata!)).toEqual(['rethread']);
      expect(documentOf(message)).toEqual({
        v: 1,
        nonce: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
        subject: 'Lunch',
        attributes: { a: [1] },
      });
    });

    it('a file: no text, and where the file is', async () => {
      await hers.sendMessage({ contentType: 'text/plain', filename: 'a.txt', media: 'hello' });
      const message = await stored();
      expect(message.content!.message).toBe('');
      expect(documentOf(message)).toMatchObject({
        noText: true,
        media: [
          {
            id: expect.any(String) as string,
            filename: 'a.txt',
            contentType: 'text/plain',
            size: 5,
            category: 'media',
          },
        ],
      });
    });

    it('a conversation and its participants', async () => {
      const conversation = await alice.createConversation({ uniqueName: 'lobby', attributes: { a: 1 } });
      await conversation.add('bob', { role: 'guest' });
      const thread = native.thread(conversation.sid);
      const { topic, metadata } = await thread.getProperties();
      expect([topic, metadata]).toEqual([
        'Conversation',
        { rethread: '{"v":1,"name":null,"uniqueName":"lobby","attributes":{"a":1}}' },
      ]);
      const members = await all(thread.listParticipants());
      expect(members.map((member) => member.metadata)).toEqual([
        undefined,
        { rethread: '{"v":1,"attributes":{"role":"guest"}}' },
      ]);
    });
  });

  describe.each(['merge', 'replace'] as const)('what both write, where metadata %s', (messageMetadataPatch) => {
    beforeEach(async () => {
      await world.stop();
      world = await TwilioWorld.start({ emulator: { behaviour: { messageMetadataPatch } } });
      alice = await world.client('alice');
      [hers] = (await world.conversation(alice)) as [Conversation];
      nativeAlice = toTestUser(world.emulator.endpoint, world.user('alice').userId, world.user('alice').token);
      native = nativeAlice;
    });

    it('an html message of mine keeps its markup when its attributes change, and the metadata of others', async () => {
      const content = '<p>Fish &amp; <b>chips</b></p>';
      const [message] = await receive(() =>
        nativeAlice.thread(hers.sid).sendMessage({ content }, { type: 'html', metadata: { colour: 'blue' } }),
      );
      await message.updateAttributes({ a: 1 });
      expect(await stored()).toMatchObject({
        type: 'html',
        content: { message: content },
        metadata: { colour: 'blue', rethread: '{"v":1,"attributes":{"a":1}}' },
      });
    });

    it('a new text of an html message of mine reads as it was written', async () => {
      const [message] = await receive(() =>
        nativeAlice.thread(hers.sid).sendMessage({ content: '<p>draft</p>' }, { type: 'html' }),
      );
      const updated = nextEvent(message, 'updated');
      await message.updateBody('1 < 2 &amp;\n<b>');
      await updated;
      expect(message.body).toBe('1 < 2 &amp;\n<b>');
      expect((await stored()).content!.message).toBe('1 &lt; 2 &amp;amp;<br>&lt;b>');
    });
  });
});
