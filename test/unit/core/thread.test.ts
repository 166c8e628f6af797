import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isChatError } from '../../../src/core/errors.js';
import type { ServiceEvent } from '../../../src/core/model.js';
import type { ThreadOrigin } from '../../../src/core/thread-context.js';
import { Thread } from '../../../src/core/thread.js';
import type { FakeBackend } from '../../helper/fake-backend.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import type { FakeThread } from '../../helper/fake-thread.js';
import { describeEvent, draftOf } from '../../helper/start-session.js';

let service: FakeChatService;
let fake: FakeThread;
let backend: FakeBackend;
let told: string[];
let gone: Thread[];
/** Set by a test that wants the directory to take its time. */
let prepare: (userIds: readonly string[]) => Promise<void> | undefined;

beforeEach(() => {
  service = new FakeChatService();
  fake = service.createThread('bob', { topic: 'tea', metadata: { a: '1' }, memberIds: ['alice'] });
  backend = service.user('alice').backend;
  told = [];
  gone = [];
  prepare = () => undefined;
});

function createThread(): Thread {
  return new Thread(fake.id, {
    backend,
    background: backend,
    directory: {
      prepare: (userIds) => prepare(userIds),
      identityOf: (userId) => userId,
      userIdOf: (identity) => Promise.resolve(identity),
    },
    emit: (event, payload) => told.push(describeEvent(event, payload)),
    handleGone: (thread) => {
      gone.push(thread);
      thread.close();
    },
  });
}

async function begin(origin: ThreadOrigin = 'existing'): Promise<Thread> {
  const thread = createThread();
  await thread.begin(origin, 'background');
  told.length = 0;
  backend.resetCount();
  return thread;
}

const say = (...texts: string[]): string[] => texts.map((text) => fake.send('bob', draftOf(text)).id);
const sayMany = (count: number): string[] => say(...Array.from({ length: count }, (_, n) => `text ${n}`));
const messageEvent = (id: string): ServiceEvent => ({ type: 'message', threadId: fake.id, message: fake.message(id) });
const receiptEvent = (userId: string, messageId: string, readOn = 5): ServiceEvent => ({
  type: 'receipt',
  threadId: fake.id,
  receipt: { userId, messageId, readOn: new Date(readOn) },
});
const membersEvent = (type: 'membersAdded' | 'membersRemoved', userId: string, version: number): ServiceEvent => ({
  type,
  threadId: fake.id,
  members: [{ userId, displayName: '', metadata: {} }],
  version: String(version),
  at: new Date(version),
});
const textsOf = (thread: Thread): string[] => thread.timeline.messages.map(({ record }) => record.text);

describe('beginning', () => {
  it('makes three requests, at the same time', async () => {
    const thread = createThread();
    const beginning = thread.begin('existing', 'background');
    expect(backend.requests.map(({ operation }) => operation)).toEqual(['getThread', 'listMessages', 'listReceipts']);
    expect(thread.isReady).toBe(false);
    await beginning;
    expect(thread).toMatchObject({
      isReady: true,
      createdBy: 'bob',
      properties: { topic: 'tea', metadata: { a: '1' } },
    });
    expect(backend.count()).toBe(3);
  });

  it('announces itself first, and what is in it only when it is news', async () => {
    say('before');
    fake.removeMember('alice');
    fake.addMember({ userId: 'alice', metadata: {} });
    say('after');
    await createThread().begin('existing', 'background');
    await createThread().begin('news', 'background');
    expect(told).toEqual(['threadAdded thread-1 existing', 'threadAdded thread-1 news', 'messageAdded thread-1 after']);
  });

  it('holds back events until it is announced', async () => {
    const thread = createThread();
    const beginning = thread.begin('existing', 'background');
    const handling = thread.handle(messageEvent(say('early')[0]!));
    expect(told).toEqual([]);
    await Promise.all([beginning, handling]);
    expect(told[0]).toBe('threadAdded thread-1 existing');
    expect(textsOf(thread)).toEqual(['early']);
  });

  it('reads on where the first page shows no message in its place', async () => {
    const ids = sayMany(60);
    for (const id of ids.slice(0, 55)) fake.editMessage('bob', id, { text: 'edited' });
    const thread = await begin();
    expect(thread.timeline.newest?.record.id).toBe(ids.at(-1));
    expect(thread.timeline.newest?.index).toBeGreaterThan(0);
  });

  it('can be hurried, and takes whichever load arrives first', async () => {
    const thread = createThread();
    const release = backend.hold('getThread', { times: 1 });
    const beginning = thread.begin('existing', 'background');
    await thread.hurry();
    expect(thread.isReady).toBe(true);
    release();
    await beginning;
    expect(told).toEqual(['threadAdded thread-1 existing']);
  });

  it('fails when no load succeeds', async () => {
    const thread = createThread();
    backend.fail('listMessages', 'service-error', { times: 2 });
    const release = backend.hold('getThread');
    const beginning = thread.begin('existing', 'background');
    const hurrying = thread.hurry();
    release();
    await expect(beginning).rejects.toMatchObject({ code: 'service-error' });
    await expect(hurrying).rejects.toMatchObject({ code: 'service-error' });
    expect(told).toEqual([]);
  });

  it('does not announce itself when it was closed meanwhile', async () => {
    const thread = createThread();
    const release = backend.hold('getThread');
    const beginning = thread.begin('existing', 'background');
    thread.close();
    await expect(beginning).rejects.toSatisfy((error) => isChatError(error));
    release();
    await Promise.resolve();
    expect(told).toEqual([]);
  });

  it('needs no request for a thread that this client created', async () => {
    const thread = createThread();
    await thread.beginCreated(fake.record);
    expect(backend.count()).toBe(0);
    expect(told).toEqual(['threadAdded thread-1 created']);
    const [id] = say('first');
    await thread.handle(messageEvent(id!));
    expect(thread.timeline.get(id!)?.index).toBe(0);
  });
});

