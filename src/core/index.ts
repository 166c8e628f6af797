/** The provider-neutral chat session. Private to the package: apps see it through a facade. */
export { AsyncLane } from './async-lane.js';
export { AmbiguousSendError, AttributesTooLargeError, ChatError, isChatError, NotSupportedError } from './errors.js';
export type { ChatErrorCode, ChatErrorOptions } from './errors.js';
export { Cancellation } from './cancellation.js';
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
  Companion,
  CompanionListener,
  IdentityDirectory,
  Logger,
  MediaRecord,
  MediaStore,
  MediaUpload,
  MemberDraft,
  MessageDraft,
  NamedThread,
  Page,
  Profile,
  ProfileStore,
  RealtimeSink,
  RealtimeTransport,
  SettingStore,
  ThreadDirectory,
  ThreadDraft,
  ThreadGate,
  ThreadSettings,
  TokenSource,
} from './ports.js';
export { Timeline } from './timeline.js';
export type { TimelineEntry, Transition } from './timeline.js';
export { DirectThreads } from './direct-threads.js';
export type { DirectThreadsOptions } from './direct-threads.js';
export { HistoryReader } from './history-reader.js';
export type { HistoryItem, HistoryPage, HistoryReaderOptions } from './history-reader.js';
export { htmlOfText } from './html-text.js';
export { isSameJson, toJson } from './json.js';
export type { Json } from './json.js';
export { decodeMessage, encodeMessage, nonceOf } from './message-codec.js';
export type { MessageContent } from './message-codec.js';
export { decodeRichMessage, encodeRichMessage } from './rich-message.js';
export type { RichContent } from './rich-message.js';
export { arrivedSinceListing } from './late-arrivals.js';
export { LocalSettings } from './local-settings.js';
export { addressOfShared } from './shared-files.js';
export { NodeStyleEmitter } from './node-style-emitter.js';
export { RetryTimer } from './retry-timer.js';
export { ChatSession } from './session.js';
export type { SessionOptions } from './session.js';
export type { SessionEvents, ThreadProperties } from './session-events.js';
export type { Thread } from './thread.js';
export type { ThreadOrigin } from './thread-context.js';
export { byteLength, readDocument, writeDocument } from './wire-document.js';
export { decodeMember, decodeThread, encodeMember, encodeThread } from './thread-codec.js';
export type { ThreadContent } from './thread-codec.js';
export { reportUncaught, TypedEmitter } from './typed-emitter.js';
export { Typing } from './typing.js';
export type { Unsubscribe } from './typed-emitter.js';
export { dateOf, fieldsOf, idOf, itemsOf, metadataOf, parseItems, textOf } from './lenient.js';
export { parseUrl, readEndpoint } from './endpoint.js';
export type { ServiceEndpoint } from './endpoint.js';
