import { createLogger } from '../connect/index.js';
import { fieldsOf, textOf } from '../core/index.js';
import { VERSION } from './version.js';
import { Announcements, type GlobalListener } from './announcements.js';
import { CODES, toBasicError } from './basic-error.js';
import type { ClientCore } from './client-core.js';
import { type Chat, Connection, type Tokens } from './connection.js';
import { ConversationArea } from './conversation-area.js';
import { Conversations } from './conversations.js';
import type { KandyEvents } from './event-types.js';
import { glue, type KandyOptions } from './glue.js';
import { Groups } from './groups.js';
import { KnownGroups } from './known-groups.js';
import { outOfScope } from './out-of-scope.js';
import { Relay } from './relay.js';
import { Services } from './services.js';
import { readSettings } from './settings.js';

/** What `create` is given: the original's configuration, most of which has no meaning here, and our own part. */
export interface KandyConfig {
  /** What `configure` takes, for this client alone. */
  readonly azure?: KandyOptions;
  readonly logs?: { readonly logLevel?: string };
  readonly [area: string]: unknown;
}

export interface UserInfo {
  /** In lower case. */
  username?: string;
  identity?: string;
}

/** A client: what `Kandy.create` gives. */
export class KandyClient {
  readonly services: Services;
  readonly conversation: ConversationArea;
  readonly groups: Groups;
  readonly connection: { getSocketState(): 'CONNECTED' | 'DISCONNECTED' };
  readonly state: { get(): Record<string, unknown> };
  readonly call = outOfScope('call');
  readonly contacts = outOfScope('contacts');
  readonly media = outOfScope('media');
  readonly notification = outOfScope('notification');
  readonly presence = outOfScope('presence');
  readonly user = outOfScope('user');
  readonly #events = new Announcements();
  readonly #core: ClientCore;
  #config: KandyConfig;
  #isConnected = false;

  /** @internal */
  constructor(config: KandyConfig) {
    const options = glue.resolve(config.azure);
    this.#config = config;
    const logger = options.logger ?? createLogger(textOf(config.logs?.logLevel).toLowerCase() || undefined);
    const isSubscribed = (): boolean => this.services.getSubscriptions().subscribed.length > 0;
    const core: ClientCore & { conversations: Conversations } = {
      settings: readSettings(options),
      events: this.#events,
      connection: new Connection(options, logger, {
        handleLink: (chat) => this.#follow(chat, isSubscribed, known),
        handleUserChange: () => {
          core.conversations.clear();
          known.clear();
          this.services.reset();
        },
        handleTokens: () => this.#events.emit('auth:change', {}),
        handleRefusal: (error) => this.#events.emit('auth:error', { error: toBasicError(error, CODES.token) }),
      }),
      conversations: undefined as never,
      mediaHosts: options.mediaHosts ?? [],
      lifetime: new AbortController(),
    };
    core.conversations = new Conversations(core);
    const known = new KnownGroups(core, isSubscribed);
    this.#core = core;
    this.services = new Services(core, logger);
    this.conversation = new ConversationArea(core);
    this.groups = new Groups(core, known);
    this.connection = { getSocketState: () => (this.#isConnected ? 'CONNECTED' : 'DISCONNECTED') };
    this.state = {
      get: () => ({
        authentication: { userInfo: this.getUserInfo() },
        subscription: this.services.getSubscriptions(),
      }),
    };
  }

  /** Adds a listener. It runs after the change, with the state as it is then. */
  on<Name extends keyof KandyEvents>(type: Name, listener: (payload: KandyEvents[Name]) => void): void;
  on(type: string, listener: (payload: never) => void): void;
  on(type: string, listener: (payload: never) => void): void {
    this.#events.on(type, listener);
  }

  /** Takes every registration of this listener for this event away. */
  off(type: string, listener: (payload: never) => void): void {
    this.#events.off(type, listener);
  }

  /** Adds a listener for everything: called with the event's name and a list of its arguments. */
  subscribe(listener: GlobalListener): void {
    this.#events.subscribe(listener);
  }

  unsubscribe(listener: GlobalListener): void {
    this.#events.unsubscribe(listener);
  }

  /** Sets or replaces the tokens. Nothing is sent before something is asked for. */
  setTokens(tokens: Tokens): void {
    this.#core.connection.setTokens(fieldsOf(tokens));
  }

  /** The same by another name. */
  setCredentials(credentials: { readonly bearerAccessToken?: string; readonly idToken?: string }): void {
    const { bearerAccessToken, idToken } = fieldsOf(credentials);
    this.setTokens({ accessToken: bearerAccessToken, idToken } as Tokens);
  }

  /** The own user; empty before there are tokens. The access token is nobody's business and left out. */
  getUserInfo(): UserInfo {
    const { connection } = this.#core;
    if (!connection.hasToken) return {};
    const username = connection.ownName;
    const identity = connection.user?.identity ?? username;
    return { ...(username !== undefined && { username }), ...(identity !== undefined && { identity }) };
  }

  getConnection(): { isConnected: boolean } {
    return { isConnected: this.#isConnected };
  }

  /** What `create` was given, and `updateConfig` since. */
  getConfig(): KandyConfig {
    return { ...this.#config };
  }

  /** Keeps it for `getConfig`. What the client goes by is settled when it is created. */
  updateConfig(config: KandyConfig): void {
    this.#config = { ...this.#config, ...config };
  }

  getCapabilities(): string[] {
    return ['chat'];
  }

  /** Of this library. */
  getVersion(): string {
    return VERSION;
  }

  /** Ends everything. Nothing is told any more, and nothing keeps running. */
  async destroy(): Promise<void> {
    this.#events.close();
    this.#core.lifetime.abort();
    this.#core.conversations.clear();
    await this.#core.connection.stop();
  }

  #follow(chat: Chat, isSubscribed: () => boolean, known: KnownGroups): void {
    new Relay(this.#core, chat, isSubscribed).follow();
    known.follow(chat);
    chat.session.events.on('connected', () => (this.#isConnected = true));
    chat.session.events.on('disconnected', () => (this.#isConnected = false));
  }
}
