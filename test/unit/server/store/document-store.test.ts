import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentStore, type TextStore } from '../../../../src/server/store/index.js';
import { MemoryTextStore } from '../../../../src/server/store/memory-text-store.js';

describe('DocumentStore', () => {
  it('gives back what was stored, with a revision that counts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }), async (values) => {
        const documents = new DocumentStore(new MemoryTextStore());
        for (const value of values) await documents.update('key', () => ({ value }));
        const { revision, value } = (await documents.get('key'))!;
        expect(revision).toBe(values.length);
        expect(JSON.stringify(value)).toBe(JSON.stringify({ value: values.at(-1) }));
      }),
    );
  });

  it('loses no change, whoever makes it and however they meet', async () => {
    const texts = new MemoryTextStore();
    const instances = [new DocumentStore(texts), new DocumentStore(texts), new DocumentStore(texts)];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        instances[index % 3]!.update<number[]>('key', (current) => [...(current?.value ?? []), index]),
      ),
    );
    const { value, revision } = (await instances[0]!.get<number[]>('key'))!;
    expect([...value].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect(revision).toBe(60);
  });

  it('gives up with an error that says to try again when others are always faster', async () => {
    const texts: TextStore = {
      read: () => Promise.resolve('rt1 1 {}'),
      insert: () => Promise.resolve(false),
      swap: () => Promise.resolve(false),
      erase: () => Promise.resolve(false),
    };
    await expect(new DocumentStore(texts).update('key', () => ({}))).rejects.toMatchObject({
      status: 503,
      code: 'busy',
    });
  });

  it('does not take for its own what something else wrote', async () => {
    const texts = new MemoryTextStore();
    await texts.insert('key', '{"secret":"value"}');
    await expect(new DocumentStore(texts).get('key')).rejects.toThrow('something else wrote it');
  });
});
