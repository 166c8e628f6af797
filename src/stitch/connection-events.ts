import type { ChatSession } from '../core/index.js';
import type { ClientEvents } from './event-names.js';
import type { WildEmitter } from './wild-emitter.js';

/** The transport does not say how often it has tried. */
const ATTEMPT = 1;

/** Tells how the connection is, in the original's words. */
export class ConnectionEvents {
  readonly #client: WildEmitter<ClientEvents>;
  #isUp = false;
  #wasLost = false;

  constructor(client: WildEmitter<ClientEvents>, session: ChatSession) {
    this.#client = client;
    session.events.on('connected', () => this.#handleUp());
    session.events.on('disconnected', () => this.#handleLoss());
  }

  /** The app wants it to be away. */
  handlePause(): void {
    if (this.#isUp) this.#client.emit('disconnect');
    this.#isUp = false;
    this.#wasLost = false;
  }

  #handleUp(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    if (this.#wasLost) this.#client.emit('reconnect', ATTEMPT);
    else this.#client.emit('ready');
    this.#wasLost = false;
  }

  #handleLoss(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#wasLost = true;
    this.#client.emit('disconnect');
    this.#client.emit('reconnecting', ATTEMPT);
  }
}
