import {
  ChatError,
  type ChatSession,
  type CompanionListener,
  DirectThreads,
  isChatError,
  type Logger,
  type MediaRecord,
  type MediaStore,
  type MediaUpload,
  NotSupportedError,
  RetryTimer,
  type Thread,
  type ThreadDirectory,
  type ThreadId,
  type UserId,
} from '../core/index.js';
import { createIdentityDirectory, DefaultThreadDirectory, withPatience } from '../identity/index.js';
import { downloadMedia } from '../media/index.js';
import { createLink, type Link } from './create-link.js';
import { toUsableToken } from './exchange-token.js';
import { toMediaStore } from './glue-media.js';
import type { GlueOptions } from './glue-options.js';
import { startWithToken } from './start-with-token.js';
import { TokenClock } from './token-clock.js';

export interface StandingLinkListener {
  /** The token ends in a few minutes, and nothing is configured that could get another one. */
  handleTokenAboutToExpire?(): void;
  /** The service refuses the token. Nothing works until {@link StandingLink.setToken} gives another one. */
  handleUnauthorized?(error: ChatError): void;
}

const JOIN_MS = 30_000;
/** Most users have few enough threads for that. */
const ANNOUNCE_MS = 3_000;

/** What a companion tells of profiles and settings has no place in these SDKs. */
const QUIET: CompanionListener = {
  followed: () => [],
  handleProfile: () => undefined,
  handleSettings: () => undefined,
};

/**
 * One client's way to the service, for facades whose SDKs have no states of their own for it: renews its token, and comes back
 * after that was refused. Loses of connection are the transport's matter.
 */
export class StandingLink {
  readonly session: ChatSession;
  readonly direct: DirectThreads;
  readonly threads: ThreadDirectory;
  /** The app's name for the own user. */
  readonly identity: string;
  /** What to call the own user, if the token or its exchange says so. */
  readonly displayName: string | undefined;
  readonly #link: Link;
  readonly #options: GlueOptions;
  readonly #listener: StandingLinkListener;
  readonly #clock: TokenClock;
  readonly #renewal = new RetryTimer(() => void this.#renew());
  #isStarted = false;
  #isRefused = false;
  #isStopped = false;

  private constructor(
    link: Link,
    options: GlueOptions,
    displayName: string | undefined,
    listener: StandingLinkListener,
  ) {
    this.#link = link;
    this.#options = options;
    this.#listener = listener;
    this.session = link.session;
    this.identity = link.session.directory.identityOf(link.session.userId);
    this.displayName = link.displayName ?? displayName;
    const { openOneToOne, conversations } = options;
    this.direct = new DirectThreads(link.session, {
      ownName: () => this.ownName,
      open: openOneToOne && ((peerId) => this.#openOneToOne(peerId, openOneToOne)),
    });
    this.threads = new DefaultThreadDirectory({
      conversations,
      threads: () => link.session.threads,
      gate: link.companion?.gate,
    });
    this.#clock = new TokenClock(() => link.tokens.expiresOn, {
      handleRenewalDue: () => void this.#renew(),
      handleAboutToExpire: () => {
        if (!link.tokens.canRefresh) listener.handleTokenAboutToExpire?.();
      },
      handleExpired: () => undefined,
    });
    link.session.events.on('unauthorized', ({ error }) => void this.#handleUnauthorized(error));
  }

  /**
   * Puts a link together; nothing is connected yet.
   * @throws ChatError `invalid-argument` naming the option that is missing or wrong, `unauthorized` when the exchange of the
   *   token gives none; never shows the token
   */
  static async create(
    token: string,
    options: GlueOptions,
    logger: Logger,
    listener: StandingLinkListener = {},
  ): Promise<StandingLink> {
    const { exchangeToken, identities, media, ...rest } = options;
    const store = toMediaStore(media);
    const usable = await toUsableToken(token, exchangeToken);
    const isExchanged = usable.token !== token;
    const link = await createLink(
      usable.token,
      {
        ...rest,
        media: store,
        identity: rest.identity ?? usable.identity,
        tokenRefresher:
          rest.tokenRefresher ??
          (isExchanged ? async () => (await toUsableToken(token, exchangeToken)).token : undefined),
      },
      logger,
      QUIET,
      (self) => createIdentityDirectory(identities, self, logger),
    );
    await link.session.directory.prepare([link.session.userId]);
    return new StandingLink(link, options, usable.displayName, listener);
  }

  /** What others are shown for the own user; `undefined`: nothing better than the id. */
  get ownName(): string | undefined {
    return this.displayName ?? (this.identity === this.session.userId ? undefined : this.identity);
  }

  /** Where files are kept; `undefined` when no store is configured. */
  get mediaIfAny(): MediaStore | undefined {
    return this.#link.media;
  }

  /** Whether there is anything that could let the user into a conversation. */
  get canJoin(): boolean {
    return this.#options.joinConversation !== undefined || this.#link.companion !== undefined;
  }

