import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isChatError, type MediaRecord, type MediaStore } from '../../../src/core/index.js';
import { downloadMedia } from '../../../src/media/index.js';

const fetched = vi.fn<typeof fetch>();
beforeEach(() => void vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

const own: MediaRecord = { id: 'f1', filename: 'a.png', contentType: 'image/png', size: 3, category: 'media' };
const foreign = { ...own, id: 'https://files.example/a.png?x=1' };
const store: MediaStore = {
  upload: () => Promise.resolve('f1'),
  temporaryUrl: ({ id }, { threadId }) => Promise.resolve(`https://store.example/${threadId}/${id}?sig=1`),
};
const answer = (body: BodyInit | null, init?: ResponseInit) => fetched.mockResolvedValueOnce(new Response(body, init));
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => isChatError(error) && error.code,
  );

describe('the content of a file', () => {
  it('comes from where the store says', async () => {
    answer(new Uint8Array([1, 2, 3]), { headers: { 'content-type': 'image/png' } });
    const content = await downloadMedia(own, { store, threadId: 't' });
    expect([content.size, content.type]).toEqual([3, 'image/png']);
    expect(fetched.mock.calls[0]![0]).toBe('https://store.example/t/f1?sig=1');
  });

  it('has the type that the message names, where the answer names none', async () => {
    answer(new Uint8Array([1]));
    expect((await downloadMedia(own, { store, threadId: 't' })).type).toBe('image/png');
  });

  it('no token, cookie or address of the page leaves with the request', async () => {
    answer('x');
    await downloadMedia(own, { store, threadId: 't' });
    const init = fetched.mock.calls[0]![1]!;
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    expect(init.headers).toBeUndefined();
  });

  it.each([[undefined], [[]], [['other.example']], [['files.example.evil.example']]])(
    "is never asked for at the sender's host when %j are allowed",
    async (allowedHosts) => {
      expect(await codeOf(downloadMedia(foreign, { store, threadId: 't', allowedHosts }))).toBe('forbidden');
      expect(fetched).not.toHaveBeenCalled();
    },
  );

  it("comes from the sender's host when that is allowed, and from nowhere that it leads to", async () => {
    answer('x');
    await downloadMedia(foreign, { store, threadId: 't', allowedHosts: ['files.example'] });
    expect(fetched.mock.calls[0]).toMatchObject([foreign.id, { redirect: 'error', credentials: 'omit' }]);
  });

  it.each([
    [404, 'not-found'],
    [403, 'forbidden'],
    [500, 'service-error'],
  ])('answer %i is %s', async (status, code) => {
    answer(null, { status });
    expect(await codeOf(downloadMedia(own, { store, threadId: 't' }))).toBe(code);
  });

  it('no answer, no store, cancelled', async () => {
    fetched.mockRejectedValue(new TypeError('failed'));
    expect(await codeOf(downloadMedia(own, { store, threadId: 't' }))).toBe('unavailable');
    expect(await codeOf(downloadMedia(own, { store: undefined, threadId: 't' }))).toBe('not-supported');
    expect(await codeOf(downloadMedia(own, { store, threadId: 't', signal: AbortSignal.abort() }))).toBe('cancelled');
  });
});
