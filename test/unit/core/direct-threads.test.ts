import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectThreads, directTopic } from '../../../src/core/direct-threads.js';
import { isChatError } from '../../../src/core/errors.js';
import { HistoryReader } from '../../../src/core/history-reader.js';
import { decodeThread } from '../../../src/core/thread-codec.js';
import type { Thread } from '../../../src/core/thread.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { createSession, draftOf, settle, startSession, withNonce } from '../../helper/start-session.js';

let service: FakeChatService;

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeChatService();
});
afterEach(() => {
  vi.useRealTimers();
});

async function start(userId: string) {
  const started = await startSession(service, userId);
  return { ...started, direct: new DirectThreads(started.session) };
}

const create = (creator: string, topic: string, ...memberIds: string[]) =>
  service.createThread(creator, { topic, metadata: {}, memberIds });

const textsOf = (threads: readonly Thread[]): string[] =>
  threads.flatMap(({ timeline }) => timeline.messages.map(({ record }) => record.text));

describe('the thread of two', () => {
  it('is created at the first use, with both in it, and found from then on', async () => {
    const alice = await start('alice');
    const thread = await alice.direct.open('bob');
    expect(service.thread(thread.id).members.map(({ userId }) => userId)).toEqual(['alice', 'bob']);
    expect(thread.properties.topic).toBe('direct:alice,bob');
    expect(await alice.direct.open('bob')).toBe(thread);
    expect(alice.backend.count('createThread')).toBe(1);
  });

  it('is the same whoever asks, and known to the other without asking', async () => {
    const [alice, bob] = [await start('alice'), await start('bob')];
    const hers = await alice.direct.open('bob');
    await settle();
    expect(bob.direct.with('alice').map(({ id }) => id)).toEqual([hers.id]);
    expect((await bob.direct.open('alice')).id).toBe(hers.id);
    expect(bob.backend.count('createThread')).toBe(0);
  });

  it('is created once for calls at the same time', async () => {
    const alice = await start('alice');
    const threads = await Promise.all([alice.direct.open('bob'), alice.direct.open('bob'), alice.direct.open('bob')]);
    expect(new Set(threads).size).toBe(1);
    expect(alice.backend.count('createThread')).toBe(1);
    expect(alice.backend.count('listThreads')).toBe(2);
  });

  it('is found in the list while the threads are still being loaded', async () => {
    const before = create('bob', directTopic('bob', 'alice'), 'alice');
    const { session, backend } = createSession(service, 'alice');
    const release = backend.hold('getThread');
    await session.start();
    const opening = new DirectThreads(session).open('bob');
    await settle();
    release();
    expect((await opening).id).toBe(before.id);
    expect(backend.count('createThread')).toBe(0);
  });

  it('may be with oneself', async () => {
    const alice = await start('alice');
    const thread = await alice.direct.open('alice');
    expect(alice.direct.peerOf(thread)).toBe('alice');
    expect(service.thread(thread.id).members).toHaveLength(1);
  });

  it('has no name in SDKs that show one', async () => {
    const alice = await start('alice');
    const thread = await alice.direct.open('bob');
    expect(decodeThread(thread.properties).name).toBeNull();
  });

  it('takes in again whoever has left', async () => {
    const alice = await start('alice');
    const thread = await alice.direct.open('bob');
    service.thread(thread.id).removeMember('bob');
    await settle();
    expect(await alice.direct.open('bob')).toBe(thread);
    expect(service.thread(thread.id).hasMember('bob')).toBe(true);
  });

  it('is another one after one was thrown out oneself', async () => {
    const alice = await start('alice');
    const thread = await alice.direct.open('bob');
    service.thread(thread.id).removeMember('alice');
    await settle();
    expect((await alice.direct.open('bob')).id).not.toBe(thread.id);
  });

  it('is made elsewhere where the app can do that', async () => {
    const { session } = await startSession(service, 'alice');
    const open = vi.fn(() => Promise.resolve(create('server', directTopic('alice', 'bob'), 'alice', 'bob').id));
    const thread = await new DirectThreads(session, { open }).open('bob');
    expect(open).toHaveBeenCalledExactlyOnceWith('bob');
    expect(thread.id).toBe('thread-1');
  });

  it('rejects when the service refuses, and tries again next time', async () => {
    const alice = await start('alice');
    alice.backend.fail('createThread', 'forbidden');
    const failure: unknown = await alice.direct.open('bob').catch((error: unknown) => error);
    expect(isChatError(failure, 'forbidden')).toBe(true);
    await expect(alice.direct.open('bob')).resolves.toBeDefined();
  });
});

