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
    const isOther =
      this.#user?.username !== undefined && userKey(this.#user.username) !== userKey(user?.username ?? '');
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
    this.#chat ??= this.#open().catch((error: unknown) => {
      this.#chat = undefined;
      throw error;
    });
    return this.#chat;
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
    if (this.#isStopped) throw closedError();
    const token = this.#accessToken;
    if (token === undefined)
      throw new ChatError('unauthorized', 'unable to connect; there is no access token. Call setTokens first');
    const link = await StandingLink.create(
      token,
      { ...this.options, identities: lowerCased(this.options.identities) },
      this.logger,
      { handleUnauthorized: (error) => this.listener.handleRefusal(error) },
    );
    const users = new Users(link.session.directory, link.session.userId, () => this.#user?.username);
    const chat = { link, session: link.session, users };
    this.#linked = chat;
    this.listener.handleLink(chat);
    this.#isStarted = true;
    try {
      await link.start();
    } catch (error) {
      this.#isStarted = false;
      this.#linked = undefined;
      await link.stop();
      throw error;
    }
    if (this.#hasStopped()) {
      await link.stop();
      throw closedError();
    }
    return chat;
  }

  /** A method, because it changes while one awaits. */
  #hasStopped(): boolean {
    return this.#isStopped;
  }

  #dropLink(): void {
    const former = this.#linked;
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

const closedError = (): ChatError => new ChatError('closed', 'unable to connect; the client was destroyed');
