import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isChatError, type MediaRecord, type MediaStore } from '../../src/core/index.js';

/** One store under test, and a look behind it. */
export interface MediaStoreHarness {
  readonly store: MediaStore;
  readonly countStored: () => number | Promise<number>;
  readonly stop: () => Promise<void> | void;
}

const context = { threadId: '19:thread@thread.v2' };

function upload(store: MediaStore, bytes: BlobPart, contentType = 'image/png', filename: string | null = 'a.png') {
  return store.upload({ content: new Blob([bytes]), contentType, filename }, context);
}

function record(id: string): MediaRecord {
  return { id, filename: 'a.png', contentType: 'image/png', size: 1, category: 'media' };
}

async function download(store: MediaStore, id: string): Promise<{ bytes: Uint8Array; contentType: string | null }> {
  const response = await fetch(await store.temporaryUrl(record(id), context));
  expect(response.status).toBe(200);
  return { bytes: new Uint8Array(await response.arrayBuffer()), contentType: response.headers.get('content-type') };
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => expect.fail('expected a failure'),
    (reason: unknown) => reason,
  );
  return isChatError(error) ? error.code : `not a ChatError: ${String(error)}`;
}

/** What every {@link MediaStore} must do. */
export function testMediaStore(name: string, start: () => Promise<MediaStoreHarness> | MediaStoreHarness): void {
  describe(`${name} as a media store`, () => {
    let harness: MediaStoreHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.stop());

    it('gives back the bytes and the content type', async () => {
      const id = await upload(harness.store, new Uint8Array([0, 1, 254, 255]));
      const { bytes, contentType } = await download(harness.store, id);
      expect([...bytes]).toEqual([0, 1, 254, 255]);
      expect(contentType).toBe('image/png');
    });

    it.each(['größe 😀.txt', 'a/b\\c?.txt', 'half \ud83d.txt', '..', 'url', '', null])(
      'takes the file name %j',
      async (filename) => {
        const id = await upload(harness.store, 'x', 'text/plain', filename);
        expect((await download(harness.store, id)).bytes).toHaveLength(1);
      },
    );

    it('takes an empty file and one of two megabytes', async () => {
      const empty = await upload(harness.store, '');
      const large = await upload(harness.store, new Uint8Array(2_000_000).fill(7));
      expect((await download(harness.store, empty)).bytes).toHaveLength(0);
      expect((await download(harness.store, large)).bytes).toHaveLength(2_000_000);
    });

    it('keeps equal files apart', async () => {
      const ids = await Promise.all([upload(harness.store, 'x'), upload(harness.store, 'x')]);
      expect(new Set(ids).size).toBe(2);
      expect(await harness.countStored()).toBe(2);
    });

    it('gives a working address again and again', async () => {
      const id = await upload(harness.store, 'x');
      await download(harness.store, id);
      expect((await download(harness.store, id)).bytes).toHaveLength(1);
    });

    it('stores nothing when the upload is cancelled before it begins', async () => {
      const file = { content: new Blob(['x']), contentType: 'text/plain', filename: null };
      const signal = AbortSignal.abort();
      expect(await failureOf(harness.store.upload(file, { ...context, signal }))).toBe('cancelled');
      expect(await harness.countStored()).toBe(0);
    });

    it('rejects an upload that is cancelled on its way', async () => {
      const abort = new AbortController();
      const file = { content: new Blob(['x']), contentType: 'text/plain', filename: null };
      const failure = failureOf(harness.store.upload(file, { ...context, signal: abort.signal }));
      abort.abort();
      expect(await failure).toBe('cancelled');
    });

    it('rejects a cancelled look-up of the address', async () => {
      const id = await upload(harness.store, 'x');
      const signal = AbortSignal.abort();
      expect(await failureOf(harness.store.temporaryUrl(record(id), { ...context, signal }))).toBe('cancelled');
    });

    it.each(['unknown', '', '.', '..', '../..', 'a/b', 'half \ud83d', '__proto__'])('knows no file %j', async (id) => {
      expect(await failureOf(harness.store.temporaryUrl(record(id), context))).toBe('not-found');
    });
  });
}
