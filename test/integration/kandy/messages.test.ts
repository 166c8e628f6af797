import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KandyClient, MemoryMediaStore } from '../../../src/kandy/index.js';
import { KandyRecorder, KandyWorld, textsOf } from '../../helper/kandy-world.js';
import { PATIENCE } from '../../helper/next-event.js';

let world: KandyWorld;
let alice: KandyClient;
let bob: KandyClient;
let hers: KandyRecorder;
let his: KandyRecorder;

const seen = (check: () => void) => vi.waitFor(check, PATIENCE);
const picture = (name = 'pic.png', type = 'image/png') => new File(['picture'], name, { type });
const conversationOf = (client: KandyClient, id: string) => client.conversation.get(id)!;

async function sendTexts(...texts: string[]): Promise<void> {
  const before = textsOf(bob, 'alice@x.com');
  for (const text of texts) alice.conversation.create('bob@x.com').createMessage(text).send();
  await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual([...before, ...texts]));
}

beforeEach(async () => {
  world = await KandyWorld.start();
  [alice, bob] = await Promise.all([world.client('alice@x.com'), world.client('bob@x.com')]);
  [hers, his] = [new KandyRecorder(alice), new KandyRecorder(bob)];
});
afterEach(() => world.stop());

describe('messages', () => {
  it('KA-12 five messages within one second: five entries with ids of their own, on both sides', async () => {
    await sendTexts('1', '2', '3', '4', '5');
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toEqual(['1', '2', '3', '4', '5']));
    const [mine, theirs] = [conversationOf(alice, 'bob@x.com'), conversationOf(bob, 'alice@x.com')].map((one) =>
      one.getMessages().map(({ messageId }) => messageId),
    );
    expect(new Set(mine).size).toBe(5);
    expect(theirs).toEqual(mine);
    expect(new Set(hers.of('messages:change').map(({ messageId }) => messageId))).toEqual(new Set(mine));
  });

  it('§1.3 fields: of messages, and what only the records in messages carry', async () => {
    await sendTexts('hello');
    const [message] = conversationOf(bob, 'alice@x.com').getMessages();
    expect(message).toEqual(
      expect.objectContaining({
        destination: ['alice@x.com'],
        type: 'chat-oneToOne',
        sender: 'alice@x.com',
        parts: [{ type: 'text', text: 'hello' }],
        isFetchingLinks: false,
        convoContext: { destination: ['alice@x.com'], type: 'chat-oneToOne' },
      }),
    );
    expect(Math.abs(message!.timestamp - Date.now() / 1_000)).toBeLessThan(60);
    expect(Number.isInteger(message!.timestamp)).toBe(true);
    expect(Object.keys(message!)).not.toContain('deliveryStatus');
    const conversation = conversationOf(bob, 'alice@x.com');
    expect(conversation.messages).toEqual([
      expect.objectContaining({ messageId: message!.messageId, isPending: false, read: false, deliveryStatus: 'Sent' }),
    ]);
    expect(conversation.lastMessage).toBe(conversation.messages[0]);
    expect(conversation.lastReceived).toBe(message!.timestamp);
    expect(JSON.parse(JSON.stringify(conversation))).toMatchObject({
      id: 'alice@x.com',
      description: '',
      features: [],
    });
    expect(conversation.getMessage(message!.messageId!)!.parts).toEqual(message!.parts);
    expect(conversation.getMessage('1')).toBeUndefined();
  });

  it('§1.3 getMessages: a part of them; what the app does to one is not seen elsewhere', async () => {
    await sendTexts('1', '2', '3', '4');
    const conversation = conversationOf(bob, 'alice@x.com');
    const partsOf = (range: object) =>
      conversation.getMessages(range).map(({ parts }) => (parts[0] as { text: string }).text);
    expect(partsOf({ startIndex: 1, amount: 2 })).toEqual(['2', '3']);
    expect(partsOf({ startIndex: 3 })).toEqual(['4']);
    conversation.getMessages()[0]!.parts.length = 0;
    (conversation.getMessages()[1]!.parts[0] as { text: string }).text = 'changed';
    expect(textsOf(bob, 'alice@x.com')).toEqual(['1', '2', '3', '4']);
    expect(alice.conversation.create('carol@x.com').getMessages()).toEqual([]);
  });

  it('§1.3 fetchMessages: what was said before, in order; the old form and the new one', async () => {
    await sendTexts('1', '2', '3', '4', '5');
    const again = await world.client('bob@x.com');
    const recorder = new KandyRecorder(again);
    const conversation = again.conversation.create('alice@x.com');
    conversation.fetchMessages(2);
    const key = { destination: ['alice@x.com'], type: 'chat-oneToOne' };
    await seen(() => expect(recorder.of('messages:change')).toEqual([key]));
    expect(textsOf(again, 'alice@x.com')).toEqual(['4', '5']);
    conversation.fetchMessages({ amount: 3 });
    await seen(() => expect(recorder.of('messages:change')).toHaveLength(2));
    const { messageIds, next } = recorder.of('messages:change')[1]!;
    expect(messageIds).toEqual(conversation.getMessages().map(({ messageId }) => messageId));
    expect(next).toEqual(expect.any(String));
    conversation.fetchMessages({ amount: 3, next: next! });
    await seen(() => expect(recorder.of('messages:change')).toHaveLength(3));
    expect(recorder.of('messages:change')[2]).not.toHaveProperty('next');
    expect(textsOf(again, 'alice@x.com')).toEqual(['1', '2', '3', '4', '5']);
    expect(conversation.lastPull).toBeGreaterThan(0);

    conversation.fetchMessages({ next: next! });
    await seen(() => expect(recorder.of('messages:error')[0]!.message).toContain('`next` must come from the event'));
    conversation.clearMessages();
    conversation.fetchMessages({ untilTime: Math.ceil(Date.now() / 1_000) + 60 });
    await seen(() => expect(recorder.of('messages:change').at(-1)).toMatchObject({ messageIds: [] }));
    expect(textsOf(again, 'alice@x.com')).toEqual([]);
  });

  it('§1.3 fetchMessages of a conversation that was never begun reads nothing and creates nothing', async () => {
    alice.conversation.create('carol@x.com').fetchMessages();
    await seen(() =>
      expect(hers.of('messages:change')).toEqual([{ destination: ['carol@x.com'], type: 'chat-oneToOne' }]),
    );
    expect(world.emulator.requests.count({ method: 'POST', path: /\/chat\/threads$/ })).toBe(0);
  });

  it('§1.3 clearMessages: one messages:change, local alone; fetchMessages brings them back', async () => {
    await sendTexts('1', '2');
    his.clear();
    conversationOf(bob, 'alice@x.com').clearMessages();
    await seen(() =>
      expect(his.told).toEqual([['messages:change', { destination: ['alice@x.com'], type: 'chat-oneToOne' }]]),
    );
    expect(textsOf(bob, 'alice@x.com')).toEqual([]);
    conversationOf(bob, 'alice@x.com').fetchMessages();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['1', '2']));
  });

  it('§1.3 deleteMessages: one event for each, for this client alone, also after fetchMessages', async () => {
    await sendTexts('1', '2', '3');
    const [one, two] = conversationOf(bob, 'alice@x.com').getMessages();
    his.clear();
    conversationOf(bob, 'alice@x.com').deleteMessages([one!.messageId!, two!.messageId!]);
    const key = { destination: ['alice@x.com'], type: 'chat-oneToOne' };
    await seen(() =>
      expect(his.told).toEqual([
        ['messages:change', { ...key, messageId: one!.messageId }],
        ['messages:change', { ...key, messageId: two!.messageId }],
      ]),
    );
    conversationOf(bob, 'alice@x.com').fetchMessages();
    await seen(() => expect(his.told).toHaveLength(3));
    expect(textsOf(bob, 'alice@x.com')).toEqual(['3']);
    expect(textsOf(alice, 'bob@x.com')).toEqual(['1', '2', '3']);
  });

  it('deleteMessages: forEveryone, which only the sender may', async () => {
    await sendTexts('1', '2');
    const eraser = await world.client('alice@x.com', { deleteMessages: 'forEveryone' });
    const conversation = eraser.conversation.create('bob@x.com');
    conversation.fetchMessages();
    await seen(() => expect(conversation.getMessages()).toHaveLength(2));
    conversation.deleteMessages([conversation.getMessages()[0]!.messageId!]);
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['2']));
    await seen(() => expect(textsOf(eraser, 'bob@x.com')).toEqual(['2']));

    const other = await world.client('bob@x.com', { deleteMessages: 'forEveryone' });
    const recorder = new KandyRecorder(other);
    other.conversation.create('alice@x.com').fetchMessages();
    await seen(() => expect(textsOf(other, 'alice@x.com')).toEqual(['2']));
    conversationOf(other, 'alice@x.com').deleteMessages([
      conversationOf(other, 'alice@x.com').getMessages()[0]!.messageId!,
    ]);
    await seen(() => expect(recorder.of('messages:error')[0]!.message).toContain('only its sender'));
    expect(textsOf(bob, 'alice@x.com')).toEqual(['2']);
  });

  it('§1.3 conversation.subscribe: its own messages alone, until it is ended', async () => {
    const conversation = bob.conversation.create('alice@x.com');
    const heard: unknown[] = [];
    const unsubscribe = conversation.subscribe((change) => heard.push(change));
    const carol = await world.client('carol@x.com');
    carol.conversation.create('bob@x.com').createMessage('from carol').send();
    await seen(() => expect(textsOf(bob, 'carol@x.com')).toEqual(['from carol']));
    await sendTexts('1');
    expect(heard).toEqual([{ destination: ['alice@x.com'], messageId: conversation.getMessages()[0]!.messageId }]);
    unsubscribe();
    await sendTexts('2');
    expect(heard).toHaveLength(1);
  });

  it('§1.3 markRead: on messages of others alone; the sender sees read, with messages:change', async () => {
    await sendTexts('1', '2');
    await seen(() => expect(textsOf(alice, 'bob@x.com')).toHaveLength(2));
    expect(conversationOf(alice, 'bob@x.com').getMessages()[0]!.markRead).toBeUndefined();
    hers.clear();
    const second = conversationOf(bob, 'alice@x.com').getMessages()[1]!;
    second.markRead!();
    await seen(() => expect(conversationOf(alice, 'bob@x.com').messages.map(({ read }) => read)).toEqual([true, true]));
    expect(hers.told).toEqual([
      ['messages:change', { destination: ['bob@x.com'], type: 'chat-oneToOne', messageId: second.messageId }],
    ]);
    await seen(() => expect(conversationOf(bob, 'alice@x.com').messages[1]!.read).toBe(true));
  });

  it('§1.3 setIsTyping: idle when told, and when the message arrives', async () => {
    await sendTexts('1');
    const states = () => his.of('isTypingList:change').map(({ state }) => state);
    const conversation = conversationOf(alice, 'bob@x.com');
    conversation.setIsTyping(true);
    await seen(() => expect(states()).toEqual(['active']));
    await sendTexts('2');
    await seen(() => expect(states()).toEqual(['active', 'idle']));
    expect(conversationOf(bob, 'alice@x.com').isTypingList).toEqual([]);
    conversation.setIsTyping(false);
    await seen(() => expect(hers.of('isTypingList:change').map(({ state }) => state)).toEqual(['active', 'idle']));
    expect(conversation.isTypingList).toEqual([]);
  });

  it('§1.3 json and location parts travel; text comes first', async () => {
    const message = alice.conversation.create('bob@x.com').createMessage({ type: 'json', json: { stars: 5 } });
    message.addPart({ type: 'location', location: { latitude: 1, longitude: 2 } });
    message.addPart({ type: 'text', text: 'here' });
    message.addPart({ type: 'text', text: 'and there' });
    message.send();
    await seen(() => expect(conversationOf(bob, 'alice@x.com')).toBeDefined());
    expect(conversationOf(bob, 'alice@x.com').getMessages()[0]!.parts).toEqual([
      { type: 'text', text: 'here' },
      { type: 'json', json: { stars: 5 } },
      { type: 'location', location: { latitude: 1, longitude: 2 } },
      { type: 'text', text: 'and there' },
    ]);
  });

  it('§1.3 forward: a copy with its files to others, one event for each', async () => {
    const message = alice.conversation.create('bob@x.com').createMessage('look');
    message.addPart({ type: 'file', file: picture() });
    message.send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['look [file]']));
    const carol = await world.client('carol@x.com');
    conversationOf(bob, 'alice@x.com').getMessages()[0]!.forward(['carol@x.com']);
    await seen(() => expect(textsOf(carol, 'bob@x.com')).toEqual(['look [file]']));
    const copied = conversationOf(carol, 'bob@x.com').getMessages()[0]!.parts[1];
    const original = conversationOf(bob, 'alice@x.com').getMessages()[0]!.parts[1];
    expect(copied).toMatchObject({ name: 'pic.png', size: 7 });
    expect(copied).not.toMatchObject({ rawURL: (original as { rawURL: string }).rawURL });
  });
});

