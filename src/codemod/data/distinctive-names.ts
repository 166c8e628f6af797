/**
 * Names of members that hardly anything but the SDK has, with their rows: where nothing says what the object is, they tell
 * enough to be listed, and too little to be rewritten.
 */
export const DISTINCTIVE_MEMBERS: Readonly<Record<string, string>> = {
  addNonChatParticipant: 'Conversation#addNonChatParticipant',
  advanceLastReadMessageIndex: 'Conversation#advanceLastReadMessageIndex',
  aggregatedDeliveryReceipt: 'Message#aggregatedDeliveryReceipt',
  attachTemporaryUrlsFor: 'Message#attachTemporaryUrlsFor',
  attachedMedia: 'Message#attachedMedia',
  getContentTemporaryUrl: 'Media#getContentTemporaryUrl',
  getConversationBySid: 'Client#getConversationBySid',
  getConversationByUniqueName: 'Client#getConversationByUniqueName',
  getDetailedDeliveryReceipts: 'Message#getDetailedDeliveryReceipts',
  getMessageRecipients: 'Message#getMessageRecipients',
  getParticipantByIdentity: 'Conversation#getParticipantByIdentity',
  getParticipantsCount: 'Conversation#getParticipantsCount',
  getSubscribedConversations: 'Client#getSubscribedConversations',
  getSubscribedUsers: 'Client#getSubscribedUsers',
  getUnreadMessagesCount: 'Conversation#getUnreadMessagesCount',
  handlePushNotification: 'Client#handlePushNotification',
  lastReadMessageIndex: 'Conversation#lastReadMessageIndex',
  peekConversationBySid: 'Client#peekConversationBySid',
  prepareMessage: 'Conversation#prepareMessage',
  setAllMessagesRead: 'Conversation#setAllMessagesRead',
  setAllMessagesUnread: 'Conversation#setAllMessagesUnread',
  setPushRegistrationId: 'Client#setPushRegistrationId',
  setUserNotificationLevel: 'Conversation#setUserNotificationLevel',
  unsetPushRegistrationId: 'Client#unsetPushRegistrationId',
  updateLastReadMessageIndex: 'Conversation#updateLastReadMessageIndex',
};

/** Of twilio-chat, with their names today. */
export const DISTINCTIVE_LEGACY: Readonly<Record<string, string>> = {
  advanceLastConsumedMessageIndex: 'Conversation#advanceLastReadMessageIndex',
  createChannel: 'Client#createConversation',
  getChannelBySid: 'Client#getConversationBySid',
  getChannelByUniqueName: 'Client#getConversationByUniqueName',
  getMemberByIdentity: 'Conversation#getParticipantByIdentity',
  getMembersCount: 'Conversation#getParticipantsCount',
  getPublicChannelDescriptors: 'Client#getPublicChannelDescriptors',
  getSubscribedChannels: 'Client#getSubscribedConversations',
  getUnconsumedMessagesCount: 'Conversation#getUnreadMessagesCount',
  getUserChannelDescriptors: 'Client#getUserChannelDescriptors',
  lastConsumedMessageIndex: 'Conversation#lastReadMessageIndex',
  setAllMessagesConsumed: 'Conversation#setAllMessagesRead',
  setNoMessagesConsumed: 'Conversation#setAllMessagesUnread',
  updateLastConsumedMessageIndex: 'Conversation#updateLastReadMessageIndex',
};

/** Properties with private state that nothing else has. */
export const DISTINCTIVE_STATE: Readonly<Record<string, string>> = {
  channelState: 'Conversation',
  _internalState: 'Conversation',
};

/** Fields of `something.state` that point to a message. */
export const MESSAGE_STATE_FIELDS: ReadonlySet<string> = new Set([
  'author',
  'participantSid',
  'memberSid',
  'aggregatedDeliveryReceipt',
  'lastUpdatedBy',
]);

const words = [DISTINCTIVE_MEMBERS, DISTINCTIVE_LEGACY, DISTINCTIVE_STATE].flatMap((names) => Object.keys(names));

/** Finds files that may have to do with the SDK without naming it. */
export const DISTINCTIVE_WORDS = new RegExp(
  `\\b(?:${words.join('|')})\\b|\\.state\\??\\.(?:${[...MESSAGE_STATE_FIELDS].join('|')})\\b`,
);
