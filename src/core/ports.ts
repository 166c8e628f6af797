/** What the core needs from the outside. Each port has one folder of adapters and one shared conformance suite. */
import type { Json } from './json.js';
import type {
  MemberRecord,
  MessageId,
  MessageRecord,
  Metadata,
  ReceiptRecord,
  ServiceEvent,
  ThreadId,
  ThreadRecord,
  ThreadSummary,
  UserId,
} from './model.js';

/** One page of a list. `loadNext` is absent on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly loadNext?: (() => Promise<Page<T>>) | undefined;
}

export interface MessageDraft {
  readonly text: string;
  readonly metadata: Metadata;
  readonly senderDisplayName?: string | undefined;
}

export interface ThreadDraft {
  readonly topic: string;
  readonly metadata: Metadata;
  readonly memberIds: readonly UserId[];
  /** What other clients show for the creator. */
  readonly creatorName?: string | undefined;
}

export interface MemberDraft {
  readonly userId: UserId;
  readonly displayName?: string | undefined;
  readonly metadata: Metadata;
}

/**
 * The request side of a chat service, as one user.
 *
 * Every method makes exactly one request (a page function: one per page), is never retried by the adapter, and rejects
 * with a {@link ChatError} only. An adapter refreshes an expired token at most once per call.
 */
export interface ChatBackend {
  /** The user that the token belongs to. */
  readonly userId: UserId;
  listThreads(): Promise<Page<ThreadSummary>>;
  getThread(threadId: ThreadId): Promise<ThreadRecord>;
  /** @throws ChatError `invalid-argument` when a member could not be added; the thread exists then, see `details`. */
  createThread(draft: ThreadDraft): Promise<ThreadRecord>;
  updateThread(threadId: ThreadId, patch: { topic?: string; metadata?: Metadata }): Promise<void>;
  deleteThread(threadId: ThreadId): Promise<void>;
  /** Newest version first, deleted and system messages included. @param pageSize 1 to 200 */
  listMessages(threadId: ThreadId, pageSize: number): Promise<Page<MessageRecord>>;
  getMessage(threadId: ThreadId, messageId: MessageId): Promise<MessageRecord>;
  sendMessage(threadId: ThreadId, draft: MessageDraft): Promise<{ readonly id: MessageId }>;
  updateMessage(threadId: ThreadId, messageId: MessageId, patch: { text?: string; metadata?: Metadata }): Promise<void>;
  deleteMessage(threadId: ThreadId, messageId: MessageId): Promise<void>;
  listMembers(threadId: ThreadId): Promise<Page<MemberRecord>>;
  addMember(threadId: ThreadId, member: MemberDraft): Promise<void>;
  removeMember(threadId: ThreadId, userId: UserId): Promise<void>;
  sendTyping(threadId: ThreadId): Promise<void>;
  listReceipts(threadId: ThreadId): Promise<Page<ReceiptRecord>>;
  sendReceipt(threadId: ThreadId, messageId: MessageId): Promise<void>;
}

/** Where a transport delivers to. Calls may come at any time between `start` and the end of `stop`. */
export interface RealtimeSink {
  /** Connected, for the first time or again. Whatever happened before may have been missed: a repair follows. */
  handleConnected(): void;
  /** Not connected any more; the transport keeps trying by itself. */
  handleDisconnected(): void;
  handleEvent(event: ServiceEvent): void;
  /** Something may have changed: look at the thread list now. This is all that a polling transport says. */
  handlePollDue(): void;
  /**
   * Said from time to time by a transport that pushes, to find out whether it still does.
   * @returns whether there was something that no event had told
   * @throws ChatError when no request gets through
   */
  handleCheckDue(): Promise<boolean>;
}

export interface RealtimeTransport {
  readonly kind: 'push' | 'polling';
  /**
   * Resolves after the first `handleConnected`.
   * @throws ChatError `unauthorized` when the token is refused, `unavailable` when no connection came about in time;
   *   nothing keeps running then, and `start` may be called again.
   */
  start(sink: RealtimeSink): Promise<void>;
  /** Leaves no timer, socket or listener behind. Never rejects; may be called at any time, also twice. */
  stop(): Promise<void>;
  /** Something was sent or received: more is likely to follow. A transport that polls may poll more often for a while. */
  noteActivity?(): void;
}

/** Translates between the service's user ids and the names that the app knows ("alice"). */
export interface IdentityDirectory {
  /** Makes {@link identityOf} ready for these users. `undefined` when it is ready already: no waiting, no microtask. */
  prepare(userIds: readonly UserId[]): Promise<void> | undefined;
  /** The app's name for a user; the user id itself when there is none. */
  identityOf(userId: UserId): string;
  /** `undefined` when nobody is known by this name. A user id of the service stands for itself. */
  userIdOf(identity: string): Promise<UserId | undefined>;
}

