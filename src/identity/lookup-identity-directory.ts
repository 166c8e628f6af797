import { ChatError, fieldsOf, type IdentityDirectory, type Logger, textOf, type UserId } from '../core/index.js';
import { isUserId, StaticIdentityDirectory } from './identity-directory.js';
import { withPatience } from './with-patience.js';

/** Functions of the app that say who is who, where a fixed map does not do. */
export interface IdentityLookup {
  /** The Azure user id (`8:acs:…`) behind one of the app's names; nothing when there is nobody of that name. */
  userIdOf(identity: string): MaybePromise<string | null | undefined>;
  /** The app's names behind Azure user ids; those that it does not know are left out. Asked for many at once. */
  identitiesOf(userIds: readonly string[]): MaybePromise<Readonly<Record<string, string>>>;
}

type MaybePromise<T> = T | PromiseLike<T>;

/** Events wait for names, so not for long. */
const NAMES_MS = 3_000;
/** Whoever sends to somebody can wait longer. */
const USER_ID_MS = 10_000;
/** How long nobody is asked about again, who was unknown or could not be told. */
const PAUSE_MS = 10_000;

/**
 * Who is who, as functions of the app say. Whoever they cannot tell now goes by their Azure id, so that chatting goes on
 * while a directory is away.
 */
export class LookupIdentityDirectory implements IdentityDirectory {
  readonly #identities = new Map<UserId, string>();
  readonly #userIds = new Map<string, UserId>();
  readonly #pausedUntil = new Map<UserId, number>();
  #batch: { readonly userIds: Set<UserId>; readonly answer: Promise<void> } | undefined;

  constructor(
    private readonly lookup: IdentityLookup,
    self: { readonly identity: string; readonly userId: UserId },
    private readonly logger: Logger,
  ) {
    if (self.identity !== self.userId) this.#take(self.identity, self.userId);
  }

  prepare(userIds: readonly UserId[]): Promise<void> | undefined {
    const now = Date.now();
    const unknown = userIds.filter((id) => !this.#identities.has(id) && (this.#pausedUntil.get(id) ?? 0) <= now);
    if (unknown.length === 0) return undefined;
    // One call for all that is asked in the same moment.
    this.#batch ??= this.#nextBatch();
    for (const userId of unknown) this.#batch.userIds.add(userId);
    return this.#batch.answer;
  }

  identityOf(userId: UserId): string {
    return this.#identities.get(userId) ?? userId;
  }

  /** @throws ChatError `unavailable` when the directory does not answer, `service-error` when its answer is no user id */
  async userIdOf(identity: string): Promise<UserId | undefined> {
    const known = this.#userIds.get(identity) ?? (isUserId(identity) ? identity : undefined);
    if (known !== undefined) return known;
    const name = '`identities.userIdOf`';
    const found = await withPatience(name, USER_ID_MS, () => this.lookup.userIdOf(identity));
    if (found === undefined || found === null) return undefined;
    if (!isUserId(textOf(found)))
      throw new ChatError('service-error', `unable to look it up; the answer of ${name} is no user id such as 8:acs:…`);
    this.#take(identity, found);
    return found;
  }

  #nextBatch(): { readonly userIds: Set<UserId>; readonly answer: Promise<void> } {
    const userIds = new Set<UserId>();
    const answer = Promise.resolve().then(async () => {
      this.#batch = undefined;
      try {
        const ask = () => this.lookup.identitiesOf([...userIds]);
        const names = fieldsOf(await withPatience('`identities.identitiesOf`', NAMES_MS, ask));
        for (const userId of userIds) {
          const identity = Object.hasOwn(names, userId) ? textOf(names[userId]) : '';
          if (identity !== '') this.#take(identity, userId);
        }
      } catch (error) {
        this.logger.warn(error instanceof Error ? error.message : 'unable to look up names');
      }
      for (const userId of userIds) this.#pausedUntil.set(userId, Date.now() + PAUSE_MS);
    });
    return { userIds, answer };
  }

  /** What was said first stays: a name must not change under messages that are shown. */
  #take(identity: string, userId: UserId): void {
    if (!this.#identities.has(userId)) this.#identities.set(userId, identity);
    if (!this.#userIds.has(identity)) this.#userIds.set(identity, userId);
  }
}

/** @throws ChatError `invalid-argument` when it is neither a map of names nor the two functions */
export function createIdentityDirectory(
  identities: Readonly<Record<string, UserId>> | IdentityLookup | undefined,
  self: { readonly identity: string; readonly userId: UserId },
  logger: Logger,
): IdentityDirectory {
  if (isLookup(identities)) return new LookupIdentityDirectory(identities, self, logger);
  // Who goes by the Azure id has no name yet: the map may give one.
  return new StaticIdentityDirectory(identities, self.identity === self.userId ? undefined : self);
}

/** A map may have a user of that name, but not one whose id is a function. */
function isLookup(
  identities: Readonly<Record<string, UserId>> | IdentityLookup | undefined,
): identities is IdentityLookup {
  const { userIdOf, identitiesOf } = fieldsOf(identities);
  if (typeof userIdOf !== 'function' && typeof identitiesOf !== 'function') return false;
  if (typeof userIdOf === 'function' && typeof identitiesOf === 'function') return true;
  throw new ChatError(
    'invalid-argument',
    'unable to use `identities`; both functions are needed, `userIdOf` and `identitiesOf`',
  );
}
