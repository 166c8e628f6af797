import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Allocation } from '../../../src/emulator/realtime/allocation.js';
import { decodePacket, decodePayload, type Packet } from '../../../src/emulator/realtime/packets.js';
import { tokenOf } from './realtime-host.js';

/** Speaks the protocol by hand, so that tests can do what the official client would not. */
export class RawClient {
  readonly endpointId: string;
  readonly received: Packet[] = [];
  readonly #url: string;
  readonly #headers: Record<string, string>;
  #socket: WebSocket | undefined;

  constructor(url: string, userId: string, endpointId: string = randomUUID(), token = tokenOf(userId)) {
    this.#url = url;
    this.#headers = { 'X-Skypetoken': token };
    this.endpointId = endpointId;
  }

  /** What `body` said in the notifications so far. */
  get notifications(): unknown[] {
    return this.received
      .filter((packet) => packet.type === 'message')
      .map(({ data }) => JSON.parse((JSON.parse(data) as { body: string }).body) as unknown);
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  requestAllocation(echoed: Record<string, string> = {}): Promise<Response> {
    const query = new URLSearchParams({ cor_id: 'c', con_num: '1_1', epid: this.endpointId, ...echoed });
    return fetch(`${this.#url}/v4/a?${query.toString()}`, { method: 'POST', headers: this.#headers });
  }

  async allocate(echoed: Record<string, string> = {}): Promise<Allocation> {
    const response = await this.requestAllocation(echoed);
    return (await response.json()) as Allocation;
  }

  requestHandshake(echoed: Record<string, string> = {}): Promise<Response> {
    const query = new URLSearchParams({ ...echoed, v: 'v4', epid: this.endpointId });
    return fetch(`${this.#url}/socket.io/1/?${query.toString()}`, { headers: this.#headers });
  }

  async shakeHands(echoed: Record<string, string> = {}): Promise<string> {
    const response = await this.requestHandshake(echoed);
    const text = await response.text();
    return text.split(':')[0]!;
  }

  openSocket(sessionId: string): WebSocket {
    const address = `${this.#url.replace('http', 'ws')}/socket.io/1/websocket/${sessionId}?v=v4`;
    const socket = new WebSocket(address);
    // A cut connection may end in an error; tests look at `isOpen`.
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const packet = decodePacket(data.toString());
      if (packet) this.received.push(packet);
    });
    this.#socket = socket;
    return socket;
  }

  /** Shakes hands, opens a WebSocket and waits for `trouter.connected`. */
  async connect(): Promise<this> {
    this.openSocket(await this.shakeHands((await this.allocate()).connectparams));
    await vi.waitUntil(() => this.received.some((packet) => packet.type === 'event'));
    return this;
  }

  send(text: string): void {
    this.#socket!.send(text);
  }

  close(): void {
    this.#socket!.close();
  }

  async poll(sessionId: string, signal?: AbortSignal): Promise<{ status: number; packets: Packet[] }> {
    const response = await fetch(this.#pollUrl(sessionId), { headers: this.#headers, signal: signal ?? null });
    const text = await response.text();
    return { status: response.status, packets: decodePayload(text) };
  }

  async post(sessionId: string, payload: string): Promise<number> {
    const response = await fetch(this.#pollUrl(sessionId), { method: 'POST', headers: this.#headers, body: payload });
    await response.text();
    return response.status;
  }

  #pollUrl(sessionId: string): string {
    return `${this.#url}/socket.io/1/xhr-polling/${sessionId}?t=${Date.now()}`;
  }
}
