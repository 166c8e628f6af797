import {
  ChatError,
  fieldsOf,
  type IdentityDirectory,
  type Json,
  parseItems,
  type Profile,
  type ProfileStore,
  textOf,
  type UserId,
} from '../core/index.js';
import { type CompanionRequest, type RequestOptions, segment, SHORT_PATIENCE_MS } from './companion-requests.js';

/** A profile that was read just now is not asked for again. */
const FRESH_MS = 5_000;
/** How long nobody is asked about again: who is unknown, or everybody when the companion did not answer. */
const PATIENCE_MS = 10_000;
const MOST_AT_ONCE = 200;

interface KnownUser extends Profile {
  readonly userId: UserId;
  readonly readAt: number;
}

/**
 * Who is who, and what they are called, as the companion keeps it. Whoever it cannot tell now goes by their ACS id, so that
 * chatting goes on while it is away.
 */
export class CompanionDirectory implements IdentityDirectory, ProfileStore {
  readonly #byUser = new Map<UserId, KnownUser>();
  readonly #byIdentity = new Map<string, KnownUser>();
  readonly #unknownUntil = new Map<UserId, number>();
  #batch: { readonly userIds: Set<UserId>; readonly answer: Promise<void> } | undefined;

  /** @param configured names that the app itself gave go first */
  constructor(
    private readonly request: CompanionRequest,
    private readonly configured: IdentityDirectory,
    private readonly noteFailure: (error: unknown) => void,
  ) {}

  prepare(userIds: readonly UserId[]): Promise<void> | undefined {
    const unknown = userIds.filter((userId) => this.#isUnknown(userId));
    if (unknown.length === 0) return undefined;
    // One request for all that is asked in the same moment.
    this.#batch ??= this.#nextBatch();
    for (const userId of unknown) this.#batch.userIds.add(userId);
    return this.#batch.answer;
  }

  identityOf(userId: UserId): string {
    const name = this.configured.identityOf(userId);
    return name === userId ? (this.#byUser.get(userId)?.identity ?? userId) : name;
  }

  /** Somebody who never connected gets an ACS user, as at Twilio, where anybody can be added by name. */
  async userIdOf(identity: string): Promise<UserId | undefined> {
    const known = (await this.configured.userIdOf(identity)) ?? this.#byIdentity.get(identity)?.userId;
    if (known !== undefined) return known;
    await this.#lookUp({ identities: [identity], create: true });
    return this.#byIdentity.get(identity)?.userId;
  }

  async get(identity: string): Promise<Profile | undefined> {
    const known = this.#byIdentity.get(identity);
    if (known && Date.now() - known.readAt < FRESH_MS) return known;
    await this.#lookUp({ identities: [identity] });
    return this.#byIdentity.get(identity);
  }

  async update(identity: string, patch: Partial<Omit<Profile, 'identity'>>): Promise<Profile> {
    const user = this.#take(await this.request('PATCH', `/users/${segment(identity)}`, patch));
    if (user) return user;
    throw new ChatError('service-error', 'unable to read the profile; the answer of the companion has none');
  }

  /** Reads these profiles again. @returns those that are known @throws ChatError */
  async reread(identities: readonly string[]): Promise<Profile[]> {
    for (let start = 0; start < identities.length; start += MOST_AT_ONCE)
      await this.#lookUp({ identities: identities.slice(start, start + MOST_AT_ONCE) });
    return identities.flatMap((identity) => this.#byIdentity.get(identity) ?? []);
  }

  #isUnknown(userId: UserId): boolean {
    if (this.#byUser.has(userId) || this.configured.identityOf(userId) !== userId) return false;
    return (this.#unknownUntil.get(userId) ?? 0) <= Date.now();
  }

  #nextBatch(): { readonly userIds: Set<UserId>; readonly answer: Promise<void> } {
    const userIds = new Set<UserId>();
    const answer = Promise.resolve().then(async () => {
      this.#batch = undefined;
      const all = [...userIds];
      try {
        for (let start = 0; start < all.length; start += MOST_AT_ONCE)
          await this.#lookUp({ userIds: all.slice(start, start + MOST_AT_ONCE) }, { patienceMs: SHORT_PATIENCE_MS });
      } catch (error) {
        this.noteFailure(error);
      }
      for (const userId of all) if (!this.#byUser.has(userId)) this.#unknownUntil.set(userId, Date.now() + PATIENCE_MS);
    });
    return { userIds, answer };
  }

  async #lookUp(
    whom: { identities?: string[]; userIds?: UserId[]; create?: boolean },
    options?: RequestOptions,
  ): Promise<void> {
    const { users } = fieldsOf(await this.request('POST', '/users/lookup', whom, options));
    parseItems(users, (user) => this.#take(user));
  }

  #take(value: unknown): KnownUser | undefined {
    const { identity, userId, friendlyName, attributes = {} } = fieldsOf(value);
    if (textOf(identity) === '' || textOf(userId) === '') return undefined;
    const user: KnownUser = {
      identity: textOf(identity),
      userId: textOf(userId),
      friendlyName: typeof friendlyName === 'string' ? friendlyName : null,
      attributes: attributes as Json,
      readAt: Date.now(),
    };
    this.#byUser.set(user.userId, user);
    this.#byIdentity.set(user.identity, user);
    return user;
  }
}
