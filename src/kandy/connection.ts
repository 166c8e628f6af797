import { StandingLink } from '../connect/index.js';
import { ChatError, type ChatSession, type Logger, textOf } from '../core/index.js';
import type { KandyOptions } from './glue.js';
import { type IdTokenUser, readIdToken } from './id-token.js';
import { lowerCased, userKey, Users } from './users.js';

/** What `setTokens` is given. */
export interface Tokens {
  /** An access token of Azure, a connection token, or whatever `exchangeToken` understands. */
  readonly accessToken?: string | undefined;
  /** A JWT with `preferred_username`. May be left out: then the directory names the user. */
  readonly idToken?: string | undefined;
}

/** A client's way to the service, connected at least once. */
export interface Chat {
  readonly link: StandingLink;
  readonly session: ChatSession;
  readonly users: Users;
}

export interface ConnectionListener {
  /** A link is there, and not started yet: nothing of what it tells is missed. */
  handleLink(chat: Chat): void;
  /** The user is another one now. What was known belongs to the former one. */
  handleUserChange(): void;
  handleTokens(): void;
  handleRefusal(error: unknown): void;
}

/** Makes the link when the first request needs it, with the tokens of that moment, and keeps both. */
export class Connection {
  #accessToken: string | undefined;
  #user: IdTokenUser | undefined;
  #chat: Promise<Chat> | undefined;
  #linked: Chat | undefined;
  /** Each user has one; what belongs to a former one is over. */
  #generation = 0;
  #isStarted = false;
  #isStopped = false;

  constructor(
    private readonly options: KandyOptions,
    private readonly logger: Logger,
    private readonly listener: ConnectionListener,
  ) {}

  get hasToken(): boolean {
    return this.#accessToken !== undefined;
  }

  get user(): IdTokenUser | undefined {
    return this.#user;
  }

  /** The app's name for the own user; `undefined` while nothing has told it. */
  get ownName(): string | undefined {
    return this.#linked?.users.ownName ?? (this.#user?.username && userKey(this.#user.username));
  }

  /** What there is without asking: the link, once it was started. */
  get current(): Chat | undefined {
    return this.#linked;
  }

  /** As in the original, an id token that cannot be read costs both tokens, and the log alone says so. */
  setTokens({ accessToken, idToken }: Tokens): void {
    if (this.#isStopped) return;
    const user = idToken === undefined ? this.#user : readIdToken(textOf(idToken));
    if (idToken !== undefined && !user) return this.logger.error('unable to use the tokens; `idToken` is not a JWT');
    if (accessToken !== undefined && textOf(accessToken) === '')
      return this.logger.error('unable to use the tokens; `accessToken` must be a text');
    const [former, next] = [this.#user?.username, user?.username];
    const isOther = former !== undefined && next !== undefined && userKey(former) !== userKey(next);
    this.#user = user;
    this.#accessToken = accessToken ?? this.#accessToken;
    if (isOther) this.#dropLink();
    this.#renew(accessToken);
  }

  /**
   * The connected link, for as long as the client lives.
   * @throws ChatError: it may be asked for again then
   */
  ready(): Promise<Chat> {
    if (this.#chat) return this.#chat;
    const opening = this.#open().catch((error: unknown) => {
      if (this.#chat === opening) this.#chat = undefined;
      throw error;
    });
    this.#chat = opening;
    return opening;
  }

  /** Connects, also after {@link pause}. @throws ChatError */
  async connect(): Promise<Chat> {
    const chat = await this.ready();
    if (!this.#isStarted && !this.#isStopped) {
      this.#isStarted = true;
      await chat.link.start().catch((error: unknown) => {
        this.#isStarted = false;
        throw error;
      });
    }
    return chat;
  }

  async pause(): Promise<void> {
    this.#isStarted = false;
    await this.#linked?.link.pause();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#accessToken = undefined;
    await this.#linked?.link.stop();
  }

  async #open(): Promise<Chat> {
    const generation = this.#generation;
    const token = this.#currentToken();
    const link = await StandingLink.create(
      token,
      { ...this.options, identities: lowerCased(this.options.identities) },
      this.logger,
      { handleUnauthorized: (error) => this.listener.handleRefusal(error) },
    );
    try {
      if (this.#isOver(generation)) throw closedError();
      // Another one may have been set while the link was put together.
      const newest = this.#currentToken();
      if (newest !== token) await link.setToken(newest);
      return await this.#begin(link, generation);
    } catch (error) {
      if (this.#linked?.link === link) this.#linked = undefined;
      await link.stop();
      throw error;
    }
  }

  async #begin(link: StandingLink, generation: number): Promise<Chat> {
    const users = new Users(link.session.directory, link.session.userId, () => this.#user?.username);
    const chat = { link, session: link.session, users };
    this.#linked = chat;
    this.listener.handleLink(chat);
    await link.start();
    if (this.#isOver(generation)) throw closedError();
    this.#isStarted = true;
    return chat;
  }

  #currentToken(): string {
    if (this.#isStopped) throw closedError();
    if (this.#accessToken !== undefined) return this.#accessToken;
    throw new ChatError('unauthorized', 'unable to connect; there is no access token. Call setTokens first');
  }

  /** A method, because it changes while one awaits. */
  #isOver(generation: number): boolean {
    return this.#isStopped || this.#generation !== generation;
  }

  #dropLink(): void {
    const former = this.#linked;
    this.#generation += 1;
    this.#chat = undefined;
    this.#linked = undefined;
    this.#isStarted = false;
    void former?.link.stop();
    this.listener.handleUserChange();
  }

  #renew(accessToken: string | undefined): void {
    const link = this.#linked?.link;
    const renewed = link && accessToken !== undefined ? link.setToken(accessToken) : Promise.resolve();
    renewed.then(
      () => this.listener.handleTokens(),
      (error: unknown) => this.listener.handleRefusal(error),
    );
  }
}

const closedError = (): ChatError =>
  new ChatError('closed', 'unable to connect; the client was destroyed or has another user');
