import {
  arrivedSinceListing,
  AsyncLane,
  compareIds,
  type SessionEvents,
  type Thread,
  type UserId,
} from '../core/index.js';
import type { Announcement } from './announcements.js';
import type { ClientCore } from './client-core.js';
import type { Chat } from './connection.js';
import { directPeer } from './conversations.js';
import { storedMessage } from './stored-message.js';

/**
 * Tells the app what is said in its conversations. Messages come from the session alone, own ones too: each is told once,
 * when the service has it.
 */
export class Relay {
  /** Names may have to be looked up, and nothing may overtake. */
  readonly #lane = new AsyncLane();

  constructor(
    private readonly client: ClientCore,
    private readonly chat: Chat,
  ) {}

  follow(): void {
    const { events } = this.chat.session;
    events.on('threadAdded', ({ thread, origin }) => {
      if (origin === 'existing') this.#late(thread);
    });
    events.on('messageAdded', (event) => this.#inOrder(event.thread, () => this.#added(event)));
    events.on('messageUpdated', (event) => this.#inOrder(event.thread, () => this.#updated(event)));
    events.on('messageRemoved', ({ thread, entry }) =>
      this.#inOrder(thread, () => this.#removed(thread, entry.record.id)),
    );
    events.on('receiptChanged', (event) => this.#inOrder(event.thread, () => this.#read(event)));
    events.on('typing', ({ thread, userId }) => this.#inOrder(thread, () => this.#typing(thread, userId)));
    events.on('threadChanged', ({ thread }) => this.#inOrder(thread, () => this.#described(thread)));
  }

  /** The other one of two may not have written yet, so that nobody asked for the name. */
  #inOrder(thread: Thread, change: () => readonly Announcement[]): void {
    const peerId = directPeer(this.chat, thread);
    void this.#lane.run(async () => {
      if (peerId !== undefined) await this.chat.session.directory.prepare([peerId]);
      this.client.events.post(change);
    });
  }

  /** Who has many threads is subscribed before the last of them is loaded. */
  #late(thread: Thread): void {
    if (!this.client.subscription.isSubscribed) return;
    const entries = arrivedSinceListing(thread);
    thread.handOut(entries);
    for (const entry of entries) this.#inOrder(thread, () => this.#added({ thread, entry }));
  }

  #added({ thread, entry: { record } }: SessionEvents['messageAdded']): readonly Announcement[] {
    const { client, chat } = this;
    const { senderId } = record;
    const isOwn = senderId === chat.users.ownId;
    if (!isOwn && !this.client.subscription.isSubscribed) return [];
    const { core, isNew } = client.conversations.ensureOf(chat, thread, senderId);
    if (isNew) core.describe(chat, thread);
    if (senderId !== undefined) core.typing.end(senderId);
    const message = storedMessage(chat, client.mediaHosts, thread, record);
    core.list.add(message);
    if (!isOwn) core.lastReceived = message.data.timestamp;
    const change = { ...core.key, messageId: record.id };
    if (isNew && !this.#prefersMessagesChange()) return [['conversations:change', change]];
    return [['messages:change', isOwn ? { ...change, sender: message.data.sender } : change]];
  }

  #prefersMessagesChange(): boolean {
    const { settings, events } = this.client;
    return settings.firstMessageEvent === 'auto'
      ? !events.hasListener('conversations:change')
      : settings.firstMessageEvent === 'messages:change';
  }

  #updated({ thread, entry: { record } }: SessionEvents['messageUpdated']): readonly Announcement[] {
    const { client, chat } = this;
    const core = client.conversations.of(chat, thread, record.senderId);
    const isShown = core?.list.replace(storedMessage(chat, client.mediaHosts, thread, record));
    return core && isShown ? [['messages:change', { ...core.key, messageId: record.id }]] : [];
  }

  #removed(thread: Thread, messageId: string): readonly Announcement[] {
    const core = this.client.conversations.cores.find(({ list }) => list.remove(thread, messageId));
    return core ? [['messages:change', { ...core.key, messageId }]] : [];
  }

  /** Whoever has read a message has read what came before it. */
  #read({ thread, receipt }: SessionEvents['receiptChanged']): readonly Announcement[] {
    const { userId, messageId } = receipt;
    const { ownId } = this.chat.users;
    const core = this.client.conversations.of(this.chat, thread);
    const read = core?.list.all.filter(
      (message) =>
        message.thread === thread &&
        (message.record.senderId === ownId) !== (userId === ownId) &&
        !message.data.read &&
        compareIds(message.record.id, messageId) <= 0,
    );
    if (!core || !read || read.length === 0) return [];
    for (const { data } of read) data.read = true;
    return [['messages:change', { ...core.key, messageId }]];
  }

  #typing(thread: Thread, userId: UserId): readonly Announcement[] {
    if (this.client.subscription.isSubscribed)
      this.client.conversations.of(this.chat, thread, userId)?.typing.start(userId, this.chat.users.nameOf(userId));
    return [];
  }

  #described(thread: Thread): readonly Announcement[] {
    this.client.conversations.of(this.chat, thread)?.describe(this.chat, thread);
    return [];
  }
}
