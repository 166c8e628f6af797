import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACS_REQUEST_BUDGETS } from '../../src/acs/index.js';
import { type ChatBackend, ChatError, ChatSession, LocalSettings, nonceOf } from '../../src/core/index.js';
import { AccessTokenSource, StaticIdentityDirectory } from '../../src/identity/index.js';
import { Client, type RethreadOptions } from '../../src/index.js';
import { PollingTransport } from '../../src/realtime/index.js';
import type { createLink, Link } from '../../src/connect/create-link.js';
import { createRandom } from '../chaos/random.js';
import { FakeChatService, type FakeUser } from '../helper/fake-chat-service.js';
import type { FakeThread } from '../helper/fake-thread.js';
import { draftOf } from '../helper/start-session.js';
import { makeJwt } from '../helper/make-jwt.js';

const MINUTE = 60_000;
const HOURS = 24;
const EVENTS = ['connected', 'disconnected', 'unauthorized', 'threadAdded', 'messageAdded', 'typing'] as const;

/** What a client stands on here: everything as in an app, but for the service and the push connection. */
const stage = vi.hoisted(() => ({ connect: undefined as unknown as typeof createLink }));
vi.mock('../../src/connect/create-link.js', () => ({
  createLink: (...given: Parameters<typeof createLink>) => stage.connect(...given),
}));

type Kind = 'push' | 'polling';

interface App {
  readonly name: string;
  readonly client: Client;
  readonly link: Link;
  readonly user: FakeUser;
}

const newToken = (): string => makeJwt({ exp: Math.floor((Date.now() + 60 * MINUTE) / 1_000) });

/** Answers as the service does: nothing without a token that is good. */
function withTokens(backend: ChatBackend, tokens: AccessTokenSource): ChatBackend {
  const isOver = (): boolean => (tokens.expiresOn?.getTime() ?? 0) <= Date.now();
  const guard =
    (request: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (isOver() && !(await tokens.refresh(tokens.current())))
        throw new ChatError('unauthorized', 'unable to do it; the token has ended', { status: 401 });
      return request(...args);
    };
  return new Proxy(backend, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? guard(member.bind(target) as never) : member;
    },
  });
}

class Day {
  readonly service = new FakeChatService({ tick: () => (this.#lastTick = Math.max(Date.now(), this.#lastTick + 1)) });
  readonly apps: App[] = [];
  readonly thread: FakeThread;
  #lastTick = 0;

  constructor() {
    this.thread = this.service.createThread('zoe', { topic: 'day', metadata: {}, memberIds: ['ann', 'ben', 'cat'] });
  }

  async start(name: string, kind: Kind, options: RethreadOptions = {}): Promise<Client> {
    const user = this.service.user(name, kind);
    let link!: Link;
    stage.connect = (token, { tokenRefresher: refresher }, logger) => {
      const tokens = new AccessTokenSource({ token, userId: name, refresher, logger });
      const session = new ChatSession({
        backend: withTokens(user.backend, tokens),
        transport: kind === 'push' ? user.transport : new PollingTransport(),
        directory: new StaticIdentityDirectory({}, { identity: name, userId: name }),
        budgets: ACS_REQUEST_BUDGETS,
        rateLimits: 'adaptive',
        nonceOf,
        logger,
      });
      const settings = new LocalSettings();
      link = {
        session,
        tokens,
        identity: name,
        displayName: undefined,
        media: undefined,
        settings,
        companion: undefined,
        chatClient: undefined as never,
      };
      return Promise.resolve(link);
    };
    const client = new Client(newToken(), { logLevel: 'silent', rethread: options });
    const ready = client.getSubscribedConversations();
    await vi.advanceTimersByTimeAsync(10);
    await ready;
    this.apps.push({ name, client, link, user });
    return client;
  }

  /** Timers of all kinds, and listeners wherever the library adds some. */
  count() {
    const { apps } = this;
    const onSessions = apps.flatMap(({ link }) => EVENTS.map((event) => link.session.events.listenerCount(event)));
    const onClients = apps.flatMap(({ client }) => client.eventNames().map((event) => client.listenerCount(event)));
    const onProcess = process.eventNames().map((event) => process.listenerCount(event));
    const sum = (counts: number[]): number => counts.reduce((a, b) => a + b, 0);
    return { timers: vi.getTimerCount(), sessions: sum(onSessions), clients: sum(onClients), process: sum(onProcess) };
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a day in an hour of which every token ends', () => {
  it('leaves no timers and listeners behind, and everybody knows every message', async () => {
    const random = createRandom(24);
    const before = vi.getTimerCount();
    const day = new Day();
    // One is asked for tokens, one brings them when it is warned, one when it is too late.
    await day.start('ann', 'push', { tokenRefresher: () => Promise.resolve(newToken()) });
    const ben = await day.start('ben', 'push');
    ben.on('tokenAboutToExpire', () => void ben.updateToken(newToken()));
    const cat = await day.start('cat', 'polling');
    cat.on('tokenExpired', () => void cat.updateToken(newToken()));
    const heard = new Map(day.apps.map(({ name }) => [name, [] as string[]]));
    for (const { name, client } of day.apps) client.on('messageAdded', ({ body }) => heard.get(name)!.push(body ?? ''));
    const conversations = await Promise.all(day.apps.map(({ client }) => client.getConversationBySid(day.thread.id)));
    const counts: ReturnType<Day['count']>[] = [];
    const sent: string[] = [];

    for (let hour = 0; hour < HOURS; hour++) {
      for (let minute = 0; minute < 55; minute++) {
        const text = `${hour}:${minute}`;
        const { user } = random.pick(day.apps);
        const chance = random.below(10);
        if (chance < 3) void random.pick(conversations).sendMessage(text).then(() => sent.push(text)); // prettier-ignore
        else if (chance < 5) sent.push(day.thread.send('zoe', draftOf(text)).text);
        else if (chance < 6) void random.pick(conversations).typing().catch(() => undefined); // prettier-ignore
        else if (chance < 7 && user.transport.isStarted) user.transport.disconnect();
        else if (chance < 8) user.backend.fail(random.pick(['listMessages', 'listThreads', 'sendMessage']), 'unavailable'); // prettier-ignore
        await vi.advanceTimersByTimeAsync(random.below(MINUTE));
        // Somebody who is cut off for a minute or less.
        for (const { user: other } of day.apps)
          if (other.transport.isStarted && !other.transport.isConnected) other.transport.connect();
      }
      await vi.advanceTimersByTimeAsync(10 * MINUTE);
      counts.push(day.count());
    }

    expect(counts.slice(1)).toEqual(Array.from(counts.slice(1), () => counts[0]));
    expect(sent.length).toBeGreaterThan(400);
    for (const [name, bodies] of heard) expect([...bodies].sort(), name).toEqual([...sent].sort());
    for (const { client } of day.apps) expect(client.connectionState).toBe('connected');

    await Promise.all(day.apps.map(({ client }) => client.shutdown()));
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(before);
    expect(day.apps.map(({ user }) => user.transport.isStarted)).toEqual([false, false, false]);
  });
});