describe('events', () => {
  it('are told at once, inside the call, when there is nothing to wait for', async () => {
    const thread = await begin();
    void thread.handle(messageEvent(say('hi')[0]!));
    expect(told).toEqual(['messageAdded thread-1 hi']);
  });

  it('wait for the names of their senders, and for each other', async () => {
    const thread = await begin();
    let know!: () => void;
    prepare = (userIds) => (userIds.includes('bob') ? new Promise((resolve) => (know = resolve)) : undefined);
    const first = thread.handle(messageEvent(say('one')[0]!));
    prepare = () => undefined;
    const second = thread.handle(messageEvent(say('two')[0]!));
    expect(told).toEqual([]);
    know();
    await Promise.all([first, second]);
    expect(told).toEqual(['messageAdded thread-1 one', 'messageAdded thread-1 two']);
  });

  it('merge what they say about attributes, and are told only when something changed', async () => {
    const thread = await begin();
    const event = { type: 'threadChanged', threadId: fake.id, topic: 'tea', changedOn: new Date(9) } as const;
    await thread.handle({ ...event, metadata: { b: '2' } });
    await thread.handle({ ...event, metadata: { a: '1', b: '2' } });
    await thread.handle({ ...event, topic: 'coffee', metadata: {} });
    expect(told).toEqual(['threadChanged thread-1 tea', 'threadChanged thread-1 coffee']);
    expect(thread.properties).toEqual({ topic: 'coffee', metadata: { a: '1', b: '2' }, changedOn: new Date(9) });
  });

  it('are ignored once the thread is closed', async () => {
    const thread = await begin();
    thread.close();
    await expect(thread.handle(messageEvent(say('hi')[0]!))).rejects.toMatchObject({ code: 'not-found' });
    expect(told).toEqual([]);
  });

  it('lead to one look after many of them, which nothing waits for', async () => {
    const thread = await begin();
    const release = backend.hold('listMessages');
    for (const id of sayMany(160)) await thread.handle(messageEvent(id));
    expect(told).toHaveLength(160);
    expect(backend.count('listMessages')).toBe(1);
    release();
    await vi.waitFor(() =>
      expect(Number(thread.timeline.watermark)).toBeGreaterThan(Number(fake.history.records[100]!.id)),
    );
    expect(told).toHaveLength(160);
  });
});

