import { VERSION } from '../connect/index.js';
import { encodeThread, isChatError, type Thread, type ThreadRecord, toJson } from '../core/index.js';
import { RULES } from './argument-rules.js';
import type { CancellablePromise } from './cancellable-promise.js';
import { ClientCore } from './client-core.js';
import { ClientEventNames } from './client-event-names.js';
import type { ContentTemplate } from './content-template.js';
import type { Conversation } from './conversation.js';
import { asTwilio, refusal, toTwilioError } from './errors.js';
import type { Media } from './media.js';
import { toPaginator, type PaginatorPage } from './paginator.js';
import { parsePushNotification, type PushNotification } from './push-notification.js';
import type {
  ClientOptions,
  ConnectionState,
  CreateConversationOptions,
  NotificationsChannelType,
  Paginator,
} from './types.js';
import type { User } from './user.js';
import { checkArguments } from './validation.js';

const CONVERSATIONS_PER_PAGE = 50;

/**
 * The client of one user. It connects by itself; nothing else is needed to begin.
 *
 * `token` is a connection token (`rt1.…`), or an ACS access token together with `configure({ endpoint })` or
 * `options.rethread`. Methods may be called at once: they wait until the client is initialized.
 */
export class Client extends ClientEventNames {
  /** The version of this library. */
  static readonly version: string = VERSION;

  readonly version: string = VERSION;
  /** `unknown` until it begins to connect. */
  connectionState: ConnectionState = 'unknown';
  parsePushNotification = parsePushNotification;
  // A function, so that proxies of Vue or MobX around this object do not reach inside.
  private readonly core: () => ClientCore;

  /**
   * @throws Error at once when an argument is of the wrong type. Whatever is wrong with the token itself arrives as
   *   `initFailed`, and methods reject with it.
   */
  constructor(token: string, options?: ClientOptions | null) {
    super();
    checkArguments(arguments, ...RULES.Client.constructor);
    const core = new ClientCore(this, token, options ?? {});
    this.core = () => core;
  }

  /** @deprecated use the constructor */
  static async create(token: string, options?: ClientOptions | null): Promise<Client> {
    checkArguments(arguments, ...RULES.Client.create);
    if (options && 'twilsockClient' in options)
      throw new Error('unable to create the client; a transport cannot be injected');
    const client = new Client(token, options ?? undefined);
    await client.core().ready(options?.throwErrorsAlways === true);
    return client;
  }

  /** Reads what a push service delivered. @throws Error when it is no chat notification */
  static parsePushNotification(...payload: [notificationPayload: unknown]): PushNotification {
    return parsePushNotification(...payload);
  }

  /** Takes anything and does nothing: there are no registrations to prepare. */
  static populateInitRegistrations(_registration: unknown): void {
    // The original prepares its own transport here.
  }

  /** The user of this client; one object for its whole life. */
  get user(): User {
    return this.core().users.own;
  }

  /** `false` always: ACS tells nobody who is connected. @throws Error before the client is initialized */
  get reachabilityEnabled(): boolean {
    if (!this.core().lifecycle.isInitialized)
      throw new Error('unable to read reachabilityEnabled; the client is not initialized. Wait for `initialized`.');
    return false;
  }

  /** @deprecated the token in use */
  get token(): string {
    return this.core().lifecycle.token;
  }

  /** Disconnects for good. Objects stay readable; listeners stay attached. */
  async shutdown(): Promise<void> {
    await this.core().lifecycle.shutdown();
  }

  /** Takes a new token of the same user; revives a client whose token was refused or has expired. */
  async updateToken(token: string): Promise<Client> {
    checkArguments(arguments, ...RULES.Client.updateToken);
    await asTwilio(this.core().lifecycle.updateToken(token));
    return this;
  }

