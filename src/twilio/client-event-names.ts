import type { ClientEvents } from './events.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';

/**
 * The constants of `Client`, each with its own name as its value. In a class of their own, because that is where the
 * original has them: `Client` inherits them.
 */
export class ClientEventNames extends ReplayEventEmitter<ClientEvents> {
  static readonly conversationAdded = 'conversationAdded';
  static readonly conversationJoined = 'conversationJoined';
  static readonly conversationLeft = 'conversationLeft';
  static readonly conversationRemoved = 'conversationRemoved';
  static readonly conversationUpdated = 'conversationUpdated';
  static readonly participantJoined = 'participantJoined';
  static readonly participantLeft = 'participantLeft';
  static readonly participantUpdated = 'participantUpdated';
  static readonly messageAdded = 'messageAdded';
  static readonly messageRemoved = 'messageRemoved';
  static readonly messageUpdated = 'messageUpdated';
  static readonly tokenAboutToExpire = 'tokenAboutToExpire';
  static readonly tokenExpired = 'tokenExpired';
  static readonly typingEnded = 'typingEnded';
  static readonly typingStarted = 'typingStarted';
  static readonly pushNotification = 'pushNotification';
  static readonly userSubscribed = 'userSubscribed';
  static readonly userUnsubscribed = 'userUnsubscribed';
  static readonly userUpdated = 'userUpdated';
  static readonly stateChanged = 'stateChanged';
  static readonly initialized = 'initialized';
  static readonly initFailed = 'initFailed';
  static readonly connectionStateChanged = 'connectionStateChanged';
  static readonly connectionError = 'connectionError';
}