describe('members', () => {
  it('are loaded once', async () => {
    const thread = await begin();
    await Promise.all([thread.loadMembers(), thread.loadMembers()]);
    await thread.loadMembers();
    expect(backend.count('listMembers')).toBe(1);
    expect(thread.members.list.map(({ userId }) => userId)).toEqual(['bob', 'alice']);
  });

  it('are told once each time they come and go', async () => {
    const thread = await begin();
    for (const event of [
      membersEvent('membersAdded', 'carl', 10_000_000),
      membersEvent('membersAdded', 'carl', 10_000_000),
      membersEvent('membersRemoved', 'carl', 10_000_001),
      membersEvent('membersAdded', 'carl', 10_000_000),
      membersEvent('membersRemoved', 'carl', 10_000_001),
      membersEvent('membersAdded', 'carl', 10_000_002),
    ])
      await thread.handle(event);
    expect(told).toEqual(['memberAdded thread-1 carl', 'memberRemoved thread-1 carl', 'memberAdded thread-1 carl']);
  });

  it('are told by name: those of the first page, oldest first, those who come, and all when the list is loaded', async () => {
    fake.addMember({ userId: 'carl', displayName: 'Carl', metadata: {} });
    fake.removeMember('carl');
    fake.addMember({ userId: 'carl', displayName: 'Charles', metadata: {} });
    const thread = createThread();
    await thread.begin('existing', 'background');
    expect(told).toEqual(['membersNamed Carl Charles', 'threadAdded thread-1 existing']);

    told.length = 0;
    fake.addMember({ userId: 'dora', displayName: 'Dora', metadata: {} });
    await thread.walk('foreground');
    await thread.loadMembers();
    expect(told).toEqual(['membersNamed Dora', 'memberAdded thread-1 dora', 'membersNamed Charles Dora']);
  });

  it('are found by a walk, before what they wrote and after what they wrote', async () => {
    const thread = await begin();
    fake.addMember({ userId: 'carl', metadata: {} });
    fake.send('carl', draftOf('hi'));
    fake.send('dora', draftOf('bye'));
    fake.removeMember('carl');
    await thread.walk('foreground');
    expect(told).toEqual([
      'memberAdded thread-1 carl',
      'messageAdded thread-1 hi',
      'messageAdded thread-1 bye',
      'memberRemoved thread-1 carl',
    ]);
    await thread.walk('foreground');
    expect(told).toHaveLength(4);
  });

  it('are told once when both an event and a walk tell of them', async () => {
    const thread = await begin();
    fake.addMember({ userId: 'carl', metadata: {} });
    await thread.handle(membersEvent('membersAdded', 'carl', Number(fake.history.newest!.id)));
    await thread.walk('foreground');
    expect(told).toEqual(['memberAdded thread-1 carl']);
  });

  it('include me: my removal ends the thread, unless I came back since', async () => {
    const thread = await begin();
    const version = Number(fake.history.newest!.id) + 10;
    await thread.handle(membersEvent('membersAdded', 'alice', version));
    await thread.handle(membersEvent('membersRemoved', 'alice', version - 1));
    expect(gone).toEqual([]);
    await thread.handle(membersEvent('membersRemoved', 'alice', version + 1));
    expect(gone).toEqual([thread]);
  });

  it('are needed to tell who types', async () => {
    const thread = await begin();
    const typing = { type: 'typing', threadId: fake.id, userId: 'bob', at: new Date() } as const;
    await thread.handle(typing);
    await thread.handle(typing);
    expect(told).toEqual(['typing thread-1 bob', 'typing thread-1 bob']);
    expect(backend.count()).toBe(1);
  });
});

describe('receipts', () => {
  it('never go backwards, and are told when they move', async () => {
    const ids = say('one', 'two', 'three');
    const thread = await begin();
    for (const id of [ids[1]!, ids[0]!, ids[1]!, ids[2]!]) await thread.handle(receiptEvent('bob', id));
    expect(told).toEqual([`receiptChanged thread-1 bob ${ids[1]!}`, `receiptChanged thread-1 bob ${ids[2]!}`]);
    expect(thread.readIndexOf('bob')).toBe(2);
    expect(thread.readIndexOf('carl')).toBeUndefined();
  });

  it('that existed before are known, and not told', async () => {
    const [id] = say('one');
    fake.read('bob', id!);
    const thread = createThread();
    await thread.begin('existing', 'background');
    expect(thread.readIndexOf('bob')).toBe(0);
    expect(told).toEqual(['threadAdded thread-1 existing']);
  });

  it('of a message from further down cost one look-up, once', async () => {
    const ids = sayMany(80);
    const thread = await begin();
    for (const userId of ['bob', 'carl', 'dora']) await thread.handle(receiptEvent(userId, ids[3]!));
    expect(backend.count('getMessage')).toBe(1);
    expect(thread.readIndexOf('carl')).toBe(3);
    await thread.handle(receiptEvent('bob', ids[70]!));
    expect(backend.count('getMessage')).toBe(1);
  });

  it('of a message that cannot be found are looked up once, and the position stays unknown', async () => {
    sayMany(80);
    const thread = await begin();
    const system = fake.history.records[1]!.id;
    for (const messageId of ['7', '7', system, system]) await thread.handle(receiptEvent('bob', messageId, 9));
    for (const userId of ['carl', 'dora']) await thread.handle(receiptEvent(userId, system, 9));
    expect(backend.count('getMessage')).toBe(2);
    expect(thread.readIndexOf('bob')).toBeUndefined();
  });

  it('of a message that could not be looked up are tried again', async () => {
    const ids = sayMany(80);
    const thread = await begin();
    backend.fail('getMessage', 'unavailable');
    await thread.handle(receiptEvent('bob', ids[3]!));
    expect(thread.readIndexOf('bob')).toBeUndefined();
    await thread.handle(receiptEvent('carl', ids[3]!));
    expect(thread.readIndexOf('bob')).toBe(3);
  });

  it('of my own are told without an event', async () => {
    const [id] = say('one');
    const thread = await begin();
    await thread.noteOwnReceipt(id!);
    expect(told).toEqual([`receiptChanged thread-1 alice ${id!}`]);
  });

  it('are found by reading them', async () => {
    const [id] = say('one');
    const thread = await begin();
    fake.read('bob', id!);
    await thread.refreshReceipts('foreground');
    await thread.refreshReceipts('foreground');
    expect(told).toEqual([`receiptChanged thread-1 bob ${id!}`]);
  });
});

