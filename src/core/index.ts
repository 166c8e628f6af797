/** The provider-neutral chat session. Private to the package: apps see it through a facade. */
export { AmbiguousSendError, ChatError, isChatError, NotSupportedError } from './errors.js';
export type { ChatErrorCode, ChatErrorOptions } from './errors.js';
export { compareIds } from './model.js';
export type {
  MemberRecord,
  MessageId,
  MessageRecord,
  Metadata,
  ReceiptRecord,
  ServiceEvent,
  SystemChange,
  ThreadId,
  ThreadRecord,
  ThreadSummary,
  UserId,
  Version,
} from './model.js';
export type {
  ChatBackend,
  IdentityDirectory,
  Logger,
  MediaRecord,
  MediaStore,
  MediaUpload,
  MemberDraft,
  MessageDraft,
  Page,
  RealtimeSink,
  RealtimeTransport,
  ThreadDraft,
  TokenSource,
} from './ports.js';
export { Timeline } from './timeline.js';
export type { TimelineEntry, Transition } from './timeline.js';
