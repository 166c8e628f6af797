import type { IdentityDirectory, UserId } from '../core/index.js';
import { isUserId } from '../identity/index.js';
import type { KandyOptions } from './glue.js';

/** How user ids are compared: without case, except for ids of Azure, which have one. */
export function userKey(id: string): string {
  return isUserId(id) ? id : id.toLowerCase();
}

/** The users of one connection, by ids as Kandy writes them: in lower case. */
export class Users {
  /** As they were spelled where they were last seen: a directory may tell upper from lower case. */
  readonly #spellings = new Map<string, string>();

  /** @param ownFallback the name of the own user where the directory has none */
  constructor(
    private readonly directory: IdentityDirectory,
    readonly ownId: UserId,
    private readonly ownFallback: () => string | undefined,
  ) {}

  get ownName(): string {
    return this.nameOf(this.ownId);
  }

  nameOf(userId: UserId): string {
    const identity = this.directory.identityOf(userId);
    if (userId === this.ownId && identity === userId) return userKey(this.ownFallback() ?? identity);
    const key = userKey(identity);
    this.#spellings.set(key, identity);
    return key;
  }

  /**
   * @param spelled as the app wrote it
   * @returns `undefined` when nobody is known by this id
   * @throws ChatError `unavailable` when the directory does not answer
   */
  async userIdOf(spelled: string): Promise<UserId | undefined> {
    const key = userKey(spelled);
    for (const name of new Set([key, spelled, this.#spellings.get(key) ?? key])) {
      const userId = await this.directory.userIdOf(name);
      if (userId !== undefined) return userId;
    }
    return key === userKey(this.ownFallback() ?? '') ? this.ownId : undefined;
  }
}

/** The app's map of names with its ids in lower case, so that no spelling is missed. Functions are asked as they are. */
export function lowerCased(identities: KandyOptions['identities']): KandyOptions['identities'] {
  if (typeof identities !== 'object' || (identities as unknown) === null || Array.isArray(identities))
    return identities;
  if (Object.values(identities).some((value) => typeof value === 'function')) return identities;
  return Object.fromEntries(Object.entries(identities).map(([name, userId]) => [userKey(name), userId as string]));
}