  /** @throws NotSupportedError when no store is configured */
  get media(): MediaStore {
    if (this.#link.media) return this.#link.media;
    throw new NotSupportedError(
      'files',
      'ACS Chat stores no files.',
      'The companion does, or your own store: configure({ media }).',
    );
  }

  /**
   * Stores a file for a message of this thread. The same file sent twice is stored twice.
   * @param context `onProgress` is told what has left so far, in bytes, by stores that can tell
   * @throws NotSupportedError, ChatError; `cancelled` when the signal aborts
   */
  async upload(file: MediaUpload, context: Parameters<MediaStore['upload']>[1]): Promise<MediaRecord> {
    const { filename, contentType, content } = file;
    const id = await this.media.upload(file, context);
    const url = this.media.publicUrl?.(id, context.threadId);
    return { id, filename, contentType, size: content.size, category: 'media', url };
  }

  /** The content of a file of this thread. No token goes to its host. @throws ChatError, see {@link downloadMedia} */
  download(media: MediaRecord, threadId: ThreadId, signal?: AbortSignal): Promise<Blob> {
    const { mediaHosts: allowedHosts } = this.#options;
    return downloadMedia(media, { store: this.#link.media, threadId, allowedHosts, signal });
  }

  /** Connects, also after {@link pause}. @throws ChatError `unauthorized`, `unavailable`, …: it may be called again then */
  async start(): Promise<void> {
    await Promise.all([startWithToken(this.#link), this.#link.companion?.prepare()]);
    this.#isStarted = true;
    this.#isRefused = false;
    this.#clock.watch();
  }

  /**
   * After {@link start}: resolves when the threads that exist are announced, or after a few seconds. What is said in a thread
   * before that is part of what it begins with, and no event. Never rejects.
   */
  async untilAnnounced(): Promise<void> {
    await withPatience('the list of conversations', ANNOUNCE_MS, () => this.session.allLoaded()).catch(() => undefined);
  }

  /** Disconnects until {@link start}, which catches up with what was missed. */
  async pause(): Promise<void> {
    this.#isStarted = false;
    this.#clock.stop();
    this.#renewal.reset();
    await this.session.pause();
  }

  /** Leaves nothing behind. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#clock.stop();
    this.#renewal.reset();
    await this.session.stop();
  }

  /**
   * Takes another token of the same user, and connects again if the last one was refused.
   * @throws ChatError `unauthorized` when it is somebody else's, or refused as well
   */
  async setToken(token: string): Promise<void> {
    this.#link.tokens.set((await toUsableToken(token, this.#options.exchangeToken)).token);
    this.#renewal.reset();
    if (this.#isRefused) await this.start();
    else if (this.#isStarted) this.#clock.watch();
  }

  /**
   * A conversation by the app's name for it, in which the user is; by the app's hook or the companion, if need be.
   * @throws ChatError `not-found` when there is none, `forbidden` when nothing can let the user in
   */
  async enter(name: string): Promise<Thread> {
    const known = await this.threads.threadIdOf(name);
    try {
      return await this.#find(known);
    } catch (error) {
      if (!isChatError(error, 'not-found') && !isChatError(error, 'forbidden')) throw error;
      if (!(await this.#join(name, known))) throw error;
    }
    return this.#find(known ?? (await this.threads.threadIdOf(name)));
  }

  async #find(threadId: string | undefined): Promise<Thread> {
    if (threadId !== undefined) return this.session.findThread(threadId);
    throw notFound();
  }

  /** @returns whether anything could be done about it */
  async #join(name: string, threadId: string | undefined): Promise<boolean> {
    const { joinConversation } = this.#options;
    const gate = this.#link.companion?.gate;
    if (joinConversation) await withPatience('`joinConversation`', JOIN_MS, () => joinConversation(name));
    else if (gate && threadId !== undefined) await gate.join(threadId, this.ownName);
    else return false;
    return true;
  }

  async #openOneToOne(peerId: UserId, open: NonNullable<GlueOptions['openOneToOne']>): Promise<string> {
    await this.session.directory.prepare([peerId]);
    return withPatience('`openOneToOne`', JOIN_MS, () => open(this.session.directory.identityOf(peerId)));
  }

  async #handleUnauthorized(error: ChatError): Promise<void> {
    if (!this.#isStarted || this.#isRefused) return;
    this.#isRefused = true;
    await this.session.pause();
    if (this.#link.tokens.canRefresh) this.#renewal.noteFailure();
    this.#listener.handleUnauthorized?.(error);
  }

  async #renew(): Promise<void> {
    const { tokens } = this.#link;
    if (!tokens.canRefresh) return;
    const isRenewed = await tokens.refresh(tokens.current());
    if (this.#isOver()) return;
    if (!isRenewed) this.#renewal.noteFailure();
    else if (this.#isRefused) await this.start().catch(() => this.#renewal.noteFailure());
    else this.#clock.watch();
  }

  /** A method, because it changes while one awaits. */
  #isOver(): boolean {
    return this.#isStopped || !this.#isStarted;
  }
}

const notFound = (): ChatError =>
  new ChatError(
    'not-found',
    'unable to find the conversation; nothing is known by that id. Name its thread with `conversations`, or use the thread id',
    { status: 404 },
  );
