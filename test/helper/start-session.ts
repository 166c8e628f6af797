import { vi } from 'vitest';
import type { ChatBackend, MessageDraft } from '../../src/core/ports.js';
import type { RequestBudget } from '../../src/core/request-budgets.js';
import type { SessionEvents } from '../../src/core/session-events.js';
import { ChatSession } from '../../src/core/session.js';
import type { FakeChatService, FakeUser } from './fake-chat-service.js';

const EVENTS = [
  'threadAdded',
  'threadRemoved',
  'threadChanged',
  'messageAdded',
  'messageUpdated',
  'messageRemoved',
  'memberAdded',
  'memberRemoved',
  'receiptChanged',
  'typing',
  'connected',
  'disconnected',
  'unauthorized',
] as const satisfies readonly (keyof SessionEvents)[];

export interface SessionUnderTest extends FakeUser {
  readonly session: ChatSession;
  /** What the session told, in order, as `messageAdded thread-1 hello`. */
  readonly told: string[];
  readonly warnings: string[];
}

export interface SessionTestOptions {
  /** Default: none. */
  readonly budgets?: readonly RequestBudget[];
  /** Stands between the session and the fake service. */
  readonly wrap?: (backend: ChatBackend) => ChatBackend;
}

/** A session on the fake service that writes down what it tells. */
export function createSession(
  service: FakeChatService,
  userId: string,
  kind: 'push' | 'polling' = 'push',
  { budgets = [], wrap = (backend) => backend }: SessionTestOptions = {},
): SessionUnderTest {
  const user = service.user(userId, kind);
  const warnings: string[] = [];
  const session = new ChatSession({
    ...user,
    backend: wrap(user.backend),
    directory: {
      prepare: () => undefined,
      identityOf: (id) => id,
      userIdOf: (identity) => Promise.resolve(identity),
    },
    budgets,
    rateLimits: budgets.length > 0 ? 'strict' : 'off',
    nonceOf: (record) => record.metadata['nonce'],
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => warnings.push(message),
      error: (message) => warnings.push(message),
    },
  });
  const told: string[] = [];
  for (const event of EVENTS) session.events.on(event, (payload) => told.push(describeEvent(event, payload)));
  return { ...user, session, told, warnings };
}

/** Starts a session and waits until everything that existed is announced. */
export async function startSession(
  service: FakeChatService,
  userId: string,
  kind: 'push' | 'polling' = 'push',
): Promise<SessionUnderTest> {
  const started = createSession(service, userId, kind);
  await started.session.start();
  await started.session.allLoaded();
  return started;
}

/** The session of alice, in a thread that she created, and the backend of bob, who is in it. */
export async function startInThread(service: FakeChatService) {
  const alice = await startSession(service, 'alice');
  const thread = await alice.session.createThread({ topic: 'Trip', metadata: {}, memberIds: ['bob'] });
  return { ...alice, thread, bob: service.user('bob').backend };
}

/** Lets everything happen that waits for no timer. Needs fake timers. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export const draftOf = (text: string): MessageDraft => ({ text, metadata: {} });
export const withNonce =
  (text: string) =>
  (nonce: string): MessageDraft => ({ text, metadata: { nonce } });

/** One line for one event of a session. */
export function describeEvent(event: keyof SessionEvents, payload: SessionEvents[keyof SessionEvents]): string {
  if (payload && 'members' in payload) return [event, ...payload.members.map((member) => member.displayName)].join(' ');
  if (!payload || !('thread' in payload)) return event;
  const details = [event, payload.thread.id];
  if ('origin' in payload) details.push(payload.origin);
  if ('entry' in payload) details.push(payload.entry.record.text);
  if ('member' in payload) details.push(payload.member.userId);
  if ('receipt' in payload) details.push(payload.receipt.userId, payload.receipt.messageId);
  if ('userId' in payload) details.push(payload.userId);
  if (event === 'threadChanged') details.push(payload.thread.properties.topic);
  return details.filter((detail) => detail !== '').join(' ');
}
