import { afterEach, describe, expect, it, vi } from 'vitest';
import { toMediaStore } from '../../../src/connect/glue-media.js';
import type { GlueOptions } from '../../../src/connect/index.js';
import type { MediaStore } from '../../../src/core/index.js';
import { MemoryMediaStore } from '../../../src/media/index.js';

const file = { content: new Blob(['x']), contentType: 'text/plain', filename: 'a.txt' };

afterEach(() => vi.unstubAllGlobals());

describe('`media` of the glue', () => {
  it.each([undefined, 'memory'] as const)('leaves %j as it is', (media) => {
    expect(toMediaStore(media)).toBe(media);
  });

  it('leaves a store as it is, even one that has an address', () => {
    const store = Object.assign(new MemoryMediaStore(), { url: 'https://files.example' });
    expect(toMediaStore(store)).toBe(store);
  });

  it('makes a store of an address and headers', async () => {
    const requested = vi.fn<typeof fetch>(() => Promise.resolve(Response.json({ id: 'f1' })));
    vi.stubGlobal('fetch', requested);
    const store = toMediaStore({ url: 'https://files.example/', headers: { 'x-app': 'one' } }) as MediaStore;
    expect(await store.upload(file, { threadId: 't' })).toBe('f1');
    const [address, init] = requested.mock.calls[0]!;
    expect(address).toBe('https://files.example');
    expect(new Headers(init?.headers).get('x-app')).toBe('one');
  });

  it.each([{}, { url: '' }, { url: 7 }, 'disk', null, []])('refuses %j, and says what may be there', (media) => {
    const attempt = () => toMediaStore(media as unknown as GlueOptions['media']);
    expect(attempt).toThrow('unable to connect; `media` must be a store, "memory", or { url: "https://…" }');
  });
});
