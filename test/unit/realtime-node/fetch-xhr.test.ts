import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { FetchXhr } from '../../../src/realtime-node/node-only/fetch-xhr.js';

describe('FetchXhr', () => {
  let fetch: Mock<typeof globalThis.fetch>;
  let changed: Mock<() => void>;
  let xhr: FetchXhr;

  beforeEach(() => {
    fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    changed = vi.fn();
    xhr = new FetchXhr();
    xhr.onreadystatechange = changed;
    xhr.open('POST', 'http://127.0.0.1:1/socket.io/1/');
    xhr.setRequestHeader('X-Skypetoken', 'token');
  });

  afterEach(() => vi.unstubAllGlobals());

  it('sends what it was told to', () => {
    fetch.mockReturnValue(new Promise(() => undefined));
    xhr.send('2::');

    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe('http://127.0.0.1:1/socket.io/1/');
    expect(init).toMatchObject({ method: 'POST', body: '2::' });
    expect(new Headers(init!.headers).get('x-skypetoken')).toBe('token');
    expect(xhr.readyState).toBe(1);
  });

  it.each([200, 503])('shows an answer with status %s', async (status) => {
    fetch.mockResolvedValue(new Response('1::', { status }));
    xhr.send();
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(xhr).toMatchObject({ readyState: 4, status, responseText: '1::' });
  });

  it('shows status 0 where there is no answer', async () => {
    fetch.mockRejectedValue(new TypeError('fetch failed'));
    xhr.send(null);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(xhr).toMatchObject({ readyState: 4, status: 0, responseText: '' });
  });

  it('gives up the request and falls silent when aborted', async () => {
    const given: AbortSignal[] = [];
    fetch.mockImplementation((_, init) => {
      given.push(init!.signal!);
      return Promise.reject(new Error('aborted'));
    });
    xhr.send();
    xhr.abort();
    await vi.waitFor(() => expect(xhr.readyState).toBe(4));
    expect(given[0]!.aborted).toBe(true);
    expect(changed).not.toHaveBeenCalled();
  });
});
