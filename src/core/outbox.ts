import type { CancelSignal } from './cancellation.js';
import { AmbiguousSendError, ChatError, type ChatErrorCode, isChatError } from './errors.js';
import type { MessageId, MessageRecord, ThreadId, UserId } from './model.js';
import { createNonces } from './nonce.js';
import { OutgoingMessage, type SentMessage } from './outgoing-message.js';
import type { ChatBackend, MessageDraft } from './ports.js';
import { findSentMessage } from './sent-message-search.js';

/** What the outbox needs of a backend. One that heeds `signal` can take back a message that has not left. */
export interface OutboxBackend extends Pick<ChatBackend, 'listMessages'> {
  readonly userId: UserId;
  sendMessage(threadId: ThreadId, draft: MessageDraft, signal?: CancelSignal): Promise<{ readonly id: MessageId }>;
}

export interface OutboxOptions {
  readonly backend: OutboxBackend;
  /** Reads the mark that the `encode` of {@link Outbox.send} wrote. */
  readonly nonceOf: (record: MessageRecord) => string | undefined;
  /** How many messages may be on their way at a time. Default 1000. */
  readonly maxQueued?: number;
  /**
   * How long to wait before each look for a message that got no clear answer, in milliseconds. A service may still be
   * storing it, so it is not sent again before the last look. Default 1 s, then another 2 s.
   */
  readonly settleDelaysMs?: readonly [number, ...number[]];
  /** How long to wait before each new attempt to read the thread. Default 2, 4, 8, 16, 30, 30, 30 s: two minutes. */
  readonly readRetryDelaysMs?: readonly number[];
  /** How often a message is posted at most. Default 3. */
  readonly maxPosts?: number;
}

/** After these nothing was stored. Everything else, errors of unknown kind included, leaves that open. */
const DEFINITIVE: ReadonlySet<ChatErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'invalid-argument',
  'too-large',
  'rate-limited',
  'cancelled',
  'closed',
  'not-supported',
]);

/** A second copy of a message comes soon, if at all. */
const MAX_REMEMBERED = 100;

/**
 * Sends messages so that each is stored once or not at all, and in order.
 *
 * Within a thread a message is posted only after the fate of the one before is known. When a post gets no clear answer,
 * the message may or may not be stored. It carries a nonce, so the thread tells: real-time events
 * ({@link noteMessage}) and, after a short delay, a look at the newest messages. Found: that was it. Not found: it is
 * posted again with the same nonce. Thread unreadable for two minutes: `AmbiguousSendError`.
 *
 * What remains: a service that stores a message later than the last look (3 s after it gave up the request) would store
 * it twice.
 */