describe('older messages', () => {
  it('are loaded page by page to the beginning, and told to nobody', async () => {
    sayMany(450);
    const thread = await begin();
    expect(textsOf(thread)).toHaveLength(50);
    for (let pages = 0; !thread.timeline.reachedStart; pages++) {
      expect(pages).toBeLessThan(4);
      await thread.loadOlder();
    }
    expect(textsOf(thread)).toEqual(Array.from({ length: 450 }, (_, n) => `text ${n}`));
    expect(thread.timeline.messages.map(({ index }) => index)).toEqual(Array.from({ length: 450 }, (_, n) => n));
    expect(told).toEqual([]);
    backend.resetCount();
    await thread.loadOlder();
    expect(backend.count()).toBe(0);
  });

  it('are loaded once for callers at the same time', async () => {
    sayMany(300);
    const thread = await begin();
    await Promise.all([thread.loadOlder(), thread.loadOlder()]);
    expect(backend.count()).toBe(1);
  });

  it('are loaded from the same page on after a failure', async () => {
    sayMany(700);
    const thread = await begin();
    await thread.loadOlder();
    await thread.loadOlder();
    const known = textsOf(thread).length;
    backend.fail('listMessages', 'unavailable');
    await expect(thread.loadOlder()).rejects.toMatchObject({ code: 'unavailable' });
    await thread.loadOlder();
    expect(textsOf(thread)).toHaveLength(known + 200);
  });

  it('begin anew at the top when the place in the list is not accepted any more', async () => {
    sayMany(700);
    const thread = await begin();
    await thread.loadOlder();
    backend.fail('listMessages', 'invalid-argument');
    await expect(thread.loadOlder()).rejects.toMatchObject({ code: 'invalid-argument' });
    while (!thread.timeline.reachedStart) await thread.loadOlder();
    expect(textsOf(thread)).toHaveLength(700);
  });

  it('may bring news along, which is told', async () => {
    sayMany(60);
    const thread = await begin();
    say('missed');
    await thread.loadOlder();
    expect(told).toEqual(['messageAdded thread-1 missed']);
  });
});

