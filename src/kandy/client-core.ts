import type { Logger } from '../core/index.js';
import { Announcements } from './announcements.js';
import { CODES, toBasicError } from './basic-error.js';
import { type Chat, Connection } from './connection.js';
import { Conversations } from './conversations.js';
import type { KandyOptions } from './glue.js';
import { KnownGroups } from './known-groups.js';
import { Relay } from './relay.js';
import { readSettings, type Settings } from './settings.js';

/** The inside of one client: what its parts share, and how long it lasts. */
export class ClientCore {
  readonly settings: Settings;
  readonly events = new Announcements();
  readonly connection: Connection;
  readonly conversations = new Conversations(this);
  readonly groups = new KnownGroups(this);
  /** Hosts that files of other clients may come from. */
  readonly mediaHosts: readonly string[];
  /** Ends with the client: what is under way then is given up. */
  readonly lifetime = new AbortController();
  /** Whether the app hears what others do, and whether that is about to change. */
  subscription = { isSubscribed: false, isPending: false };
  /** Whether changes are pushed, or asked for, at this moment. */
  isOnline = false;

  /** @throws ChatError `invalid-argument` naming the option whose value means nothing */
  constructor(options: KandyOptions, logger: Logger) {
    this.settings = readSettings(options);
    this.mediaHosts = options.mediaHosts ?? [];
    this.connection = new Connection(options, logger, {
      handleLink: (chat) => this.#follow(chat),
      handleUserChange: () => {
        this.conversations.clear();
        this.groups.clear();
        this.subscription = { isSubscribed: false, isPending: false };
      },
      handleTokens: () => this.events.emit('auth:change', {}),
      handleRefusal: (error) => this.events.emit('auth:error', { error: toBasicError(error, CODES.unknown) }),
    });
  }

  /** Ends everything. Nothing is told any more, and nothing keeps running. */
  async close(): Promise<void> {
    this.events.close();
    this.lifetime.abort();
    this.conversations.clear();
    await this.connection.stop();
  }

  #follow(chat: Chat): void {
    new Relay(this, chat).follow();
    this.groups.follow(chat);
    for (const name of ['connected', 'disconnected'] as const)
      chat.session.events.on(name, () => {
        this.isOnline = name === 'connected';
        this.events.emit('ws:change', { platform: 'link' });
      });
  }
}
