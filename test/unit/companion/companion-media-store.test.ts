import { afterEach, describe, expect, it, vi } from 'vitest';
import { CompanionMediaStore, type CompanionRequest } from '../../../src/companion/index.js';
import { ChatError, isChatError, type MediaUpload } from '../../../src/core/index.js';

const URL_WITH_SECRET = 'https://storage.test/c/uploads/x?sig=SECRET';
const file: MediaUpload = { content: new Blob(['hello']), contentType: 'text/plain', filename: 'a.txt' };
const threadId = '19:a/b@thread.v2';

type Answer = (path: string) => unknown;

/** A companion that answers as told, and what it was asked. */
function companionThat(answers: Partial<Record<string, Answer>> = {}) {
  const asked: string[] = [];
  const request: CompanionRequest = async (method, path, _body, options) => {
    asked.push(`${method} ${path}${options?.withAcsToken ? ' with token' : ''}`);
    await Promise.resolve();
    const answer = answers[method + (path.endsWith('/complete') ? ' complete' : '')];
    if (answer) return answer(path);
    return method === 'POST' && !path.endsWith('/complete')
      ? { id: 'a1', url: URL_WITH_SECRET, headers: { 'x-ms-blob-type': 'BlockBlob' } }
      : undefined;
  };
  return { asked, store: new CompanionMediaStore({ request, url: 'https://app.test/chat/' }) };
}

/** A browser's, as far as uploads use it; each test says what becomes of a request. */
class FakeXhr {
  static last: FakeXhr;
  static send: (xhr: FakeXhr) => void = (xhr) => xhr.end(201);
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  readonly headers: Record<string, string> = {};
  status = 0;
  target = '';
  onloadend: () => void = () => undefined;
  constructor() {
    FakeXhr.last = this;
  }
  open(method: string, url: string): void {
    this.target = `${method} ${url}`;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(): void {
    FakeXhr.send(this);
  }
  abort(): void {
    this.end(0);
  }
  end(status: number): void {
    this.status = status;
    this.onloadend();
  }
}

async function failureOf(promise: Promise<unknown>): Promise<ChatError> {
  const error: unknown = await promise.then(
    () => expect.fail('expected a failure'),
    (reason: unknown) => reason,
  );
  if (!isChatError(error)) throw error;
  expect(JSON.stringify([error.message, error.stack, error.cause, error.details])).not.toContain('SECRET');
  return error;
}

describe('the companion as a media store', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    FakeXhr.send = (xhr) => xhr.end(201);
  });

  describe('through XMLHttpRequest', () => {
    const inPage = (): void => void vi.stubGlobal('XMLHttpRequest', FakeXhr);

    it('sends the bytes to the storage, with its headers, and reports progress', async () => {
      inPage();
      FakeXhr.send = (xhr) => {
        xhr.upload.onprogress?.({ loaded: 2 });
        xhr.end(201);
      };
      const { asked, store } = companionThat();
      const onProgress = vi.fn();
      expect(await store.upload(file, { threadId, onProgress })).toBe('a1');
      expect(FakeXhr.last.target).toBe(`PUT ${URL_WITH_SECRET}`);
      expect(FakeXhr.last.headers).toEqual({ 'x-ms-blob-type': 'BlockBlob' });
      expect(onProgress.mock.calls).toEqual([[2], [5]]);
      const path = '/conversations/19%3Aa%2Fb%40thread.v2/media';
      expect(asked).toEqual([`POST ${path} with token`, `POST ${path}/a1/complete with token`]);
    });

    it('stops when it is cancelled, and takes back what it began', async () => {
      inPage();
      const abort = new AbortController();
      FakeXhr.send = () => abort.abort();
      const { asked, store } = companionThat();
      expect((await failureOf(store.upload(file, { threadId, signal: abort.signal }))).code).toBe('cancelled');
      expect(asked.at(-1)).toMatch(/^DELETE .*\/media\/a1 with token$/);
    });

    it.each([
      [0, 'unavailable'],
      [403, 'forbidden'],
      [413, 'too-large'],
      [500, 'service-error'],
    ])('says what went wrong when the storage answers %d', async (status, code) => {
      inPage();
      FakeXhr.send = (xhr) => xhr.end(status);
      const { asked, store } = companionThat();
      expect((await failureOf(store.upload(file, { threadId }))).code).toBe(code);
      expect(asked.some((request) => request.includes('/complete'))).toBe(false);
    });

    it('listens to nothing afterwards', async () => {
      inPage();
      const { signal } = new AbortController();
      const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
      await companionThat().store.upload(file, { threadId, signal });
      expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    });
  });

  it('says nothing of the address when it cannot be reached by fetch', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError(`cannot reach ${URL_WITH_SECRET}`)));
    const error = await failureOf(companionThat().store.upload(file, { threadId }));
    expect([error.code, error.message]).toEqual(['unavailable', expect.stringContaining('CORS')]);
  });

  it.each<[string, unknown]>([
    ['no address', { id: 'a1' }],
    ['an address of the page', { id: 'a1', url: '/upload' }],
    ['no id', { url: URL_WITH_SECRET }],
    ['an id that is a path', { id: '../x', url: URL_WITH_SECRET }],
    ['nothing', undefined],
  ])('sends nothing when the companion gives %s', async (_, answer) => {
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    const { store } = companionThat({ POST: () => answer });
    expect((await failureOf(store.upload(file, { threadId }))).code).toBe('service-error');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('tells what the companion refused', async () => {
    const refusal = new ChatError('too-large', 'unable to take the file; it is too large', { status: 413 });
    const { asked, store } = companionThat({
      POST: () => {
        throw refusal;
      },
    });
    expect(await failureOf(store.upload(file, { threadId }))).toBe(refusal);
    expect(asked).toHaveLength(1);
  });

  it('gives clients of others an address without secrets', () => {
    const { store } = companionThat();
    expect(store.publicUrl('a1', threadId)).toBe('https://app.test/chat/conversations/19%3Aa%2Fb%40thread.v2/media/a1');
  });

  it('asks the companion for no id that it cannot have given', async () => {
    const { asked, store } = companionThat();
    const media = { filename: null, contentType: '', size: 0, category: 'media', id: 'https://evil.test/' };
    expect((await failureOf(store.temporaryUrl(media, { threadId }))).code).toBe('not-found');
    expect(asked).toEqual([]);
  });
});