describe('walks', () => {
  it('that have not begun are shared', async () => {
    const thread = await begin();
    await Promise.all([thread.walk('foreground'), thread.walk('foreground'), thread.walk('background')]);
    expect(backend.count('listMessages')).toBe(2);
    await thread.walk('foreground');
    expect(backend.count('listMessages')).toBe(3);
  });

  it('hold back what arrives meanwhile', async () => {
    const thread = await begin();
    say('missed');
    const release = backend.hold('listMessages', { moment: 'after commit' });
    const walking = thread.walk('foreground');
    await vi.waitFor(() => expect(backend.count('listMessages')).toBe(1));
    const handling = thread.handle(messageEvent(say('newer')[0]!));
    release();
    await Promise.all([walking, handling]);
    expect(told).toEqual(['messageAdded thread-1 missed', 'messageAdded thread-1 newer']);
  });

  it('find edits and deletions of what the app was given', async () => {
    const ids = say('one', 'two');
    const thread = await begin();
    thread.handOut(thread.timeline.messages);
    expect(thread.isAttended).toBe(true);
    fake.editMessage('bob', ids[0]!, { text: 'ONE' });
    fake.deleteMessage('bob', ids[1]!);
    await thread.walk('foreground');
    expect(told).toEqual(['messageUpdated thread-1 ONE', 'messageRemoved thread-1']);
  });

  it('begin with a small page, and go on with large ones', async () => {
    const thread = await begin();
    sayMany(25);
    await thread.walk('foreground');
    expect(backend.count('listMessages')).toBe(2);
    expect(told).toHaveLength(25);
  });

  it.each(['forbidden', 'not-found'] as const)('end the thread when they are told %s', async (code) => {
    const thread = await begin();
    backend.fail('listMessages', code);
    await thread.walk('foreground');
    expect(gone).toEqual([thread]);
  });

  it('fail with any other error, and are due again then', async () => {
    const thread = await begin();
    thread.noteListed(new Date(1));
    thread.noteListed(new Date(1));
    expect(thread.noteListed(new Date(1))).toBe(false);
    backend.fail('listMessages', 'service-error');
    await expect(thread.walk('foreground')).rejects.toMatchObject({ code: 'service-error' });
    expect(gone).toEqual([]);
    expect(thread.noteListed(new Date(1))).toBe(true);
  });
});

describe('repair', () => {
  it('holds back events until it is known that nothing was missed', async () => {
    const thread = await begin();
    let decide!: (isDue: boolean) => void;
    const repairing = thread.repair(new Promise((resolve) => (decide = resolve)), 'foreground');
    const handling = thread.handle(messageEvent(say('new')[0]!));
    expect(told).toEqual([]);
    thread.isAttended = true;
    decide(false);
    await Promise.all([repairing, handling]);
    expect(told).toEqual(['messageAdded thread-1 new']);
    expect(backend.count()).toBe(0);
  });

  it('passes by a thread that nobody has looked at, and makes up for it when somebody does', async () => {
    say('before');
    const thread = await begin();
    const [missed] = say('missed');
    await thread.repair(Promise.resolve(false), 'background');
    expect(thread.timeline.get(missed!)).toBeUndefined();
    await thread.catchUp();
    expect(told).toEqual(['messageAdded thread-1 missed']);
    expect(thread.catchUp()).toBeUndefined();
  });

  it.each([0, 198, 199, 200, 201, 400, 1_000])('of %i messages costs ⌈k/200⌉ + 1 requests at most', async (count) => {
    say('before');
    const thread = await begin();
    sayMany(count);
    await thread.repair(Promise.resolve(true), 'foreground');
    expect(told).toHaveLength(count);
    expect(backend.count()).toBeLessThanOrEqual(Math.ceil(count / 200) + 1);
  });
});

describe('the list of threads', () => {
  it('makes a thread due when its time moved, and once more after that', async () => {
    const thread = await begin();
    thread.noteListed(new Date(1_000));
    thread.noteListed(new Date(1_000));
    expect([2_000, 2_000, 2_000, 3_000].map((ms) => thread.noteListed(new Date(ms)))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});

describe('properties', () => {
  it('are read again, and told when they changed', async () => {
    const thread = await begin();
    await thread.refresh('foreground');
    expect(told).toEqual([]);
    fake.update({ topic: 'coffee', metadata: { b: '2' } });
    await thread.refresh('foreground');
    expect(told).toEqual(['threadChanged thread-1 coffee']);
    expect(thread.properties.metadata).toEqual({ a: '1', b: '2' });
  });

  it('of a deleted thread end it', async () => {
    const thread = await begin();
    const { getThread } = backend;
    backend.getThread = async (id) => ({ ...(await getThread.call(backend, id)), deletedOn: new Date() });
    await thread.refresh('foreground');
    expect(gone).toEqual([thread]);
  });

  it('follow the newest topic, whatever the walk passes on its way', async () => {
    const thread = await begin();
    fake.update({ topic: 'coffee' });
    fake.update({ topic: 'juice' });
    const changed = {
      type: 'threadChanged',
      threadId: fake.id,
      topic: 'juice',
      metadata: {},
      changedOn: new Date(),
    } as const;
    await thread.handle(changed);
    await thread.walk('foreground');
    await thread.inOrder(() => undefined);
    expect(told).toEqual(['threadChanged thread-1 juice']);
  });
});
