/** Properties that hold private state, by class, with the public names of what is in them. */
export const PRIVATE_STATE: Readonly<Record<string, readonly string[]>> = {
  Message: ['state', '_state'],
  Participant: ['state', '_state'],
  User: ['state', '_state'],
  Media: ['state', '_state'],
  Conversation: ['channelState', '_internalState', 'conversationState'],
};

const NAMES: Readonly<Record<string, string>> = {
  Message:
    'sid index author body subject attributes type media participantSid lastUpdatedBy dateUpdated dateCreated aggregatedDeliveryReceipt',
  Participant:
    'sid identity attributes type bindings roleSid dateCreated dateUpdated isTyping lastReadMessageIndex lastReadTimestamp',
  User: 'identity friendlyName attributes',
  Media: 'sid filename contentType size category',
  Conversation:
    'uniqueName friendlyName attributes status dateCreated dateUpdated createdBy lastReadMessageIndex lastMessage notificationLevel bindings state',
};

const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Message: { timestamp: 'dateCreated', medias: 'attachedMedia' },
  User: { online: 'isOnline', notifiable: 'isNotifiable' },
  Conversation: {
    lastConsumedMessageIndex: 'lastReadMessageIndex',
    // Of the state of twilio-chat.
    uniqueName: 'uniqueName',
  },
};

/** The public property for a field of private state. */
export function publicName(owner: string, field: string): string | undefined {
  if (NAMES[owner]?.split(' ').includes(field)) return field;
  const others = OTHER_NAMES[owner];
  return others && Object.hasOwn(others, field) ? others[field] : undefined;
}

/** Whether a property of a class is private state. */
export function isPrivateState(owner: string, name: string): boolean {
  return PRIVATE_STATE[owner]?.includes(name) ?? false;
}

/** Other private properties that apps were seen to touch, and what to use instead. */
export const PRIVATE_MEMBERS: Readonly<Record<string, string>> = {
  'Conversation#_participants': '`await conversation.getParticipants()`',
  'Conversation#participants': '`await conversation.getParticipants()`',
  'Conversation#_messages': '`await conversation.getMessages()`',
  'Conversation#entity': 'nothing: it is of the inside',
  'Client#_services': 'nothing: it is of the inside',
  'Client#services': 'nothing: it is of the inside',
  'Client#fpaToken': 'the token that you passed',
  'Client#token': 'the token that you passed',
  'Client#emit': 'your own emitter: only the client announces its events',
  'Conversation#emit': 'your own emitter: only the conversation announces its events',
  'Participant#emit': 'your own emitter: only the participant announces its events',
  'Message#emit': 'your own emitter: only the message announces its events',
  'User#emit': 'your own emitter: only the user announces its events',
};
