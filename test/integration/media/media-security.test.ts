/** What a member, a stranger and a careless client can do with the addresses that the companion gives. On real Azurite. */
import { type ContainerClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AzureBlobMediaOptions, azureBlobMedia, type MediaBackend } from '../../../src/server/media/index.js';
import { type Azurite, startAzurite } from '../../helper/azurite.js';
import { type MiniCompanion, startMiniCompanion } from '../../helper/mini-companion.js';

const THREAD = '19:one@thread.v2';
const OTHER = '19:two@thread.v2';

interface Ticket {
  id: string;
  url: string;
  headers: Record<string, string>;
  expiresOn: string;
}

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

describe('media on Azure Blob', () => {
  let container: ContainerClient;
  let backend: MediaBackend;
  let companion: MiniCompanion;

  beforeEach(async () => {
    container = azurite.newContainer();
    await startWith({ createContainer: true });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await companion.stop();
  });

  async function startWith(options: Partial<AzureBlobMediaOptions>): Promise<void> {
    const { connectionString } = azurite;
    backend = azureBlobMedia({ connectionString, container: container.containerName, ...options });
    companion = await startMiniCompanion(backend, (token, threadId) => token === 'member' && threadId !== '');
  }

  async function ask(
    method: string,
    path: string,
    { body, user = 'alice', token = 'member' }: { body?: unknown; user?: string; token?: string } = {},
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    const headers = { authorization: `Bearer ${user}`, 'x-acs-token': token, 'content-type': 'application/json' };
    const address = `${companion.url}/conversations/${path}`;
    const response = await companion.fetch(
      new Request(address, { method, headers, body: body === undefined ? null : JSON.stringify(body) }),
    );
    const text = response.headers.get('content-type')?.includes('json') ? await response.text() : '';
    return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as never };
  }

  const mediaOf = (thread: string): string => `${encodeURIComponent(thread)}/media`;
  const declare = (size: number, contentType = 'image/png', filename: string | null = 'a.png') =>
    ask('POST', mediaOf(THREAD), { body: { size, contentType, filename } });
  const begin = async (...args: Parameters<typeof declare>): Promise<Ticket> => {
    const { status, body } = await declare(...args);
    expect(status).toBe(201);
    return body as unknown as Ticket;
  };
  const put = async ({ url, headers }: Ticket, body: string, more: Record<string, string> = {}): Promise<number> =>
    (await fetch(url, { method: 'PUT', headers: { ...headers, ...more }, body })).status;
  const complete = (id: string) => ask('POST', `${mediaOf(THREAD)}/${id}/complete`);
  const read = (id: string, thread = THREAD) => ask('GET', `${mediaOf(thread)}/${id}`);
  const upload = async (text: string, contentType?: string, filename?: string | null): Promise<string> => {
    const ticket = await begin(text.length, contentType, filename);
    expect(await put(ticket, text)).toBe(201);
    expect((await complete(ticket.id)).status).toBe(204);
    return ticket.id;
  };
  const blobs = async (): Promise<string[]> => {
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat()) names.push(name);
    return names;
  };
  const replaceBlobIn = (url: string, name: string): string => {
    const address = new URL(url);
    address.pathname = `/devstoreaccount1/${container.containerName}/${name}`;
    return address.href;
  };

  describe('the address for an upload', () => {
    it('creates its one blob, once, and cannot read, change or delete it', async () => {
      const ticket = await begin(5);
      expect(ticket.url).toContain('sp=c&');
      expect(await put(ticket, 'first')).toBe(201);
      expect(await put(ticket, 'again')).toBe(403);
      for (const method of ['GET', 'HEAD', 'DELETE']) expect((await fetch(ticket.url, { method })).status).toBe(403);
      const list = `${new URL(ticket.url).search}&restype=container&comp=list`;
      expect((await fetch(`${container.url}${list}`)).status).toBe(403);
    });

    it('is good for no other name', async () => {
      const ticket = await begin(5);
      const { pathname } = new URL(ticket.url);
      const [, , , folder = '', ...rest] = pathname.split('/');
      const own = [folder, ...rest].join('/');
      for (const name of [`${own}.ticket`, own.replace('uploads/', 'files/'), `${own}/x`, `${own}%2F..%2Fx`, 'x']) {
        expect(await put({ ...ticket, url: replaceBlobIn(ticket.url, name) }, 'first')).toBe(403);
      }
    });

    it('stops working', async () => {
      vi.useFakeTimers({ now: Date.now() - 700_000, toFake: ['Date'] });
      const ticket = await begin(5);
      expect(await put(ticket, 'first')).toBe(403);
    });
  });

  describe('an upload', () => {
    it('cannot be read before it is complete', async () => {
      const ticket = await begin(5);
      expect((await read(ticket.id)).status).toBe(404);
      // Saying so oneself does not help.
      const forged = {
        'x-ms-meta-declared': encodeURIComponent(JSON.stringify({ contentType: 'text/html', size: 5 })),
      };
      expect(await put(ticket, 'first', forged)).toBe(201);
      expect((await read(ticket.id)).status).toBe(404);
      expect((await complete(ticket.id)).status).toBe(204);
      const { status, body, headers } = await read(ticket.id);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      const response = await fetch(body['url'] as string);
      expect([response.headers.get('content-type'), await response.text()]).toEqual(['image/png', 'first']);
    });

    it('may be completed again, and several times at once', async () => {
      const ticket = await begin(5);
      await put(ticket, 'first');
      const statuses = (await Promise.all([1, 2, 3].map(() => complete(ticket.id)))).map(({ status }) => status);
      expect(statuses).toContain(204);
      expect((await complete(ticket.id)).status).toBe(204);
    });

    it.each<[string, string, Record<string, string>, number, string]>([
      ['larger than declared', 'first, and more', {}, 413, 'too-large'],
      ['smaller than declared', '1st', {}, 404, 'incomplete-upload'],
      ['of another type', 'first', { 'x-ms-blob-content-type': 'text/html' }, 415, 'unsupported-type'],
      ['packed', 'first', { 'x-ms-blob-content-encoding': 'gzip' }, 415, 'unsupported-type'],
    ])('%s is refused and deleted', async (_, text, headers, status, code) => {
      const ticket = await begin(5);
      expect(await put(ticket, text, headers)).toBe(201);
      const refusal = await complete(ticket.id);
      expect([refusal.status, refusal.body['code']]).toEqual([status, code]);
      expect(await blobs()).toEqual([]);
      expect((await read(ticket.id)).status).toBe(404);
      expect((await complete(ticket.id)).status).toBe(404);
    });

    it('that never came cannot be completed', async () => {
      const ticket = await begin(5);
      expect((await complete(ticket.id)).status).toBe(404);
      await put(ticket, 'first');
      expect((await complete(ticket.id)).status).toBe(204);
    });

    it.each<[string, number, string, number, string]>([
      ['too large a file', 101, 'image/png', 413, 'too-large'],
      ['a type that is not allowed', 5, 'text/plain', 415, 'unsupported-type'],
      ['no type', 5, 'png', 415, 'unsupported-type'],
      ['a type with a line break', 5, 'image/png\r\nx: y', 415, 'unsupported-type'],
      ['a negative size', -1, 'image/png', 400, 'invalid-request'],
      ['half a byte', 0.5, 'image/png', 400, 'invalid-request'],
    ])('is refused before it begins: %s', async (_, size, contentType, status, code) => {
      await companion.stop();
      await startWith({ createContainer: true, maxBytes: 100, allowedTypes: ['image/*'] });
      const { status: answered, body } = await declare(size, contentType);
      expect([answered, body['code']]).toEqual([status, code]);
    });

    it('is taken away by who sent it alone', async () => {
      const id = await upload('first');
      const path = `${mediaOf(THREAD)}/${id}`;
      expect((await ask('DELETE', path, { user: 'bob' })).status).toBe(403);
      expect((await read(id)).status).toBe(200);
      expect((await ask('DELETE', path)).status).toBe(204);
      expect([(await read(id)).status, await blobs()]).toEqual([404, []]);
      expect((await ask('DELETE', path)).status).toBe(404);
    });
  });

  describe('a file', () => {
    it('exists in its own conversation only', async () => {
      const id = await upload('first');
      expect((await read(id, OTHER)).status).toBe(404);
      expect((await read(id, THREAD)).status).toBe(200);
    });

    it('is for members', async () => {
      const id = await upload('first');
      const path = `${mediaOf(THREAD)}/${id}`;
      const stranger = { token: 'stranger', user: 'carol' };
      expect((await ask('GET', path, stranger)).status).toBe(403);
      expect((await ask('POST', `${path}/complete`, stranger)).status).toBe(403);
      expect((await ask('DELETE', path, { ...stranger, user: 'alice' })).status).toBe(403);
      const body = { size: 1, contentType: 'image/png', filename: null };
      expect((await ask('POST', mediaOf(THREAD), { ...stranger, body })).status).toBe(403);
    });

    it.each([
      '..',
      '%2e%2e',
      '..%2F..%2Ffiles',
      'a%2Fb',
      '%00',
      `${'0'.repeat(32)}.ticket`,
      '0'.repeat(31),
      'F'.repeat(32),
    ])('is not found by the id %s', async (id) => {
      const known = await upload('first');
      expect((await read(id)).status).toBe(404);
      expect((await complete(id)).status).toBe(404);
      expect((await read(`${known}%2F`)).status).toBe(404);
      expect((await read(`x%2F..%2F${known}`)).status).toBe(404);
      expect((await read(known.toUpperCase() + 'A')).status).toBe(404);
    });

    it('has an address that ends', async () => {
      const id = await upload('first');
      vi.useFakeTimers({ now: Date.now() - 301_000, toFake: ['Date'] });
      const { body } = await read(id);
      vi.useRealTimers();
      expect((await fetch(body['url'] as string)).status).toBe(403);
    });

    it('has an address that only reads, for five minutes at most', async () => {
      const id = await upload('first');
      const { body } = await read(id);
      const url = body['url'] as string;
      expect(url).toContain('sp=r&');
      expect(Date.parse(body['expiresOn'] as string) - Date.now()).toBeLessThanOrEqual(300_000);
      expect(await put({ url, headers: { 'x-ms-blob-type': 'BlockBlob' } } as unknown as Ticket, 'other')).toBe(403);
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    });

    it.each([
      ['text/html', 'page.html'],
      ['image/svg+xml', 'image.svg'],
      ['application/xhtml+xml; charset=utf-8', 'page.xhtml'],
      ['text/javascript', 'script.js'],
    ])('of the type %s is saved, never shown', async (contentType, filename) => {
      const id = await upload('<script>alert(1)</script>', contentType, filename);
      const { headers } = await fetch((await read(id)).body['url'] as string);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="/);
    });

    it('keeps its name, whatever is in it', async () => {
      const id = await upload('first', 'image/png', 'Grüße "1"\r\n\u2028;\ud83d.png');
      const { headers } = await fetch((await read(id)).body['url'] as string);
      expect(headers.get('content-disposition')).toBe(
        `inline; filename="Gr__e _1______.png"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22%0D%0A%E2%80%A8%3B%EF%BF%BD.png`,
      );
    });

    it('goes with its conversation', async () => {
      await upload('first');
      await begin(5);
      const kept = await backend.begin(OTHER, { filename: null, contentType: 'image/png', size: 1 }, '8:bob');
      await backend.removeAll(THREAD);
      expect(await blobs()).toEqual([expect.stringContaining(`/${kept.id}.ticket`)]);
    });
  });

  describe('the storage', () => {
    it('must not be public', async () => {
      await container.createIfNotExists();
      await container.setAccessPolicy('blob');
      const { status, body } = await declare(5);
      expect([status, body['code'], body['detail']]).toEqual([
        503,
        'media-unavailable',
        `unable to begin an upload; unable to keep media in the container "${container.containerName}"; it is public. Set its access level to private.`,
      ]);
      // Looked at again each time, until it is right.
      await container.setAccessPolicy();
      expect((await declare(5)).status).toBe(201);
    });

    it('must have the container, unless it may be made', async () => {
      await companion.stop();
      container = azurite.newContainer();
      await startWith({});
      const { status, body, headers } = await declare(5);
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(body['detail']).toBe('unable to begin an upload; the storage answered 404 ContainerNotFound');
    });

    it('may be down: the answer says so, and nothing secret', async () => {
      await companion.stop();
      await startWith({ connectionString: azurite.connectionString.replace(/:\d+\/dev/, ':9/dev') });
      const { status, body } = await declare(5);
      expect([status, body['detail']]).toEqual([503, 'unable to begin an upload; the storage did not answer']);
    });
  });
});
