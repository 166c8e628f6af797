/** The public interface of `@twilio/conversations` 3.0.1, and at the end what rethread adds to it. */
export { AggregatedDeliveryReceipt } from './aggregated-delivery-receipt.js';
export { CancellablePromise } from './cancellable-promise.js';
export { ChannelMetadata } from './channel-metadata.js';
export { Client } from './client.js';
export { ContentTemplate, ContentTemplateVariable } from './content-template.js';
export { Conversation } from './conversation.js';
export { DetailedDeliveryReceipt } from './detailed-delivery-receipt.js';
export { Media } from './media.js';
export { Message } from './message.js';
export { MessageBuilder } from './message-builder.js';
export { NotificationTypes } from './notification-types.js';
export { Participant } from './participant.js';
export { PushNotification } from './push-notification.js';
export { EmailRecipientDescriptor, UnknownRecipientDescriptor } from './recipient-descriptors.js';
export { RestPaginator } from './rest-paginator.js';
export { UnsentMessage } from './unsent-message.js';
export { User } from './user.js';

export {
  AmbiguousSendError,
  AttributesTooLargeError,
  ChatError,
  isChatError,
  NotSupportedError,
} from '../core/index.js';
export type { ChatErrorCode, Logger, MediaRecord, MediaStore, MediaUpload } from '../core/index.js';
export { getAcsChatClient, getAcsChatThreadClient } from './acs-clients.js';
export { HttpMediaStore, MemoryMediaStore } from '../media/index.js';
export { configure } from './configure.js';
export { receiptsFromReadState } from './delivery.js';
export type { DeliveryReceipts } from './delivery.js';
export { getSupport } from './support.js';
export type { MemberSupport, SupportEvidence, SupportLevel } from './support.js';
export type {
  ClientOptions,
  ConnectionState,
  ContentData,
  ContentDataAction,
  ContentDataActionOther,
  ContentDataActionPhone,
  ContentDataActionReply,
  ContentDataActionUrl,
  ContentDataCallToAction,
  ContentDataCard,
  ContentDataListItem,
  ContentDataListPicker,
  ContentDataLocation,
  ContentDataMedia,
  ContentDataOther,
  ContentDataQuickReply,
  ContentDataReply,
  ContentDataText,
  ConversationBindings,
  ConversationEmailBinding,
  ConversationLimits,
  ConversationState,
  ConversationStatus,
  ConversationUpdatedEventArgs,
  ConversationUpdateReason,
  CreateConversationOptions,
  DeliveryAmount,
  DeliveryStatus,
  EmailRecipientLevel,
  JSONArray,
  JSONObject,
  JSONValue,
  LastMessage,
  MediaCategory,
  MessageType,
  MessageUpdatedEventArgs,
  MessageUpdateReason,
  NotificationLevel,
  NotificationsChannelType,
  Paginator,
  ParticipantBindingOptions,
  ParticipantBindings,
  ParticipantEmailBinding,
  ParticipantEmailLevel,
  ParticipantType,
  ParticipantUpdatedEventArgs,
  ParticipantUpdateReason,
  PushNotificationData,
  PushNotificationDescriptor,
  PushNotificationType,
  RecipientDescriptor,
  RethreadOptions,
  SendEmailOptions,
  SendMediaOptions,
  State,
  UploadProgress,
  UserUpdatedEventArgs,
  UserUpdateReason,
} from './types.js';
