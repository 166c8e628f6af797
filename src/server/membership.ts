import type { ThreadRecord } from '../core/index.js';
import { isChatError } from '../core/index.js';
import { parseAccessToken } from '../identity/index.js';
import { borrowedToken, chatAs } from './acs/chat-as.js';
import { digestOf } from './digest.js';
import { Problem } from './problem.js';
import type { Caller } from './server-internals.js';
import type { AcsChatBackend } from '../acs/index.js';

/** What a member may be told of a thread without asking ACS again. */
export interface KnownThread {
  /** The ACS user. */
  readonly createdBy: string | undefined;
}

interface Entry extends KnownThread {
  readonly until: number;
  readonly userId: string;
  readonly threadId: string;
}

const REMEMBER_MS = 30_000;
const MOST_ENTRIES = 10_000;

/** Whether somebody is in a thread: ACS knows, and is asked with the token of whoever wants something. */
export class Membership {
  readonly #endpoint: string;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor(endpoint: string, now: () => number) {
    this.#endpoint = endpoint;
    this.#now = now;
  }

  /** ACS Chat as the caller. @throws Problem 401 `acs-token-invalid`, 403 `identity-mismatch` */
  chatOf(caller: Caller, token: string | undefined): AcsChatBackend {
    if (token === undefined || token === '') {
      throw tokenProblem('the header x-acs-token with the access token is missing');
    }
    if (parseAccessToken(token).userId !== caller.userId) {
      throw new Problem(403, 'identity-mismatch', 'unable to use the access token; it belongs to another user');
    }
    return chatAs({ endpoint: this.#endpoint, userId: caller.userId, tokens: borrowedToken(token) });
  }

  /** @throws Problem 401, 403 `forbidden`, 404 `not-found`; ChatError when ACS does not answer */
  async assertMember(caller: Caller, token: string | undefined, threadId: string): Promise<KnownThread> {
    const chat = this.chatOf(caller, token);
    const key = `${await digestOf(token ?? '')} ${threadId}`;
    const known = this.#entries.get(key);
    if (known && known.until > this.#now()) return known;
    return this.#remember(key, caller, await readThread(chat, threadId));
  }

  /** Asks ACS in any case. @returns `undefined` when the caller is not in it, or there is none. */
  async findThread(caller: Caller, token: string | undefined, threadId: string): Promise<ThreadRecord | undefined> {
    const chat = this.chatOf(caller, token);
    try {
      return await readThread(chat, threadId);
    } catch (error) {
      if (error instanceof Problem && (error.status === 403 || error.status === 404)) return undefined;
      throw error;
    }
  }

  /** Forgets what was remembered of somebody, in one thread or in all. */
  forget(userId: string, threadId?: string): void {
    for (const [key, entry] of this.#entries) {
      if (entry.userId === userId && (threadId === undefined || entry.threadId === threadId)) this.#entries.delete(key);
    }
  }

  /** Forgets everybody in a thread that is gone. */
  forgetThread(threadId: string): void {
    for (const [key, entry] of this.#entries) if (entry.threadId === threadId) this.#entries.delete(key);
  }

  #remember(key: string, { userId }: Caller, { id: threadId, createdBy }: ThreadRecord): KnownThread {
    const entry: Entry = { until: this.#now() + REMEMBER_MS, userId, threadId, createdBy };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}

async function readThread(chat: AcsChatBackend, threadId: string): Promise<ThreadRecord> {
  try {
    const thread = await chat.getThread(threadId);
    if (thread.deletedOn === undefined) return thread;
  } catch (error) {
    if (isChatError(error, 'unauthorized')) throw tokenProblem('Azure Communication Services refused the access token');
    if (isChatError(error, 'forbidden')) {
      throw new Problem(403, 'forbidden', 'unable to use the conversation; the user is not in it');
    }
    if (!isChatError(error, 'not-found') && !isChatError(error, 'invalid-argument')) throw error;
  }
  throw new Problem(404, 'not-found', 'unable to find the conversation; there is none with this id');
}

function tokenProblem(reason: string): Problem {
  return new Problem(401, 'acs-token-invalid', `unable to ask for the conversation; ${reason}`);
}
