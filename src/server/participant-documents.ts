import { compareIds, type Json } from '../core/index.js';
import { MOST_PARTICIPANTS } from './limits.js';
import { Problem } from './problem.js';
import { type DocumentStore, storageKey } from './store/index.js';

/** What one participant has, in short: one document of a thread lists them all, so that one read tells what changed. */
interface Entry {
  /** Has attributes, in a document of their own. */
  readonly a?: true;
  /** The message read last. */
  readonly r?: string;
  /** When it was read, in milliseconds. */
  readonly t?: number;
}

interface IndexDocument {
  readonly users: Readonly<Record<string, Entry>>;
}

interface AttributesDocument {
  readonly attributes: Json;
}

/** A participant as clients see one. */
export interface ParticipantState {
  readonly userId: string;
  readonly attributes?: Json;
  readonly lastReadMessageId?: string;
  readonly lastReadOn?: string;
}

/** Attributes and read horizons of participants. */
export class ParticipantDocuments {
  readonly #documents: DocumentStore;

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  /** 0 when nothing was ever stored. */
  async revisionOf(threadId: string): Promise<number> {
    return (await this.#documents.get(await indexKey(threadId)))?.revision ?? 0;
  }

  /** At least as new as the revision says: that is read first. */
  async list(threadId: string): Promise<{ participants: ParticipantState[]; revision: number }> {
    const index = await this.#documents.get<IndexDocument>(await indexKey(threadId));
    if (index === undefined) return { participants: [], revision: 0 };
    const states = Object.entries(index.value.users).map(async ([userId, entry]) => {
      const attributes = entry.a && (await this.#attributesOf(threadId, userId));
      return toState(userId, entry, attributes);
    });
    return { participants: await Promise.all(states), revision: index.revision };
  }

  /**
   * Before the index, so that whoever sees the new revision sees the attributes too.
   *
   * @param isFirstOnly - Refuses to change attributes that are there.
   * @returns the new revision; `undefined` when it was refused.
   */
  async putAttributes(
    threadId: string,
    userId: string,
    { attributes, isFirstOnly }: { attributes: Json; isFirstOnly: boolean },
  ): Promise<number | undefined> {
    const key = await attributesKey(threadId, userId);
    await this.#assertRoom(threadId, userId);
    if (isFirstOnly) {
      if (!(await this.#documents.insert<AttributesDocument>(key, { attributes }))) return undefined;
    } else {
      await this.#documents.update<AttributesDocument>(key, () => ({ attributes }));
    }
    return this.#change(threadId, userId, (entry) => ({ ...entry, a: true }));
  }

  /** Never moves back. @returns the revision then. */
  putLastRead(threadId: string, userId: string, { messageId, readOn }: { messageId: string; readOn: number }) {
    return this.#change(threadId, userId, (entry) =>
      entry.r !== undefined && compareIds(messageId, entry.r) <= 0 ? undefined : { ...entry, r: messageId, t: readOn },
    );
  }

  /** Of somebody who was removed. */
  async remove(threadId: string, userId: string): Promise<void> {
    await this.#documents.discard(await attributesKey(threadId, userId));
    await this.#documents.update<IndexDocument>(await indexKey(threadId), (current) => {
      if (!current || !Object.hasOwn(current.value.users, userId)) return undefined;
      const { [userId]: _removed, ...users } = current.value.users;
      return { users };
    });
  }

  /** Of a thread that is gone. */
  async forget(threadId: string): Promise<void> {
    const index = await this.#documents.get<IndexDocument>(await indexKey(threadId));
    const users = Object.keys(index?.value.users ?? {});
    await Promise.all(users.map(async (userId) => this.#documents.discard(await attributesKey(threadId, userId))));
    await this.#documents.discard(await indexKey(threadId));
  }

  async #attributesOf(threadId: string, userId: string): Promise<Json | undefined> {
    const key = await attributesKey(threadId, userId);
    return (await this.#documents.get<AttributesDocument>(key))?.value.attributes;
  }

  async #assertRoom(threadId: string, userId: string): Promise<void> {
    const index = await this.#documents.get<IndexDocument>(await indexKey(threadId));
    if (index) assertRoom(index.value.users, userId);
  }

  /** @param change - `undefined` leaves it as it is. */
  async #change(threadId: string, userId: string, change: (entry: Entry) => Entry | undefined): Promise<number> {
    const stored = await this.#documents.update<IndexDocument>(await indexKey(threadId), (current) => {
      const users = current?.value.users ?? {};
      assertRoom(users, userId);
      const changed = change((Object.hasOwn(users, userId) && users[userId]) || {});
      return changed && { users: { ...users, [userId]: changed } };
    });
    return stored?.revision ?? 0;
  }
}

function assertRoom(users: IndexDocument['users'], userId: string): void {
  if (Object.hasOwn(users, userId) || Object.keys(users).length < MOST_PARTICIPANTS) return;
  throw new Problem(
    413,
    'too-large',
    `unable to store more of this conversation; ${MOST_PARTICIPANTS} participants have something stored`,
  );
}

function toState(userId: string, { r, t }: Entry, attributes: Json | undefined): ParticipantState {
  return {
    userId,
    ...(attributes !== undefined && { attributes }),
    ...(r !== undefined && { lastReadMessageId: r }),
    ...(t !== undefined && { lastReadOn: new Date(t).toISOString() }),
  };
}

const indexKey = (threadId: string): Promise<string> => storageKey('participants', threadId);
const attributesKey = (threadId: string, userId: string): Promise<string> =>
  storageKey('participant-attributes', threadId, userId);
