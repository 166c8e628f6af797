import { AsyncLane, compareIds, decodeThread, type MessageId, type Thread } from '../core/index.js';
import { toBasicError } from './basic-error.js';
import type { ConversationKind } from './chat-types.js';
import type { ClientCore } from './client-core.js';
import type { Chat } from './connection.js';
import { ConversationTyping } from './conversation-typing.js';
import type { ConversationKey } from './event-types.js';
import { MessageList } from './message-list.js';
import { type Place } from './place.js';

/** The inside of one conversation. */
export class ConversationCore {
  readonly list = new MessageList();
  readonly typing: ConversationTyping;
  /** Sends leave in the order in which the app made them, however long a thread or a file takes. */
  readonly lane = new AsyncLane();
  description = '';
  lastReceived: number | undefined;
  lastPull: number | undefined;
  /** The newest message of each thread when the app deleted the conversation: nothing up to there is shown. */
  readonly #hiddenUpTo = new Map<string, MessageId>();

  constructor(
    readonly client: ClientCore,
    readonly kind: ConversationKind,
    readonly type: string,
    /** The other user in lower case, or the group as it was given. */
    readonly id: string,
    readonly place: Place,
    hiddenUpTo: ReadonlyMap<string, MessageId> = new Map(),
  ) {
    this.typing = new ConversationTyping(this);
    for (const entry of hiddenUpTo) this.#hiddenUpTo.set(...entry);
  }

  /** For an event; the app may keep it and change it. */
  get key(): ConversationKey {
    return { destination: [this.id], type: this.type };
  }

  /** The threads to read, and the link to read them by. @throws ChatError */
  async threads(): Promise<{ readonly chat: Chat; readonly threads: readonly Thread[] }> {
    const chat = await this.client.connection.ready();
    const threads = await this.place.threads(chat);
    for (const thread of threads) this.client.conversations.bind(thread, this);
    return { chat, threads };
  }

  /** The thread to write to. @throws ChatError */
  async open(): Promise<{ readonly chat: Chat; readonly thread: Thread }> {
    const chat = await this.client.connection.ready();
    const thread = await this.place.open(chat);
    this.client.conversations.bind(thread, this);
    return { chat, thread };
  }

  /** Nothing rejects towards the app: what goes wrong is an event. */
  run(code: string, action: () => Promise<unknown>): void {
    action().catch((error: unknown) => this.client.events.messagesError(toBasicError(error, code)));
  }

  /** Learns from a thread of the conversation what there is to say about it. */
  describe({ link }: Chat, thread: Thread): void {
    if (link.direct.peerOf(thread) === undefined) this.description = decodeThread(thread.properties).name ?? '';
  }

  isHidden(thread: Thread, messageId: MessageId): boolean {
    const upTo = this.#hiddenUpTo.get(thread.id);
    return upTo !== undefined && compareIds(messageId, upTo) <= 0;
  }

  /** @returns for whoever stands for the same conversation later */
  hideAll(threads: readonly Thread[]): ReadonlyMap<string, MessageId> {
    for (const { id, timeline } of threads) {
      const newest = timeline.newest;
      if (newest) this.#hiddenUpTo.set(id, newest.record.id);
    }
    return this.#hiddenUpTo;
  }

  close(): void {
    this.list.clear();
    this.typing.close();
  }
}
