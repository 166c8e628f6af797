import { describe, expect, it } from 'vitest';
import { MemoryMediaStore } from '../../../src/media/index.js';

const context = { threadId: 't' };
const record = (id: string) => ({ id, filename: null, contentType: 'text/plain', size: 1, category: 'media' });
const file = { content: new Blob(['hello']), contentType: 'text/plain', filename: null };

describe('MemoryMediaStore', () => {
  it('makes one address per file', async () => {
    const store = new MemoryMediaStore();
    const id = await store.upload(file, context);
    const url = await store.temporaryUrl(record(id), context);
    expect(url).toMatch(/^blob:/);
    await expect(store.temporaryUrl(record(id), context)).resolves.toBe(url);
    store.clear();
  });

  it('revokes the addresses of the files that it forgets', async () => {
    const store = new MemoryMediaStore();
    const id = await store.upload(file, context);
    await store.upload(file, context);
    const url = await store.temporaryUrl(record(id), context);
    store.clear();
    expect(store.size).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });
});
