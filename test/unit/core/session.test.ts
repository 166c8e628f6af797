import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Thread } from '../../../src/core/thread.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import type { FakeThread } from '../../helper/fake-thread.js';
import { createSession, draftOf, settle, startSession, withNonce } from '../../helper/start-session.js';

let service: FakeChatService;

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeChatService();
});
afterEach(() => {
  vi.useRealTimers();
});

const threadOf = (...memberIds: string[]): FakeThread =>
  service.createThread('bob', { topic: 'tea', metadata: {}, memberIds });
const say = (thread: FakeThread, ...texts: string[]): string[] =>
  texts.map((text) => thread.send('bob', draftOf(text)).id);
const textsOf = (thread: Thread | undefined): string[] =>
  thread?.timeline.messages.map(({ record }) => record.text) ?? [];
const onlyMessages = (told: readonly string[]): string[] =>
  told.filter((line) => line.startsWith('message')).map((line) => line.replace('message', ''));

describe('start', () => {
  it('connects before it lists, so that nothing happens unseen in between', async () => {
    threadOf('alice');
    const { session, backend, transport } = createSession(service, 'alice');
    const starting = session.start();
    expect(backend.count()).toBe(0);
    await starting;
    expect(transport.isConnected).toBe(true);
    expect(backend.requests[0]?.operation).toBe('listThreads');
  });

  it('does not wait for the threads themselves', async () => {
    threadOf('alice');
    const { session, backend } = createSession(service, 'alice');
    const release = backend.hold('getThread');
    await session.start();
    expect(session.threads).toEqual([]);
    release();
    await session.allLoaded();
    expect(session.threads).toHaveLength(1);
  });

  it('announces existing threads, and nothing of what is in them', async () => {
    const thread = threadOf('alice');
    say(thread, 'one', 'two');
    const { told, session } = await startSession(service, 'alice');
    expect(told).toEqual(['connected', 'threadAdded thread-1 existing']);
    expect(textsOf(session.getThread('thread-1'))).toEqual(['one', 'two']);
  });

  it('reads all pages of the list', async () => {
    service = new FakeChatService({ pageSize: 2 });
    for (let n = 0; n < 5; n++) threadOf('alice');
    const { session } = await startSession(service, 'alice');
    expect(session.threads).toHaveLength(5);
  });

  it('takes events for existing threads that arrive before the list for what they are', async () => {
    const thread = threadOf('alice');
    say(thread, 'old');
    const { session, backend, told } = createSession(service, 'alice');
    const release = backend.hold('listThreads');
    const starting = session.start();
    await settle();
    say(thread, 'new');
    await settle();
    release();
    await starting;
    await session.allLoaded();
    await settle();
    expect(told.filter((line) => line.startsWith('thread'))).toEqual(['threadAdded thread-1 existing']);
    expect(textsOf(session.getThread('thread-1'))).toEqual(['old', 'new']);
    expect(told).not.toContain('messageAdded thread-1 old');
  });

  it('takes events for threads on later pages of the list for what they are', async () => {
    service = new FakeChatService({ pageSize: 1 });
    const older = threadOf('alice');
    say(older, 'old');
    threadOf('alice');
    const { session, backend, told } = createSession(service, 'alice');
    await session.start();
    const release = backend.hold('listThreads');
    say(older, 'new');
    await settle();
    release();
    await session.allLoaded();
    await settle();
    expect(told).toContain('threadAdded thread-1 existing');
    expect(told).not.toContain('messageAdded thread-1 old');
    expect(textsOf(session.getThread('thread-1'))).toEqual(['old', 'new']);
  });

  it.each(['unauthorized', 'unavailable'] as const)('can be repeated after %s', async (code) => {
    threadOf('alice');
    const { session, transport, backend } = createSession(service, 'alice');
    transport.failNextStart(code);
    await expect(session.start()).rejects.toMatchObject({ code });
    backend.fail('listThreads', code);
    await expect(session.start()).rejects.toMatchObject({ code });
    expect(transport.isStarted).toBe(false);
    await expect(session.allLoaded()).rejects.toMatchObject({ code: 'unavailable' });
    await session.start();
    await session.allLoaded();
    expect(session.threads).toHaveLength(1);
  });

  it('leaves out a thread that cannot be loaded, and tries it again', async () => {
    say(threadOf('alice'), 'old');
    threadOf('alice');
    const { session, backend, warnings, told } = createSession(service, 'alice');
    backend.fail('getThread', 'service-error', { times: 3 });
    await session.start();
    await session.allLoaded();
    expect(session.threads).toEqual([]);
    expect(warnings).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.sort()).toEqual(['connected', 'threadAdded thread-1 existing', 'threadAdded thread-2 existing']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('does not wear out the service because of one thread that never loads', async () => {
  threadOf('alice');
  for (const kind of ['push', 'polling'] as const) {
    const { session, backend, transport } = createSession(service, kind === 'push' ? 'alice' : 'bob', kind);
    backend.fail('getThread', 'service-error', { times: Infinity });
    await session.start();
    for (let second = 0; second < 600; second += 5) {
      await vi.advanceTimersByTimeAsync(5_000);
      if (kind === 'polling') transport.poll();
    }
    expect(backend.count('getThread')).toBeLessThan(40);
    await session.stop();
  }
});

describe('new threads', () => {
  it('announces a thread that somebody else creates with me in it', async () => {
    const { told } = await startSession(service, 'alice');
    const thread = threadOf('alice');
    say(thread, 'welcome');
    await settle();
    expect(told.slice(1)).toEqual(['threadAdded thread-1 news', 'messageAdded thread-1 welcome']);
  });

  it('announces a thread that I am added to, and the messages since', async () => {
    const { told } = await startSession(service, 'alice');
    const thread = threadOf();
    say(thread, 'before');
    thread.addMember({ userId: 'alice', metadata: {} });
    say(thread, 'after');
    await settle();
    expect(told.slice(1)).toContain('threadAdded thread-1 news');
    expect(onlyMessages(told)).toEqual(['Added thread-1 after']);
  });

  it('discovers a thread by any event about it', async () => {
    const { session, transport } = await startSession(service, 'alice');
    transport.hold();
    const thread = threadOf('alice');
    thread.update({ topic: 'coffee' });
    transport.lose();
    transport.release();
    await settle();
    expect(session.getThread('thread-1')?.properties.topic).toBe('coffee');
  });

  it('asks nothing because somebody types in a thread that is not mine any more', async () => {
    const thread = threadOf('alice');
    const { backend, transport } = await startSession(service, 'alice');
    transport.hold();
    thread.type('bob');
    thread.removeMember('alice');
    transport.deliver(1);
    backend.resetCount();
    transport.deliverAll();
    await settle();
    expect(backend.count()).toBe(0);
  });

  it('announces its own thread once, as created, though its events come before the answer', async () => {
    const { session, backend, told } = await startSession(service, 'alice');
    const release = backend.hold('createThread', { moment: 'after commit' });
    const creating = session.createThread({ topic: 'tea', metadata: {}, memberIds: ['bob'] });
    await settle();
    say(service.thread('thread-1'), 'hello');
    await settle();
    expect(told).toEqual(['connected']);
    release();
    const thread = await creating;
    await settle();
    expect(told.slice(1)).toEqual(['threadAdded thread-1 created', 'messageAdded thread-1 hello']);
    expect(session.getThread('thread-1')).toBe(thread);
  });

  it('tells the messages of its own thread in order, though the first came before the answer', async () => {
    const { session, backend, told } = await startSession(service, 'alice');
    const release = backend.hold('createThread', { moment: 'after commit' });
    const creating = session.createThread({ topic: 'tea', metadata: {}, memberIds: ['bob'] });
    await settle();
    say(service.thread('thread-1'), 'one');
    await settle();
    void creating.then(() => say(service.thread('thread-1'), 'two'));
    session.events.on('threadAdded', () => say(service.thread('thread-1'), 'while it is announced'));
    release();
    await settle();
    expect(onlyMessages(told)).toEqual([
      'Added thread-1 one',
      'Added thread-1 while it is announced',
      'Added thread-1 two',
    ]);
  });

  it('finds what its own thread missed while it was created', async () => {
    const { session, backend, transport, told } = await startSession(service, 'alice');
    const release = backend.hold('createThread', { moment: 'after commit' });
    const creating = session.createThread({ topic: 'tea', metadata: {}, memberIds: ['bob'] });
    await settle();
    transport.disconnect();
    say(service.thread('thread-1'), 'missed');
    transport.connect();
    await settle();
    release();
    await creating;
    say(service.thread('thread-1'), 'newer');
    await settle();
    expect(onlyMessages(told)).toEqual(['Added thread-1 missed', 'Added thread-1 newer']);
  });

  it('takes up other threads that appeared while it was creating one', async () => {
    const { session, backend, told } = await startSession(service, 'alice');
    const release = backend.hold('createThread');
    const creating = session.createThread({ topic: 'mine', metadata: {}, memberIds: [] });
    await settle();
    say(threadOf('alice'), 'hi');
    await settle();
    release();
    await creating;
    await settle();
    expect(told).toContain('threadAdded thread-1 news');
    expect(told).toContain('threadAdded thread-2 created');
    expect(onlyMessages(told)).toEqual(['Added thread-1 hi']);
  });

  it('takes up what it held back when the creation fails', async () => {
    const { session, backend, told } = await startSession(service, 'alice');
    backend.fail('createThread', 'unavailable', { moment: 'after commit' });
    const creating = session.createThread({ topic: 'mine', metadata: {}, memberIds: [] });
    await expect(creating).rejects.toMatchObject({ code: 'unavailable' });
    await settle();
    expect(told).toContain('threadAdded thread-1 news');
  });

  it('knows what it created without asking, and says nothing of its beginnings later', async () => {
    const { session, backend, transport, told } = await startSession(service, 'alice');
    backend.resetCount();
    const thread = await session.createThread({ topic: 'tea', metadata: {}, memberIds: ['bob'] });
    await settle();
    expect(backend.resetCount()).toBe(1);
    expect(thread.timeline.reachedStart).toBe(true);
    thread.isAttended = true;
    transport.disconnect();
    say(service.thread('thread-1'), 'hello');
    transport.connect();
    await settle();
    expect(told.filter((line) => line.startsWith('member'))).toEqual([]);
    expect(onlyMessages(told)).toEqual(['Added thread-1 hello']);
  });
});

describe('requests', () => {
  it('makes none for a received message', async () => {
    const thread = threadOf('alice');
    const { backend, told } = await startSession(service, 'alice');
    backend.resetCount();
    say(thread, 'a', 'b', 'c');
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onlyMessages(told)).toEqual(['Added thread-1 a', 'Added thread-1 b', 'Added thread-1 c']);
    expect(backend.count()).toBe(0);
  });

  it('makes one for a sent message', async () => {
    const fake = threadOf('alice');
    say(fake, 'a');
    const { session, backend, told } = await startSession(service, 'alice');
    const thread = session.getThread('thread-1')!;
    backend.resetCount();
    expect(await session.send(thread, withNonce('b'))).toBe(1);
    expect(await session.send(thread, withNonce('c'))).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.requests.map(({ operation }) => operation)).toEqual(['sendMessage', 'sendMessage']);
    expect(onlyMessages(told)).toEqual(['Added thread-1 b', 'Added thread-1 c']);
    expect(thread.timeline.messages.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('looks for its own message when the echo is lost', async () => {
    threadOf('alice');
    const { session, backend, transport, told } = await startSession(service, 'alice');
    transport.hold();
    await session.send(session.getThread('thread-1')!, withNonce('b'));
    transport.lose();
    backend.resetCount();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(backend.count()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(backend.resetCount()).toBe(1);
    expect(onlyMessages(told)).toEqual(['Added thread-1 b']);
  });

  it.each<{
    what: string;
    act: (session: ReturnType<typeof createSession>['session'], thread: Thread) => Promise<unknown>;
  }>([
    { what: 'an edit', act: (session, thread) => session.updateMessage(thread, idOf(thread), { text: 'x' }) },
    { what: 'a deletion', act: (session, thread) => session.deleteMessage(thread, idOf(thread)) },
    { what: 'a topic', act: (session, thread) => session.updateThread(thread, { topic: 'x' }) },
    { what: 'an attribute', act: (session, thread) => session.updateThread(thread, { metadata: { a: 'b' } }) },
    { what: 'an added member', act: (session, thread) => session.addMember(thread, { userId: 'carl', metadata: {} }) },
    { what: 'a removed member', act: (session, thread) => session.removeMember(thread, 'bob') },
    { what: 'leaving', act: (session, thread) => session.removeMember(thread, 'alice') },
    { what: 'a deleted thread', act: (session, thread) => session.deleteThread(thread) },
  ])('makes one for $what, and finds it by itself when the echo is lost', async ({ act }) => {
    for (const isEchoLost of [false, true]) {
      service = new FakeChatService();
      threadOf('alice');
      const { session, backend, transport, told } = await startSession(service, 'alice');
      const thread = session.getThread('thread-1')!;
      await session.send(thread, withNonce('mine'));
      await settle();
      thread.handOut(thread.timeline.messages);
      await vi.advanceTimersByTimeAsync(10_000);
      const before = told.length;
      backend.resetCount();
      if (isEchoLost) transport.hold();
      await act(session, thread);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(told.slice(before)).toHaveLength(1);
      if (!isEchoLost) expect(backend.count()).toBe(1);
      await session.stop();
    }
  });
});

const idOf = (thread: Thread): string => thread.timeline.newest!.record.id;

describe('repair after a reconnect', () => {
  it.each([0, 1, 19, 20, 21, 199, 200, 201, 399, 400, 1_000])(
    'finds %i missed messages with at most ⌈k/200⌉ + 1 lists, oldest first',
    async (count) => {
      const fake = threadOf('alice');
      say(fake, 'before');
      const { backend, transport, told } = await startSession(service, 'alice');
      say(fake, 'seen');
      await settle();
      told.length = 0;
      transport.disconnect();
      backend.resetCount();
      const texts = Array.from({ length: count }, (_, n) => `missed ${n}`);
      say(fake, ...texts);
      transport.connect();
      await vi.advanceTimersByTimeAsync(100);
      expect(onlyMessages(told)).toEqual(texts.map((text) => `Added thread-1 ${text}`));
      expect(backend.count('listMessages')).toBeLessThanOrEqual(Math.ceil(count / 200) + 1);
    },
  );

  it('keeps to that bound in a session that has received much', async () => {
    const fake = threadOf('alice');
    const { backend, transport, told } = await startSession(service, 'alice');
    const received = 1_500;
    backend.resetCount();
    for (let n = 0; n < received; n++) {
      say(fake, `live ${n}`);
      await settle();
    }
    expect(backend.resetCount(), 'requests for received messages').toBeLessThanOrEqual(received / 150);
    transport.disconnect();
    say(fake, 'missed');
    transport.connect();
    await settle();
    expect(backend.count('listMessages')).toBeLessThanOrEqual(2);
    expect(onlyMessages(told)).toHaveLength(received + 1);
  });

  it('tells what was missed before what arrives meanwhile', async () => {
    const fake = threadOf('alice');
    say(fake, 'before');
    const { backend, transport, told } = await startSession(service, 'alice');
    told.length = 0;
    transport.disconnect();
    say(fake, 'missed 1', 'missed 2');
    const release = backend.hold('listThreads');
    transport.connect();
    await settle();
    say(fake, 'newer');
    await settle();
    release();
    await settle();
    expect(onlyMessages(told)).toEqual(['Added thread-1 missed 1', 'Added thread-1 missed 2', 'Added thread-1 newer']);
  });

  it('finds edits, deletions, receipts, topics and attributes of threads that the app looks at', async () => {
    const fake = threadOf('alice');
    const [first, second] = say(fake, 'one', 'two');
    const { session, transport, told } = await startSession(service, 'alice');
    const thread = session.getThread('thread-1')!;
    thread.handOut(thread.timeline.messages);
    await thread.loadMembers();
    told.length = 0;
    transport.disconnect();
    fake.editMessage('bob', first!, { text: 'ONE' });
    fake.deleteMessage('bob', second!);
    fake.read('bob', second!);
    fake.update({ topic: 'coffee', metadata: { a: '1' } });
    transport.connect();
    await settle();
    expect(told.sort()).toEqual([
      'connected',
      'disconnected',
      'messageRemoved thread-1',
      'messageUpdated thread-1 ONE',
      `receiptChanged thread-1 bob ${second!}`,
      'threadChanged thread-1 coffee',
    ]);
    expect(thread.properties.metadata).toEqual({ a: '1' });
  });

  it('finds threads I was added to, and drops those I am not in any more', async () => {
    const [gone, deleted] = [threadOf('alice'), threadOf('alice')];
    const { session, transport, told } = await startSession(service, 'alice');
    told.length = 0;
    transport.disconnect();
    gone.removeMember('alice');
    service.deleteThread('bob', deleted.id);
    const added = threadOf();
    say(added, 'before');
    added.addMember({ userId: 'alice', metadata: {} });
    say(added, 'after');
    transport.connect();
    await settle();
    expect(told.filter((line) => line.startsWith('thread')).sort()).toEqual([
      'threadAdded thread-3 news',
      'threadRemoved thread-1',
      'threadRemoved thread-2',
    ]);
    expect(onlyMessages(told)).toEqual(['Added thread-3 after']);
    expect(session.threads.map(({ id }) => id)).toEqual(['thread-3']);
  });

  it('does not drop a thread because the list moved while it was read', async () => {
    service = new FakeChatService({ pageSize: 1 });
    const threads = [threadOf('alice'), threadOf('alice'), threadOf('alice')];
    const { session, backend, transport, told } = await startSession(service, 'alice');
    transport.disconnect();
    transport.connect();
    const release = backend.hold('listThreads', { moment: 'after commit', times: 1 });
    await settle();
    say(threads[0]!, 'moves to the front');
    release();
    await settle();
    expect(session.threads).toHaveLength(3);
    expect(told.filter((line) => line.startsWith('threadRemoved'))).toEqual([]);
  });

  it('finds what was missed by a thread that was still being loaded', async () => {
    const fake = threadOf('alice');
    say(fake, 'old');
    const { session, backend, transport, told } = createSession(service, 'alice');
    const release = backend.hold('getThread', { times: 1 });
    await session.start();
    await settle();
    transport.disconnect();
    say(fake, 'missed');
    transport.connect();
    await settle();
    release();
    await settle();
    expect(onlyMessages(told)).toEqual(['Added thread-1 missed']);
  });

  it('looks again when the first look fails', async () => {
    const fake = threadOf('alice');
    const { backend, transport, told } = await startSession(service, 'alice');
    for (const operation of ['listThreads', 'listMessages'] as const) {
      transport.disconnect();
      say(fake, operation);
      backend.fail(operation, 'unavailable');
      transport.connect();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(onlyMessages(told)).toContain(`Added thread-1 ${operation}`);
    }
  });

  it('catches up after a pause', async () => {
    const fake = threadOf('alice');
    const { session, told } = await startSession(service, 'alice');
    await session.pause();
    say(fake, 'missed');
    await session.start();
    await settle();
    expect(onlyMessages(told)).toEqual(['Added thread-1 missed']);
  });
});

describe('sends during an outage', () => {
  it('get their index after what others wrote meanwhile', async () => {
    const fake = threadOf('alice');
    const { session, transport, backend } = await startSession(service, 'alice');
    const thread = session.getThread('thread-1')!;
    transport.disconnect();
    say(fake, 'one', 'two');
    const sending = session.send(thread, withNonce('three'));
    const release = backend.hold('listMessages');
    transport.connect();
    await settle();
    release();
    await settle();
    await expect(sending).resolves.toBe(2);
    expect(textsOf(thread)).toEqual(['one', 'two', 'three']);
    await session.stop();
  });
});

describe('a message that the browser posted again by itself', () => {
  it.each(['push', 'polling'] as const)('is deleted, and the one that send() told of stays: %s', async (kind) => {
    const fake = threadOf('alice');
    const { session, transport, backend } = await startSession(service, 'alice', kind);
    const thread = session.getThread('thread-1')!;
    const nonces: string[] = [];
    const draft = (nonce: string) => (nonces.push(nonce), withNonce('hello')(nonce));
    const sending = session.send(thread, draft);
    await settle();
    const index = await sending;
    const copy = fake.send('alice', withNonce('hello')(nonces[0]!));
    await settle();
    transport.poll();
    await vi.advanceTimersByTimeAsync(1_000);

    expect(fake.message(copy.id).deletedOn).toBeDefined();
    expect(backend.count('deleteMessage')).toBe(1);
    expect(thread.timeline.messages.filter(({ record }) => !record.deletedOn)).toMatchObject([{ index }]);
    await session.stop();
  });
});

describe('removal', () => {
  it.each<[string, (thread: FakeThread) => void]>([
    ['I am removed', (thread) => thread.removeMember('alice')],
    ['the thread is deleted', (thread) => service.deleteThread('bob', thread.id)],
  ])('tells once that %s', async (_, act) => {
    const fake = threadOf('alice');
    const { session, told, transport } = await startSession(service, 'alice');
    transport.hold();
    act(fake);
    transport.duplicate();
    transport.deliverAll();
    await settle();
    expect(told.slice(2)).toEqual(['threadRemoved thread-1']);
    expect(session.getThread('thread-1')).toBeUndefined();
    await expect(session.findThread('thread-1')).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|not-found/),
    });
  });

  it.each<[string, (thread: FakeThread) => void]>([
    ['I am not in it', (thread) => thread.removeMember('alice')],
    ['it is not there', (thread) => service.deleteThread('bob', thread.id)],
  ])('drops a thread when a walk is told that %s', async (_, act) => {
    const fake = threadOf('alice');
    const { session, told, transport } = await startSession(service, 'alice');
    transport.hold();
    act(fake);
    transport.lose();
    await session.getThread('thread-1')!.walk('foreground');
    expect(told.slice(2)).toEqual(['threadRemoved thread-1']);
  });

  it('says nothing about a thread after its removal', async () => {
    const fake = threadOf('alice');
    const { told, transport } = await startSession(service, 'alice');
    transport.hold();
    say(fake, 'late');
    fake.removeMember('alice');
    transport.deliverAll((events) => events.reverse());
    await settle();
    expect(told.slice(2)).toEqual(['threadRemoved thread-1']);
  });

  it('comes back when I am added again, and an old removal told twice changes nothing', async () => {
    const fake = threadOf('alice');
    const { session, told, transport } = await startSession(service, 'alice');
    transport.hold();
    fake.removeMember('alice');
    transport.duplicate();
    const [removal] = transport.held.splice(0);
    fake.addMember({ userId: 'alice', metadata: {} });
    transport.release();
    await settle();
    transport.push(removal!);
    await settle();
    expect(told.slice(2)).toEqual(['threadRemoved thread-1', 'threadAdded thread-1 news']);
    expect(session.threads).toHaveLength(1);
  });

  it('stays when both the removal and the new addition were missed', async () => {
    const fake = threadOf('alice');
    const { session, transport } = await startSession(service, 'alice');
    transport.disconnect();
    fake.removeMember('alice');
    fake.addMember({ userId: 'alice', metadata: {} });
    say(fake, 'hi');
    transport.connect();
    await settle();
    expect(textsOf(session.getThread('thread-1'))).toEqual(['hi']);
  });
});

describe('findThread', () => {
  it('gets a thread ahead of others that wait', async () => {
    threadOf('alice');
    const { session, backend, told } = createSession(service, 'alice');
    const release = backend.hold('getThread', { times: 1 });
    await session.start();
    await settle();
    expect((await session.findThread('thread-1')).id).toBe('thread-1');
    release();
    await session.allLoaded();
    expect(told).toEqual(['connected', 'threadAdded thread-1 existing']);
  });

  it('waits for the first load when its own fails, and fails when both do', async () => {
    threadOf('alice');
    for (const isFirstGood of [true, false]) {
      const { session, backend } = createSession(service, isFirstGood ? 'alice' : 'bob');
      const release = backend.hold('getThread', { times: 1 });
      await session.start();
      await settle();
      backend.fail('listReceipts', 'service-error');
      const finding = session.findThread('thread-1');
      finding.catch(() => undefined);
      await settle();
      if (!isFirstGood) service.deleteThread('bob', 'thread-1');
      release();
      if (isFirstGood) expect((await finding).id).toBe('thread-1');
      else await expect(finding).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('finds a thread that no event or list has shown, and tells what came since I am in it', async () => {
    const { session, transport, told } = await startSession(service, 'alice');
    transport.hold();
    const fake = threadOf('alice');
    say(fake, 'hello');
    const found = await session.findThread('thread-1');
    expect(textsOf(found)).toEqual(['hello']);
    expect(told.slice(1)).toEqual(['threadAdded thread-1 news', 'messageAdded thread-1 hello']);
    transport.release();
    await settle();
    expect(session.getThread('thread-1')).toBe(found);
    expect(told).toHaveLength(3);
  });

  it('rejects for threads that are not mine or not there', async () => {
    threadOf();
    const { session } = await startSession(service, 'alice');
    await expect(session.findThread('thread-1')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(session.findThread('thread-9')).rejects.toMatchObject({ code: 'not-found' });
    expect(session.threads).toEqual([]);
  });

  it('makes one thread for two callers', async () => {
    const { session, transport, told } = await startSession(service, 'alice');
    transport.hold();
    threadOf('alice');
    const [one, two] = await Promise.all([session.findThread('thread-1'), session.findThread('thread-1')]);
    expect(one).toBe(two);
    expect(told.slice(1)).toEqual(['threadAdded thread-1 news']);
  });
});

describe('polling', () => {
  const round = async (transport: { poll: () => void }, rounds = 1): Promise<void> => {
    for (let n = 0; n < rounds; n++) {
      transport.poll();
      await settle();
    }
  };

  it('finds messages, in order', async () => {
    const fake = threadOf('alice');
    const { transport, told } = await startSession(service, 'alice', 'polling');
    say(fake, 'one', 'two');
    await round(transport);
    say(fake, 'three');
    await round(transport);
    expect(onlyMessages(told)).toEqual(['Added thread-1 one', 'Added thread-1 two', 'Added thread-1 three']);
  });

  it('finds a second message within the second of the first', async () => {
    let last = 0;
    service = new FakeChatService({ tick: () => (last = Math.max(last + 1, Date.now())) });
    vi.setSystemTime(1_000_100);
    const fake = threadOf('alice');
    const { transport, told } = await startSession(service, 'alice', 'polling');
    for (const text of ['one', 'two', 'three']) {
      say(fake, text);
      await round(transport);
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(1_000);
    await round(transport, 2);
    expect(onlyMessages(told)).toEqual(['Added thread-1 one', 'Added thread-1 two', 'Added thread-1 three']);
  });

  it('finds edits, receipts, topics and members of threads that the app looks at', async () => {
    const fake = threadOf('alice');
    const [first] = say(fake, 'one');
    const { session, transport, told } = await startSession(service, 'alice', 'polling');
    const thread = session.getThread('thread-1')!;
    thread.handOut(thread.timeline.messages);
    await round(transport, 3);
    told.length = 0;
    fake.editMessage('bob', first!, { text: 'ONE' });
    fake.read('bob', first!);
    fake.update({ topic: 'coffee' });
    fake.addMember({ userId: 'carl', metadata: {} });
    await round(transport, 6);
    expect(told.sort()).toEqual([
      'memberAdded thread-1 carl',
      'messageUpdated thread-1 ONE',
      `receiptChanged thread-1 bob ${first!}`,
      'threadChanged thread-1 coffee',
    ]);
  });

  it('finds new threads and drops those that are gone', async () => {
    const gone = threadOf('alice');
    const { transport, told } = await startSession(service, 'alice', 'polling');
    gone.removeMember('alice');
    say(threadOf('alice'), 'hi');
    await round(transport, 2);
    expect(told.slice(2).sort()).toEqual([
      'messageAdded thread-2 hi',
      'threadAdded thread-2 news',
      'threadRemoved thread-1',
    ]);
  });

  it('shows its own message when send resolves', async () => {
    const fake = threadOf('alice');
    const { session, told } = await startSession(service, 'alice', 'polling');
    say(fake, 'before mine');
    const index = await session.send(session.getThread('thread-1')!, withNonce('mine'));
    expect(onlyMessages(told)).toEqual(['Added thread-1 before mine', 'Added thread-1 mine']);
    expect(index).toBe(1);
  });

  it('makes one request a round when nothing is looked at', async () => {
    for (let n = 0; n < 20; n++) threadOf('alice');
    const { transport, backend } = await startSession(service, 'alice', 'polling');
    await round(transport, 2);
    backend.resetCount();
    await round(transport, 30);
    expect(backend.count('listThreads')).toBe(30);
    expect(backend.count()).toBeLessThanOrEqual(40);
  });

  it('does not begin a round before the last one is over', async () => {
    threadOf('alice');
    const { transport, backend } = await startSession(service, 'alice', 'polling');
    backend.resetCount();
    const release = backend.hold('listThreads');
    await round(transport, 3);
    expect(backend.count('listThreads')).toBe(1);
    release();
    await settle();
    await round(transport);
    expect(backend.count('listThreads')).toBe(2);
  });
});

describe('stop', () => {
  it('leaves no timer and says nothing any more', async () => {
    const fake = threadOf('alice');
    const { session, transport, backend, told } = await startSession(service, 'alice');
    const thread = session.getThread('thread-1')!;
    transport.hold();
    await session.send(thread, withNonce('mine'));
    const release = backend.hold('listMessages');
    const walking = thread.walk('foreground');
    walking.catch(() => undefined);
    await settle();
    say(fake, 'unseen');
    await session.stop();
    const before = told.length;
    expect(vi.getTimerCount()).toBe(0);
    expect(transport.isStarted).toBe(false);
    release();
    transport.release();
    await settle();
    expect(told).toHaveLength(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects what waits, and says that what has left may be stored', async () => {
    threadOf('alice');
    const { session, backend } = createSession(service, 'alice');
    await session.start();
    await session.allLoaded();
    const thread = session.getThread('thread-1')!;
    backend.hold('sendMessage');
    const sending = [session.send(thread, withNonce('a')), session.send(thread, withNonce('b'))];
    const results = Promise.allSettled(sending);
    await settle();
    await session.stop();
    const codes = ['ambiguous-send', 'closed'];
    expect(await results).toMatchObject(codes.map((code) => ({ reason: { code } })));
    await expect(session.send(thread, withNonce('c'))).rejects.toMatchObject({ code: 'closed' });
    await expect(session.findThread('thread-2')).rejects.toMatchObject({ code: 'closed' });
  });

  it('rejects who waits for a thread, and does not announce it any more', async () => {
    threadOf('alice');
    const { session, backend, told } = createSession(service, 'alice');
    const release = backend.hold('getThread');
    await session.start();
    const finding = session.findThread('thread-1');
    const result = Promise.allSettled([finding]);
    await settle();
    await session.stop();
    expect(await result).toMatchObject([{ reason: { code: 'closed' } }]);
    release();
    await settle();
    expect(told).toEqual(['connected']);
  });

  it('can be called before the start and twice', async () => {
    const { session } = createSession(service, 'alice');
    await session.stop();
    await session.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('reports a refused token', async () => {
  threadOf('alice');
  const { session, backend, transport, told } = await startSession(service, 'alice');
  backend.fail('listThreads', 'unauthorized');
  transport.disconnect();
  transport.connect();
  await settle();
  expect(told).toContain('unauthorized');
  await session.stop();
});