describe('what only looks like a thread of two', () => {
  it('is not used when somebody listens: the topic is whatever a member wrote', async () => {
    const alice = await start('alice');
    const trap = create('mallory', directTopic('alice', 'bob'), 'alice', 'bob');
    await settle();
    const thread = await alice.direct.open('bob');
    expect(thread.id).not.toBe(trap.id);
    expect(alice.direct.with('bob')).toEqual([thread]);
  });

  it('is not used any more when somebody was added', async () => {
    const alice = await start('alice');
    const thread = await alice.direct.open('bob');
    service.thread(thread.id).addMember({ userId: 'carol', metadata: {} });
    await settle();
    expect(alice.direct.peerOf(thread)).toBeUndefined();
    expect((await alice.direct.open('bob')).id).not.toBe(thread.id);
  });

  it.each(['direct:bob,carol', 'direct:', 'direct:alice,bob,carol', 'alice,bob', 'Direct:alice,bob'])(
    'topic %s',
    async (topic) => {
      const alice = await start('alice');
      const thread = create('bob', topic, 'alice');
      await settle();
      expect(alice.direct.peerOf(alice.session.getThread(thread.id)!)).toBeUndefined();
    },
  );
});

describe('two who begin at the same moment', () => {
  it('end with one conversation, of which no message is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('alice', 'bob'), { minLength: 2, maxLength: 8 }),
        fc.scheduler(),
        async (senders, scheduler) => {
          service = new FakeChatService();
          const users = { alice: await start('alice'), bob: await start('bob') };
          const other = { alice: 'bob', bob: 'alice' } as const;
          const sending = senders.map(async (sender, position) => {
            const { direct, session } = users[sender];
            await scheduler.schedule(Promise.resolve(), `${sender} begins`);
            const thread = await direct.open(other[sender]);
            await scheduler.schedule(Promise.resolve(), `${sender} sends`);
            await session.send(thread, withNonce(`${position} of ${sender}`));
          });
          await scheduler.waitFor(Promise.all(sending));
          await settle();

          const expected = senders.map((sender, position) => `${position} of ${sender}`).sort();
          const [hers, his] = [users.alice.direct.with('bob'), users.bob.direct.with('alice')];
          // Everybody reads everything, in as many threads as there were beginnings, and writes to the same one.
          expect(textsOf(hers).sort()).toEqual(expected);
          expect(textsOf(his).sort()).toEqual(expected);
          expect(hers.map(({ id }) => id)).toEqual(his.map(({ id }) => id));
          expect(hers.length).toBeLessThanOrEqual(2);
          expect((await users.alice.direct.open('bob')).id).toBe((await users.bob.direct.open('alice')).id);
          const history = await new HistoryReader(users.alice.session, hers).read(100);
          expect(history.items.map(({ record }) => record.text).sort()).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('read both threads that came of it', async () => {
    const [alice, bob] = [await start('alice'), await start('bob')];
    const release = [alice, bob].map(({ backend }) => backend.hold('createThread'));
    const opening = [alice.direct.open('bob'), bob.direct.open('alice')] as const;
    await settle();
    for (const go of release) go();
    const [hers, his] = await Promise.all(opening);
    await Promise.all([alice.session.send(hers, withNonce('hi bob')), bob.session.send(his, withNonce('hi alice'))]);
    await settle();
    expect(hers.id).not.toBe(his.id);
    for (const threads of [alice.direct.with('bob'), bob.direct.with('alice')]) {
      expect(threads.map(({ id }) => id)).toEqual([hers.id, his.id]);
      expect(textsOf(threads)).toEqual(['hi bob', 'hi alice']);
    }
    expect([...alice.told, ...bob.told].filter((line) => line.startsWith('messageAdded'))).toHaveLength(4);
  });

  it('writes to the older one of two', async () => {
    const first = create('bob', directTopic('alice', 'bob'), 'alice');
    create('alice', directTopic('alice', 'bob'), 'bob');
    const alice = await start('alice');
    expect((await alice.direct.open('bob')).id).toBe(first.id);
    first.send('bob', draftOf('here'));
    await settle();
    expect(textsOf(alice.direct.with('bob'))).toEqual(['here']);
  });
});

describe('looking for the threads with somebody', () => {
  it('creates none, and asks the service once', async () => {
    const { session, backend } = await startSession(service, 'alice');
    const direct = new DirectThreads(session);
    backend.resetCount();
    expect(await direct.find('bob')).toEqual([]);
    expect(await direct.find('bob')).toEqual([]);
    expect(backend.count('listThreads')).toBe(1);
    expect(backend.count('createThread')).toBe(0);
  });

  it('finds all of them while they are still being loaded', async () => {
    const topic = directTopic('alice', 'bob');
    const ids = ['alice', 'bob'].map(
      (creator) =>
        service.createThread(creator, { topic, metadata: {}, memberIds: [creator === 'alice' ? 'bob' : 'alice'] }).id,
    );
    const { session, backend } = createSession(service, 'alice');
    const release = backend.hold('getThread', { times: 2 });
    await session.start();
    const found = new DirectThreads(session).find('bob');
    release();
    expect((await found).map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});
