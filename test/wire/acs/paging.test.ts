import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../src/core/index.js';
import { makeBackend, OPERATIONS, operation, rejectionOf, THREAD } from './operations.js';
import { ORIGIN, recordRequests, stopRecording } from './recorded-service.js';
import { RotatingTokens } from './rotating-tokens.js';

afterEach(stopRecording);

const LISTS = OPERATIONS.filter(({ name }) => name.startsWith('list'));
const QUERY = 'syncState=0a%2Fb&startTime=1%2F1%2F1970%2012%3A00%3A00%20AM%20%2B00%3A00&api-version=2025-03-15';
const items = (answer: unknown) => (answer as { value: unknown[] }).value;

describe.each(LISTS)('$name', (op) => {
  it.each([
    ['absolute', `${ORIGIN}${op.path}?${QUERY}`, op.path],
    [
      'absolute with the raw thread id',
      `${ORIGIN}${decodeURIComponent(op.path)}?${QUERY}`,
      decodeURIComponent(op.path),
    ],
    ['relative to the host', `${op.path}?${QUERY}`, op.path],
    ['relative without a slash', `${op.path.slice(1)}?${QUERY}`, op.path],
    ['on the default port, written out', `${ORIGIN}:443${op.path}?${QUERY}`, op.path],
  ])('follows a link that is %s, one request a page', async (_name, nextLink, path) => {
    const requests = recordRequests([
      { status: 200, body: { value: items(op.answer), nextLink } },
      { status: 200, body: { value: items(op.answer), nextLink } },
      { status: 200, body: { value: [] } },
    ]);
    const first = (await op.call(makeBackend())) as Page<unknown>;
    expect(requests).toHaveLength(1);
    const second = await first.loadNext!();
    expect(second.items).toEqual(first.items);
    const third = await second.loadNext!();
    expect(third).toEqual({ items: [] });
    const query = Object.fromEntries(new URLSearchParams(QUERY));
    const next = { method: 'GET', path, query };
    expect(requests.slice(1)).toEqual([expect.objectContaining(next), expect.objectContaining(next)]);
    expect(requests.map(({ headers }) => headers['authorization'])).toHaveLength(3);
  });

  it.each([
    ['another host', 'https://elsewhere.example.com/chat/threads'],
    ['another port', `${ORIGIN}:8443/chat/threads`],
    ['another scheme', ORIGIN.replace('https', 'http')],
    ['another host, without a scheme', '//elsewhere.example.com/chat/threads'],
    ['another host, with backslashes', '\\\\elsewhere.example.com\\chat'],
    ['a host that begins alike', `${ORIGIN}.elsewhere.example.com/`],
    ['a user of that name', `${ORIGIN}@elsewhere.example.com/`],
    ['no host', 'javascript:alert(1)'],
    ['nowhere', 'https://'],
  ])('refuses a link to %s before any request', async (_name, nextLink) => {
    const requests = recordRequests([{ status: 200, body: { value: items(op.answer), nextLink } }]);
    const elsewhere = recordRequests([{ status: 200, body: { value: [] } }], 'https://elsewhere.example.com');
    const page = (await op.call(makeBackend())) as Page<unknown>;
    expect(page.items).toEqual((op.result as Page<unknown>).items);
    const error = await rejectionOf(page.loadNext!());
    expect(error).toMatchObject({ code: 'service-error', message: expect.stringContaining('another host') as string });
    expect([requests.length, elsewhere.length]).toEqual([1, 0]);
  });

  it.each([[undefined], [null], [''], [7], [{}]])('takes the link %o as the end', async (nextLink) => {
    recordRequests([{ status: 200, body: { value: [], nextLink } }]);
    expect(await op.call(makeBackend())).toEqual({ items: [] });
  });

  it.each([
    ['no items', { nextLink: `${ORIGIN}/next` }],
    ['items that are null', { value: null, nextLink: 'https://elsewhere.example.com/next' }],
    ['items that are no list', { value: 'abc', nextLink: `${ORIGIN}/next` }],
    ['items that are false', { value: false, nextLink: `${ORIGIN}/next` }],
    ['no object', [1]],
    ['nothing', undefined],
  ])('takes a page with %s as an error, not as the end, and goes no further', async (_name, body) => {
    const requests = recordRequests([{ status: 200, body }]);
    const elsewhere = recordRequests([{ status: 200, body: { value: [] } }], 'https://elsewhere.example.com');
    const error = await rejectionOf(op.call(makeBackend()));
    expect(error).toMatchObject({ code: 'service-error', status: 200 });
    expect([requests.length, elsewhere.length]).toEqual([1, 0]);
  });

  it('goes no further either when a later page is without items', async () => {
    const requests = recordRequests([
      { status: 200, body: { value: [], nextLink: '/next' } },
      { status: 200, body: { nextLink: '/after' } },
    ]);
    const page = (await op.call(makeBackend())) as Page<unknown>;
    expect(await rejectionOf(page.loadNext!())).toMatchObject({ code: 'service-error' });
    expect(requests).toHaveLength(2);
  });

  it('leaves out items that are of no use', async () => {
    const value = [null, 7, 'text', [], {}, { id: {} }, ...items(op.answer)];
    recordRequests([{ status: 200, body: { value } }]);
    expect(await op.call(makeBackend())).toEqual(op.result);
  });

  it('renews the token between pages', async () => {
    const requests = recordRequests([
      { status: 200, body: { value: [], nextLink: `${op.path}?skip=1` } },
      { status: 401 },
      { status: 200, body: op.answer },
    ]);
    const page = (await op.call(makeBackend(new RotatingTokens('old', 'new')))) as Page<unknown>;
    expect(await page.loadNext!()).toEqual(op.result);
    expect(requests.map(({ query }) => query['skip'])).toEqual([undefined, '1', '1']);
  });
});

describe('loadNext', () => {
  it('can be called again after a failure', async () => {
    const requests = recordRequests([
      { status: 200, body: { value: [], nextLink: '/next?page=2' } },
      { status: 503 },
      { status: 200, body: operation('listMessages').answer },
    ]);
    const page = await makeBackend().listMessages(THREAD, 3);
    expect(await rejectionOf(page.loadNext!())).toMatchObject({ code: 'service-error', status: 503 });
    expect(await page.loadNext!()).toEqual(operation('listMessages').result);
    expect(requests.map(({ path }) => path)).toEqual([expect.any(String), '/next', '/next']);
  });
});
