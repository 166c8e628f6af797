import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError, type ChatErrorCode } from '../../../src/core/errors.js';
import type { MessageRecord } from '../../../src/core/model.js';
import { Outbox, type OutboxOptions } from '../../../src/core/outbox.js';
import type { MessageDraft, Page } from '../../../src/core/ports.js';
import { RequestScheduler } from '../../../src/core/request-scheduler.js';
import { ScheduledBackend } from '../../../src/core/scheduled-backend.js';

/** What becomes of one post. `Stored` ones are in the thread all the same; a `hangs` post never gets an answer. */
type Fate = 'ok' | 'hangs' | 'hangsStored' | ChatErrorCode | `${ChatErrorCode}Stored` | Error;
type Read = 'ok' | ChatErrorCode;

/** One thread of a chat service, with the given fates of posts and reads; what is not listed goes well. */
class FakeService {
  readonly userId = 'me';
  readonly posts: string[] = [];
  readonly reads: number[] = [];
  stored: MessageRecord[] = [];
  fates: Fate[] = [];
  readFates: Read[] = [];
  readonly pending: (() => void)[] = [];
  isManual = false;
  private readonly start = Date.now();

  sendMessage(threadId: string, draft: MessageDraft, _signal?: AbortSignal): Promise<{ id: string }> {
    const fate = this.fates.shift() ?? 'ok';
    this.posts.push(`${draft.text}@${Date.now() - this.start}`);
    const isStored = fate === 'ok' || (typeof fate === 'string' && fate.endsWith('Stored'));
    const id = isStored ? this.store(draft.text, draft.metadata, 'me').id : '';
    if (fate === 'ok') {
      if (!this.isManual) return Promise.resolve({ id });
      return new Promise((resolve) => this.pending.push(() => resolve({ id })));
    }
    if (fate === 'hangs' || fate === 'hangsStored') return new Promise(() => undefined);
    if (fate instanceof Error) return Promise.reject(fate);
    return Promise.reject(new ChatError(fate.replace('Stored', '') as ChatErrorCode, `fake: ${fate} in ${threadId}`));
  }

  listMessages(_threadId: string, pageSize: number): Promise<Page<MessageRecord>> {
    const fate = this.readFates.shift() ?? 'ok';
    this.reads.push(Date.now() - this.start);
    if (fate !== 'ok') return Promise.reject(new ChatError(fate, `fake: ${fate}`));
    return Promise.resolve(this.page([...this.stored].reverse(), pageSize));
  }

  store(text: string, metadata: Record<string, string>, senderId: string): MessageRecord {
    const id = String(1_000 + this.stored.length);
    const record: MessageRecord = {
      id,
      version: id,
      kind: 'text',
      senderId,
      senderDisplayName: '',
      text,
      metadata,
      createdOn: new Date(Math.floor(Date.now() / 1_000) * 1_000),
    };
    this.stored.push(record);
    return record;
  }

  texts(): string[] {
    return this.stored.map(({ text }) => text);
  }

  private page(records: readonly MessageRecord[], size: number): Page<MessageRecord> {
    const rest = records.slice(size);
    const items = records.slice(0, size);
    if (rest.length === 0) return { items };
    return {
      items,
      loadNext: () => {
        this.reads.push(Date.now() - this.start);
        return Promise.resolve(this.page(rest, size));
      },
    };
  }
}

