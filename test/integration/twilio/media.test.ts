import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Client,
  type Conversation,
  type Media,
  type MediaStore,
  MemoryMediaStore,
  type Message,
  type SendMediaOptions,
} from '../../../src/index.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';
import { nativeForm } from '../../helper/react-native-form.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

const PNG_ADDRESS = 'data:image/png;base64,iVBORwD/Cg0=';
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 10, 13]);

/** Each upload waits until the test lets it go on, and cannot be stopped then. */
class SlowStore implements MediaStore {
  readonly kept = new MemoryMediaStore();
  readonly started: string[] = [];
  release: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => (this.release = resolve));

  async upload(...[file, context]: Parameters<MediaStore['upload']>): Promise<string> {
    this.started.push(file.filename ?? '-');
    await this.#gate;
    return this.kept.upload(file, { threadId: context.threadId });
  }

  temporaryUrl(...args: Parameters<MediaStore['temporaryUrl']>): Promise<string> {
    return this.kept.temporaryUrl(...args);
  }
}

describe('media', () => {
  let world: TwilioWorld;
  let alice: Client;
  let bob: Client;
  let hers: Conversation;

  beforeEach(async () => {
    world = await TwilioWorld.start();
    await start({});
  });
  afterEach(() => world.stop());

  async function start(rethread: { media?: MediaStore }): Promise<void> {
    [alice, bob] = await Promise.all([world.client('alice', { rethread }), world.client('bob', { rethread })]);
    [hers] = (await world.conversation(alice, bob)) as [Conversation, Conversation];
  }

  const receive = (): Promise<Message> => nextEvent(bob, 'messageAdded');
  const bytesOf = async (media: Media): Promise<Uint8Array> => {
    const url = await media.getContentTemporaryUrl();
    return new Uint8Array(await (await fetch(url!)).arrayBuffer());
  };

  const formOf = (...files: [string, string, Uint8Array | string][]): FormData => {
    const form = new FormData();
    for (const [name, type, content] of files) form.append('file', new Blob([content as BlobPart], { type }), name);
    return form;
  };

  const formWith = (file: File): FormData => {
    const form = new FormData();
    form.append('file', file);
    return form;
  };

  type MediaRow = [string, () => FormData | SendMediaOptions, { filename?: string | null; contentType?: string }];
  const ofNode: MediaRow[] = [
    [
      'a Buffer',
      () => ({ contentType: 'image/png', filename: 'a.png', media: Buffer.from(PNG) }),
      { filename: 'a.png' },
    ],
  ];

  it.each<MediaRow>([
    // Pages have none.
    ...(typeof Buffer === 'undefined' ? [] : ofNode),
    ['a Blob', () => ({ contentType: 'image/png', filename: 'a.png', media: new Blob([PNG]) }), { filename: 'a.png' }],
    [
      'a File',
      () => ({ contentType: 'image/png', filename: 'a.png', media: new File([PNG], 'b.png') }),
      { filename: 'a.png' },
    ],
    ['options without a name', () => ({ contentType: 'image/png', media: new Blob([PNG]) }), { filename: null }],
    ['a form', () => formOf(['a.png', 'image/png', PNG]), { filename: 'a.png' }],
    ['a form with a File', () => formWith(new File([PNG], 'a.png', { type: 'image/png' })), { filename: 'a.png' }],
    ['a form without a type', () => formOf(['a.bin', '', PNG]), { contentType: 'application/octet-stream' }],
    ['a form of React Native', () => nativeForm({ uri: PNG_ADDRESS, name: 'a.png', type: 'image/png' }), {}],
  ])('§4.3 addMedia with %s', async (_, payload, expected) => {
    const received = receive();
    await hers.prepareMessage().setBody('look').addMedia(payload()).build().send();
    const message = await received;

    const [media] = message.attachedMedia!;
    const { filename, contentType, size, category } = media!;
    expect({ filename, contentType, size, category }).toMatchObject({
      contentType: 'image/png',
      size: PNG.length,
      category: 'media',
      ...expected,
    });
    expect([message.type, message.body]).toEqual(['media', 'look']);
    expect(await bytesOf(media!)).toEqual(PNG);
  });

  it('§4.3 addMedia with a string, and umlauts in its name', async () => {
    const received = receive();
    await hers
      .prepareMessage()
      .addMedia({ contentType: 'text/plain', filename: 'Grüße 👋.txt', media: 'Grüße' })
      .buildAndSend();
    const [media] = (await received).attachedMedia!;
    expect([media!.filename, media!.size]).toEqual(['Grüße 👋.txt', 7]);
    expect(new TextDecoder().decode(await bytesOf(media!))).toBe('Grüße');
  });

  it.each<[string, () => FormData | SendMediaOptions]>([
    ['options', () => ({ contentType: 'text/plain', filename: 'a.txt', media: 'text' })],
    [
      'bytes',
      () => ({ contentType: 'text/plain', filename: 'a.txt', media: new TextEncoder().encode('text') as never }),
    ],
    ['an ArrayBuffer', () => ({ contentType: 'text/plain', media: new TextEncoder().encode('text').buffer as never })],
    ['a Blob', () => ({ contentType: 'text/plain', media: new Blob(['text']) })],
    ['a form', () => formOf(['a.txt', 'text/plain', 'text'])],
    ['a form of React Native', () => nativeForm({ uri: 'data:text/plain,text', name: 'a.txt' })],
  ])('§3.10 sendMessage with %s posts a message without a body', async (_, payload) => {
    const received = receive();
    await hers.sendMessage(payload(), { kind: 'file' });
    const message = await received;
    expect([message.body, message.type, message.attributes]).toEqual([null, 'media', { kind: 'file' }]);
    expect(new TextDecoder().decode(await bytesOf(message.attachedMedia![0]!))).toBe('text');
  });

  it('§4.3 several files keep their order, in events and in pages', async () => {
    const received = receive();
    await hers
      .prepareMessage()
      .addMedia({ contentType: 'text/plain', filename: '1.txt', media: 'one' })
      .addMedia(formOf(['2.txt', 'text/plain', 'two'], ['3.txt', 'text/plain', 'three']))
      .addMedia({ contentType: 'text/plain', filename: '4.txt', media: 'four' })
      .build()
      .send();
    const names = (message: Message): (string | null)[] => message.attachedMedia!.map(({ filename }) => filename);
    expect(names(await received)).toEqual(['1.txt', '2.txt', '3.txt', '4.txt']);

    const afresh = await (await world.client('bob')).getConversationBySid(hers.sid);
    const [message] = (await afresh.getMessages()).items;
    expect(names(message!)).toEqual(['1.txt', '2.txt', '3.txt', '4.txt']);
    const contents = await Promise.all(message!.attachedMedia!.map(bytesOf));
    expect(contents.map((bytes) => new TextDecoder().decode(bytes))).toEqual(['one', 'two', 'three', 'four']);
  });

  it('§5.5 the same Media objects, also after a change of the body', async () => {
    const received = receive();
    await hers
      .prepareMessage()
      .setBody('look')
      .addMedia(formOf(['a.png', 'image/png', PNG]))
      .buildAndSend();
    const message = await received;
    const [media] = message.attachedMedia!;
    expect(message.attachedMedia![0]).toBe(media);
    expect(message.getMediaByCategories(['media'])).toEqual([media]);
    expect(message.getMediaByCategories(['body', 'history'])).toEqual([]);

    const updated = nextEvent(message, 'updated');
    await (await hers.getMessages()).items[0]!.updateBody('look again');
    expect((await updated).updateReasons).not.toContain('media');
    expect(message.attachedMedia![0]).toBe(media);
    expect(await bytesOf(media!)).toEqual(PNG);
  });

  it('§4.2 a file without text keeps having none when its attributes change', async () => {
    await hers.sendMessage(formOf(['a.png', 'image/png', PNG]));
    const [message] = (await hers.getMessages()).items;
    const updated = nextEvent(message!, 'updated');
    await message!.updateAttributes({ caption: 'sea' });
    await updated;
    expect([message!.body, message!.attachedMedia!.length, message!.attributes]).toEqual([null, 1, { caption: 'sea' }]);
  });

  it('§4.2 addresses of several files at a time', async () => {
    const received = receive();
    await hers.sendMessage(formOf(['a.txt', 'text/plain', 'a'], ['b.txt', 'text/plain', 'b']));
    const message = await received;
    const sids = message.attachedMedia!.map(({ sid }) => sid);
    const all = await message.getTemporaryContentUrlsForAttachedMedia();
    expect([...all.keys()]).toEqual(sids);
    expect(await (await fetch(all.get(sids[1]!)!)).text()).toBe('b');
    expect(await bob.getTemporaryContentUrlsForMedia(message.attachedMedia!)).toEqual(all);
    expect(await bob.getTemporaryContentUrlsForMediaSids([sids[0]!])).toEqual(new Map([[sids[0], all.get(sids[0]!)]]));
  });

  it('§5.5 an unknown file: a string, which names it', async () => {
    await expect(bob.getTemporaryContentUrlsForMediaSids(['ME404'])).rejects.toBe(
      'Failed to obtain detailed information about Media items (failed SID ME404)',
    );
  });

  it('§4.4 cancelling during the upload: rejects, no message, the rest is not uploaded', async () => {
    const store = new SlowStore();
    await start({ media: store });
    const before = world.emulator.requests.count({ method: 'POST' });
    const sending = hers
      .prepareMessage()
      .addMedia(formOf(['1.txt', 'text/plain', 'one'], ['2.txt', 'text/plain', 'two']))
      .build()
      .send();
    await vi.waitFor(() => expect(store.started).toEqual(['1.txt']), PATIENCE);
    expect(sending.cancel() === sending).toBe(true);
    await expect(sending).rejects.toThrow('Promise was cancelled');
    store.release();

    await expect(hers.sendMessage('afterwards')).resolves.toBe(0);
    expect(store.started).toEqual(['1.txt']);
    expect(world.emulator.requests.count({ method: 'POST' })).toBe(before + 1);
    expect((await hers.getMessages()).items.map(({ body }) => body)).toEqual(['afterwards']);
  });

  it('§4.4 cancelling an address', async () => {
    const received = receive();
    await hers.sendMessage(formOf(['a.txt', 'text/plain', 'a']));
    const address = (await received).attachedMedia![0]!.getContentTemporaryUrl();
    void address.cancel();
    await expect(address).rejects.toThrow('Promise was cancelled');
  });

  it('§4.4 cancelling a send that has left does not keep the message from appearing', async () => {
    const received = receive();
    const sending = hers.prepareMessage().setBody('on its way').build().send();
    await vi.waitFor(() => expect(world.emulator.requests.count({ path: /messages$/, method: 'POST' })).toBe(1), {
      ...PATIENCE,
      interval: 1,
    });
    void sending.cancel();
    await sending.catch(() => undefined);
    expect((await received).body).toBe('on its way');
  });

  it('an upload that fails: the send rejects and there is no message', async () => {
    const failing: MediaStore = {
      upload: () => Promise.reject(new Error('the store is full')),
      temporaryUrl: () => Promise.reject(new Error('the store is full')),
    };
    await start({ media: failing });
    await expect(hers.sendMessage(formOf(['a.txt', 'text/plain', 'a']))).rejects.toThrow('the store is full');
    expect((await hers.getMessages()).items).toEqual([]);
  });

  it('the message is too large with its files: refused before anything is uploaded', async () => {
    const store = new SlowStore();
    await start({ media: store });
    const sending = hers.sendMessage(formOf(['a.txt', 'text/plain', 'a']), { text: 'x'.repeat(29_000) });
    await expect(sending).rejects.toMatchObject({ code: 'too-large' });
    expect(store.started).toEqual([]);
  });

  it('§4.3 more files than the limit are refused at build()', () => {
    const builder = hers.prepareMessage();
    for (let count = 0; count < 11; count++) builder.addMedia({ contentType: 'text/plain', media: 'x' });
    expect(() => builder.build()).toThrow('Too many media attachments in the message (11 > 10)');
    expect(hers.limits.mediaAttachmentsCountLimit).toBe(10);
  });

  it('§4.3 more files than the limit in one form are refused by sendMessage too, and nothing is uploaded', async () => {
    const store = new SlowStore();
    await start({ media: store });
    const form = formOf(...Array.from({ length: 11 }, (): [string, string, string] => ['a.txt', 'text/plain', 'a']));
    await expect(hers.sendMessage(form)).rejects.toThrow('Too many media attachments in the message (11 > 10)');
    expect(store.started).toEqual([]);
  });

  it('a file of React Native that cannot be read: the send rejects, and nothing is uploaded', async () => {
    const store = new SlowStore();
    await start({ media: store });
    const sending = hers.sendMessage(nativeForm({ uri: 'data:text/plain,a' }, { uri: 'nowhere:', name: 'b.txt' }));
    await expect(sending).rejects.toThrow('unable to send "b.txt"; its uri cannot be read');
    expect(store.started).toEqual([]);
  });

  it('a form without a file is refused', async () => {
    const form = new FormData();
    form.append('note', 'text only');
    await expect(hers.sendMessage(form)).rejects.toThrow('it holds no file');
  });
});
