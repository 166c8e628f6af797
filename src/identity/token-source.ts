import { ChatError, type Logger, type TokenSource, type UserId } from '../core/index.js';
import { parseAccessToken } from './access-token.js';
import { decodeConnectionToken, isConnectionToken } from './connection-token.js';

/** How an {@link AccessTokenSource} starts. */
export interface AccessTokenSourceOptions {
  /** An access token, or a connection token that holds one. */
  readonly token: string;
  readonly userId: UserId;
  /** Fetches a new access token or connection token: before the current one ends, or when the service refuses it. */
  readonly refresher?: (() => Promise<string>) | undefined;
  /** Learns why a refresh failed; the caller of {@link AccessTokenSource.refresh} learns only that it did. */
  readonly logger?: Logger | undefined;
}

/** The access token of one client, bound to one user for good. */
export class AccessTokenSource implements TokenSource {
  readonly #userId: UserId;
  readonly #refresher: (() => Promise<string>) | undefined;
  readonly #logger: Logger | undefined;
  #token: string;
  #session: string | undefined;
  #refreshing: Promise<void> | undefined;

  constructor({ token, userId, refresher, logger }: AccessTokenSourceOptions) {
    this.#userId = userId;
    this.#refresher = refresher;
    this.#logger = logger;
    this.#token = this.#checked(token);
  }

  /** When the current token ends; `undefined` when it does not tell. */
  get expiresOn(): Date | undefined {
    return parseAccessToken(this.#token).expiresOn;
  }

  /** What the companion knows the user by: as the last connection token said. */
  get session(): string | undefined {
    return this.#session;
  }

  get canRefresh(): boolean {
    return this.#refresher !== undefined;
  }

  current(): string {
    return this.#token;
  }

  /**
   * Takes another token of the same user.
   *
   * @param token - an access token, or a connection token that holds one.
   * @throws ChatError `unauthorized` when it belongs to somebody else; the current token stays.
   */
  set(token: string): void {
    this.#token = this.#checked(token);
  }

  async refresh(rejected: string): Promise<boolean> {
    if (this.#token !== rejected) return true;
    this.#refreshing ??= this.#replace(rejected).finally(() => (this.#refreshing = undefined));
    await this.#refreshing;
    return this.current() !== rejected;
  }

  async #replace(rejected: string): Promise<void> {
    if (!this.#refresher) return;
    try {
      const token = this.#checked(await this.#refresher());
      // Whoever called set() meanwhile knows better than a refresh that began earlier.
      if (this.#token === rejected) this.#token = token;
    } catch (error) {
      this.#logger?.warn(
        `unable to refresh the access token; ${error instanceof Error ? error.message : 'unknown error'}`,
      );
    }
  }

  #checked(text: string): string {
    if (typeof text !== 'string' || text === '') {
      throw new ChatError('unauthorized', 'unable to use the token; it is not a non-empty string');
    }
    const { token, userId, session } = isConnectionToken(text)
      ? decodeConnectionToken(text)
      : { token: text, userId: undefined, session: undefined };
    for (const owner of [userId, parseAccessToken(token).userId]) this.#assertOwner(owner);
    this.#session = session ?? this.#session;
    return token;
  }

  #assertOwner(owner: UserId | undefined): void {
    if (owner === undefined || owner === this.#userId) return;
    throw new ChatError(
      'unauthorized',
      `unable to use the token; it belongs to ${owner}, but this client works as ${this.#userId}`,
    );
  }
}
