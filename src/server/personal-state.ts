import { MOST_PERSONAL_ENTRIES } from './limits.js';
import { Problem } from './problem.js';
import { type DocumentStore, storageKey } from './store/index.js';

/** What somebody keeps about one conversation, for themselves alone. */
export interface PersonalEntry {
  readonly notificationLevel?: 'muted' | undefined;
  /** Overrides the read horizon: `null` says that all is unread. */
  readonly lastReadMessageId?: string | null | undefined;
}

export type PersonalEntries = Readonly<Record<string, PersonalEntry>>;

/** A change of one entry. What is absent stays. */
export interface PersonalChange {
  readonly notificationLevel?: 'default' | 'muted' | undefined;
  readonly lastReadMessageId?: string | null | undefined;
  /** Removes the override. */
  readonly clearLastRead?: true | undefined;
}

interface PersonalDocument {
  readonly conversations: PersonalEntries;
}

/** Notification levels and "all unread", the same on all devices of one identity. */
export class PersonalState {
  readonly #documents: DocumentStore;

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async get(identity: string): Promise<{ conversations: PersonalEntries; revision: number }> {
    const found = await this.#documents.get<PersonalDocument>(await storageKey('mine', identity));
    return { conversations: found?.value.conversations ?? {}, revision: found?.revision ?? 0 };
  }

  /** @returns the revision then. */
  async change(identity: string, conversationId: string, change: PersonalChange): Promise<number> {
    const stored = await this.#documents.update<PersonalDocument>(await storageKey('mine', identity), (current) => {
      const { [conversationId]: before, ...others } = current?.value.conversations ?? {};
      const entry = applyChange(before ?? {}, change);
      if (Object.keys(entry).length === 0) return before === undefined ? undefined : { conversations: others };
      if (Object.keys(others).length >= MOST_PERSONAL_ENTRIES) throw full();
      return { conversations: { ...others, [conversationId]: entry } };
    });
    return stored?.revision ?? 0;
  }
}

function applyChange(before: PersonalEntry, change: PersonalChange): PersonalEntry {
  const level = change.notificationLevel ?? before.notificationLevel;
  const lastRead = change.lastReadMessageId === undefined ? before.lastReadMessageId : change.lastReadMessageId;
  return {
    ...(level === 'muted' && { notificationLevel: level }),
    ...(lastRead !== undefined && change.clearLastRead !== true && { lastReadMessageId: lastRead }),
  };
}

function full(): Problem {
  const detail = `unable to store more; there is something stored about ${MOST_PERSONAL_ENTRIES} conversations`;
  return new Problem(413, 'too-large', detail);
}
