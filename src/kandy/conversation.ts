import { badInput, CODES } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';
import { deleteConversation, deleteMessages } from './deletion.js';
import type { MessagesChange } from './event-types.js';
import { type FetchMessagesOptions, History } from './history.js';
import { Message } from './message.js';
import type { NewPart } from './parts.js';
import type { MessageData } from './stored-message.js';

/** A conversation with a user, or of a group. There is one object for each. */
export class Conversation {
  /** Of one id: the other user in lower case, or the group as it was given. */
  readonly destination: string[];
  readonly type: string;
  readonly id: string;
  /** What is known of its messages. Use `getMessages`, unless it is about what those do not carry. */
  readonly messages: readonly MessageData[];
  /** Who is typing, the own user included. */
  readonly isTypingList: readonly string[];
  readonly isPending = false;
  readonly features: readonly string[] = [];
  readonly #core: ConversationCore;
  readonly #history: History;

  /** @internal */
  constructor(core: ConversationCore) {
    this.#core = core;
    this.#history = new History(core);
    this.destination = core.key.destination;
    this.type = core.type;
    this.id = core.id;
    this.messages = core.list.data;
    this.isTypingList = core.typing.list;
    // Own properties, so that copies of the object and its JSON show them, too.
    for (const [name, get] of Object.entries<() => unknown>({
      description: () => core.description,
      lastReceived: () => core.lastReceived,
      lastPull: () => core.lastPull,
      lastMessage: () => core.list.data.at(-1),
    }))
      Object.defineProperty(this, name, { get, enumerable: true });
  }

  /** The name of a group; empty for two. */
  declare readonly description: string;
  /** When another's message came last, in Unix seconds; `undefined`: none since the start. */
  declare readonly lastReceived: number | undefined;
  /** When `fetchMessages` was answered last, in milliseconds. */
  declare readonly lastPull: number | undefined;
  declare readonly lastMessage: MessageData | undefined;

  /**
   * A message to be sent to this conversation; nothing leaves before `send()`. A part that cannot be sent is told by
   * `messages:error`.
   */
  createMessage(part: string | NewPart | readonly NewPart[]): Message {
    const message = new Message(this.#core, undefined);
    const parts: readonly NewPart[] = typeof part === 'string' ? [{ type: 'text', text: part }] : [part].flat();
    for (const one of parts) message.addPart(one);
    return message;
  }

  /** The messages that are known, oldest first. @param range a part of them: `amount` from `startIndex` on */
  getMessages({ startIndex = 0, amount }: { startIndex?: number; amount?: number } = {}): Message[] {
    const end = amount === undefined ? undefined : startIndex + amount;
    return this.#core.list.all.slice(startIndex, end).map((stored) => new Message(this.#core, stored));
  }

  getMessage(messageId: string): Message | undefined {
    const stored = this.#core.list.find(messageId);
    return stored && new Message(this.#core, stored);
  }

  /**
   * Brings older messages: `messages:change` tells. Without `next` it begins at the newest.
   * @param request how many, default 50; or `{ amount, next, untilTime }`, whose event has `messageIds` and, if there is
   *   more, `next`
   */
  fetchMessages(request?: number | FetchMessagesOptions): void {
    this.#core.run(CODES.fetchMessages, () => this.#history.fetch(request));
  }

  /** Takes all messages out of this client's list. `fetchMessages` brings them back. */
  clearMessages(): void {
    this.#core.client.events.post(() => {
      this.#core.list.clear();
      return [['messages:change', this.#core.key]];
    });
  }

  /** Deletes messages, see the option `deleteMessages`: `messages:change` tells of each. */
  deleteMessages(messageIds: readonly string[]): void {
    deleteMessages(this.#core, messageIds);
  }

  /** Deletes the conversation, see the option `deleteConversation`: `conversations:change` tells what is left. */
  delete(): void {
    deleteConversation(this.#core);
  }

  /** @returns takes the listener away again */
  subscribe(listener: (change: { destination: string[]; messageId: string | undefined }) => void): () => void {
    if (typeof listener !== 'function') throw new Error('Listener not a function');
    const { key } = this.#core;
    const { events } = this.#core.client;
    const forward = ({ destination, type, messageId }: MessagesChange): void => {
      if (type === key.type && destination[0] === key.destination[0]) listener({ destination, messageId });
    };
    events.on('messages:change', forward);
    return () => events.off('messages:change', forward);
  }

  /** Tells the others, and with `isTypingList:change` this client, too. */
  setIsTyping(isTyping: boolean): void {
    if (typeof isTyping === 'boolean') this.#core.typing.setOwn(isTyping);
    else this.#core.client.events.messagesError(badInput('unable to tell who types; it takes true or false'));
  }
}
