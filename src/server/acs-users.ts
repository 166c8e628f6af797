import type { Json, Logger } from '../core/index.js';
import type { AcsIdentityService } from './acs/identity-service.js';
import { Problem } from './problem.js';
import type { DocumentStore, StoredDocument } from './store/index.js';

/** What is stored about somebody. */
export interface UserDocument {
  readonly identity: string;
  /** Absent while the ACS user is being made. */
  readonly userId?: string;
  /** Who makes it, and until when others wait for that. */
  readonly claim?: { readonly by: string; readonly until: number };
  readonly friendlyName?: string | null;
  readonly attributes?: Json;
}

export type CompleteUser = UserDocument & { readonly userId: string };

/** What {@link AcsUsers} works with. */
export interface AcsUsersOptions {
  readonly documents: DocumentStore;
  readonly acs: AcsIdentityService;
  readonly logger: Logger;
  /** In milliseconds. */
  readonly now: () => number;
}

/** Twice as long as ACS may take: whoever did not come back by then never will. */
const CLAIM_MS = 30_000;
const LOOK_AGAIN_MS = 25;
/** How long a request waits for another instance. */
const MOST_PATIENCE_MS = 20_000;

/**
 * Makes one ACS user for one document, however many ask at once, on however many instances: whoever writes the first
 * claim into the storage makes the user, everybody else waits for it.
 */
export class AcsUsers {
  readonly #options: AcsUsersOptions;
  readonly #running = new Map<string, Promise<StoredDocument<CompleteUser>>>();

  constructor(options: AcsUsersOptions) {
    this.#options = options;
  }

  /**
   * @param prepare - Called with the new user's id before anybody can see the document with it.
   * @throws Problem, ChatError
   */
  ensure(
    key: string,
    identity: string,
    prepare: (userId: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<StoredDocument<CompleteUser>> {
    const running =
      this.#running.get(key) ?? this.#ensure(key, identity, prepare).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #ensure(
    key: string,
    identity: string,
    prepare: (userId: string) => Promise<void>,
  ): Promise<StoredDocument<CompleteUser>> {
    const { documents, now } = this.#options;
    const patience = now() + MOST_PATIENCE_MS;
    for (;;) {
      const found = await documents.get<UserDocument>(key);
      if (found && isComplete(found)) return found;
      const claimed = await this.#claim(key, identity, found);
      const made = claimed && (await this.#make(key, claimed, prepare));
      if (made) return made;
      if (now() > patience) {
        throw new Problem(503, 'busy', 'unable to make the user; another instance is at it. Try again');
      }
      if (!claimed) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  #claim(
    key: string,
    identity: string,
    found: StoredDocument<UserDocument> | undefined,
  ): Promise<StoredDocument<UserDocument> | undefined> {
    const { documents, now } = this.#options;
    if (found && (found.value.claim?.until ?? 0) > now()) return Promise.resolve(undefined);
    const value: UserDocument = { identity, claim: { by: crypto.randomUUID(), until: now() + CLAIM_MS } };
    return found ? documents.replace(key, found, value) : documents.insert(key, value);
  }

  /** @returns `undefined` when it took so long that another instance has claimed the document since. */
  async #make(
    key: string,
    claimed: StoredDocument<UserDocument>,
    prepare: (userId: string) => Promise<void>,
  ): Promise<StoredDocument<CompleteUser> | undefined> {
    const { documents } = this.#options;
    const { identity } = claimed.value;
    const userId = await this.#createUser(prepare).catch(async (error: unknown) => {
      // Others need not wait until the claim ends.
      await documents.remove(key, claimed).catch(() => undefined);
      throw error;
    });
    // When this fails nobody knows whether it was written: the user stays.
    const made = await documents.replace<CompleteUser>(key, claimed, { identity, userId });
    if (!made) this.#giveUp(userId);
    return made;
  }

  async #createUser(prepare: (userId: string) => Promise<void>): Promise<string> {
    const userId = await this.#options.acs.createUser();
    try {
      await prepare(userId);
    } catch (error) {
      this.#giveUp(userId);
      throw error;
    }
    return userId;
  }

  /** A user that nobody will know of. */
  #giveUp(userId: string): void {
    const { acs, logger } = this.#options;
    acs.deleteUser(userId).catch(() => logger.warn('unable to delete an ACS user that is not needed; it stays unused'));
  }
}

function isComplete(document: StoredDocument<UserDocument>): document is StoredDocument<CompleteUser> {
  return document.value.userId !== undefined;
}
