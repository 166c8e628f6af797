import { CODES, badInput } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';
import type { ConversationKey } from './event-types.js';
import { forwardParts, type Recipients } from './forward.js';
import { createImageLinks } from './image-links.js';
import { type NewPart, type Part, problemOf } from './parts.js';
import { sendParts } from './send-parts.js';
import type { StoredMessage } from './stored-message.js';

/**
 * A message: one to be sent, or one of a conversation as it was when the app asked for it. Ask the conversation again after
 * an event; this object does not change by itself.
 */
export class Message {
  /** Of one id: the other user, or the group. */
  readonly destination: string[];
  readonly type: string;
  /** `undefined` until it was sent. */
  readonly messageId: string | undefined;
  /** The sender's id, in lower case. */
  readonly sender: string | undefined;
  /** Unix time in seconds. */
  readonly timestamp: number;
  readonly parts: (Part | NewPart)[];
  /** Whether `createImageLinks` is at work on it. */
  readonly isFetchingLinks: boolean;
  readonly convoContext: ConversationKey;
  /** Tells the others that this user has read up to here. On messages of others only. */
  readonly markRead?: () => void;
  readonly #core: ConversationCore;

  /** @internal */
  constructor(core: ConversationCore, stored: StoredMessage | undefined) {
    this.#core = core;
    this.destination = core.key.destination;
    this.type = core.type;
    this.convoContext = core.key;
    const data = stored?.data;
    this.messageId = data?.messageId;
    this.sender = data ? data.sender : core.client.connection.ownName;
    this.timestamp = data?.timestamp ?? Math.floor(Date.now() / 1_000);
    // Copies: what the app does to them is not what others see.
    this.parts = (data?.parts ?? []).map((part) => ({ ...part }));
    this.isFetchingLinks = data?.isFetchingLinks ?? false;
    if (stored && stored.record.senderId !== core.client.connection.current?.users.ownId)
      this.markRead = () => this.#markRead(stored);
  }

  /**
   * Adds a part. One that cannot be sent is told by `messages:error`, and so is its sending then.
   */
  addPart(part: NewPart): void {
    this.parts.push(part);
    const problem = problemOf(part);
    if (problem !== undefined) this.#core.client.events.messagesError(badInput(problem, CODES.badParts));
  }

  /** Sends it. Once the service has it, `messages:change` tells; `messages:error` when that fails. */
  send(): void {
    sendParts(this.#core, [...this.parts]);
  }

  /**
   * Loads the files, each of which then has an address for this page in its part's `url`: `messages:change` tells of each.
   * A file that cannot be had is told by `messages:error`.
   */
  createImageLinks(): void {
    if (this.messageId !== undefined) createImageLinks(this.#core, this.messageId);
  }

  /** Sends a copy to each of these users. */
  forward(destination: Recipients): void {
    forwardParts(this.#core, this.messageId, destination);
  }

  #markRead({ thread, record, data }: StoredMessage): void {
    this.#core.run(CODES.unknown, async () => {
      const { session } = await this.#core.client.connection.ready();
      await session.markRead(thread, record.id);
      data.read = true;
    });
  }
}
