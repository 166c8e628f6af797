import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hono } from 'hono';
import type { AddressedEvent } from '../events.js';

/** What the real-time channel needs from the emulator around it. */
export interface RealtimeChannelOptions {
  /** Says whose token this is; `undefined` when it is invalid or expired. */
  verifyToken(token: string): { userId: string } | undefined | Promise<{ userId: string } | undefined>;
  clock: { now(): number };
}

/** Narrows a fault or a query to one user; without `userId` it means everybody. */
export interface SocketFilter {
  userId?: string;
}

/** How the client of a session receives its packets. */
export type SessionTransport = 'websocket' | 'xhr-polling';

/** A session that is ready to receive pushes. */
export interface SessionFacts {
  /** The raw id of the user whose token opened the session. */
  userId: string;
  /** The client's own id (`epid`), the same across its reconnects. */
  endpointId: string;
  transport: SessionTransport;
}

/**
 * Deliberate trouble for the next pushes. `n` counts events, as many sessions as each may reach; an event that no
 * matching session would receive does not count. Faults queue up: a push is subject to the oldest one that matches it.
 */
export interface PushFaults {
  /** Drops the next `n` events. */
  loseNext(n: number, filter?: SocketFilter): void;
  /** Sends each of the next `n` events twice. */
  duplicateNext(n: number, filter?: SocketFilter): void;
  /** Sends `body` in place of each of the next `n` events. */
  garbleNext(n: number, body: string, filter?: SocketFilter): void;
  /** Holds each of the next `n` events back for `ms`; later ones overtake it. */
  delayNext(n: number, ms: number, filter?: SocketFilter): void;
  /** Collects the next `n` events and sends them in reverse once all of them are there; later ones overtake them. */
  reorderNext(n: number, filter?: SocketFilter): void;
  /** Forgets all faults and sends at once what they hold back. */
  clear(): void;
}

/** The server side of the push channel that the official chat client opens for real-time notifications. */
export interface RealtimeChannel {
  /**
   * POST `/v4/a`, GET `/`, GET `/socket.io/1/`, GET and POST `/socket.io/1/xhr-polling/:sid`,
   * POST and DELETE `/v3/registrations`. Cross-origin headers are left to the server around them.
   */
  readonly routes: Hono;
  /** For the HTTP server's `upgrade` event; returns `false`, leaving the socket alone, if the path is not its own. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Pushes an event to every ready session of its recipients, the newest one of each endpoint. */
  deliver(addressed: AddressedEvent): void;
  /** Cuts the connections without a goodbye, as a network failure would; returns how many. */
  dropSockets(filter?: SocketFilter): number;
  /**
   * Keeps the connections that are there open but sends and acknowledges nothing on them, until
   * {@link RealtimeChannel.thawSockets}. Connections made later are not affected.
   */
  freezeSockets(filter?: SocketFilter): void;
  /** Ends a freeze. What would have been sent meanwhile is lost. */
  thawSockets(filter?: SocketFilter): void;
  /** Answers new connection attempts with `status` (503 unless told), until {@link RealtimeChannel.acceptConnections}. */
  refuseConnections(filter?: SocketFilter, status?: number): void;
  /**
   * Lets clients allocate and shake hands but refuses their WebSockets, until {@link RealtimeChannel.acceptConnections};
   * they go over to long polls.
   */
  refuseUpgrades(filter?: SocketFilter): void;
  /** Ends a refusal. */
  acceptConnections(filter?: SocketFilter): void;
  readonly pushFaults: PushFaults;
  /** The sessions that are ready, in the order they connected. */
  sessions(filter?: SocketFilter): SessionFacts[];
  /** Closes all sessions and stops all timers. */
  stop(): Promise<void>;
}
