import { randomUUID } from 'node:crypto';
import { IdentityRegistry } from './auth/identity-registry.js';
import { isTokenScope } from './auth/scopes.js';
import { createTokenAuthority, type IssuedToken } from './auth/tokens.js';
import { createClock, type AdjustableClock, type EmulatorClock } from './clock.js';
import type { EmulatorServices } from './emulator-services.js';
import { createFaultRules } from './fault-rules.js';
import { createFaults, type Faults } from './faults.js';
import { DEFAULT_TOKEN_MINUTES } from './limits.js';
import { normalizeEmulatorOptions, type CompleteOptions, type EmulatorOptions } from './options.js';
import { createRandom } from './random.js';
import { rateBudgets } from './rate-budgets.js';
import { createRateLimiter, unlimited } from './rate-limiter.js';
import { createRealtimeChannel, type RealtimeChannel } from './realtime/index.js';
import { createRequestLog, type RequestLog } from './request-log.js';
import { seedMessages, seedThread, type SeedMessage, type SeedThread } from './seed.js';
import { startServer } from './server.js';
import { createSnapshotWriter, readSnapshot, type Snapshot } from './snapshot.js';
import { ChatStore } from './store/chat-store.js';
import { fromStoredThread, toStoredThread } from './store/stored-thread.js';
import { UserFaults, type UserFaultKind, type UserFaultOptions, type UserFaultResults } from './user-faults.js';

/** A running emulator. */
export interface Emulator {
  /** Where it listens, for example `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  /** What the official identity client takes, together with `allowInsecureConnection: true`. */
  readonly connectionString: string;
  /** Its time, which a test may move forward. */
  readonly clock: EmulatorClock;
  /** What it was asked, for tests that count. */
  readonly requests: RequestLog;
  /** Trouble with requests, sockets and pushes. */
  readonly faults: Faults;
  /** Creates an identity with a token for everything in chat. */
  createUser(): Promise<{ userId: string; token: string }>;
  /**
   * Issues another token for an identity, with the scope `chat` unless told.
   *
   * @throws Error when there is no such identity or scope.
   */
  issueToken(userId: string, scopes?: readonly string[]): Promise<IssuedToken>;
  /**
   * Puts a thread with all its messages in place at once, however many: a second apart, the newest now. Nobody is told.
   *
   * @returns the id of the thread.
   * @throws RangeError naming the field that cannot be used.
   */
  seedThread(thread: SeedThread): Promise<string>;
  /**
   * Puts messages at the end of a thread, without telling anybody.
   *
   * @throws RangeError naming the field that cannot be used.
   */
  seedMessages(threadId: string, messages: readonly SeedMessage[]): Promise<void>;
  /** Starts or ends trouble for one user; it is in force when the call returns. */
  fault<Kind extends UserFaultKind>(kind: Kind, options: UserFaultOptions[Kind]): Promise<UserFaultResults[Kind]>;
  /** Closes everything, open connections too; saves the snapshot if there is one. */
  stop(): Promise<void>;
}

/**
 * Starts a local service that speaks ACS Chat and Identity, real-time notifications included.
 *
 * @example
 * ```ts
 * const emulator = await startEmulator();
 * const { userId, token } = await emulator.createUser();
 * // ... new ChatClient(emulator.endpoint, ...)
 * await emulator.stop();
 * ```
 * @throws Error when the address cannot be used or the snapshot cannot be read or written.
 */
