import { encodePayload, type Packet } from './packets.js';
import type { Session, SessionConnection } from './session.js';
import type { SessionRegistry } from './session-registry.js';

// A client that is alive polls again as soon as it has its answer.
const ABSENCE_LIMIT_MS = 20_000;

type OpenPoll = (response: Response) => void;

interface Line {
  session: Session;
  connection: PollingConnection;
}

/** Carries packets over long polls, for clients without WebSocket. */
export class PollingTransport {
  readonly #registry: SessionRegistry;
  readonly #lines = new Map<string, Line>();

  constructor(registry: SessionRegistry) {
    this.#registry = registry;
  }

  /** Answers one poll when there is something to say. The first poll of a session id opens the session. */
  async poll(sessionId: string, signal: AbortSignal): Promise<Response> {
    const line = this.#lines.get(sessionId) ?? this.#open(sessionId);
    if (!line) return unknownSession();
    signal.addEventListener('abort', () => line.session.close(), { once: true });
    return line.connection.nextResponse();
  }

  /** Takes what the client sent. */
  async post(sessionId: string, payload: string): Promise<Response> {
    const session = this.#lines.get(sessionId)?.session;
    if (!session) return unknownSession();
    await session.whenThawed();
    session.receive(payload);
    return new Response('1', { headers: { 'Content-Type': 'text/plain; charset=UTF-8' } });
  }

  #open(sessionId: string): Line | undefined {
    const connection = new PollingConnection({
      onCut: () => this.#lines.delete(sessionId),
      onAbsence: () => this.#lines.get(sessionId)?.session.close(),
    });
    const session = this.#registry.open(sessionId, connection);
    if (!session) return undefined;
    const line = { session, connection };
    this.#lines.set(sessionId, line);
    return line;
  }
}

class PollingConnection implements SessionConnection {
  readonly transport = 'xhr-polling';
  readonly #events: { onCut(): void; onAbsence(): void };
  #waiting: Packet[] = [];
  #poll: OpenPoll | undefined;
  #absence: NodeJS.Timeout | undefined;
  #cut = false;

  constructor(events: { onCut(): void; onAbsence(): void }) {
    this.#events = events;
  }

  nextResponse(): Promise<Response> {
    // Only the latest poll has a reader; an older one was given up by the client.
    this.#answer([{ type: 'noop' }]);
    clearTimeout(this.#absence);
    return new Promise((resolve) => {
      this.#poll = resolve;
      if (this.#cut) this.#end();
      else this.#flush();
    });
  }

  send(packets: readonly Packet[]): void {
    this.#waiting.push(...packets);
    this.#flush();
  }

  keepAlive(): void {
    this.#answer([{ type: 'noop' }]);
  }

  cut(): void {
    this.#cut = true;
    clearTimeout(this.#absence);
    this.#end();
    this.#events.onCut();
  }

  #flush(): void {
    if (!this.#poll || this.#waiting.length === 0) return;
    const packets = this.#waiting;
    this.#waiting = [];
    this.#answer(packets);
  }

  #answer(packets: readonly Packet[]): void {
    if (!this.#poll) return;
    this.#respond(new Response(encodePayload(packets), { headers: { 'Content-Type': 'text/plain; charset=UTF-8' } }));
    this.#absence = setTimeout(() => this.#events.onAbsence(), ABSENCE_LIMIT_MS);
    this.#absence.unref();
  }

  // A poll that fails is how this client notices a lost connection.
  #end(): void {
    this.#respond(new Response(null, { status: 502 }));
  }

  #respond(response: Response): void {
    const poll = this.#poll;
    this.#poll = undefined;
    poll?.(response);
  }
}

function unknownSession(): Response {
  return new Response('unknown session', { status: 404 });
}