/** Translates between the service's thread ids and the names that the app knows ("CON-…", "support"). */
export interface ThreadDirectory {
  /** The app's name for a thread; the thread id itself when there is none. */
  nameOf(thread: NamedThread): string;
  /** `undefined` when no thread is known by this name. A thread id of the service stands for itself. @throws ChatError */
  threadIdOf(name: string): Promise<ThreadId | undefined>;
}

/** What of a thread can tell its name. */
export interface NamedThread {
  readonly id: ThreadId;
  readonly properties: { readonly topic: string; readonly metadata: Metadata };
}

/** One stored file, as a message refers to it. */
export interface MediaRecord {
  /** Chosen by the store; enough, together with the thread, to find the file again. */
  readonly id: string;
  readonly filename: string | null;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  readonly category: string;
  /**
   * Where other clients of the service find the file: {@link MediaStore.publicUrl}. Written for them when the message is
   * sent, and not read back.
   */
  readonly url?: string | undefined;
}

export interface MediaUpload {
  readonly content: Blob;
  readonly filename: string | null;
  readonly contentType: string;
}

export interface MediaStore {
  /** @returns the store's id for the file. @throws ChatError; when `signal` aborts: `cancelled`, nothing stays stored. */
  upload(
    file: MediaUpload,
    context: {
      readonly threadId: ThreadId;
      readonly signal?: AbortSignal;
      /** Called with what has left so far, in bytes of the content; a store that cannot tell never calls it. */
      readonly onProgress?: (loadedBytes: number) => void;
    },
  ): Promise<string>;
  /** A short-lived address to read the file from. */
  temporaryUrl(
    media: MediaRecord,
    context: { readonly threadId: ThreadId; readonly signal?: AbortSignal },
  ): Promise<string>;
  /**
   * A lasting address for clients of the service that do not use this library: they find it in `fileSharingMetadata`.
   * Every member of the thread reads it, so it must hold no secret. Without this the file is for this library's clients.
   */
  publicUrl?(id: string, threadId: ThreadId): string;
}

/** What is kept about a user, whichever SDK shows it. */
export interface Profile {
  readonly identity: string;
  readonly friendlyName: string | null;
  readonly attributes: Json;
}

export interface ProfileStore {
  /** `undefined` when nobody is known by this name. @throws ChatError */
  get(identity: string): Promise<Profile | undefined>;
  /** @throws ChatError; `forbidden` when it is somebody else's */
  update(identity: string, patch: Partial<Omit<Profile, 'identity'>>): Promise<Profile>;
}

/** What one user keeps about a thread, for themselves. */
export interface ThreadSettings {
  readonly isMuted: boolean;
  /** How far I have read, where that differs from my receipt; `null`: nothing. */
  readonly lastRead: MessageId | null | undefined;
}

export interface SettingStore {
  /** As known now. */
  of(threadId: ThreadId): ThreadSettings;
  /** @throws ChatError */
  change(threadId: ThreadId, patch: Partial<ThreadSettings>): Promise<void>;
}

/** Where to find threads that I am not in, and how to get in. */
export interface ThreadGate {
  /** @throws ChatError `not-found`, `forbidden` */
  find(by: { readonly threadId: ThreadId } | { readonly uniqueName: string }): Promise<ThreadRecord>;
  /** @throws ChatError `not-found`, `forbidden`, `conflict` when I am in it already */
  join(threadId: ThreadId, displayName: string | undefined): Promise<void>;
}

/** Learns what changed without the client's doing. */
export interface CompanionListener {
  /** Whose profiles somebody looks at. */
  followed(): readonly string[];
  handleProfile(profile: Profile): void;
  handleSettings(threadId: ThreadId, before: ThreadSettings): void;
}

/** A service beside the chat service that keeps what that has no place for. */
export interface Companion {
  readonly directory: IdentityDirectory;
  readonly media: MediaStore;
  readonly profiles: ProfileStore;
  readonly settings: SettingStore;
  readonly gate: ThreadGate;
  /** The same backend and transport, with what the companion keeps in its place. */
  readonly backend: ChatBackend;
  readonly transport: RealtimeTransport;
  /** How much the metadata of a thread and of a member may take by it, in UTF-8 bytes. */
  readonly room: { readonly thread: number; readonly member: number };
  /** Changes what a member carries; it comes back as an event. @param metadata as `encodeMember` writes it @throws ChatError */
  updateMember(threadId: ThreadId, userId: UserId, metadata: Metadata): Promise<void>;
  /** One's own, once {@link prepare} has it. */
  readonly own: Profile | undefined;
  /** Asks for one's own profile and settings; what cannot be had is asked for later. Never rejects. */
  prepare(): Promise<void>;
}

/** The access token in use. One per client; requests, push and the expiry timer all ask here. */
export interface TokenSource {
  /** The token to use now. */
  current(): string;
  /**
   * Called when the service refused `rejected`. Resolves `true` when {@link current} is a different token now: because
   * a refresher gave one, or because somebody set one meanwhile. Calls at the same time share one refresh.
   */
  refresh(rejected: string): Promise<boolean>;
}

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
