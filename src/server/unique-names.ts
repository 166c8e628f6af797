import { Problem } from './problem.js';
import { type DocumentStore, storageKey, type StoredDocument } from './store/index.js';

interface NameDocument {
  readonly name: string;
  readonly conversationId?: string;
  /** While the name is given away: until when others take it as given. In milliseconds. */
  readonly claimedUntil?: number;
}

interface ConversationDocument {
  readonly uniqueName?: string;
}

/** A name that nobody else can have any more, and that leads nowhere yet. */
export interface ClaimedName {
  /** Lets it lead to the conversation, for good. */
  bind(conversationId: string): Promise<void>;
  /** Gives it back. */
  release(): Promise<void>;
}

/** What {@link UniqueNames} works with. */
export interface UniqueNamesOptions {
  readonly documents: DocumentStore;
  /** In milliseconds. */
  readonly now: () => number;
  /** Whether there is such a conversation still: a name of one that is gone is free. */
  readonly isAlive: (conversationId: string) => Promise<boolean>;
}

/** Longer than the requests to ACS between the claim and the end of it may take. */
const CLAIM_MS = 120_000;

/** Which conversation has which unique name. A name is claimed by one write that only one of many can win. */
export class UniqueNames {
  readonly #options: UniqueNamesOptions;

  constructor(options: UniqueNamesOptions) {
    this.#options = options;
  }

  /** @returns the conversation's id. */
  async find(name: string): Promise<string | undefined> {
    const found = await this.#options.documents.get<NameDocument>(await keyOfName(name));
    const id = found?.value.conversationId;
    return id !== undefined && (await this.nameOf(id)) === name ? id : undefined;
  }

  async nameOf(conversationId: string): Promise<string | undefined> {
    const found = await this.#options.documents.get<ConversationDocument>(await keyOfConversation(conversationId));
    return found?.value.uniqueName;
  }

  /** @throws Problem 409 `unique-name-taken` */
  async claim(name: string): Promise<ClaimedName> {
    const { documents, now } = this.#options;
    const key = await keyOfName(name);
    const value: NameDocument = { name, claimedUntil: now() + CLAIM_MS };
    const found = await documents.get<NameDocument>(key);
    if (found && !(await this.#isFree(found.value))) throw taken();
    const claimed = await (found ? documents.replace(key, found, value) : documents.insert(key, value));
    if (!claimed) throw taken();
    return {
      bind: (conversationId) => this.#bind(key, claimed, conversationId),
      release: async () => {
        await documents.remove(key, claimed);
      },
    };
  }

  /** Gives the conversation another name, or none; the one before is free then. @throws Problem 409 */
  async rename(conversationId: string, name: string | null): Promise<void> {
    if ((await this.nameOf(conversationId)) === (name ?? undefined)) return;
    if (name === null) return this.#assign(conversationId, undefined);
    const claimed = await this.claim(name);
    try {
      await claimed.bind(conversationId);
    } catch (error) {
      await claimed.release().catch(() => undefined);
      throw error;
    }
  }

  /** Frees the name of a conversation that is gone, and forgets the conversation. */
  async forget(conversationId: string): Promise<void> {
    await this.#assign(conversationId, undefined);
    await this.#options.documents.discard(await keyOfConversation(conversationId));
  }

  async #bind(key: string, claimed: StoredDocument<NameDocument>, conversationId: string): Promise<void> {
    const { name } = claimed.value;
    // The conversation's own document has the last word: until it names the name, the name leads nowhere.
    const bound = await this.#options.documents.replace<NameDocument>(key, claimed, {
      ...claimed.value,
      conversationId,
    });
    if (!bound) throw taken();
    await this.#assign(conversationId, name);
  }

  async #assign(conversationId: string, uniqueName: string | undefined): Promise<void> {
    const { documents } = this.#options;
    let before: string | undefined;
    await documents.update<ConversationDocument>(await keyOfConversation(conversationId), (current) => {
      before = current?.value.uniqueName;
      return before === uniqueName ? undefined : { ...(uniqueName !== undefined && { uniqueName }) };
    });
    if (before === undefined || before === uniqueName) return;
    const key = await keyOfName(before);
    const old = await documents.get<NameDocument>(key);
    if (old?.value.conversationId === conversationId) await documents.remove(key, old);
  }

  async #isFree({ name, conversationId, claimedUntil = 0 }: NameDocument): Promise<boolean> {
    const isBound = conversationId !== undefined && (await this.nameOf(conversationId)) === name;
    return isBound ? !(await this.#options.isAlive(conversationId)) : claimedUntil <= this.#options.now();
  }
}

const keyOfName = (name: string): Promise<string> => storageKey('names', name);
const keyOfConversation = (id: string): Promise<string> => storageKey('conversations', id);

function taken(): Problem {
  return new Problem(409, 'unique-name-taken', 'unable to use the unique name; another conversation has it');
}
