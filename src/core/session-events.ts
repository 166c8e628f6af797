import type { ChatError } from './errors.js';
import type { MemberRecord, MessageRecord, Metadata, ReceiptRecord, UserId } from './model.js';
import type { ThreadOrigin } from './thread-context.js';
import type { Thread } from './thread.js';
import type { TimelineEntry } from './timeline.js';

/**
 * What a session tells its facade, as event name → payload. Each change once, those of one thread in order, with the
 * state already updated.
 */
export interface SessionEvents {
  /** A thread of mine is known, with its properties and newest messages. */
  threadAdded: { readonly thread: Thread; readonly origin: ThreadOrigin };
  /** I am not in it any more, or nobody is. The thread says nothing after this. */
  threadRemoved: { readonly thread: Thread };
  threadChanged: { readonly thread: Thread; readonly previous: ThreadProperties };
  messageAdded: { readonly thread: Thread; readonly entry: TimelineEntry };
  messageUpdated: { readonly thread: Thread; readonly entry: TimelineEntry; readonly previous: MessageRecord };
  messageRemoved: { readonly thread: Thread; readonly entry: TimelineEntry };
  memberAdded: { readonly thread: Thread; readonly member: MemberRecord };
  /** The service shows names for these members; the later one counts where it said otherwise before. */
  membersNamed: { readonly members: readonly MemberRecord[] };
  /** What a member carries is different now. */
  memberChanged: { readonly thread: Thread; readonly member: MemberRecord };
  memberRemoved: { readonly thread: Thread; readonly member: MemberRecord };
  /** Somebody, perhaps I, has read further. */
  receiptChanged: { readonly thread: Thread; readonly receipt: ReceiptRecord };
  typing: { readonly thread: Thread; readonly userId: UserId };
  connected: undefined;
  disconnected: undefined;
  /** The service refuses the token; nothing works until it is replaced. */
  unauthorized: { readonly error: ChatError };
}

/** What may change about a thread itself. */
export interface ThreadProperties {
  readonly topic: string;
  readonly metadata: Metadata;
  /** When it changed last, as far as this client saw it. */
  readonly changedOn: Date | undefined;
}
