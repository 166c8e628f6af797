import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError, type ChatErrorCode, isChatError } from '../../../src/core/errors.js';
import { compareIds, type MessageRecord } from '../../../src/core/model.js';
import { Outbox, type OutboxBackend } from '../../../src/core/outbox.js';
import type { MessageDraft, Page } from '../../../src/core/ports.js';
import { RequestScheduler } from '../../../src/core/request-scheduler.js';
import { ScheduledBackend } from '../../../src/core/scheduled-backend.js';
import { propertyRuns } from '../../helper/property-runs.js';

const PAGE = 50;

/** What happens to a post. `commitMs`: when it is stored, if it is; `answerMs`: when the answer comes, if it does. */
interface PostFate {
  readonly commitMs: number | undefined;
  readonly answerMs: number;
  readonly code: ChatErrorCode | undefined;
  /** When the echo reaches the sender, after the commit. */
  readonly echoMs: number | undefined;
}

interface Scenario {
  readonly sends: { afterMs: number; thread: string; cancelMs: number | undefined }[];
  readonly fates: PostFate[];
  readonly reads: (ChatErrorCode | undefined)[];
  readonly noise: { afterMs: number; count: number }[];
}

const duration = (max: number) => fc.integer({ min: 0, max });
/** `undefined` in one case of `oneIn`. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) => fc.option(arbitrary, { nil: undefined, freq: oneIn });

const fate: fc.Arbitrary<PostFate> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.record({ commitMs: duration(50), answerMs: fc.constant(60), code: fc.constant(undefined) }),
    },
    // An error or a lost answer, with or without the message stored: before the answer, or up to 2.9 s after it.
    {
      weight: 6,
      arbitrary: fc.record({
        commitMs: maybe(fc.oneof(duration(50), duration(2_900)), 2),
        answerMs: fc.constant(60),
        code: fc.constantFrom<ChatErrorCode>('service-error', 'unavailable'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        commitMs: fc.constant(undefined),
        answerMs: fc.constant(60),
        code: fc.constantFrom<ChatErrorCode>('rate-limited', 'rate-limited', 'forbidden'),
      }),
    },
  )
  .chain((base) => maybe(duration(5_000), 2).map((echoMs) => ({ ...base, echoMs })));

const readFault = fc.constantFrom<ChatErrorCode>(
  'service-error',
  'unavailable',
  'unavailable',
  'rate-limited',
  'forbidden',
);

const scenario: fc.Arbitrary<Scenario> = fc.record({
  sends: fc.array(
    fc.record({ afterMs: duration(3_000), thread: fc.constantFrom('t', 'u'), cancelMs: maybe(duration(4_000), 6) }),
    { minLength: 1, maxLength: 12 },
  ),
  fates: fc.array(fate, { maxLength: 40 }),
  reads: fc
    .array(fc.record({ code: maybe(readFault, 3), times: fc.integer({ min: 1, max: 9 }) }), { maxLength: 10 })
    .map((runs) => runs.flatMap(({ code, times }) => Array<ChatErrorCode | undefined>(times).fill(code))),
  noise: fc.array(fc.record({ afterMs: duration(30_000), count: duration(150) }), { maxLength: 4 }),
});

/** A service that fails as told, and works once the told failures are used up. */
class FaultyService implements OutboxBackend {
  readonly userId = 'me';
  readonly stored: (MessageRecord & { thread: string })[] = [];
  readonly posted: string[] = [];
  /** Posts that left while one before them in the thread was neither answered nor stored. */
  readonly overtaking: string[] = [];
  private readonly underWay = new Set<{ thread: string; nonce: string }>();
  private readonly fates: PostFate[];
  private readonly reads: (ChatErrorCode | undefined)[];
  private lastId = 1_000;

  constructor(
    { fates, reads }: Scenario,
    private readonly echo: (thread: string, record: MessageRecord) => void,
  ) {
    this.fates = [...fates];
    this.reads = [...reads];
  }

  async sendMessage(thread: string, draft: MessageDraft): Promise<{ id: string }> {
    const next = this.fates.shift() ?? { commitMs: 0, answerMs: 10, code: undefined, echoMs: undefined };
    const post = { thread, nonce: draft.metadata['nonce']! };
    const isOpen = (other: typeof post): boolean => other.thread === thread && this.copiesOf(other.nonce).length === 0;
    if ([...this.underWay].some(isOpen)) this.overtaking.push(post.nonce);
    this.underWay.add(post);
    this.posted.push(post.nonce);
    let id = '';
    if (next.commitMs !== undefined) {
      setTimeout(() => {
        const record = this.store(thread, draft.metadata, 'me');
        id = record.id;
        if (next.echoMs !== undefined) setTimeout(() => this.echo(thread, record), next.echoMs);
      }, next.commitMs);
    }
    await new Promise((resolve) => setTimeout(resolve, next.answerMs));
    this.underWay.delete(post);
    if (next.code) throw new ChatError(next.code, 'fault');
    return { id };
  }