export class Outbox {
  readonly #queues = new Map<ThreadId, OutgoingMessage[]>();
  readonly #byNonce = new Map<string, OutgoingMessage>();
  /** The latest sent messages, by nonce. */
  readonly #sent = new Map<string, MessageId>();
  readonly #options: Required<OutboxOptions>;
  readonly #nextNonce = createNonces();
  #isPaused = false;
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = {
      maxQueued: 1_000,
      settleDelaysMs: [1_000, 2_000],
      readRetryDelaysMs: [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000],
      maxPosts: 3,
      ...options,
    };
  }

  /** How many messages are on their way: queued, posted, or being looked for. */
  get size(): number {
    return this.#byNonce.size;
  }

  /**
   * Sends a message after those sent before to the same thread. An idle thread: the post leaves inside this call.
   *
   * @param encode makes the message, with the given mark inside it; called once, at once
   * @param signal - aborted before the post leaves, the message is not sent; later, only the promise rejects
   * @throws ChatError when no such message exists: `rate-limited` (too many on their way, or the service said so),
   *   `closed`, or whatever the service answered. `cancelled` by the signal: none exists if the post had not left.
   *   {@link AmbiguousSendError} when it could not be established whether it exists, also because of {@link close}. What
   *   `encode` throws.
   */
  async send(
    threadId: ThreadId,
    encode: (nonce: string) => MessageDraft,
    { signal }: { readonly signal?: CancelSignal | undefined } = {},
  ): Promise<SentMessage> {
    this.#assertCanSend(signal);
    const nonce = this.#nextNonce();
    const message = new OutgoingMessage(threadId, nonce, encode(nonce), (sent) => {
      this.#forget(message);
      if (sent) this.#remember(nonce, sent.id);
    });
    if (signal) signal.onabort = () => message.reject(cancelledError());
    this.#byNonce.set(nonce, message);
    this.#enqueue(message);
    return await message.result;
  }

  /**
   * To be called for every message that real time brings: a message of unknown fate that is among them was sent.
   *
   * @returns whether this is a second copy of a sent message: browsers repeat a request by themselves when a connection
   *   breaks that they had kept open, and then a message may be stored twice without any sign of it
   */
  noteMessage(threadId: ThreadId, record: MessageRecord): boolean {
    // Others can copy the mark, but not the sender.
    const nonce = record.senderId === this.#options.backend.userId ? this.#options.nonceOf(record) : undefined;
    if (nonce === undefined) return false;
    const message = this.#byNonce.get(nonce);
    if (message?.threadId === threadId) message.noteSeen(record.id);
    return (this.#sent.get(nonce) ?? record.id) !== record.id;
  }

  /** While paused, nothing new leaves: for the time without a connection. Posts under way are not affected. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Ends a pause; messages of unknown fate are looked for at once. */
  resume(): void {
    this.#isPaused = false;
    for (const [head] of this.#queues.values()) head?.hurry();
  }

  /** Rejects everything, and every later send: with `closed` where nothing was posted. */
  close(): void {
    this.#isClosed = true;
    for (const message of [...this.#byNonce.values()]) {
      const error = closedError();
      message.reject(message.postedAt === undefined ? error : new AmbiguousSendError(error));
    }
  }

  #assertCanSend(signal: CancelSignal | undefined): void {
    if (this.#isClosed) throw closedError();
    if (signal?.aborted) throw cancelledError();
    if (this.size < this.#options.maxQueued) return;
    throw new ChatError('rate-limited', `unable to send the message; ${this.size} others are still on their way`);
  }

  #enqueue(message: OutgoingMessage): void {
    const queue = this.#queues.get(message.threadId);
    if (queue) {
      queue.push(message);
      return;
    }
    const newQueue = [message];
    this.#queues.set(message.threadId, newQueue);
    void this.#drain(message.threadId, newQueue);
  }

  async #drain(threadId: ThreadId, queue: OutgoingMessage[]): Promise<void> {
    for (let head = queue[0]; head; head = queue[0]) {
      await this.#deliver(head);
      queue.shift();
    }
    this.#queues.delete(threadId);
  }

  /** Drops a settled message, unless it is at the head of its queue: then it goes when its post is over. */
  #forget(message: OutgoingMessage): void {
    this.#byNonce.delete(message.nonce);
    const queue = this.#queues.get(message.threadId);
    const index = queue?.indexOf(message) ?? -1;
    if (index > 0) queue?.splice(index, 1);
  }

  #remember(nonce: string, id: MessageId): void {
    const [oldest] = this.#sent.keys();
    if (oldest !== undefined && this.#sent.size >= MAX_REMEMBERED) this.#sent.delete(oldest);
    this.#sent.set(nonce, id);
  }

  /** Ends when the message is settled and none of its posts can overtake the next one. Never rejects. */
  async #deliver(message: OutgoingMessage): Promise<void> {
    for (let posts = 1; !message.hasSettled(); posts++) {
      if (this.#isPaused) await this.#untilResumed(message);
      if (message.hasSettled()) return;
      const failure = await this.#post(message);
      if (message.hasSettled()) return;
      const wasRead = await this.#search(message);
      if (!wasRead) message.reject(new AmbiguousSendError(failure));
      else if (posts >= this.#options.maxPosts) message.reject(failure);
    }
  }

  /** @returns the error after which the message may or may not be stored, when it is not settled */
  async #post(message: OutgoingMessage): Promise<unknown> {
    const { threadId, draft, signal, seen } = message;
    message.postedAt ??= Date.now();
    try {
      // An answer may never come, while the message is there for all to see.
      message.resolve(await Promise.race([this.#options.backend.sendMessage(threadId, draft, signal), seen]));
      return undefined;
    } catch (error) {
      if (isChatError(error) && DEFINITIVE.has(error.code)) message.reject(error);
      return error;
    }
  }

  /** Looks for the message until it is settled or certainly not there. @returns `false` when that cannot be told */
  async #search(message: OutgoingMessage): Promise<boolean> {
    const retryDelays = this.#options.readRetryDelaysMs.values();
    for (const settleDelay of this.#options.settleDelaysMs) {
      await message.rest(settleDelay, false);
      while (!message.hasSettled()) {
        if (this.#isPaused) await this.#untilResumed(message);
        const failure = await this.#look(message);
        if (failure === undefined) break;
        const delay = retryDelays.next();
        if (delay.done || isPermanent(failure)) return false;
        await message.rest(delay.value, true);
      }
    }
    return true;
  }

  /** @returns why the thread could not be read; `undefined` when it was, and the message is settled if it was there */
  async #look(message: OutgoingMessage): Promise<unknown> {
    const { backend, nonceOf } = this.#options;
    const isWanted = (record: MessageRecord): boolean =>
      // Others can copy the mark, but not the sender.
      record.senderId === backend.userId && nonceOf(record) === message.nonce;
    try {
      const sinceMs = Date.now() - (message.postedAt ?? 0);
      const id = await findSentMessage(backend, message.threadId, isWanted, sinceMs);
      if (id !== undefined) message.resolve({ id });
      return undefined;
    } catch (error) {
      return error ?? new Error('unable to read the thread');
    }
  }

  async #untilResumed(message: OutgoingMessage): Promise<void> {
    while (this.#isPaused && !message.hasSettled()) await message.rest(undefined, true);
  }
}

/** Whether reading again is pointless. A refused token may be replaced meanwhile. */
function isPermanent(error: unknown): boolean {
  return isChatError(error) && !error.isRetryable && error.code !== 'unauthorized';
}

function closedError(): ChatError {
  return new ChatError('closed', 'unable to send the message; the session was shut down');
}

function cancelledError(): ChatError {
  return new ChatError('cancelled', 'unable to send the message; it was cancelled');
}