let service: FakeService;
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  service = new FakeService();
  outbox = create();
});
afterEach(() => {
  outbox.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function create(options: Partial<OutboxOptions> = {}): Outbox {
  return new Outbox({ backend: service, nonceOf: (record) => record.metadata['nonce'], ...options });
}

const draft = (text: string) => (nonce: string) => ({ text, metadata: { nonce } });
const send = (text: string, signal?: AbortSignal) => outbox.send('t', draft(text), { signal });
const outcome = (sending: Promise<unknown>): Promise<unknown> => sending.catch((error: unknown) => error);
const MINUTES = 60_000;

describe('order', () => {
  it('posts to an idle thread inside the call, with a nonce of its own each time', async () => {
    const first = send('a');
    expect(service.posts).toEqual(['a@0']);
    await expect(first).resolves.toEqual({ id: '1000' });
    await send('b');
    const nonces = service.stored.map(({ metadata }) => metadata['nonce']);
    expect(new Set(nonces).size).toBe(2);
    expect(nonces[0]).toMatch(/^[0-9a-f]{24}$/);
    expect(service.reads).toEqual([]);
  });

  it('posts the next message of a thread after the one before is answered, other threads at once', async () => {
    service.isManual = true;
    const sent = [send('a'), send('b'), outbox.send('other', draft('c'))];
    expect(service.posts).toEqual(['a@0', 'c@0']);
    service.pending[0]!();
    await sent[0];
    await vi.advanceTimersByTimeAsync(0);
    expect(service.posts).toEqual(['a@0', 'c@0', 'b@0']);
    for (const answer of service.pending) answer();
    await Promise.all(sent);
    expect(outbox.size).toBe(0);
  });

  it('goes on after a refused message', async () => {
    service.fates = ['forbidden'];
    const [first, second] = [outcome(send('a')), send('b')];
    expect(await first).toMatchObject({ code: 'forbidden' });
    await second;
    expect(service.texts()).toEqual(['b']);
  });

  it('waits for the fate of a message before it posts the next', async () => {
    service.fates = ['service-errorStored'];
    const sent = [send('a'), send('b')];
    await vi.advanceTimersByTimeAsync(999);
    expect(service.posts).toEqual(['a@0']);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all(sent);
    expect(service.posts).toEqual(['a@0', 'b@1000']);
  });

  it('takes no more than it can hold', async () => {
    service.isManual = true;
    outbox = create({ maxQueued: 3 });
    const sent = ['a', 'b', 'c'].map((text) => outcome(send(text)));
    await expect(send('d')).rejects.toMatchObject({
      code: 'rate-limited',
      message: expect.stringContaining('3 others'),
    });
    service.pending[0]!();
    await sent[0];
    await vi.advanceTimersByTimeAsync(0);
    void outcome(send('e'));
    expect(outbox.size).toBe(3);
  });

  it('queues nothing when the message cannot be made', async () => {
    const encode = (): never => {
      throw new ChatError('too-large', 'no');
    };
    await expect(outbox.send('t', encode)).rejects.toMatchObject({ code: 'too-large' });
    expect(outbox.size).toBe(0);
    await expect(send('b')).resolves.toBeDefined();
  });
});

describe('answers', () => {
  it.each<ChatErrorCode>([
    'unauthorized',
    'forbidden',
    'not-found',
    'conflict',
    'invalid-argument',
    'too-large',
    'rate-limited',
    'not-supported',
  ])('%s: rejects at once and looks for nothing', async (code) => {
    service.fates = [code];
    await expect(send('a')).rejects.toMatchObject({ code });
    expect([service.posts.length, service.reads.length]).toEqual([1, 0]);
  });

  it.each<[string, Fate]>([
    ['a 5xx', 'service-error'],
    ['no answer', 'unavailable'],
    ['an error of unknown kind', new TypeError('boom')],
  ])('%s, nothing stored: looks twice, then posts again', async (_name, fate) => {
    service.fates = [fate];
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect(service.posts).toEqual(['a@0', 'a@3000']);
    expect(service.reads).toEqual([1_000, 3_000]);
    expect(service.texts()).toEqual(['a']);
  });

  it.each<Fate>(['service-errorStored', 'unavailableStored'])('%s: finds the message and posts once', async (fate) => {
    service.fates = [fate];
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect([service.posts, service.reads]).toEqual([['a@0'], [1_000]]);
  });

  it('finds a message that is stored late', async () => {
    service.fates = ['unavailable'];
    let nonce = '';
    const sent = outbox.send('t', (mark) => ({ text: 'a', metadata: { nonce: (nonce = mark) } }));
    await vi.advanceTimersByTimeAsync(2_500);
    service.store('a', { nonce }, 'me');
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect(service.posts).toHaveLength(1);
  });

  it('posts three times at most, with one nonce, and rejects with the last answer', async () => {
    const nonces = new Set<string | undefined>();
    vi.spyOn(service, 'sendMessage').mockImplementation((_thread, { metadata }) => {
      nonces.add(metadata['nonce']);
      return Promise.reject(new ChatError('service-error', 'no', { status: 503 }));
    });
    const sent = outcome(send('a'));
    await vi.advanceTimersByTimeAsync(1 * MINUTES);
    expect(await sent).toMatchObject({ code: 'service-error', status: 503 });
    expect(service.sendMessage).toHaveBeenCalledTimes(3);
    expect(nonces.size).toBe(1);
  });

  it('finds what the last post stored', async () => {
    service.fates = ['service-error', 'service-error', 'service-errorStored'];
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(1 * MINUTES);
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect(service.posts).toHaveLength(3);
  });

  it('is not taken in by somebody who copies the nonce', async () => {
    service.fates = ['service-error'];
    const sent = outbox.send('t', (nonce) => {
      service.store('copy', { nonce }, 'mallory');
      return { text: 'a', metadata: { nonce } };
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(sent).resolves.toEqual({ id: '1001' });
  });

  it('reads on in a thread where much happened since', async () => {
    service.fates = ['unavailableStored'];
    service.readFates = Array<Read>(7).fill('unavailable');
    const sent = send('a');
    for (let n = 0; n < 180; n++) {
      await vi.advanceTimersByTimeAsync(500);
      service.store(`noise ${n}`, {}, 'other');
    }
    await vi.advanceTimersByTimeAsync(1 * MINUTES);
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect(service.posts).toHaveLength(1);
  });

  it('reads no further than the message can be', async () => {
    for (let n = 0; n < 500; n++) service.store(`old ${n}`, {}, 'other');
    await vi.advanceTimersByTimeAsync(1 * MINUTES);
    service.fates = ['service-error'];
    service.store('just now', {}, 'other');
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(10_000);
    await sent;
    expect(service.reads).toHaveLength(2);
  });

  it('gives up where it cannot read far enough back', async () => {
    service.fates = ['unavailableStored'];
    outbox = create({ readRetryDelaysMs: [1_000] });
    const sent = outcome(send('a'));
    for (let n = 0; n < 2_000; n++) service.store(`noise ${n}`, {}, 'other');
    await vi.advanceTimersByTimeAsync(1 * MINUTES);
    expect(await sent).toMatchObject({ code: 'ambiguous-send' });
  });
});

describe('a thread that cannot be read', () => {
  it.each<Read>(['service-error', 'unavailable', 'rate-limited', 'unauthorized'])(
    '%s: is tried again with growing delays, without posting',
    async (read) => {
      service.fates = ['unavailableStored'];
      service.readFates = [read, read, read];
      const sent = send('a');
      await vi.advanceTimersByTimeAsync(1 * MINUTES);
      await expect(sent).resolves.toEqual({ id: '1000' });
      expect(service.reads).toEqual([1_000, 3_000, 7_000, 15_000]);
      expect(service.posts).toHaveLength(1);
    },
  );

  it('makes the send ambiguous after two minutes', async () => {
    service.fates = ['unavailable'];
    service.readFates = Array<Read>(100).fill('unavailable');
    const [sent, next] = [outcome(send('a')), send('b')];
    await vi.advanceTimersByTimeAsync(120_999);
    expect(outbox.size).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    const error = await sent;
    expect(error).toMatchObject({ name: 'AmbiguousSendError', code: 'ambiguous-send' });
    expect((error as Error).cause).toMatchObject({ code: 'unavailable' });
    await next;
    expect(service.posts).toEqual(['a@0', 'b@121000']);
  });

  it.each<Read>(['forbidden', 'not-found'])('makes the send ambiguous at once when it is %s', async (read) => {
    service.fates = ['unavailableStored'];
    service.readFates = [read];
    const sent = outcome(send('a'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await sent).toMatchObject({ code: 'ambiguous-send' });
    expect(service.posts).toHaveLength(1);
  });
});

describe('real time', () => {
  const note = (index = 0): boolean => outbox.noteMessage('t', service.stored[index]!);

  it('resolves a send of unknown fate at once, without a request', async () => {
    service.fates = ['unavailableStored'];
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(200);
    note();
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect([service.posts.length, service.reads.length]).toEqual([1, 0]);
  });

  it('resolves a send whose answer never comes, and goes on', async () => {
    service.fates = ['hangsStored'];
    const sent = [send('a'), send('b')];
    note();
    await expect(Promise.all(sent)).resolves.toEqual([{ id: '1000' }, { id: '1001' }]);
  });

  it('does not mind an echo that comes before the answer', async () => {
    service.isManual = true;
    const sent = send('a');
    note();
    note();
    service.pending[0]!();
    await expect(sent).resolves.toEqual({ id: '1000' });
    note();
    const next = send('b');
    service.pending[1]!();
    await expect(next).resolves.toEqual({ id: '1001' });
    expect(service.posts).toHaveLength(2);
  });

  it('knows the second copy of a message among the last hundred, whichever copy was answered', async () => {
    service.fates = ['hangsStored'];
    const sent = send('a');
    service.store('a', service.stored[0]!.metadata, 'me');
    expect([note(1), note(0), note(1)]).toEqual([false, true, false]);
    await expect(sent).resolves.toEqual({ id: '1001' });
    for (let n = 0; n < 99; n++) await send('more');
    expect(note(0)).toBe(true);
    await send('more');
    expect(note(0)).toBe(false);
  });

  it.each<[string, string, string, (nonce: string) => string | undefined]>([
    ['another sender', 't', 'mallory', (nonce) => nonce],
    ['another thread', 'other', 'me', (nonce) => nonce],
    ['another nonce', 't', 'me', () => 'x'],
    ['no nonce', 't', 'me', () => undefined],
  ])('ignores %s', async (_name, threadId, senderId, nonceFor) => {
    service.fates = ['unavailable'];
    let foreign: MessageRecord | undefined;
    const sent = outbox.send('t', (nonce) => {
      const mark = nonceFor(nonce);
      foreign = { ...service.store('x', mark === undefined ? {} : { nonce: mark }, senderId) };
      service.stored = [];
      return { text: 'a', metadata: { nonce } };
    });
    await vi.advanceTimersByTimeAsync(0);
    outbox.noteMessage(threadId, foreign!);
    expect(outbox.size).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await sent;
    expect(service.posts).toHaveLength(2);
  });
});

describe('cancelling', () => {
  it('before the post: no request, and the others keep their order', async () => {
    service.isManual = true;
    const controller = new AbortController();
    const [first, second, third] = [send('a'), outcome(send('b', controller.signal)), send('c')];
    controller.abort();
    expect(await second).toMatchObject({ code: 'cancelled' });
    expect(outbox.size).toBe(2);
    service.isManual = false;
    service.pending[0]!();
    await Promise.all([first, third]);
    expect(service.texts()).toEqual(['a', 'c']);
  });

  it('before the call: no request', async () => {
    await expect(send('a', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(service.posts).toEqual([]);
  });

  it('after the post left: rejects, but the next message still waits for the answer', async () => {
    service.isManual = true;
    const controller = new AbortController();
    const first = outcome(send('a', controller.signal));
    void outcome(send('b'));
    controller.abort();
    expect(await first).toMatchObject({ code: 'cancelled' });
    expect(service.posts).toEqual(['a@0']);
    service.pending[0]!();
    await vi.advanceTimersByTimeAsync(0);
    expect(service.posts).toEqual(['a@0', 'b@0']);
  });

  it('of a message of unknown fate: it is not posted again', async () => {
    service.fates = ['unavailable'];
    const controller = new AbortController();
    const first = outcome(send('a', controller.signal));
    await vi.advanceTimersByTimeAsync(500);
    controller.abort();
    expect(await first).toMatchObject({ code: 'cancelled' });
    expect(vi.getTimerCount()).toBe(0);
    await send('b');
    expect(service.texts()).toEqual(['b']);
  });

  it('after it was sent: changes nothing', async () => {
    const controller = new AbortController();
    const sent = send('a', controller.signal);
    await sent;
    controller.abort();
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect(outbox.size).toBe(0);
  });

  it('while the post waits for its budget: no request', async () => {
    const windows = [{ ms: 10_000, max: 1 }];
    const scheduler = new RequestScheduler([{ operations: ['sendMessage'], scope: 'thread', windows }]);
    outbox = create({ backend: new ScheduledBackend(service as never, scheduler) });
    const controller = new AbortController();
    await send('a');
    const [second, third] = [outcome(send('b', controller.signal)), send('c')];
    await vi.advanceTimersByTimeAsync(1_000);
    controller.abort();
    expect(await second).toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(9_000);
    await third;
    expect(service.posts).toEqual(['a@0', 'c@10000']);
  });

  it('a message that turns up meanwhile is not posted a second time', async () => {
    const windows = [{ ms: 60_000, max: 1 }];
    const scheduler = new RequestScheduler([{ operations: ['sendMessage'], scope: 'thread', windows }]);
    outbox = create({ backend: new ScheduledBackend(service as never, scheduler) });
    service.fates = ['unavailable'];
    let late: MessageRecord | undefined;
    const sent = outbox.send('t', (nonce) => {
      late = service.store('late', { nonce }, 'me');
      service.stored = [];
      return { text: 'a', metadata: { nonce } };
    });
    await vi.advanceTimersByTimeAsync(10_000);
    outbox.noteMessage('t', late!);
    await expect(sent).resolves.toEqual({ id: late!.id });
    await vi.advanceTimersByTimeAsync(2 * MINUTES);
    expect(service.posts).toHaveLength(1);
  });
});

describe('pausing', () => {
  it('lets nothing leave, then everything in order', async () => {
    outbox.pause();
    const controller = new AbortController();
    const sent = [send('a'), outcome(send('b', controller.signal)), send('c'), outbox.send('other', draft('d'))];
    await vi.advanceTimersByTimeAsync(10 * MINUTES);
    controller.abort();
    expect(service.posts).toEqual([]);
    outbox.resume();
    await Promise.all(sent);
    expect(service.texts().filter((text) => text !== 'd')).toEqual(['a', 'c']);
  });

  it('stops looking for a message of unknown fate, and looks at once afterwards', async () => {
    service.fates = ['unavailableStored'];
    service.readFates = ['unavailable', 'unavailable', 'unavailable', 'unavailable'];
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(16_000);
    outbox.pause();
    await vi.advanceTimersByTimeAsync(60 * MINUTES);
    expect(service.reads).toHaveLength(4);
    outbox.resume();
    await expect(sent).resolves.toEqual({ id: '1000' });
    expect(service.posts).toHaveLength(1);
  });

  it('a resumption cuts the wait for the next look short', async () => {
    service.fates = ['unavailableStored'];
    service.readFates = ['unavailable'];
    const sent = send('a');
    await vi.advanceTimersByTimeAsync(1_500);
    outbox.resume();
    await expect(sent).resolves.toEqual({ id: '1000' });
  });
});

describe('close()', () => {
  it('rejects everything, leaves no timers, takes nothing more, and says which may be stored all the same', async () => {
    service.fates = ['unavailable'];
    const sent = [outcome(send('a')), outcome(send('b')), outcome(outbox.send('other', draft('c')))];
    await vi.advanceTimersByTimeAsync(500);
    expect(vi.getTimerCount()).toBe(1);
    outbox.close();
    outbox.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(await sent[0]).toMatchObject({ code: 'ambiguous-send' });
    expect(await sent[1]).toMatchObject({ code: 'closed' });
    await expect(send('d')).rejects.toMatchObject({ code: 'closed' });
    await vi.advanceTimersByTimeAsync(5 * MINUTES);
    expect(service.posts).toEqual(['a@0', 'c@0']);
    expect(outbox.size).toBe(0);
  });

  it('also while paused', async () => {
    outbox.pause();
    const sent = outcome(send('a'));
    outbox.close();
    expect(await sent).toMatchObject({ code: 'closed' });
    expect(service.posts).toEqual([]);
  });

  it('makes no more requests once a look under way comes back', async () => {
    service.fates = ['unavailable'];
    let answer!: (page: Page<MessageRecord>) => void;
    vi.spyOn(service, 'listMessages').mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const sent = outcome(send('a'));
    await vi.advanceTimersByTimeAsync(1_000);
    outbox.close();
    answer({ items: [] });
    await vi.advanceTimersByTimeAsync(5 * MINUTES);
    expect(await sent).toMatchObject({ code: 'ambiguous-send' });
    expect(service.posts).toHaveLength(1);
    expect(service.listMessages).toHaveBeenCalledTimes(1);
  });
});
