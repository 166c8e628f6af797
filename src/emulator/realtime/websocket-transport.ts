import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { ConnectionRefusals } from './connection-refusals.js';
import { encodePacket, type Packet } from './packets.js';
import type { SessionConnection } from './session.js';
import type { SessionRegistry } from './session-registry.js';

const WEBSOCKET_PATH = /^\/socket\.io\/1\/websocket\/([^/?]+)(?:\?|$)/;

/** Carries packets over WebSocket, one a frame. */
export class WebSocketTransport {
  // The client asks for no compression, and without it frames leave in the order they were sent.
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #registry: SessionRegistry;

  readonly #refusals: ConnectionRefusals;

  constructor(registry: SessionRegistry, refusals: ConnectionRefusals) {
    this.#registry = registry;
    this.#refusals = refusals;
  }

  /** Takes over a socket whose path belongs to this transport. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const sessionId = WEBSOCKET_PATH.exec(request.url ?? '')?.[1];
    if (sessionId === undefined) return false;
    const userId = this.#registry.handshakeUser(sessionId);
    const refusal = userId === undefined ? 404 : this.#refusals.statusFor(userId);
    if (refusal === undefined) {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#open(sessionId, webSocket));
    } else {
      refuse(socket, refusal);
    }
    return true;
  }

  /** Refuses further upgrades; resolves when the last connection is gone. */
  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #open(sessionId: string, webSocket: WebSocket): void {
    const session = this.#registry.open(sessionId, new WebSocketConnection(webSocket));
    if (!session) {
      webSocket.terminate();
      return;
    }
    webSocket.on('message', (data: RawData) => session.receive(textOf(data)));
    webSocket.on('close', () => session.close());
    // A broken frame or a reset connection also closes, and that is all the emulator has to know.
    webSocket.on('error', () => session.close());
  }
}

class WebSocketConnection implements SessionConnection {
  readonly transport = 'websocket';
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  send(packets: readonly Packet[]): void {
    for (const packet of packets) this.#webSocket.send(encodePacket(packet), ignoreError);
  }

  keepAlive(): void {
    this.send([{ type: 'heartbeat' }]);
  }

  cut(): void {
    this.#webSocket.terminate();
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.on('error', ignoreError);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

// A client that is going away is noticed by its `close` event.
function ignoreError(): void {}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
