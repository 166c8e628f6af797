import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HistoryReader, type HistoryReaderOptions } from '../../../src/core/history-reader.js';
import type { Thread } from '../../../src/core/thread.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import type { FakeThread } from '../../helper/fake-thread.js';
import { draftOf, settle, type SessionUnderTest, startSession } from '../../helper/start-session.js';

let service: FakeChatService;

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeChatService();
});
afterEach(() => {
  vi.useRealTimers();
});

const threadOf = (): FakeThread => service.createThread('bob', { topic: 'tea', metadata: {}, memberIds: ['alice'] });
const say = (thread: FakeThread, ...texts: string[]): string[] =>
  texts.map((text) => thread.send('bob', draftOf(text)).id);
const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => `m${n + from}`);

function readerOf({ session }: SessionUnderTest, threads: readonly FakeThread[], options?: HistoryReaderOptions) {
  const known = threads.map(({ id }) => session.getThread(id) as Thread);
  const reader = new HistoryReader(session, known, options);
  return async (count: number): Promise<[texts: string[], isWhole: boolean]> => {
    const { items, isWhole } = await reader.read(count);
    return [items.map(({ record }) => record.system?.type ?? record.text), isWhole];
  };
}

describe('reading backwards', () => {
  it('gives pages, newest first, and says exactly when nothing is left', async () => {
    const thread = threadOf();
    say(thread, ...numbered(25));
    const read = readerOf(await startSession(service, 'alice'), [thread]);
    const all = numbered(25).reverse();
    expect(await read(10)).toEqual([all.slice(0, 10), false]);
    expect(await read(10)).toEqual([all.slice(10, 20), false]);
    expect(await read(5)).toEqual([all.slice(20), true]);
    expect(await read(5)).toEqual([[], true]);
  });

  it('costs one request for 200 messages', async () => {
    const thread = threadOf();
    say(thread, ...numbered(500));
    const alice = await startSession(service, 'alice');
    const read = readerOf(alice, [thread]);
    alice.backend.resetCount();
    const [texts, isWhole] = await read(500);
    expect([texts.length, isWhole]).toEqual([500, true]);
    expect(alice.backend.count('listMessages')).toBeLessThanOrEqual(4);
  });

  it('is not shifted by what arrives, and leaves out what is deleted meanwhile', async () => {
    const thread = threadOf();
    const ids = say(thread, ...numbered(6));
    const read = readerOf(await startSession(service, 'alice'), [thread]);
    expect(await read(2)).toEqual([['m5', 'm4'], false]);
    say(thread, 'new');
    thread.deleteMessage('bob', ids[2]!);
    await settle();
    expect(await read(10)).toEqual([['m3', 'm1', 'm0'], true]);
  });

  it('an edit between two pages does not lose the message', async () => {
    const thread = threadOf();
    const ids = say(thread, ...numbered(450));
    const read = readerOf(await startSession(service, 'alice'), [thread]);
    await read(100);
    // Newest version first: it moves to the top of the list, where nobody looks again.
    thread.editMessage('bob', ids[3]!, { text: 'edited' });
    await settle();
    const [texts, isWhole] = await read(1_000);
    expect(texts.slice(-4)).toEqual(['edited', 'm2', 'm1', 'm0']);
    expect([texts.length, isWhole]).toEqual([350, true]);
  });

  it('has system messages when asked for, also what happens while it is open', async () => {
    const thread = threadOf();
    say(thread, 'hello');
    const alice = await startSession(service, 'alice');
    thread.addMember({ userId: 'carol', metadata: {} });
    await settle();
    expect(await readerOf(alice, [thread], { withSystem: true })(10)).toEqual([
      ['membersAdded', 'hello', 'topicChanged', 'membersAdded'],
      true,
    ]);
    expect(await readerOf(alice, [thread])(10)).toEqual([['hello'], true]);
  });

  it('keeps what it is told to keep', async () => {
    const thread = threadOf();
    say(thread, ...numbered(9));
    const alice = await startSession(service, 'alice');
    const read = readerOf(alice, [thread], { keep: ({ record }) => Number(record.text.slice(1)) % 3 === 0 });
    expect(await read(2)).toEqual([['m6', 'm3'], false]);
    expect(await read(2)).toEqual([['m0'], true]);
  });

  it('makes later changes of what it gave known', async () => {
    const thread = threadOf();
    const [id] = say(thread, 'before');
    const alice = await startSession(service, 'alice');
    await readerOf(alice, [thread])(1);
    thread.editMessage('bob', id!, { text: 'after' });
    await settle();
    expect(alice.told).toContain('messageUpdated thread-1 after');
  });

  it('gives the same messages again after a failure', async () => {
    const thread = threadOf();
    say(thread, ...numbered(300));
    const alice = await startSession(service, 'alice');
    const read = readerOf(alice, [thread]);
    await read(50);
    alice.backend.fail('listMessages', 'unavailable');
    await expect(read(200)).rejects.toThrow();
    const [texts] = await read(250);
    expect(texts).toEqual(numbered(250).reverse());
  });

  it('of no thread is empty', async () => {
    expect(await readerOf(await startSession(service, 'alice'), [])(10)).toEqual([[], true]);
  });
});

it('several threads read as one: everything once, newest first, whatever the size of the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(2), { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 8 }),
      async (wheres, counts) => {
        service = new FakeChatService();
        const threads = [threadOf(), threadOf(), threadOf()];
        wheres.forEach((where, n) => say(threads[where]!, `m${n}`));
        const expected = numbered(wheres.length).reverse();
        const read = readerOf(await startSession(service, 'alice'), threads);
        const found: string[] = [];
        for (const count of [...counts, 100]) {
          const [texts, isWhole] = await read(count);
          found.push(...texts);
          expect(isWhole).toBe(found.length === expected.length);
          expect(texts.length).toBe(Math.min(count, expected.length - found.length + texts.length));
        }
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 100 },
  );
});
