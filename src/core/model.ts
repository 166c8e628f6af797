/**
 * What a chat service tells us, in neutral words. Adapters parse the wire into these records; every field that the wire
 * may lack has a default or is optional, so that odd input never throws inside the library.
 */

/** A user of the service, by the service's own id. Facades translate it through the {@link IdentityDirectory}. */
export type UserId = string;
export type ThreadId = string;
/** Decimal digits, growing with time within a thread; compare with {@link compareIds}, never as text. */
export type MessageId = string;
/** Same form as a {@link MessageId}; grows with every edit and with the deletion. Never smaller than the id. */
export type Version = string;
export type Metadata = Readonly<Record<string, string>>;

export interface MessageRecord {
  readonly id: MessageId;
  readonly version: Version;
  readonly kind: 'text' | 'html' | 'system';
  /** Position among all messages of the thread, system messages included, from 1. Only the request side knows it. */
  readonly sequence?: number | undefined;
  readonly senderId?: UserId | undefined;
  readonly senderDisplayName: string;
  readonly text: string;
  readonly metadata: Metadata;
  readonly createdOn: Date;
  readonly editedOn?: Date | undefined;
  /** Set on a tombstone: a deleted message stays in the thread without text and metadata. */
  readonly deletedOn?: Date | undefined;
  /** What a system message says happened. */
  readonly system?: SystemChange | undefined;
}

export type SystemChange =
  | { readonly type: 'membersAdded' | 'membersRemoved'; readonly members: readonly MemberRecord[] }
  | { readonly type: 'topicChanged'; readonly topic: string }
  | { readonly type: 'unknown' };

export interface MemberRecord {
  readonly userId: UserId;
  readonly displayName: string;
  readonly metadata: Metadata;
  readonly historySharedSince?: Date | undefined;
}

/** "This user has read up to this message." One per user and thread; a newer one replaces it. */
export interface ReceiptRecord {
  readonly userId: UserId;
  readonly messageId: MessageId;
  readonly readOn: Date;
}

/** A thread as the list of one's threads shows it. */
export interface ThreadSummary {
  readonly id: ThreadId;
  readonly topic: string;
  /** Absent right after creation; may lag by seconds. */
  readonly lastMessageOn?: Date | undefined;
  readonly deletedOn?: Date | undefined;
}

export interface ThreadRecord {
  readonly id: ThreadId;
  readonly topic: string;
  readonly metadata: Metadata;
  readonly createdOn: Date;
  readonly createdBy?: UserId | undefined;
  readonly deletedOn?: Date | undefined;
}

/** What a real-time transport reports. */
export type ServiceEvent =
  /** A message was sent, edited or deleted: in each case a newer version of one message. */
  | { readonly type: 'message'; readonly threadId: ThreadId; readonly message: MessageRecord }
  | { readonly type: 'typing'; readonly threadId: ThreadId; readonly userId: UserId; readonly at: Date }
  | { readonly type: 'receipt'; readonly threadId: ThreadId; readonly receipt: ReceiptRecord }
  | { readonly type: 'threadCreated'; readonly threadId: ThreadId }
  | {
      readonly type: 'threadChanged';
      readonly threadId: ThreadId;
      readonly topic: string;
      readonly metadata: Metadata;
      readonly changedOn: Date;
    }
  | { readonly type: 'threadDeleted'; readonly threadId: ThreadId }
  | {
      readonly type: 'membersAdded' | 'membersRemoved';
      readonly threadId: ThreadId;
      readonly members: readonly MemberRecord[];
      readonly version: Version;
      readonly at: Date;
    }
  /** What members carry has changed; they are who they were. */
  | { readonly type: 'membersChanged'; readonly threadId: ThreadId; readonly members: readonly MemberRecord[] };

const DIGITS = /^\d+$/;

/**
 * Orders message ids and versions: negative when `a` is older. Digits compare as numbers of any length; anything else
 * falls back to text order, so that odd input never throws.
 */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  // Every insertion and every event compares ids, nearly always of one length, and then both orders are the same:
  // no need to find out which of them applies.
  if (a.length === b.length || !DIGITS.test(a) || !DIGITS.test(b)) return a < b ? -1 : 1;
  const [x, y] = [withoutZeros(a), withoutZeros(b)];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}

const withoutZeros = (digits: string): string => (digits.startsWith('0') ? digits.replace(/^0+/, '') : digits);
