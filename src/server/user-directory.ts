import type { Json } from '../core/index.js';
import type { AcsUsers, CompleteUser, UserDocument } from './acs-users.js';
import { checkRevision } from './if-match.js';
import { Problem } from './problem.js';
import { type DocumentStore, storageKey, type StoredDocument } from './store/index.js';

/** A user as clients see one. */
export interface User {
  readonly identity: string;
  readonly userId: string;
  readonly friendlyName: string | null;
  readonly attributes: Json;
  readonly revision: string;
}

/** What a profile may be changed to. */
export interface ProfileChange {
  readonly friendlyName?: string | null | undefined;
  readonly attributes?: Json | undefined;
}

/** Identity ↔ ACS user, both ways, and the profiles. */
export class UserDirectory {
  readonly #documents: DocumentStore;
  readonly #acsUsers: AcsUsers;

  constructor(documents: DocumentStore, acsUsers: AcsUsers) {
    this.#documents = documents;
    this.#acsUsers = acsUsers;
  }

  async find(identity: string): Promise<User | undefined> {
    const found = await this.#documents.get<UserDocument>(await keyOf(identity));
    return found && toUser(found);
  }

  async findByUserId(userId: string): Promise<User | undefined> {
    const link = await this.#documents.get<{ identity: string }>(await storageKey('acs-users', userId));
    const user = link && (await this.find(link.value.identity));
    // A link of an attempt that did not come to its end leads to another user.
    return user?.userId === userId ? user : undefined;
  }

  /** Makes an ACS user for an identity at the first time. @throws Problem, ChatError */
  async ensure(identity: string): Promise<User> {
    const known = await this.find(identity);
    if (known !== undefined) return known;
    const key = await keyOf(identity);
    const made = await this.#acsUsers.ensure(key, identity, async (userId) => {
      await this.#documents.insert(await storageKey('acs-users', userId), { identity });
    });
    return fromDocument(made);
  }

  /** @throws Problem 404 `not-found`, 412 `stale-revision` */
  async update(identity: string, change: ProfileChange, ifMatch: string | undefined): Promise<User> {
    const stored = await this.#documents.update<UserDocument>(await keyOf(identity), (current) => {
      if (current?.value.userId === undefined) throw unknownUser();
      checkRevision(ifMatch, current.revision);
      const { friendlyName, attributes } = change;
      return {
        ...current.value,
        ...(friendlyName !== undefined && { friendlyName }),
        ...(attributes !== undefined && { attributes }),
      };
    });
    return (stored && toUser(stored)) ?? fail();
  }
}

const keyOf = (identity: string): Promise<string> => storageKey('users', identity);

function toUser(document: StoredDocument<UserDocument>): User | undefined {
  return document.value.userId === undefined ? undefined : fromDocument(document as StoredDocument<CompleteUser>);
}

function fromDocument({ value, revision }: StoredDocument<CompleteUser>): User {
  const { identity, userId, friendlyName = null, attributes = {} } = value;
  return { identity, userId, friendlyName, attributes, revision: String(revision) };
}

function fail(): never {
  throw unknownUser();
}

function unknownUser(): Problem {
  return new Problem(404, 'not-found', 'unable to find the user; nobody has connected with this identity yet');
}