  async listMessages(thread: string): Promise<Page<MessageRecord>> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const code = this.reads.shift();
    if (code) throw new ChatError(code, 'fault');
    return page(this.stored.filter((record) => record.thread === thread).reverse());
  }

  copiesOf(nonce: string): (typeof this.stored)[number][] {
    return this.stored.filter((record) => record.metadata['nonce'] === nonce);
  }

  store(thread: string, metadata: Record<string, string>, senderId: string): MessageRecord {
    const id = String((this.lastId += 1));
    // Another clock than the client's, and rounded to seconds.
    const createdOn = new Date(Math.floor((Date.now() - 86_400_000) / 1_000) * 1_000);
    const record = {
      thread,
      id,
      version: id,
      kind: 'text',
      senderId,
      senderDisplayName: '',
      text: '',
      metadata,
      createdOn,
    };
    this.stored.push(record as (typeof this.stored)[number]);
    return record as MessageRecord;
  }
}

function page(records: readonly MessageRecord[]): Page<MessageRecord> {
  const rest = records.slice(PAGE);
  return { items: records.slice(0, PAGE), loadNext: rest.length > 0 ? () => Promise.resolve(page(rest)) : undefined };
}

interface Outcome {
  readonly nonce: string;
  readonly thread: string;
  id?: string;
  error?: unknown;
}

async function play(scene: Scenario, isScheduled: boolean): Promise<{ service: FaultyService; outcomes: Outcome[] }> {
  const service = new FaultyService(scene, (thread, record) => outbox.noteMessage(thread, record));
  const budget = { operations: ['sendMessage'], scope: 'thread', windows: [{ ms: 10_000, max: 3 }] } as const;
  const scheduler = new RequestScheduler([budget], { jitter: () => 0 });
  const backend = isScheduled ? new ScheduledBackend(service as never, scheduler) : service;
  const outbox = new Outbox({ backend, nonceOf: (record) => record.metadata['nonce'] });
  for (const { afterMs, count } of scene.noise) {
    setTimeout(() => {
      for (let n = 0; n < count; n++) service.store(n % 2 ? 't' : 'u', { nonce: `noise ${n}` }, 'other');
    }, afterMs);
  }
  const outcomes: Outcome[] = [];
  for (const { afterMs, thread, cancelMs } of scene.sends) {
    await vi.advanceTimersByTimeAsync(afterMs);
    const controller = new AbortController();
    let nonce = '';
    const encode = (mark: string): MessageDraft => ({ text: '', metadata: { nonce: (nonce = mark) } });
    const sending = outbox.send(thread, encode, { signal: controller.signal });
    const outcome: Outcome = { nonce, thread };
    outcomes.push(outcome);
    sending.then(
      ({ id }) => (outcome.id = id),
      (error: unknown) => (outcome.error = error),
    );
    if (cancelMs !== undefined) setTimeout(() => controller.abort(), cancelMs);
  }
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(outbox.size).toBe(0);
  outbox.close();
  scheduler.close();
  expect(vi.getTimerCount()).toBe(0);
  return { service, outcomes };
}

function check({ service, outcomes }: { service: FaultyService; outcomes: Outcome[] }): void {
  expect(service.overtaking).toEqual([]);
  for (const { nonce, thread, id, error } of outcomes) {
    const copies = service.copiesOf(nonce);
    expect(copies.length).toBeLessThanOrEqual(1);
    if (id !== undefined) {
      expect(copies.map((copy) => [copy.id, copy.thread])).toEqual([[id, thread]]);
    } else {
      expect(isChatError(error)).toBe(true);
      const mayExist = isChatError(error, 'ambiguous-send') || isChatError(error, 'cancelled');
      if (!mayExist) expect(copies).toEqual([]);
      if (!service.posted.includes(nonce)) expect(isChatError(error, 'ambiguous-send')).toBe(false);
    }
  }
  for (const thread of ['t', 'u']) {
    const sent = outcomes.filter((outcome) => outcome.thread === thread && outcome.id !== undefined);
    const ids = sent.map((outcome) => outcome.id!);
    expect(ids).toEqual(ids.toSorted(compareIds));
  }
}

describe('the outbox among faults', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['a bare backend', false],
    ['a scheduled one', true],
  ])('stores each message once or not at all, says which, and keeps the order, on %s', async (_name, isScheduled) => {
    await fc.assert(
      fc.asyncProperty(scenario, async (scene) => check(await play(scene, isScheduled))),
      { numRuns: propertyRuns(400) },
    );
  });
});
