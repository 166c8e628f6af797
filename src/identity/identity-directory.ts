import { ChatError, type IdentityDirectory, type UserId } from '../core/index.js';

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
    assertMap(identities);
    for (const [identity, userId] of Object.entries(identities)) {
      assertUserId(identity, userId);
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
    return Promise.resolve(this.#userIds.get(identity) ?? (USER_ID.test(identity) ? identity : undefined));
  }

  #register(identity: string, userId: UserId): void {
    if (!this.#userIds.has(identity)) this.#userIds.set(identity, userId);
    if (!this.#identities.has(userId)) this.#identities.set(userId, identity);
  }
}

function assertUserId(identity: string, userId: unknown): void {
  if (typeof userId === 'string' && userId !== '') return;
  throw new ChatError(
    'invalid-argument',
    `unable to use the identity map; the value of "${identity}" must be a user id such as "8:acs:…"`,
  );
}

function assertMap(identities: unknown): void {
  if (typeof identities === 'object' && identities !== null && !Array.isArray(identities)) return;
  throw new ChatError(
    'invalid-argument',
    'unable to use `identities`; it must be an object of names and user ids such as { alice: "8:acs:…" }',
  );
}
