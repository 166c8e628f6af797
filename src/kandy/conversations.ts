import type { ChatError } from '../core/index.js';
import { type MessageId, type Thread, type UserId } from '../core/index.js';
import { CHAT_TYPES, type ConversationKind, kindOf } from './chat-types.js';
import type { ClientCore } from './client-core.js';
import type { Chat } from './connection.js';
import { Conversation } from './conversation.js';
import { ConversationCore } from './conversation-core.js';
import { nowhere, type Place, placeOf } from './place.js';
import { userKey } from './users.js';

interface Entry {
  readonly core: ConversationCore;
  readonly conversation: Conversation;
}

/** The conversations that the app knows: those that it made or asked for, and those in which something was said. */
export class Conversations {
  readonly #entries = new Map<string, Entry>();
  readonly #byThread = new Map<string, ConversationCore>();
  readonly #byPeer = new Map<UserId, ConversationCore>();
  /** Of conversations that the app deleted. */
  readonly #hiddenUpTo = new Map<string, ReadonlyMap<string, MessageId>>();

  constructor(private readonly client: ClientCore) {}

  get all(): Conversation[] {
    return [...this.#entries.values()].map(({ conversation }) => conversation);
  }

  get cores(): ConversationCore[] {
    return [...this.#entries.values()].map(({ core }) => core);
  }

  /** Ids of groups are matched without case, too, although Azure's own have one. */
  find(kind: ConversationKind, id: string): Entry | undefined {
    return this.#entries.get(keyOf(kind, id)) ?? this.#entryOf(this.#byThread.get(`${kind} ${id}`));
  }

  /** @param spelled the id as it was given */
  ensure(kind: ConversationKind, spelled: string): Entry & { readonly isNew: boolean } {
    const known = this.find(kind, spelled);
    if (known) return { ...known, isNew: false };
    const type = kind === 'group' ? CHAT_TYPES.GROUP : this.client.settings.oneToOneTypeName;
    const id = kind === 'group' ? spelled : userKey(spelled);
    const key = keyOf(kind, id);
    const place = placeOf(kind, spelled, (peerId) => this.#bindPeer(peerId, entry.core));
    const entry = this.#entry(kind, type, id, place, this.#hiddenUpTo.get(key));
    this.#entries.set(key, entry);
    return { ...entry, isNew: true };
  }

  /** Stands for what cannot be: everything that it is asked for fails with this error. It is not kept. */
  refused(type: string, id: string, error: ChatError): Conversation {
    return this.#entry(kindOf(type, type) ?? 'oneToOne', type, id, nowhere(error)).conversation;
  }

  /** From now on, what is said in this thread belongs there. */
  bind(thread: Thread, core: ConversationCore): void {
    if (this.#entryOf(core)) this.#byThread.set(`${core.kind} ${thread.id}`, core);
  }

  /** The conversation that a thread is part of, as far as the app knows one. */
  of(chat: Chat, thread: Thread, senderId?: UserId): ConversationCore | undefined {
    const peerId = directPeer(chat, thread, senderId);
    const kind = peerId === undefined ? 'group' : 'oneToOne';
    const bound = this.#byThread.get(`${kind} ${thread.id}`);
    if (bound) return bound;
    if (peerId === undefined)
      return (this.find(kind, chat.link.threads.nameOf(thread)) ?? this.find(kind, thread.id))?.core;
    return this.#byPeer.get(peerId) ?? this.find(kind, chat.users.nameOf(peerId))?.core;
  }

  /** The same, made known if need be. */
  ensureOf(
    chat: Chat,
    thread: Thread,
    senderId?: UserId,
  ): { readonly core: ConversationCore; readonly isNew: boolean } {
    const known = this.of(chat, thread, senderId);
    if (known) return { core: known, isNew: false };
    const peerId = directPeer(chat, thread, senderId);
    const name = peerId === undefined ? chat.link.threads.nameOf(thread) : chat.users.nameOf(peerId);
    const { core, isNew } = this.ensure(peerId === undefined ? 'group' : 'oneToOne', name);
    if (peerId !== undefined) this.#bindPeer(peerId, core);
    this.bind(thread, core);
    return { core, isNew };
  }

  remove(core: ConversationCore, hiddenUpTo: ReadonlyMap<string, MessageId>): void {
    const key = keyOf(core.kind, core.id);
    this.#hiddenUpTo.set(key, hiddenUpTo);
    if (this.#entryOf(core)) this.#entries.delete(key);
    for (const map of [this.#byThread, this.#byPeer]) for (const [id, other] of map) if (other === core) map.delete(id);
    core.close();
  }

  /** Whether the app has deleted the conversation and nothing was said since. */
  isHidden(chat: Chat, thread: Thread): boolean {
    const peerId = directPeer(chat, thread);
    const name = peerId === undefined ? chat.link.threads.nameOf(thread) : chat.users.nameOf(peerId);
    const upTo = this.#hiddenUpTo.get(keyOf(peerId === undefined ? 'group' : 'oneToOne', name))?.get(thread.id);
    return upTo !== undefined && thread.timeline.newest?.record.id === upTo;
  }

  clear(): void {
    for (const { core } of this.#entries.values()) core.close();
    for (const map of [this.#entries, this.#byThread, this.#byPeer, this.#hiddenUpTo]) map.clear();
  }

  #bindPeer(peerId: UserId, core: ConversationCore): void {
    if (this.#entryOf(core) && !this.#byPeer.has(peerId)) this.#byPeer.set(peerId, core);
  }

  #entryOf(core: ConversationCore | undefined): Entry | undefined {
    const entry = core && this.#entries.get(keyOf(core.kind, core.id));
    return entry?.core === core ? entry : undefined;
  }

  #entry(...args: [ConversationKind, string, string, Place, ReadonlyMap<string, MessageId>?]): Entry {
    const core = new ConversationCore(this.client, ...args);
    return { core, conversation: new Conversation(core) };
  }
}

const keyOf = (kind: ConversationKind, id: string): string =>
  `${kind} ${kind === 'group' ? id.toLowerCase() : userKey(id)}`;

/** A thread of two counts as theirs as long as nobody else writes there. */
export function directPeer({ link, users }: Chat, thread: Thread, senderId?: UserId): UserId | undefined {
  const peerId = link.direct.peerOf(thread);
  return senderId === undefined || senderId === users.ownId || senderId === peerId ? peerId : undefined;
}
