import type { AcsChatBackend } from '../../acs/index.js';
import type { ThreadRecord } from '../../core/index.js';
import { isChatError, type Page, type MemberRecord } from '../../core/index.js';
import type { AcsUsers } from '../acs-users.js';
import { chatAs } from './chat-as.js';
import type { AcsIdentityService, IssuedToken } from './identity-service.js';

/** What {@link ServiceParticipant} works with. */
export interface ServiceParticipantOptions {
  readonly endpoint: string;
  readonly acs: AcsIdentityService;
  readonly acsUsers: AcsUsers;
  /** In milliseconds. */
  readonly now: () => number;
}

const KEY = 'service-participant';
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * The ACS user that the companion itself takes part in conversations as. ACS lets only members of a thread add others or
 * look at it, so that this is what makes "join" and peeking possible.
 */
export class ServiceParticipant {
  readonly #options: ServiceParticipantOptions;
  #userId: Promise<string> | undefined;
  #token: IssuedToken | undefined;
  #renewal: Promise<IssuedToken> | undefined;

  constructor(options: ServiceParticipantOptions) {
    this.#options = options;
  }

  /** The same for all instances on one storage. @throws Problem, ChatError */
  userId(): Promise<string> {
    this.#userId ??= this.#options.acsUsers.ensure(KEY, '').then(
      ({ value }) => value.userId,
      (error: unknown) => {
        this.#userId = undefined;
        throw error;
      },
    );
    return this.#userId;
  }

  /** @returns `undefined` when there is no such thread, or the service participant is not in it. @throws ChatError */
  async findThread(threadId: string): Promise<ThreadRecord | undefined> {
    try {
      const thread = await (await this.chat()).getThread(threadId);
      return thread.deletedOn === undefined ? thread : undefined;
    } catch (error) {
      // ACS answers a stranger with 403 and somebody who asks for nothing with 404 or, as for an odd id, with 400.
      const isAbsent = ['not-found', 'forbidden', 'invalid-argument'].some(
        (code) => isChatError(error) && error.code === code,
      );
      if (isAbsent) return undefined;
      throw error;
    }
  }

  /** @throws ChatError */
  async hasMember(threadId: string, userId: string): Promise<boolean> {
    let page: Page<MemberRecord> | undefined = await (await this.chat()).listMembers(threadId);
    while (page !== undefined) {
      if (page.items.some((member) => member.userId === userId)) return true;
      page = await page.loadNext?.();
    }
    return false;
  }

  /** ACS Chat as the service participant. */
  async chat(): Promise<AcsChatBackend> {
    const userId = await this.userId();
    await this.#freshToken(userId);
    return chatAs({
      endpoint: this.#options.endpoint,
      userId,
      tokens: {
        current: () => this.#token?.token ?? '',
        refresh: async (rejected) => {
          if (this.#token?.token === rejected) await this.#renew(userId);
          return true;
        },
      },
    });
  }

  async #freshToken(userId: string): Promise<void> {
    const endsAt = this.#token?.expiresOn.getTime() ?? 0;
    if (endsAt - RENEW_BEFORE_MS <= this.#options.now()) await this.#renew(userId);
  }

  async #renew(userId: string): Promise<void> {
    this.#renewal ??= this.#options.acs.issueToken(userId).finally(() => (this.#renewal = undefined));
    this.#token = await this.#renewal;
  }
}
