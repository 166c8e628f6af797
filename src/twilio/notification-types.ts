/* Made by a function that is marked as pure: otherwise bundlers keep the fields of a class that nobody uses. */
export const NotificationTypes = /* @__PURE__ */ (() => {
  // A class without instances, because the original is one and apps read its fields.
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class
  return class NotificationTypes {
    static readonly TYPING_INDICATOR = 'twilio.ipmsg.typing_indicator';
    static readonly NEW_MESSAGE = 'twilio.conversations.new_message';
    static readonly ADDED_TO_CONVERSATION = 'twilio.conversations.added_to_conversation';
    static readonly REMOVED_FROM_CONVERSATION = 'twilio.conversations.removed_from_conversation';
    static readonly CONSUMPTION_UPDATE = 'twilio.channel.consumption_update';
  };
})();
/** The types that notifications can have. */
export type NotificationTypes = InstanceType<typeof NotificationTypes>;
