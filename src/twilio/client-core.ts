import { createLink, createLogger, type Link } from '../connect/index.js';
import type { ChatSession, Companion, CompanionListener, MediaStore, SettingStore } from '../core/index.js';
import type { Client } from './client.js';
import type { ClientServices } from './client-services.js';
import { resolveOptions } from './configure.js';
import { asTwilio, refusal } from './errors.js';
import { type ConnectionProblem, Lifecycle, type LifecycleEvents } from './lifecycle.js';
import { MediaAddresses } from './media-addresses.js';
import { EventRelay } from './relay.js';
import { Views } from './to-twilio.js';
import type { ClientOptions, ConnectionState } from './types.js';
import { notSupported, Unsupported } from './unsupported.js';
import { Users } from './users.js';

const DEFAULT_TYPING_TIMEOUT_MS = 5_000;

/** Ten files per message, as with the original; 150 MB is the figure usually given for it. */
const LIMITS = {
  mediaAttachmentsCountLimit: 10,
  mediaAttachmentSizeLimitInMb: 150,
  mediaAttachmentsTotalSizeLimitInMb: 150,
  emailHistoriesAllowedContentTypes: ['text/plain', 'text/html'],
  emailBodiesAllowedContentTypes: ['text/plain', 'text/html'],
};

/** What a Client is made of, apart from its public members. */
export class ClientCore implements ClientServices {
  readonly lifecycle: Lifecycle;
  readonly users: Users;
  readonly unsupported: Unsupported;
  readonly views: Views;
  readonly addresses: MediaAddresses;
  readonly limits = LIMITS;
  readonly deliveryReceipts;
  readonly onUploadProgress;
  readonly typingTimeoutMs: number;
  readonly logger;
  readonly relay: EventRelay;
  #link: Link | undefined;
  #problem: ConnectionProblem | undefined;

  constructor(
    private readonly client: Client,
    token: string,
    options: ClientOptions,
  ) {
    const own = resolveOptions(options.rethread);
    const chat = options.Chat ?? options.IPMessaging ?? options;
    this.logger = own.logger ?? createLogger(options.logLevel);
    this.typingTimeoutMs = chat.typingIndicatorTimeoutOverride ?? DEFAULT_TYPING_TIMEOUT_MS;
    this.deliveryReceipts = own.deliveryReceipts;
    this.onUploadProgress = own.onUploadProgress;
    this.unsupported = new Unsupported(own.unsupported ?? 'throw', this.logger);
    this.users = new Users(client, this.unsupported, chat.userInfosToSubscribeOverride);
    this.addresses = new MediaAddresses(() => this.media());
    this.views = new Views(this, this.addresses);
    this.relay = new EventRelay(client, this.views);
    this.lifecycle = new Lifecycle(
      token,
      async (current) => this.#connect(await createLink(current, own, this.logger, this.#listener())),
      (event, told) => this.#tellApp(event, told),
      this.logger,
    );
  }

  get #linked(): Link {
    if (!this.#link) throw new Error('unable to use the session; the client is not connected yet');
    return this.#link;
  }

  get session(): ChatSession {
    return this.#linked.session;
  }

  get settings(): SettingStore {
    return this.#linked.settings;
  }

  get companion(): Companion | undefined {
    return this.#link?.companion;
  }

  media(): MediaStore {
    if (!this.#link) throw new Error('Media Content Service is unavailable');
    if (!this.#link.media) throw notSupported('MessageBuilder.addMedia');
    return this.#link.media;
  }

  /** The end of initialisation. @throws what went wrong, in Twilio's shape */
  link(): Promise<Link> {
    return asTwilio(this.lifecycle.ready());
  }

  /** @throws the plain problem object, and only if asked to: the original's `create` resolves with a failed client too */
  async ready(throwErrors: boolean): Promise<void> {
    await this.lifecycle.ready().catch(() => undefined);
    const problem = this.#problem;
    // The original rejects with the plain object, not with an Error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (throwErrors && problem !== undefined) throw problem;
  }

  assertUniqueName(uniqueName: string): void {
    if (this.views.named(uniqueName)) {
      throw refusal('conflict', 'uniqueName', 'Conversation with provided unique name already exists');
    }
  }

  /** What changed at the companion, on another device or by somebody else. */
  #listener(): CompanionListener {
    return {
      followed: () => this.users.subscribed.map(({ identity }) => identity),
      handleProfile: (profile) => this.users.take(profile),
      handleSettings: (threadId, before) => {
        const view = this.views.get(threadId);
        if (!view) return;
        const { isMuted, lastRead } = this.settings.of(threadId);
        if (isMuted !== before.isMuted) this.relay.updated(view, ['notificationLevel']);
        if (lastRead === before.lastRead) return;
        view.horizon.noteOverride();
        this.relay.ownHorizonMoved(view);
      },
    };
  }

  #connect(link: Link): Link {
    const { events } = link.session;
    this.#link = link;
    this.users.profiles = link.companion?.profiles;
    this.relay.follow(events);
    events.on('membersNamed', ({ members }) => {
      for (const { userId, displayName } of members)
        this.users.name(link.session.directory.identityOf(userId), displayName);
    });
    return link;
  }

  #tellApp<Event extends keyof LifecycleEvents>(event: Event, told: LifecycleEvents[Event]): void {
    const { client } = this;
    if (event === 'connected') {
      const { identity, displayName, companion } = told as Link;
      this.users.startOwn(identity, displayName, companion?.own);
      return;
    }
    if (event === 'connectionStateChanged') client.connectionState = told as ConnectionState;
    if (event === 'connectionError') this.#problem = told as ConnectionProblem;
    client.deliver(event, ...((told === undefined ? [] : [told]) as never));
  }
}