export async function startEmulator(options?: EmulatorOptions): Promise<Emulator> {
  const complete = normalizeEmulatorOptions(options);
  const snapshot = complete.snapshot === undefined ? undefined : readSnapshot(complete.snapshot);
  const stopping = new AbortController();
  const { services, flush } = assemble(complete, snapshot, stopping.signal);
  const unsubscribe = services.clock.onAdvance(() => {
    services.store.threads.applyRetention();
    services.userFaults.dropEnded();
  });
  const server = await startServer(services).catch(async (error: unknown) => {
    await services.realtime.stop();
    throw error;
  });
  const endpoint = toEndpoint(complete.host, server.port);
  const close = async (): Promise<void> => {
    stopping.abort();
    unsubscribe();
    services.userFaults.stop();
    await services.realtime.stop();
    await server.close();
  };
  try {
    // Shows at start, not at the end, when the snapshot cannot be written.
    flush();
  } catch (error) {
    await close();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  return {
    endpoint,
    connectionString: `endpoint=${endpoint}/;accesskey=${complete.accessKey}`,
    clock: services.clock,
    requests: services.log,
    faults: services.faults,
    createUser: () => createUser(services),
    issueToken: (userId, scopes = ['chat']) => issueToken(services, userId, scopes),
    // eslint-disable-next-line @typescript-eslint/require-await -- promises, as everything that changes its data
    seedThread: async (thread) => seedThread(services, thread),
    // eslint-disable-next-line @typescript-eslint/require-await
    seedMessages: async (threadId, messages) => seedMessages(services, threadId, messages),
    fault: (kind, faultOptions) => startUserFault(services, kind, faultOptions),
    stop: () => (stopped ??= close().then(flush)),
  };
}

/** Who listens everywhere is reached on loopback, the only kind of address that clients take without TLS. */
function toEndpoint(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

interface Assembly {
  services: EmulatorServices;
  /** Saves the snapshot if there is one. */
  flush: () => void;
}

function assemble(options: CompleteOptions, snapshot: Snapshot | undefined, stopping: AbortSignal): Assembly {
  const clock = createClock(options.time, snapshot?.clockOffsetMs);
  const now = (): number => clock.now();
  const identities = new IdentityRegistry(snapshot?.resourceId ?? randomUUID());
  const tokens = createTokenAuthority(identities, options.accessKey, now);
  const realtime: RealtimeChannel = createRealtimeChannel({ verifyToken: (token) => tokens.verify(token), clock });
  const { behaviour, limits } = options;
  const writer =
    options.snapshot === undefined
      ? undefined
      : createSnapshotWriter(options.snapshot, () => takeSnapshot(store, identities, clock));
  const store = new ChatStore({
    now,
    behaviour,
    limits,
    publish: (event, recipients) => realtime.deliver({ event, recipients }),
    changed: () => writer?.schedule(),
  });
  if (snapshot) restore(snapshot, store, identities);
  const limiter = options.hasRateLimits
    ? createRateLimiter({ budgets: rateBudgets, now, window: behaviour.rateWindow })
    : unlimited;
  const faultRules = createFaultRules(createRandom(options.seed));
  const userFaults = new UserFaults({ identities, tokens, clock, faultRules, realtime });
  const faults = createFaults(faultRules, userFaults, realtime);
  const trouble = { faultRules, faults, userFaults };
  const log = createRequestLog();
  const services = { options, clock, identities, tokens, store, limiter, log, ...trouble, realtime, stopping };
  return { services, flush: () => writer?.flush() };
}

function takeSnapshot({ context, threads }: ChatStore, identities: IdentityRegistry, clock: AdjustableClock): Snapshot {
  return {
    format: 1,
    resourceId: identities.resourceId,
    clockOffsetMs: clock.offsetMs,
    identities: identities.entries(),
    threads: [...context.threads.values()].map(toStoredThread),
    repeatedRequests: threads.repeatedRequests(),
  };
}

function restore(snapshot: Snapshot, store: ChatStore, identities: IdentityRegistry): void {
  identities.restore(snapshot.identities);
  store.threads.restore(snapshot.threads.map(fromStoredThread), snapshot.repeatedRequests);
}

async function createUser(services: EmulatorServices): Promise<{ userId: string; token: string }> {
  const userId = services.identities.create();
  services.store.context.changed();
  const { token } = await issueToken(services, userId, ['chat']);
  return { userId, token };
}

async function issueToken(services: EmulatorServices, userId: string, scopes: readonly string[]): Promise<IssuedToken> {
  if (!services.identities.has(userId)) {
    throw new Error(`unable to issue a token; the emulator has no identity ${userId}`);
  }
  const unknown = scopes.find((scope) => !isTokenScope(scope));
  if (unknown !== undefined) throw new Error(`unable to issue a token; there is no scope ${unknown}`);
  return services.tokens.issue(userId, scopes, DEFAULT_TOKEN_MINUTES * 60_000);
}

async function startUserFault<Kind extends UserFaultKind>(
  { userFaults }: EmulatorServices,
  kind: Kind,
  options: UserFaultOptions[Kind],
): Promise<UserFaultResults[Kind]> {
  const start = userFaults[kind].bind(userFaults) as (given: UserFaultOptions[Kind]) => unknown;
  return (await start(options)) as UserFaultResults[Kind];
}
