/** Every export of the original is here. Names of values are compared as a whole, names of types one by one. */
import type * as Original from '@twilio/conversations';
import type * as Rethread from 'rethread';
import { describe, expectTypeOf, test } from 'vitest';
import type { Gap, Missing, NoGap, TypeGap } from './compare.js';

describe('exports', () => {
  test('values', () => {
    expectTypeOf<Missing<typeof Original, typeof Rethread>>().toEqualTypeOf<never>();
  });

  test('types without a gap', () => {
    type Pairs = {
      ConnectionState: TypeGap<Original.ConnectionState, Rethread.ConnectionState>;
      ContentData: TypeGap<Original.ContentData, Rethread.ContentData>;
      ContentDataAction: TypeGap<Original.ContentDataAction, Rethread.ContentDataAction>;
      ContentDataActionOther: TypeGap<Original.ContentDataActionOther, Rethread.ContentDataActionOther>;
      ContentDataActionPhone: TypeGap<Original.ContentDataActionPhone, Rethread.ContentDataActionPhone>;
      ContentDataActionReply: TypeGap<Original.ContentDataActionReply, Rethread.ContentDataActionReply>;
      ContentDataActionUrl: TypeGap<Original.ContentDataActionUrl, Rethread.ContentDataActionUrl>;
      ContentDataCallToAction: TypeGap<Original.ContentDataCallToAction, Rethread.ContentDataCallToAction>;
      ContentDataCard: TypeGap<Original.ContentDataCard, Rethread.ContentDataCard>;
      ContentDataListItem: TypeGap<Original.ContentDataListItem, Rethread.ContentDataListItem>;
      ContentDataListPicker: TypeGap<Original.ContentDataListPicker, Rethread.ContentDataListPicker>;
      ContentDataLocation: TypeGap<Original.ContentDataLocation, Rethread.ContentDataLocation>;
      ContentDataMedia: TypeGap<Original.ContentDataMedia, Rethread.ContentDataMedia>;
      ContentDataOther: TypeGap<Original.ContentDataOther, Rethread.ContentDataOther>;
      ContentDataQuickReply: TypeGap<Original.ContentDataQuickReply, Rethread.ContentDataQuickReply>;
      ContentDataReply: TypeGap<Original.ContentDataReply, Rethread.ContentDataReply>;
      ContentDataText: TypeGap<Original.ContentDataText, Rethread.ContentDataText>;
      ConversationBindings: TypeGap<Original.ConversationBindings, Rethread.ConversationBindings>;
      ConversationEmailBinding: TypeGap<Original.ConversationEmailBinding, Rethread.ConversationEmailBinding>;
      ConversationLimits: TypeGap<Original.ConversationLimits, Rethread.ConversationLimits>;
      ConversationState: TypeGap<Original.ConversationState, Rethread.ConversationState>;
      ConversationStatus: TypeGap<Original.ConversationStatus, Rethread.ConversationStatus>;
      ConversationUpdateReason: TypeGap<Original.ConversationUpdateReason, Rethread.ConversationUpdateReason>;
      ConversationUpdatedEventArgs: TypeGap<
        Original.ConversationUpdatedEventArgs,
        Rethread.ConversationUpdatedEventArgs
      >;
      CreateConversationOptions: TypeGap<Original.CreateConversationOptions, Rethread.CreateConversationOptions>;
      DeliveryAmount: TypeGap<Original.DeliveryAmount, Rethread.DeliveryAmount>;
      DeliveryStatus: TypeGap<Original.DeliveryStatus, Rethread.DeliveryStatus>;
      EmailRecipientLevel: TypeGap<Original.EmailRecipientLevel, Rethread.EmailRecipientLevel>;
      JSONArray: TypeGap<Original.JSONArray, Rethread.JSONArray>;
      JSONObject: TypeGap<Original.JSONObject, Rethread.JSONObject>;
      JSONValue: TypeGap<Original.JSONValue, Rethread.JSONValue>;
      LastMessage: TypeGap<Original.LastMessage, Rethread.LastMessage>;
      MediaCategory: TypeGap<Original.MediaCategory, Rethread.MediaCategory>;
      MessageType: TypeGap<Original.MessageType, Rethread.MessageType>;
      MessageUpdateReason: TypeGap<Original.MessageUpdateReason, Rethread.MessageUpdateReason>;
      MessageUpdatedEventArgs: TypeGap<Original.MessageUpdatedEventArgs, Rethread.MessageUpdatedEventArgs>;
      NotificationLevel: TypeGap<Original.NotificationLevel, Rethread.NotificationLevel>;
      NotificationsChannelType: TypeGap<Original.NotificationsChannelType, Rethread.NotificationsChannelType>;
      Paginator: TypeGap<Original.Paginator<string>, Rethread.Paginator<string>>;
      ParticipantBindingOptions: TypeGap<Original.ParticipantBindingOptions, Rethread.ParticipantBindingOptions>;
      ParticipantBindings: TypeGap<Original.ParticipantBindings, Rethread.ParticipantBindings>;
      ParticipantEmailBinding: TypeGap<Original.ParticipantEmailBinding, Rethread.ParticipantEmailBinding>;
      ParticipantEmailLevel: TypeGap<Original.ParticipantEmailLevel, Rethread.ParticipantEmailLevel>;
      ParticipantType: TypeGap<Original.ParticipantType, Rethread.ParticipantType>;
      ParticipantUpdateReason: TypeGap<Original.ParticipantUpdateReason, Rethread.ParticipantUpdateReason>;
      ParticipantUpdatedEventArgs: TypeGap<Original.ParticipantUpdatedEventArgs, Rethread.ParticipantUpdatedEventArgs>;
      PushNotificationData: TypeGap<Original.PushNotificationData, Rethread.PushNotificationData>;
      PushNotificationDescriptor: TypeGap<Original.PushNotificationDescriptor, Rethread.PushNotificationDescriptor>;
      PushNotificationType: TypeGap<Original.PushNotificationType, Rethread.PushNotificationType>;
      RecipientDescriptor: TypeGap<Original.RecipientDescriptor, Rethread.RecipientDescriptor>;
      SendEmailOptions: TypeGap<Original.SendEmailOptions, Rethread.SendEmailOptions>;
      State: TypeGap<Original.State, Rethread.State>;
      UserUpdateReason: TypeGap<Original.UserUpdateReason, Rethread.UserUpdateReason>;
      UserUpdatedEventArgs: TypeGap<Original.UserUpdatedEventArgs, Rethread.UserUpdatedEventArgs>;
    };
    expectTypeOf<Pairs>().toEqualTypeOf<Record<keyof Pairs, NoGap>>();
  });

  test('ClientOptions', () => {
    // Parts of the original's transport, which have nothing to act on here: any value is accepted.
    type Transport = 'twilsockClient' | 'transport' | 'notificationsClient' | 'syncClient' | 'initRegistrations';
    // Options within options, which differ as these do.
    type Nested = 'Chat' | 'IPMessaging';
    type Theirs = Original.ClientOptions;
    expectTypeOf<TypeGap<Theirs, Rethread.ClientOptions>>().toExtend<Gap<never, Transport | Nested>>();
    expectTypeOf<Theirs>().toExtend<Rethread.ClientOptions>();
    expectTypeOf<Omit<Rethread.ClientOptions, Transport | Nested>>().toExtend<Theirs>();
  });

  test('SendMediaOptions', () => {
    // The content is `Buffer` there and what of it matters here, so that apps without the types of Node compile.
    type Theirs = Original.SendMediaOptions;
    expectTypeOf<TypeGap<Theirs, Rethread.SendMediaOptions>>().toExtend<Gap<never, 'media'>>();
    expectTypeOf<Theirs>().toExtend<Rethread.SendMediaOptions>();
  });
});
