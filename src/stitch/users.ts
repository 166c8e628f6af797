import type { ChatSession, MemberRecord, UserId } from '../core/index.js';

export interface User {
  /** The app's id for the user; without a directory, Azure's. */
  id: string;
  /** What to call the user: never empty, also for people who have left. */
  name: string;
}

/** The users of one client, one object for each. */
export class UserBook {
  readonly #users = new Map<UserId, User>();
  /** As the service shows them to everybody. */
  readonly #names = new Map<UserId, string>();
  /** As they call themselves in a message: nobody checks that, so that it comes last. */
  readonly #ownNames = new Map<UserId, string>();

  constructor(
    private readonly session: Pick<ChatSession, 'directory' | 'userId'>,
    private readonly ownName: string | undefined,
  ) {}

  get(userId: UserId): User {
    const id = this.session.directory.identityOf(userId);
    const name = this.#nameOf(userId, id);
    const user = this.#users.get(userId) ?? { id, name };
    this.#users.set(userId, user);
    // A directory may tell later.
    return Object.assign(user, { id, name });
  }

  noteNames(members: readonly MemberRecord[]): void {
    for (const { userId, displayName } of members) {
      if (displayName !== '') this.#names.set(userId, displayName);
      if (this.#users.has(userId)) this.get(userId);
    }
  }

  noteSender(userId: UserId, displayName: string): void {
    if (displayName !== '' && !this.#ownNames.has(userId)) this.#ownNames.set(userId, displayName);
  }

  #nameOf(userId: UserId, id: string): string {
    const own = userId === this.session.userId ? this.ownName : undefined;
    return own ?? this.#names.get(userId) ?? (id === userId ? this.#ownNames.get(userId) : id) ?? userId;
  }
}
