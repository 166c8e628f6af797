import { createLogger, VERSION } from '../connect/index.js';
import { fieldsOf, textOf } from '../core/index.js';
import type { GlobalListener } from './announcements.js';
import { ClientCore } from './client-core.js';
import type { Tokens } from './connection.js';
import { ConversationArea } from './conversation-area.js';
import type { KandyEvents } from './event-types.js';
import { glue, type KandyOptions } from './glue.js';
import { Groups } from './groups.js';
import { outOfScope } from './out-of-scope.js';
import { Services } from './services.js';

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
  readonly #core: ClientCore;
  #config: KandyConfig;

  /** @internal */
  constructor(config: KandyConfig) {
    const options = glue.resolve(config.azure);
    const logger = options.logger ?? createLogger(textOf(config.logs?.logLevel).toLowerCase() || undefined);
    const core = new ClientCore(options, logger);
    this.#config = config;
    this.#core = core;
    this.services = new Services(core, logger);
    this.conversation = new ConversationArea(core);
    this.groups = new Groups(core);
    this.connection = { getSocketState: () => (core.isOnline ? 'CONNECTED' : 'DISCONNECTED') };
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
    this.#core.events.on(type, listener);
  }

  /** Takes every registration of this listener for this event away. */
  off(type: string, listener: (payload: never) => void): void {
    this.#core.events.off(type, listener);
  }

  /** Adds a listener for everything: called with the event's name and a list of its arguments. */
  subscribe(listener: GlobalListener): void {
    this.#core.events.subscribe(listener);
  }

  unsubscribe(listener: GlobalListener): void {
    this.#core.events.unsubscribe(listener);
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
    return { isConnected: this.#core.isOnline };
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
  destroy(): Promise<void> {
    return this.#core.close();
  }
}
