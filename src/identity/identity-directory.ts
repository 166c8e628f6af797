import { ChatError, type IdentityDirectory, textOf, type UserId } from '../core/index.js';

/** Ids of ACS and Teams users (`8:acs:…`, `8:orgid:…`) and of bots (`28:…`). */
const USER_ID = /^(?:8:[a-z][a-z-]*|28):\S+$/;

/** Names and user ids from a fixed map. Whoever is not in it is known by the user id. */
export class StaticIdentityDirectory implements IdentityDirectory {
  readonly #userIds = new Map<string, UserId>();
  readonly #identities = new Map<UserId, string>();

  /**
   * @param identities - name → user id. Of several names for one user, the first is the one shown.
   * @param self - the client's own user, who goes before an entry of the same name or id.
   * @throws ChatError `invalid-argument` when a value is not a user id.
   */
  constructor(
    identities: Readonly<Record<string, UserId>> = {},
    self?: { readonly identity: string; readonly userId: UserId },
  ) {
    if (self) this.#register(self.identity, self.userId);
    if (Array.isArray(identities) || typeof identities !== 'object' || (identities as unknown) === null)
      throw invalidMap('the map');
    for (const [identity, userId] of Object.entries(identities)) {
      if (textOf(userId) === '') throw invalidMap(`"${identity}"`);
      this.#register(identity, userId);
    }
  }

  prepare(): undefined {
    return undefined;
  }

  identityOf(userId: UserId): string {
    return this.#identities.get(userId) ?? userId;
  }

  userIdOf(identity: string): Promise<UserId | undefined> {
    return Promise.resolve(this.#userIds.get(identity) ?? (isUserId(identity) ? identity : undefined));
  }

  #register(identity: string, userId: UserId): void {
    if (!this.#userIds.has(identity)) this.#userIds.set(identity, userId);
    if (!this.#identities.has(userId)) this.#identities.set(userId, identity);
  }
}

/** Whether a name is an id of the service, which stands for itself. */
export const isUserId = (name: string): boolean => USER_ID.test(name);

/** @param whose - what is wrong with it. */
function invalidMap(whose: string): ChatError {
  return new ChatError('invalid-argument', `unable to use \`identities\`; ${whose} must be as in { alice: "8:acs:…" }`);
}
