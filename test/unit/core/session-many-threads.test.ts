import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACS_REQUEST_BUDGETS } from '../../../src/acs/request-budgets.js';
import type { ChatBackend } from '../../../src/core/ports.js';
import type { ChatSession } from '../../../src/core/session.js';
import { FakeChatService } from '../../helper/fake-chat-service.js';
import { createSession } from '../../helper/start-session.js';

const LATENCY_MS = 100;
const LISTED_PAGES = 10;
/** What the published budget of listThreads and getThread allows. */
const ALLOWED = { requests: 50, ms: 10_000 };

let session: ChatSession;
/** When the requests left that share the budget of the list of threads, and of each thread. */
let left: number[];
/** What each request is about: a thread, or nothing in particular. */
let subjects: unknown[];

beforeEach(async () => {
  vi.useFakeTimers();
  const service = new FakeChatService({ pageSize: 20 });
  for (let n = 0; n < 200; n++) service.createThread('bob', { topic: 'tea', metadata: {}, memberIds: ['alice'] });
  left = [];
  subjects = [];
  session = createSession(service, 'alice', 'push', { budgets: ACS_REQUEST_BUDGETS, wrap: withLatency }).session;
  const starting = session.start();
  await vi.advanceTimersByTimeAsync(LATENCY_MS);
  await starting;
});
afterEach(async () => {
  await session.stop();
  vi.useRealTimers();
});

/** Writes down when requests leave; each is answered later. */
function withLatency(backend: ChatBackend): ChatBackend {
  const answerLater = async <T>(operation: string, subject: unknown, make: () => Promise<T>): Promise<T> => {
    subjects.push(subject);
    if (operation === 'listThreads' || operation === 'getThread') left.push(Date.now());
    await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
    const answer = await make();
    const page = answer as { loadNext?: () => Promise<T> };
    return page.loadNext ? { ...answer, loadNext: () => answerLater(operation, subject, page.loadNext!) } : answer;
  };
  return new Proxy(backend, {
    get: (target, name: keyof ChatBackend) => {
      if (name === 'userId') return target.userId;
      const make = target[name] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => answerLater(name, args[0], () => make.apply(target, args));
    },
  });
}

async function secondsUntil(promise: Promise<unknown>): Promise<number> {
  const start = Date.now();
  let end: number | undefined;
  void promise.then(() => (end = Date.now()));
  while (end === undefined) await vi.advanceTimersByTimeAsync(LATENCY_MS);
  return (end - start) / 1_000;
}

const busiest = (): number =>
  Math.max(...left.map((from) => left.filter((at) => at >= from && at < from + ALLOWED.ms).length));

describe('a start with 200 threads', () => {
  it('loads them with half of the budget while nobody waits', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.threads.length).toBeLessThan(160);
    expect(busiest()).toBeLessThanOrEqual(ALLOWED.requests / 2 + LISTED_PAGES);
  });

  it('loads them with nearly all of it once the app waits, and never above it', async () => {
    expect(await secondsUntil(session.allLoaded())).toBeLessThan(42);
    expect(session.threads).toHaveLength(200);
    expect(busiest()).toBeLessThanOrEqual(ALLOWED.requests);
    expect(subjects).toHaveLength(LISTED_PAGES + 3 * 200);
  });

  it('loads first, and at once, the one that the app asks for meanwhile', async () => {
    void session.allLoaded();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(session.getThread('thread-1')).toBeUndefined();
    expect(await secondsUntil(session.findThread('thread-1'))).toBe(LATENCY_MS / 1_000);
    expect(subjects.filter((subject) => subject === 'thread-1')).toHaveLength(3);
  });

  it('goes back to half of the budget when waiting is over', async () => {
    await secondsUntil(session.allLoaded());
    await vi.advanceTimersByTimeAsync(ALLOWED.ms);
    left = [];
    const refreshes = session.threads.map((thread) => thread.refresh('background'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(left).toHaveLength(ALLOWED.requests / 2);
    await secondsUntil(Promise.all(refreshes));
  });
});
