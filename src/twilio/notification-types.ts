/**
 * The types that notifications can have. A class without instances, because the original is one and apps read its fields;
 * with getters, because bundlers leave out what nobody uses only when making it does nothing.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class
export class NotificationTypes {
  static get TYPING_INDICATOR(): 'twilio.ipmsg.typing_indicator' {
    return 'twilio.ipmsg.typing_indicator';
  }

  static get NEW_MESSAGE(): 'twilio.conversations.new_message' {
    return 'twilio.conversations.new_message';
  }

  static get ADDED_TO_CONVERSATION(): 'twilio.conversations.added_to_conversation' {
    return 'twilio.conversations.added_to_conversation';
  }

  static get REMOVED_FROM_CONVERSATION(): 'twilio.conversations.removed_from_conversation' {
    return 'twilio.conversations.removed_from_conversation';
  }

  static get CONSUMPTION_UPDATE(): 'twilio.channel.consumption_update' {
    return 'twilio.channel.consumption_update';
  }
}
