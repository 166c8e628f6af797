import { ChatError, encodeThread, fieldsOf, itemsOf, textOf, type Thread, type UserId } from '../core/index.js';
import { badInput, CODES, toBasicError } from './basic-error.js';
import type { ClientCore } from './client-core.js';
import type { Chat } from './connection.js';
import type { Invitation } from './event-types.js';
import { type Group, groupAttributes, type GroupParticipant } from './group.js';
import { placeOf, unknownUser } from './place.js';

/** A user, by id or as the original's participants are written. */
export type GroupUser = string | { readonly address: string };

export interface GroupDraft {
  readonly name: string;
  readonly subject?: string;
  readonly image?: string;
  /** Groups of Azure are closed, all of them. */
  readonly type?: 'closed';
  readonly participants?: readonly GroupUser[];
}

/** `client.groups`. What is done is told by events; what fails, by the same event with an `error`. */
export class Groups {
  readonly #core: ClientCore;

  /** @internal */
  constructor(core: ClientCore) {
    this.#core = core;
  }

  /** `group:new` tells the id. */
  create(draft: GroupDraft): void {
    const { name, subject, image, participants } = fieldsOf(draft);
    const fail = (error: unknown): void =>
      this.#core.events.emit('group:new', { error: { group: {}, error: toBasicError(error, CODES.groups) } });
    if (textOf(name).trim() === '')
      return this.#core.events.emit('group:new', {
        error: { group: {}, error: badInput('unable to create the group; `name` must be a text') },
      });
    this.#create(textOf(name), groupAttributes(subject, image), itemsOf(participants)).catch(fail);
  }

  async #create(
    name: string,
    attributes: ReturnType<typeof groupAttributes>,
    users: readonly unknown[],
  ): Promise<void> {
    const draft = encodeThread({ name, uniqueName: null, attributes });
    const chat = await this.#core.connection.ready();
    const memberIds = await Promise.all(users.map((user) => userIdOf(chat, user)));
    const others = [...new Set(memberIds)].filter((userId) => userId !== chat.users.ownId);
    const thread = await chat.session.createThread({ ...draft, memberIds: others, creatorName: chat.link.ownName });
    await this.#core.groups.refresh(thread);
    this.#core.events.emit('group:new', { id: chat.link.threads.nameOf(thread) });
  }

  /** Makes the user's groups known: `group:refresh` tells. */
  fetch(): void {
    this.#fetch().catch((error: unknown) =>
      this.#core.events.emit('group:refresh', { error: { error: toBasicError(error, CODES.groups) } }),
    );
  }

  async #fetch(): Promise<void> {
    const { session } = await this.#core.connection.ready();
    await session.allLoaded();
    await this.#core.groups.refreshAll(session.threads);
    this.#core.events.emit('group:refresh', {});
  }

  /** Those that are known, by `fetch` or by events. */
  getAll(): Group[] {
    return this.#core.groups.all;
  }

  get(id: string): Group | undefined {
    return this.#core.groups.get(id);
  }

  getParticipants(id: string): readonly GroupParticipant[] {
    return this.#core.groups.get(id)?.participants ?? [];
  }

  /** The user is a member at once; `group:change` tells. */
  addParticipant(id: string, user: GroupUser): void {
    this.#change(id, async (chat, thread) => {
      const userId = await userIdOf(chat, user);
      await thread.loadMembers();
      if (thread.members.get(userId)) await this.#tellChange(thread);
      else await chat.session.addMember(thread, { userId, metadata: {} });
    });
  }

  removeParticipant(id: string, user: GroupUser): void {
    this.#change(id, async (chat, thread) => chat.session.removeMember(thread, await userIdOf(chat, user)));
  }

  leave(id: string): void {
    this.#change(id, (chat, thread) => this.#leave(chat, thread));
  }

  /** For all of its members; `group:delete` tells. */
  delete(id: string): void {
    this.#within(id, ({ session }, thread) => session.deleteThread(thread)).catch((error: unknown) =>
      this.#core.events.emit('group:delete', { error: { id, error: toBasicError(error, CODES.groups) } }),
    );
  }

  /** Groups that others added this user to, until the app accepts or rejects. The user is a member of them already. */
  getInvitations(): Invitation[] {
    return this.#core.groups.invitations;
  }

  acceptInvitation(id: string): void {
    this.#change(id, (_, thread) => this.#tellChange(thread));
  }

  rejectInvitation(id: string): void {
    this.#change(id, (chat, thread) => this.#leave(chat, thread));
  }

  async #leave({ session, users }: Chat, thread: Thread): Promise<void> {
    this.#core.groups.noteLeaving(thread);
    await session.removeMember(thread, users.ownId).catch((error: unknown) => {
      this.#core.groups.noteLeaving(thread, false);
      throw error;
    });
  }

  async #tellChange(thread: Thread): Promise<void> {
    this.#core.groups.endInvitation(thread);
    await this.#core.groups.refresh(thread);
    this.#core.groups.tellChange(thread);
  }

  #change(id: string, action: (chat: Chat, thread: Thread) => Promise<unknown>): void {
    this.#within(id, action).catch((error: unknown) =>
      this.#core.events.emit('group:change', { id, error: { id, error: toBasicError(error, CODES.groups) } }),
    );
  }

  async #within(id: unknown, action: (chat: Chat, thread: Thread) => Promise<unknown>): Promise<void> {
    if (textOf(id).trim() === '')
      throw new ChatError('invalid-argument', 'unable to use the group; `id` must be the id of a group');
    const chat = await this.#core.connection.ready();
    const thread = await placeOf('group', textOf(id), () => undefined).open(chat);
    if (chat.link.direct.peerOf(thread) !== undefined)
      throw new ChatError('invalid-argument', 'unable to use the group; this is a conversation of two');
    await action(chat, thread);
  }
}

async function userIdOf({ users }: Chat, user: unknown): Promise<UserId> {
  const name = textOf(user) || textOf(fieldsOf(user)['address']);
  if (name.trim() === '')
    throw new ChatError('invalid-argument', 'unable to use the participant; it must be a user id, or { address }');
  const userId = await users.userIdOf(name.trim());
  if (userId === undefined) throw unknownUser();
  return userId;
}
