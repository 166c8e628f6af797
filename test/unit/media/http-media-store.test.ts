import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError } from '../../../src/core/index.js';
import { HttpMediaStore } from '../../../src/media/index.js';

const context = { threadId: 't' };
const file = { content: new Blob(['x']), contentType: 'image/png', filename: 'ä.png' };
const media = { id: 'a b', filename: null, contentType: 'image/png', size: 1, category: 'media' };
const fetched = vi.fn<typeof fetch>();

const answer = (body: unknown, init?: ResponseInit) =>
  fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), init));
const store = new HttpMediaStore({ url: 'https://files.example/v1/', headers: { authorization: 'Bearer x' } });

async function failureOf(promise: Promise<unknown>): Promise<ChatError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ChatError);
  return error as ChatError;
}

beforeEach(() => void vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

describe('HttpMediaStore', () => {
  it('posts the file with its type, name and the configured headers', async () => {
    answer({ id: '1' }, { status: 201 });
    await expect(store.upload(file, context)).resolves.toBe('1');
    const [url, init] = fetched.mock.calls[0]!;
    expect(url).toBe('https://files.example/v1');
    expect(init).toMatchObject({ method: 'POST', body: file.content });
    expect(Object.fromEntries(init!.headers as Headers)).toEqual({
      authorization: 'Bearer x',
      'content-type': 'image/png',
      'x-file-name': '%C3%A4.png',
    });
  });

  it('sends no name when there is none, and a neutral type when it is unknown', async () => {
    answer({ id: '1' });
    await store.upload({ content: new Blob([]), contentType: '', filename: null }, context);
    const headers = fetched.mock.calls[0]![1]!.headers as Headers;
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.has('x-file-name')).toBe(false);
  });

  it('asks for the headers before every request', async () => {
    let count = 0;
    const headers = () => Promise.resolve({ authorization: `Bearer ${++count}` });
    const fresh = new HttpMediaStore({ url: 'https://files.example', headers });
    answer({ id: '1' });
    answer({ url: 'https://cdn.example/1' });
    await fresh.upload(file, context);
    await fresh.temporaryUrl(media, context);
    const sent = fetched.mock.calls.map(([, init]) => (init!.headers as Headers).get('authorization'));
    expect(sent).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('escapes the id in the address', async () => {
    answer({ url: 'https://cdn.example/1?sig=a%2Fb' });
    await expect(store.temporaryUrl(media, context)).resolves.toBe('https://cdn.example/1?sig=a%2Fb');
    expect(fetched.mock.calls[0]![0]).toBe('https://files.example/v1/a%20b/url');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'relative-without-base', 7, undefined])(
    'does not hand out the address %j',
    async (url) => {
      answer({ url });
      expect(await failureOf(store.temporaryUrl(media, context))).toMatchObject({ code: 'service-error' });
    },
  );

  it.each([
    [400, 'invalid-argument'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [413, 'too-large'],
    [415, 'invalid-argument'],
    [429, 'rate-limited'],
    [500, 'service-error'],
    [503, 'service-error'],
  ])('turns status %i into %s', async (status, code) => {
    answer({}, { status, headers: { 'retry-after': '3' } });
    expect(await failureOf(store.upload(file, context))).toMatchObject({ code, status, retryAfterMs: 3000 });
  });

  it.each(['', '<html>', 'null', '[]', '{"id":7}', '{"id":""}'])('does not accept the answer %j', async (body) => {
    fetched.mockResolvedValueOnce(new Response(body));
    expect(await failureOf(store.upload(file, context))).toMatchObject({ code: 'service-error' });
  });

  it('reports a service that does not answer', async () => {
    fetched.mockRejectedValueOnce(new TypeError('fetch failed'));
    expect(await failureOf(store.upload(file, context))).toMatchObject({ code: 'unavailable' });
  });

  it('reports a content type that cannot be sent', async () => {
    const failure = await failureOf(store.upload({ ...file, contentType: 'a\nb' }, context));
    expect(failure.code).toBe('invalid-argument');
    expect(fetched).not.toHaveBeenCalled();
  });
});
