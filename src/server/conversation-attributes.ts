import type { Json } from '../core/index.js';
import { checkRevision } from './if-match.js';
import { Problem } from './problem.js';
import { type DocumentStore, storageKey } from './store/index.js';

interface AttributesDocument {
  readonly attributes: Json;
}

/** Attributes of conversations that are too large for the metadata of a thread. */
export class ConversationAttributes {
  readonly #documents: DocumentStore;

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async find(threadId: string): Promise<{ attributes: Json; revision: number } | undefined> {
    const found = await this.#documents.get<AttributesDocument>(await keyOf(threadId));
    return found && { attributes: found.value.attributes, revision: found.revision };
  }

  /** @returns the new revision. @throws Problem 412 `stale-revision` */
  async put(threadId: string, attributes: Json, ifMatch: string | undefined): Promise<number> {
    const stored = await this.#documents.update<AttributesDocument>(await keyOf(threadId), (current) => {
      checkRevision(ifMatch, current?.revision);
      return { attributes };
    });
    return stored?.revision ?? notStored();
  }

  async forget(threadId: string): Promise<void> {
    await this.#documents.discard(await keyOf(threadId));
  }
}

const keyOf = (threadId: string): Promise<string> => storageKey('attributes', threadId);

function notStored(): never {
  throw new Problem(500, 'internal-error', 'unable to store the attributes');
}