  /** One of my conversations. Rejects with 404 or 403 for others. */
  async getConversationBySid(conversationSid: string): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Client.getConversationBySid);
    return this.find(conversationSid);
  }

  async peekConversationBySid(conversationSid: string): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Client.peekConversationBySid);
    return this.find(conversationSid);
  }

  /** Looks among my own conversations, then asks the companion, if there is one and it tells others about them. */
  async getConversationByUniqueName(uniqueName: string): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Client.getConversationByUniqueName);
    const { session, companion } = await this.link();
    await asTwilio(session.allLoaded());
    const view = this.core().views.named(uniqueName);
    if (view) return view.conversation;
    if (companion) return this.peek(companion.gate.find({ uniqueName }));
    throw refusal('not-found', 'uniqueName', `Conversation with unique name ${uniqueName} not found`);
  }

  /** My conversations, 50 on a page, ordered by sid. */
  async getSubscribedConversations(): Promise<Paginator<Conversation>> {
    const { session } = await this.link();
    await asTwilio(session.allLoaded());
    const views = this.core().views.all.filter((view) => view.status === 'joined');
    const conversations = views.map((view) => view.conversation).sort((a, b) => (a.sid < b.sid ? -1 : 1));
    return toPaginator(toPage(conversations, 0));
  }

  /** Creates a conversation. Call `join()` on it next, as with the original. */
  async createConversation(options?: CreateConversationOptions): Promise<Conversation> {
    checkArguments(arguments, ...RULES.Client.createConversation);
    const { friendlyName: name = null, uniqueName, attributes = {} } = options ?? {};
    // As in `updateUniqueName`, an empty one is none.
    const content = { name, uniqueName: uniqueName || null, attributes: toJson(attributes) };
    const { session, companion } = await this.link();
    const draft = encodeThread(content, {}, companion?.room.thread);
    await asTwilio(session.allLoaded());
    if (content.uniqueName !== null) this.core().assertUniqueName(content.uniqueName);
    const creatorName = this.core().users.displayNameOf(session.userId);
    const thread = await asTwilio(session.createThread({ ...draft, memberIds: [], creatorName }));
    return this.shown(thread);
  }

  /** @throws NotSupportedError: ACS Chat sends no push notifications to JavaScript clients */
  // eslint-disable-next-line @typescript-eslint/require-await -- a failed check must reject, not throw
  async setPushRegistrationId(_channelType: NotificationsChannelType, _registrationId: string): Promise<void> {
    checkArguments(arguments, ...RULES.Client.setPushRegistrationId);
    this.core().unsupported.refuse('Client.setPushRegistrationId', undefined);
  }

  /** @deprecated @throws NotSupportedError */
  // eslint-disable-next-line @typescript-eslint/require-await -- a failed check must reject, not throw
  async unsetPushRegistrationId(_channelType: NotificationsChannelType): Promise<void> {
    checkArguments(arguments, ...RULES.Client.unsetPushRegistrationId);
    this.core().unsupported.refuse('Client.unsetPushRegistrationId', undefined);
  }

  /** @throws NotSupportedError */
  // eslint-disable-next-line @typescript-eslint/require-await -- a failed check must reject, not throw
  async removePushRegistrations(_channelType: NotificationsChannelType, _registrationId: string): Promise<void> {
    checkArguments(arguments, ...RULES.Client.removePushRegistrations);
    this.core().unsupported.refuse('Client.removePushRegistrations', undefined);
  }

  /** Emits `pushNotification` for what a push service delivered. */
  async handlePushNotification(notificationPayload: unknown): Promise<void> {
    checkArguments(arguments, ...RULES.Client.handlePushNotification);
    await this.link();
    this.deliver('pushNotification', parsePushNotification(notificationPayload));
  }

  /** Somebody by identity. One's own identity gives {@link user}. */
  async getUser(identity: string): Promise<User> {
    checkArguments(arguments, ...RULES.Client.getUser);
    await this.link();
    return this.core().users.load(identity);
  }

  /** One's own user first. */
  async getSubscribedUsers(): Promise<User[]> {
    await this.link();
    return this.core().users.subscribed;
  }

  getTemporaryContentUrlsForMedia(_contentSet: Media[]): CancellablePromise<Map<string, string>> {
    return this.core().addresses.forMedia(arguments);
  }

  getTemporaryContentUrlsForMediaSids(_mediaSids: string[]): CancellablePromise<Map<string, string>> {
    return this.core().addresses.forSids(arguments);
  }

  /** Empty: ACS has no content templates. */
  async getContentTemplates(): Promise<readonly ContentTemplate[]> {
    await this.link();
    return Object.freeze([]);
  }

  private link(): ReturnType<ClientCore['link']> {
    return this.core().link();
  }

  private async find(sid: string): Promise<Conversation> {
    const { session, companion } = await this.link();
    try {
      return this.shown(await session.findThread(sid));
    } catch (error) {
      const isOutside = isChatError(error, 'forbidden') || isChatError(error, 'not-found');
      if (companion && isOutside) return this.peek(companion.gate.find({ threadId: sid }));
      throw toTwilioError(error);
    }
  }

  /** A conversation that I am not in. */
  private async peek(found: Promise<ThreadRecord>): Promise<Conversation> {
    const record = await asTwilio(found);
    const known = this.core().views.get(record.id);
    return known?.conversation ?? this.shown(this.core().session.peekThread(record));
  }

  private shown(thread: Thread): Conversation {
    const view = this.core().views.of(thread);
    if (!view) throw refusal('not-found', 'conversation', `Conversation with SID ${thread.id} was not found.`);
    return view.conversation;
  }
}

function toPage(conversations: readonly Conversation[], start: number): PaginatorPage<Conversation> {
  const end = start + CONVERSATIONS_PER_PAGE;
  return {
    items: conversations.slice(start, end),
    ...(start > 0 && { loadPrev: () => Promise.resolve(toPage(conversations, start - CONVERSATIONS_PER_PAGE)) }),
    ...(end < conversations.length && { loadNext: () => Promise.resolve(toPage(conversations, end)) }),
  };
}
