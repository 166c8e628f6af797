import { AsyncLane, type SessionEvents, type Thread } from '../core/index.js';
import type { Announcement } from './announcements.js';
import type { ClientCore } from './client-core.js';
import type { Chat } from './connection.js';
import type { Invitation } from './event-types.js';
import { type Group, groupOf } from './group.js';

/** The groups that the app knows of, kept as the service has them. */
export class KnownGroups {
  readonly #groups = new Map<string, Group>();
  readonly #invited = new Set<string>();
  readonly #leaving = new Set<string>();
  readonly #lane = new AsyncLane();
  #chat: Chat | undefined;

  constructor(private readonly client: ClientCore) {}

  get all(): Group[] {
    return [...this.#groups.values()];
  }

  get invitations(): Invitation[] {
    return [...this.#invited].flatMap((threadId) => this.#groups.get(threadId) ?? []).map(invitationTo);
  }

  get(id: string): Group | undefined {
    const isSame = (other: string): boolean => other.toLowerCase() === id.toLowerCase();
    return [...this.#groups].find(([threadId, group]) => isSame(group.id) || isSame(threadId))?.[1];
  }

  follow(chat: Chat): void {
    this.#chat = chat;
    const { events } = chat.session;
    events.on('threadAdded', (event) => this.#inOrder(() => this.#added(event)));
    for (const name of ['memberAdded', 'memberRemoved', 'threadChanged'] as const)
      events.on(name, ({ thread }) => this.#inOrder(() => this.#changed(thread)));
    events.on('threadRemoved', ({ thread }) => this.#inOrder(() => this.#removed(thread)));
  }

  /** Asks for the members of a group, once. @throws ChatError */
  async refresh(thread: Thread): Promise<void> {
    const chat = this.#chat;
    if (!chat || chat.link.direct.peerOf(thread) !== undefined || thread.isGone) return;
    await thread.loadMembers();
    await chat.session.directory.prepare(thread.members.list.map(({ userId }) => userId));
    // It may be gone by now.
    if (chat === this.#chat && chat.session.getThread(thread.id)) this.#groups.set(thread.id, groupOf(chat, thread));
  }

  async refreshAll(threads: readonly Thread[]): Promise<void> {
    await Promise.all(threads.map((thread) => this.refresh(thread)));
  }

  tellChange(thread: Thread): void {
    const id = this.#chat?.link.threads.nameOf(thread) ?? thread.id;
    this.client.events.emit('group:change', { id });
  }

  endInvitation({ id }: Thread): void {
    this.#invited.delete(id);
  }

  /** The user leaves by the app's own wish, which is no end of the group. */
  noteLeaving({ id }: Thread, isLeaving = true): void {
    if (isLeaving) this.#leaving.add(id);
    else this.#leaving.delete(id);
  }

  clear(): void {
    this.#chat = undefined;
    for (const known of [this.#groups, this.#invited, this.#leaving]) known.clear();
  }

  /** One after the other, as members have to be asked for. What cannot be had now comes with the next change. */
  #inOrder(action: () => Promise<readonly Announcement[]>): void {
    const chat = this.#chat;
    this.#lane
      .run(action)
      .then((announcements) => {
        if (chat === this.#chat) for (const announcement of announcements) this.client.events.emit(...announcement);
      })
      .catch(() => undefined);
  }

  async #added({ thread, origin }: SessionEvents['threadAdded']): Promise<readonly Announcement[]> {
    if (origin !== 'news' || !this.client.subscription.isSubscribed) return [];
    await this.refresh(thread);
    const group = this.#groups.get(thread.id);
    if (!group) return [];
    if (thread.createdBy === this.#chat?.users.ownId) return [['group:new', { id: group.id }]];
    this.#invited.add(thread.id);
    return [['group:invitation_received', { invitation: invitationTo(group) }]];
  }

  async #changed(thread: Thread): Promise<readonly Announcement[]> {
    // Groups that the app has not asked for are none of its business yet.
    const former = this.#groups.get(thread.id);
    if (!former) return [];
    await this.refresh(thread);
    const group = this.#groups.get(thread.id);
    return group && JSON.stringify(group) !== JSON.stringify(former) ? [['group:change', { id: group.id }]] : [];
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- in the order of those that wait
  async #removed(thread: Thread): Promise<readonly Announcement[]> {
    const group = this.#groups.get(thread.id);
    this.#groups.delete(thread.id);
    this.#invited.delete(thread.id);
    const id = group?.id ?? this.#chat?.link.threads.nameOf(thread) ?? thread.id;
    if (this.#leaving.delete(thread.id)) return [['group:change', { id }]];
    return group ? [['group:delete', { group }]] : [];
  }
}

const invitationTo = ({ id, name, participants }: Group): Invitation => ({ id, groupId: id, name, participants });
