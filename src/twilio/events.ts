/** The events of each emitter, with what their listeners get. */
import type { Conversation } from './conversation.js';
import type { Message } from './message.js';
import type { Participant } from './participant.js';
import type { PushNotification } from './push-notification.js';
import type {
  ConnectionError,
  ConnectionState,
  ConversationUpdatedEventArgs,
  MessageUpdatedEventArgs,
  ParticipantUpdatedEventArgs,
  State,
  UserUpdatedEventArgs,
} from './types.js';
import type { User } from './user.js';

/** What a conversation and the client report about messages, participants and typing. */
interface ConversationContentEvents {
  participantJoined: (participant: Participant) => void;
  participantLeft: (participant: Participant) => void;
  participantUpdated: (data: ParticipantUpdatedEventArgs) => void;
  messageAdded: (message: Message) => void;
  messageRemoved: (message: Message) => void;
  messageUpdated: (data: MessageUpdatedEventArgs) => void;
  typingEnded: (participant: Participant) => void;
  typingStarted: (participant: Participant) => void;
}

/** Events of a client. */
export interface ClientEvents extends ConversationContentEvents {
  conversationAdded: (conversation: Conversation) => void;
  conversationJoined: (conversation: Conversation) => void;
  conversationLeft: (conversation: Conversation) => void;
  conversationRemoved: (conversation: Conversation) => void;
  conversationUpdated: (data: ConversationUpdatedEventArgs) => void;
  tokenAboutToExpire: () => void;
  tokenExpired: () => void;
  pushNotification: (pushNotification: PushNotification) => void;
  userSubscribed: (user: User) => void;
  userUnsubscribed: (user: User) => void;
  userUpdated: (data: UserUpdatedEventArgs) => void;
  stateChanged: (state: State) => void;
  initialized: () => void;
  initFailed: (data: { error?: ConnectionError }) => void;
  connectionStateChanged: (state: ConnectionState) => void;
  connectionError: (data: ConnectionError) => void;
}

/** Events of a conversation. */
export interface ConversationEvents extends ConversationContentEvents {
  updated: (data: ConversationUpdatedEventArgs) => void;
  removed: (conversation: Conversation) => void;
}

/** Events of a message. */
export interface MessageEvents {
  updated: (data: MessageUpdatedEventArgs) => void;
}

/** Events of a participant. */
export interface ParticipantEvents {
  typingEnded: (participant: Participant) => void;
  typingStarted: (participant: Participant) => void;
  updated: (data: ParticipantUpdatedEventArgs) => void;
}

/** Events of a user. */
export interface UserEvents {
  updated: (data: UserUpdatedEventArgs) => void;
  userSubscribed: (user: User) => void;
  userUnsubscribed: (user: User) => void;
}
