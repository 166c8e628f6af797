import type { RawId } from '../events.js';
import type { SocketFilter } from './realtime-channel.js';
import { Session, type SessionConnection, type SessionIdentity } from './session.js';
import { matchesUser } from './socket-filter.js';

// The client gives a whole connection attempt 20 s.
const HANDSHAKE_LIFETIME_MS = 30_000;

/** Knows who shook hands and who is connected. */
export class SessionRegistry {
  readonly #handshakes = new Map<string, { identity: SessionIdentity; expiry: NodeJS.Timeout }>();
  /** In the order they connected. */
  readonly #ready = new Map<string, Session>();

  /** Remembers a client until it opens its connection. */
  addHandshake(identity: SessionIdentity): void {
    const { sessionId } = identity;
    const expiry = setTimeout(() => this.#handshakes.delete(sessionId), HANDSHAKE_LIFETIME_MS);
    expiry.unref();
    this.#handshakes.set(sessionId, { identity, expiry });
  }

  /** Who shook hands for a connection that is not open yet. */
  handshakeUser(sessionId: string): RawId | undefined {
    return this.#handshakes.get(sessionId)?.identity.userId;
  }

  /** Turns a handshake into a session that is ready; `undefined` when there is no such handshake. */
  open(sessionId: string, connection: SessionConnection): Session | undefined {
    const handshake = this.#handshakes.get(sessionId);
    if (!handshake) return undefined;
    clearTimeout(handshake.expiry);
    this.#handshakes.delete(sessionId);
    const session = new Session(handshake.identity, connection, () => this.#ready.delete(sessionId));
    this.#ready.set(sessionId, session);
    session.welcome();
    return session;
  }

  /** The sessions that are ready, in the order they connected. */
  ready(filter?: SocketFilter): Session[] {
    return [...this.#ready.values()].filter((session) => matchesUser(filter, session.identity.userId));
  }

  /** The newest ready session of each endpoint of a user: a client that switches connections listens on both a while. */
  newestPerEndpoint(userId: RawId): Session[] {
    const sessions = this.ready({ userId });
    return [...new Map(sessions.map((session) => [session.identity.endpointId, session])).values()];
  }

  /** Forgets all handshakes and closes all sessions. */
  clear(): void {
    for (const { expiry } of this.#handshakes.values()) clearTimeout(expiry);
    this.#handshakes.clear();
    for (const session of this.ready()) session.close();
  }
}
