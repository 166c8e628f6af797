import type { SessionFacts, SessionTransport } from './realtime-channel.js';
import { decodePayload, type Packet } from './packets.js';

/** The line to one client, whatever carries it. */
export interface SessionConnection {
  readonly transport: SessionTransport;
  send(packets: readonly Packet[]): void;
  /** Sends something that shows the client that the server is there. */
  keepAlive(): void;
  /** Ends the line without a goodbye. */
  cut(): void;
}

/** What the handshake learnt about a client; the connection that follows carries nothing but the session id. */
export interface SessionIdentity {
  sessionId: string;
  userId: string;
  endpointId: string;
  /** The path under which pushes to this client are addressed. */
  pushPath: string;
}

// Well below the 60 s of silence after which the client gives up, and independent of its own pings, which browsers
// hold back in background tabs.
const HEARTBEAT_INTERVAL_MS = 25_000;
const CONNECTION_TTL_S = '86400';

/** One client's connection from `trouter.connected` to its end. */
export class Session {
  readonly identity: SessionIdentity;
  readonly #connection: SessionConnection;
  readonly #onClose: (session: Session) => void;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #thawWaiters: (() => void)[] = [];
  #frozen = false;
  #closed = false;
  #lastPushId = 0;

  constructor(identity: SessionIdentity, connection: SessionConnection, onClose: (session: Session) => void) {
    this.identity = identity;
    this.#connection = connection;
    this.#onClose = onClose;
    this.#heartbeat = setInterval(() => this.#keepAlive(), HEARTBEAT_INTERVAL_MS);
    this.#heartbeat.unref();
  }

  get facts(): SessionFacts {
    const { userId, endpointId } = this.identity;
    return { userId, endpointId, transport: this.#connection.transport };
  }

  /** Tells the client that it is connected; from here on it accepts pushes. */
  welcome(): void {
    // Observed with communication-signaling 1.0.0-beta.34: `args` must be there, or the client's callback throws.
    const connected = { ttl: CONNECTION_TTL_S, dur: '0', id: this.identity.endpointId };
    this.#send({ type: 'connect' }, { type: 'event', name: 'trouter.connected', args: [connected] });
  }

  /** Takes what the client sent in one WebSocket frame or one POST. */
  receive(payload: string): void {
    if (this.#frozen) return;
    for (const packet of decodePayload(payload)) this.#receivePacket(packet);
  }

  /** Sends one notification whose body is `body`. */
  push(body: string): void {
    this.#lastPushId += 1;
    const id = this.#lastPushId;
    const headers = { 'Content-Type': 'application/json', 'MS-CV': `emulator.${id}` };
    const frame = { id, method: 'POST', url: this.identity.pushPath, headers, body };
    this.#send({ type: 'message', data: JSON.stringify(frame) });
  }

  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    for (const resolve of this.#thawWaiters.splice(0)) resolve();
  }

  /** Resolves at once, or when a freeze ends. */
  whenThawed(): Promise<void> {
    if (!this.#frozen) return Promise.resolve();
    return new Promise((resolve) => this.#thawWaiters.push(resolve));
  }

  /** Cuts the line and forgets the session; harmless when repeated. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#heartbeat);
    this.thaw();
    this.#connection.cut();
    this.#onClose(this);
  }

  #receivePacket(packet: Packet): void {
    if (packet.type === 'disconnect') this.close();
    // Without acknowledgements for its pings and activity reports the client reconnects every few seconds.
    if (packet.type === 'event' && packet.ackId !== undefined) {
      this.#send({ type: 'ack', ackId: packet.ackId, args: [] });
    }
  }

  #keepAlive(): void {
    if (!this.#frozen) this.#connection.keepAlive();
  }

  #send(...packets: Packet[]): void {
    if (!this.#frozen && !this.#closed) this.#connection.send(packets);
  }
}