describe('files', () => {
  it('K1-3 an empty text beside a file stays an empty text, and a file alone has none', async () => {
    const conversation = alice.conversation.create('bob@x.com');
    const withEmpty = conversation.createMessage('');
    withEmpty.addPart({ type: 'file', file: picture() });
    withEmpty.send();
    conversation.createMessage({ type: 'file', file: picture() }).send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual([' [file]', '[file]']));
  });

  it('K1-4 K1-8 the same File in two messages, twice in one, and a file of a hostile name: rawURL is always another one', async () => {
    const file = picture('"><script>alert(1)</script> &amp; .png');
    const conversation = alice.conversation.create('bob@x.com');
    for (const text of ['one', 'two']) {
      const message = conversation.createMessage(text);
      message.addPart({ type: 'file', file });
      message.addPart({ type: 'file', file });
      message.send();
    }
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['one [file] [file]', 'two [file] [file]']));
    const parts = conversationOf(bob, 'alice@x.com')
      .getMessages()
      .flatMap((message) => message.parts.filter((part) => part.type === 'file')) as { name: string; rawURL: string }[];
    expect(new Set(parts.map(({ rawURL }) => rawURL)).size).toBe(4);
    for (const { name, rawURL } of parts) {
      expect(name).toBe(file.name);
      expect(rawURL).toMatch(/^[^\s"'<>&;]+$/);
    }
  });

  it('K1-8 rawURL is the lasting address of the store, where it has one', async () => {
    const store = new MemoryMediaStore();
    const media = Object.assign(store, { publicUrl: (id: string) => `https://files.example/a b/${id}` });
    const [sender, receiver] = [
      await world.client('alice@x.com', { media }),
      await world.client('bob@x.com', { media }),
    ];
    sender.conversation.create('bob@x.com').createMessage({ type: 'file', file: picture() }).send();
    await seen(() => expect(textsOf(receiver, 'alice@x.com')).toEqual(['[file]']));
    const [part] = conversationOf(receiver, 'alice@x.com').getMessages()[0]!.parts;
    expect(part).toMatchObject({
      rawURL: expect.stringMatching(/^https:\/\/files\.example\/a%20b\/\w+#\d+-0$/) as string,
    });
  });

  it('K1-13 KM-3 a download that fails: messages:error alone, and asking again is one request more', async () => {
    let downloads = 0;
    const store = new MemoryMediaStore();
    const temporaryUrl = () => {
      downloads += 1;
      return Promise.reject(new Error('the disk is gone'));
    };
    const media = { upload: store.upload.bind(store), temporaryUrl };
    const receiver = await world.client('bob@x.com', { media });
    const recorder = new KandyRecorder(receiver);
    const redraw = () => {
      const [message] = conversationOf(receiver, 'alice@x.com').getMessages();
      if (!message!.isFetchingLinks) message!.createImageLinks();
    };
    receiver.on('messages:change', redraw);
    receiver.on('conversations:change', redraw);
    const message = alice.conversation.create('bob@x.com').createMessage('look');
    message.addPart({ type: 'file', file: picture() });
    message.send();
    await seen(() => expect(recorder.types).toEqual(['conversations:change', 'messages:error']));
    expect(recorder.of('messages:error')[0]).toMatchObject({ code: 'messaging:6', error: { name: 'BasicError' } });
    expect(conversationOf(receiver, 'alice@x.com').getMessages()[0]!.isFetchingLinks).toBe(false);
    expect(textsOf(receiver, 'alice@x.com')).toEqual(['look [file]']);
    redraw();
    await seen(() => expect(recorder.of('messages:error')).toHaveLength(2));
    expect(downloads).toBe(2);
  });

  it('§4 a file at a host that its sender names: never asked, and its address is not shown, unless the app lists the host', async () => {
    await sendTexts('hello');
    const lax = await world.client('alice@x.com', { mediaHosts: ['evil.example'] });
    const files = [{ id: '1', name: 'pic.png', url: 'https://evil.example/pic.png', extension: 'png' }];
    await world.sendRaw('bob@x.com', await world.threadOf('bob@x.com'), {
      content: 'look',
      metadata: { fileSharingMetadata: JSON.stringify(files) },
    });
    for (const client of [alice, lax]) await seen(() => expect(textsOf(client, 'bob@x.com')).toContain('look [file]'));
    const rawUrlAt = (client: KandyClient) =>
      (conversationOf(client, 'bob@x.com').getMessages().at(-1)!.parts[1] as { rawURL: string }).rawURL;
    expect(rawUrlAt(alice)).toMatch(/^urn:rethread:[\d-]+$/);
    expect(rawUrlAt(lax)).toMatch(/^https:\/\/evil\.example\/pic\.png#[\d-]+$/);
    const ask = globalThis.fetch;
    const asked: unknown[] = [];
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (url !== 'https://evil.example/pic.png') return ask(url, init);
      asked.push(init);
      return Promise.resolve(new Response('picture', { headers: { 'content-type': 'image/png' } }));
    });
    conversationOf(alice, 'bob@x.com').getMessages().at(-1)!.createImageLinks();
    await seen(() => expect(hers.of('messages:error')[0]!.message).toContain('`mediaHosts`'));
    expect(asked).toEqual([]);
    conversationOf(lax, 'bob@x.com').getMessages().at(-1)!.createImageLinks();
    await seen(() => expect(asked).toHaveLength(1));
    expect(asked[0]).not.toHaveProperty('headers');
    expect(asked[0]).toMatchObject({ credentials: 'omit', redirect: 'error' });
    spy.mockRestore();
  });

  it('§4 a file that could run in the page is given a type that cannot', async () => {
    alice.conversation
      .create('bob@x.com')
      .createMessage({ type: 'file', file: picture('a.html', 'text/html') })
      .send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['[file]']));
    his.clear();
    const made = vi.spyOn(URL, 'createObjectURL');
    conversationOf(bob, 'alice@x.com').getMessages()[0]!.createImageLinks();
    await seen(() => expect(his.types).toEqual(['messages:change']));
    expect((made.mock.calls.at(-1)![0] as Blob).type).toBe('application/octet-stream');
    made.mockRestore();
  });

  it('§4 addresses of files end with what they are of', async () => {
    alice.conversation.create('bob@x.com').createMessage({ type: 'file', file: picture() }).send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['[file]']));
    conversationOf(bob, 'alice@x.com').getMessages()[0]!.createImageLinks();
    const part = () => conversationOf(bob, 'alice@x.com').getMessages()[0]!.parts[0] as { url?: string };
    await seen(() => expect(part().url).toMatch(/^blob:/));
    const revoked = vi.spyOn(URL, 'revokeObjectURL');
    const { url } = part();
    conversationOf(bob, 'alice@x.com').clearMessages();
    await seen(() => expect(revoked).toHaveBeenCalledWith(url));
    revoked.mockRestore();
  });

  it('KM-2 K1-11 two files in one message, each with its address and name', async () => {
    const message = alice.conversation.create('bob@x.com').createMessage('two');
    for (const name of ['a.png', 'b.png']) message.addPart({ type: 'file', file: picture(name) });
    message.send();
    await seen(() => expect(textsOf(bob, 'alice@x.com')).toEqual(['two [file] [file]']));
    his.clear();
    conversationOf(bob, 'alice@x.com').getMessages()[0]!.createImageLinks();
    await seen(() => expect(his.types).toEqual(['messages:change', 'messages:change']));
    const { parts, isFetchingLinks } = conversationOf(bob, 'alice@x.com').getMessages()[0]!;
    const files = parts.slice(1) as { name: string; url: string; thumbnailUrl: string }[];
    expect(files.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
    expect(files.every(({ url, thumbnailUrl }) => url.startsWith('blob:') && thumbnailUrl === url)).toBe(true);
    expect(isFetchingLinks).toBe(false);
  });
});
