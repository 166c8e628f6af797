import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, ImageEvent, ImageUpload, Member, StitchOptions } from '../../../src/stitch/index.js';
import { PATIENCE } from '../../helper/next-event.js';
import { nextStitchEvent, startJohnAndKevin, type StitchWorld } from '../../helper/stitch-world.js';

const PIXELS = 'these are pixels';
const picture = (): File => new File([PIXELS], 'cat.png', { type: 'image/png' });

describe('the images of a Conversation', () => {
  let world: StitchWorld;
  let johns: Conversation;
  let kevins: Conversation;

  async function meet(options?: StitchOptions): Promise<void> {
    ({ world, johns, kevins } = await startJohnAndKevin(options));
  }
  afterEach(() => world.stop());

  const ended = (upload: ImageUpload): Promise<void> =>
    new Promise((resolve) => upload.addEventListener('loadend', () => resolve()));

  describe('in the memory of the process', () => {
    beforeEach(() => meet());

    it('§3.3 Conversation#sendImage resolves what looks like a request, and the image event follows', async () => {
      const received = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image');
      const upload = await johns.sendImage(picture(), { quality_ratio: '0.5' });
      expect(upload).toMatchObject({ readyState: 1, status: 0, responseText: '' });
      const heard: string[] = [];
      for (const type of ['onload', 'onloadend', 'onabort', 'onerror'] as const)
        upload[type] = (event) => heard.push(event.type);
      const onprogress = vi.fn();
      upload.upload.onprogress = onprogress;
      await ended(upload);
      expect(heard).toEqual(['load', 'loadend']);
      expect(upload).toMatchObject({ readyState: 4, status: 200 });

      const [sender, event] = await received;
      expect(sender.user.name).toBe('John');
      const { representations } = event.body;
      expect(event).toMatchObject({ type: 'image', from: sender.id, state: { seen_by: {}, delivered_to: {} } });
      expect(representations.original).toMatchObject({ name: 'cat.png', type: 'image/png', size: PIXELS.length });
      expect(representations.medium).toEqual(representations.original);
      expect(JSON.parse(upload.responseText)).toMatchObject({ original: { name: 'cat.png' }, thumbnail: { size: 16 } });
    });

    it('§3.3 ImageEvent#fetchImage gives a data address of the true type', async () => {
      const received = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image');
      await johns.sendImage(picture());
      const [, event] = await received;
      const address = `data:image/png;base64,${btoa(PIXELS)}`;
      await expect(event.fetchImage('thumbnail')).resolves.toBe(address);
      await expect(event.fetchImage()).resolves.toBe(address);
      await expect(event.fetchImage('huge' as 'medium')).rejects.toMatchObject({ type: 'error:invalid:param:type' });
    });

    it('§3.2 the same File sent twice is two images', async () => {
      const heard: string[] = [];
      kevins.on('image', (_, { body }) => heard.push(body.representations.original!.id));
      const file = picture();
      await Promise.all([johns.sendImage(file), johns.sendImage(file)]);
      await vi.waitFor(() => expect(new Set(heard).size).toBe(2), PATIENCE);
    });

    it('§3.2 image:seen and event:delete; a deleted image cannot be loaded', async () => {
      const received = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image');
      await johns.sendImage(picture());
      const [, event] = await received;
      const seen = nextStitchEvent<[Member, ImageEvent]>(johns, 'image:seen');
      await event.seen();
      const [reader, own] = await seen;
      expect(reader.user.name).toBe('Kevin');
      const deleted = nextStitchEvent<[Member, ImageEvent]>(kevins, 'event:delete');
      await own.del();
      expect((await deleted)[1]).toBe(event);
      expect(event.body.representations).toEqual({});
      await expect(event.fetchImage()).rejects.toMatchObject({ name: 'NexmoClientError', type: 'error:fetch-image' });
    });

    it('§3.3 image:update: another client has written something to it', async () => {
      const received = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image');
      await johns.sendImage(picture());
      const [, event] = await received;
      const updated = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image:update');
      await world.patch('John', johns, `/messages/${event.acsId}`, { content: 'my cat' });
      expect((await updated)[1]).toBe(event);
      expect(event.body).toMatchObject({ text: 'my cat', representations: { original: { name: 'cat.png' } } });
    });

    it('§4 an image at a foreign host is not fetched, with or without a token', async () => {
      const fetched = vi.spyOn(globalThis, 'fetch');
      const heard = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image');
      const url = 'https://evil.example/cat.png';
      await johns.sendMessage({ message_type: 'image', image: { url } });
      const [, event] = await heard;
      expect(event.body.representations.original!.url).toBe(url);
      await expect(event.fetchImage()).rejects.toMatchObject({ type: 'error:fetch-image' });
      expect(JSON.stringify(fetched.mock.calls)).not.toContain('evil');
      fetched.mockRestore();
    });

    it('§3.2 client-8 Conversation#uploadImage stores it, and sendMessage sends what it gave', async () => {
      const received = nextStitchEvent<[Member, ImageEvent]>(kevins, 'image');
      const upload = await johns.uploadImage(picture());
      await ended(upload);
      const { original } = JSON.parse(upload.responseText) as { original: { url: string } };
      await johns.sendMessage({ message_type: 'image', image: { url: original.url } });
      const [, event] = await received;
      await expect(event.fetchImage()).resolves.toBe(`data:image/png;base64,${btoa(PIXELS)}`);
      await expect(johns.sendMessage({ message_type: 'image', image: { url: 'javascript:0' } })).rejects.toMatchObject({
        type: 'error:invalid:param:type',
      });
    });
  });

  it('§3.2 Conversation#abortSendImage stops an upload: nothing is sent', async () => {
    let stopped = false;
    await meet({
      media: {
        upload: (_, { signal, onProgress }) =>
          new Promise((_resolve, reject) => {
            setTimeout(() => onProgress?.(5), 0);
            signal!.addEventListener('abort', () => {
              stopped = true;
              reject(new Error('stopped'));
            });
          }),
        temporaryUrl: () => Promise.reject(new Error('never')),
      },
    });
    const upload = await johns.sendImage(picture());
    const progress = new Promise((resolve) => (upload.upload.onprogress = resolve));
    await expect(progress).resolves.toMatchObject({ loaded: 5, total: PIXELS.length, lengthComputable: true });
    const heard: string[] = [];
    upload.onabort = ({ type }) => heard.push(type);
    upload.onloadend = ({ type }) => heard.push(type);
    expect(johns.abortSendImage(upload)).toBeUndefined();
    await vi.waitFor(() => expect(heard).toEqual(['abort', 'loadend']), PATIENCE);
    expect(stopped).toBe(true);
    expect(upload).toMatchObject({ readyState: 4, status: 0 });
    upload.abort();
    expect(world.emulator.requests.count({ method: 'POST', path: /messages$/ })).toBe(0);
  });

  it('§3.2 an upload that fails says so, and its error is there', async () => {
    await meet({
      media: {
        upload: () => Promise.reject(new Error('disk full')),
        temporaryUrl: () => Promise.reject(new Error('never')),
      },
    });
    const upload = await johns.sendImage(picture());
    const heard: string[] = [];
    upload.onerror = ({ type }) => heard.push(type);
    await ended(upload);
    expect(heard).toEqual(['error']);
    expect(upload).toMatchObject({ readyState: 4, status: 0, error: expect.any(Error) });
  });
});
