import { Cancellation } from './cancellation.js';
import type { MessageId, ThreadId } from './model.js';
import type { MessageDraft } from './ports.js';

export interface SentMessage {
  readonly id: MessageId;
}

/** A message on its way: what is known about it, and the promise that its sender holds. Settles once. */
export class OutgoingMessage {
  /** Keeps a request from leaving that is not wanted any more. */
  readonly signal = new Cancellation();
  readonly #handleSettled: (sent?: SentMessage) => void;
  readonly result: Promise<SentMessage>;
  /** Resolves when the message was seen in its thread. */
  readonly seen: Promise<SentMessage>;
  /** When its first request was made; `undefined`: none was. */
  postedAt: number | undefined;
  #resolveResult!: (sent: SentMessage) => void;
  #rejectResult!: (error: unknown) => void;
  #resolveSeen!: (sent: SentMessage) => void;
  #wake: (() => void) | undefined;
  #canHurry = false;

  constructor(
    readonly threadId: ThreadId,
    readonly nonce: string,
    readonly draft: MessageDraft,
    handleSettled: (sent?: SentMessage) => void,
  ) {
    this.#handleSettled = handleSettled;
    this.result = new Promise((resolve, reject) => {
      this.#resolveResult = resolve;
      this.#rejectResult = reject;
    });
    this.seen = new Promise((resolve) => {
      this.#resolveSeen = resolve;
    });
  }

  /** A method, because it changes while one awaits. */
  hasSettled(): boolean {
    return this.signal.aborted;
  }

  resolve(sent: SentMessage): void {
    if (this.#settle(sent)) this.#resolveResult(sent);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#rejectResult(error);
  }

  noteSeen(id: MessageId): void {
    this.resolve({ id });
    this.#resolveSeen({ id });
  }

  /**
   * Waits, at most until the message is settled.
   * @param ms `undefined`: until {@link hurry}
   * @param canHurry whether {@link hurry} ends the waiting too
   */
  rest(ms: number | undefined, canHurry: boolean): Promise<void> {
    if (this.hasSettled()) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => this.#wake?.(), ms);
      this.#canHurry = canHurry;
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  hurry(): void {
    if (this.#canHurry) this.#wake?.();
  }

  /** @returns whether it was not settled before */
  #settle(sent?: SentMessage): boolean {
    if (this.hasSettled()) return false;
    this.signal.abort();
    this.#wake?.();
    this.#handleSettled(sent);
    return true;
  }
}
