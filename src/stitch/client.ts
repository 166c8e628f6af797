import { createLogger, StandingLink } from '../connect/index.js';
import { AsyncLane } from '../core/index.js';
import { AppCore } from './app-core.js';
import type { Application } from './application.js';
import { ConnectionEvents } from './connection-events.js';
import { asNexmo, missing, SERVER_TYPES, toNexmoError } from './errors.js';
import type { ClientEvents } from './event-names.js';
import { configure, glue, type StitchOptions } from './glue.js';
import { settingsOf } from './settings.js';
import { WildEmitter } from './wild-emitter.js';

/** The original's options are taken, whatever they are; most are about its own servers and have no effect. */
export interface ConversationClientOptions {
  /** Whether the library writes to the console what it does. */
  debug?: boolean | undefined;
  /** What this library adds; goes before what {@link configure} was given. */
  azure?: StitchOptions | undefined;
  readonly [option: string]: unknown;
}

/**
 * Logs users in. Nothing is connected before {@link login}.
 *
 * @example const application = await new ConversationClient().login(token);
 */
export class ConversationClient extends WildEmitter<ClientEvents> {
  /** @see configure */
  static readonly configure: typeof configure = configure;
  /** Of the user who is logged in. */
  application: Application | undefined;
  readonly #options: ConversationClientOptions;
  #core: AppCore | undefined;
  #connection: ConnectionEvents | undefined;
  /** The app has disconnected. */
  #isPaused = false;
  /** Logging in and out happen one after the other. */
  readonly #lane = new AsyncLane();

  constructor(options: ConversationClientOptions | null = {}) {
    super();
    this.#options = options ?? {};
  }

  /**
   * Connects as a user. Somebody else's login takes the place of the one before.
   * @param token a connection token, an access token of Azure, or anything that `exchangeToken` can exchange for one
   * @returns resolves when the user's conversations are known
   * @throws NexmoClientError when nothing is given or something is not configured; NexmoApiError when it is refused
   */
  login(token: string): Promise<Application> {
    return this.#lane.run(async () => {
      if (typeof token !== 'string' || token === '') throw missing('log in', 'a token is needed');
      this.emit('connecting');
      try {
        return await asNexmo(() => this.#login(token));
      } catch (error) {
        this.emit('error', error);
        throw error;
      }
    });
  }

  /** The later versions' name for {@link login}. */
  createSession(token: string): Promise<Application> {
    return this.login(token);
  }

  /** Disconnects for good; the application says nothing any more, and rejects what is asked of it. */
  logout(): Promise<void> {
    return this.#lane.run(() => this.#leave());
  }

  /** The later versions' name for {@link logout}. */
  deleteSession(): Promise<void> {
    return this.logout();
  }

  /** Connects again after {@link disconnect}, and catches up. Before a login there is nothing to connect. */
  connect(): Promise<this> {
    return this.#lane.run(async () => {
      await this.#resume();
      return this;
    });
  }

  /** Disconnects until {@link connect}. */
  disconnect(): Promise<this> {
    return this.#lane.run(async () => {
      this.#connection?.handlePause();
      this.#isPaused = this.#core !== undefined;
      await this.#core?.link.pause();
      return this;
    });
  }

  async #login(token: string): Promise<Application> {
    const core = await this.#create(token);
    const known = this.#core;
    if (known?.session.userId === core.session.userId) {
      await core.close();
      await known.link.setToken(token);
      await this.#resume();
      return known.application;
    }
    const connection = new ConnectionEvents(this, core.session);
    try {
      await core.link.start();
      await core.session.allLoaded();
    } catch (error) {
      await core.close();
      throw error;
    }
    await this.#leave();
    this.#core = core;
    this.#connection = connection;
    this.application = core.application;
    return core.application;
  }

  /** Ends {@link disconnect}; what is connected stays as it is. */
  async #resume(): Promise<void> {
    const core = this.#core;
    if (!core || !this.#isPaused) return;
    await core.ask(() => core.link.start());
    this.#isPaused = false;
  }

  async #create(token: string): Promise<AppCore> {
    const options = glue.resolve(this.#options.azure);
    const settings = settingsOf(options);
    const logger = options.logger ?? createLogger(this.#options.debug === true ? 'debug' : 'warn');
    const link = await StandingLink.create(token, options, logger, {
      handleUnauthorized: (error) => {
        const failure = toNexmoError(error, SERVER_TYPES.expiredToken);
        core.application.emit('system:error:expired-token', settings.traits.errorGroup, failure);
        this.emit('error', failure);
      },
    });
    const core = new AppCore(link, settings);
    return core;
  }

  async #leave(): Promise<void> {
    const core = this.#core;
    this.#core = undefined;
    this.#connection = undefined;
    this.#isPaused = false;
    this.application = undefined;
    await core?.close();
  }
}
