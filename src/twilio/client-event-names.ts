import { nameEvents } from './event-constants.js';
import type { ClientEvents } from './events.js';
import { ReplayEventEmitter } from './replay-event-emitter.js';

/**
 * The constants of `Client`, each with its own name as its value. In a class of their own, because that is where the
 * original has them: `Client` inherits them.
 */
export class ClientEventNames extends ReplayEventEmitter<ClientEvents> {
  declare static readonly conversationAdded: 'conversationAdded';
  declare static readonly conversationJoined: 'conversationJoined';
  declare static readonly conversationLeft: 'conversationLeft';
  declare static readonly conversationRemoved: 'conversationRemoved';
  declare static readonly conversationUpdated: 'conversationUpdated';
  declare static readonly participantJoined: 'participantJoined';
  declare static readonly participantLeft: 'participantLeft';
  declare static readonly participantUpdated: 'participantUpdated';
  declare static readonly messageAdded: 'messageAdded';
  declare static readonly messageRemoved: 'messageRemoved';
  declare static readonly messageUpdated: 'messageUpdated';
  declare static readonly tokenAboutToExpire: 'tokenAboutToExpire';
  declare static readonly tokenExpired: 'tokenExpired';
  declare static readonly typingEnded: 'typingEnded';
  declare static readonly typingStarted: 'typingStarted';
  declare static readonly pushNotification: 'pushNotification';
  declare static readonly userSubscribed: 'userSubscribed';
  declare static readonly userUnsubscribed: 'userUnsubscribed';
  declare static readonly userUpdated: 'userUpdated';
  declare static readonly stateChanged: 'stateChanged';
  declare static readonly initialized: 'initialized';
  declare static readonly initFailed: 'initFailed';
  declare static readonly connectionStateChanged: 'connectionStateChanged';
  declare static readonly connectionError: 'connectionError';

  static {
    nameEvents(
      this,
      'conversationAdded conversationJoined conversationLeft conversationRemoved conversationUpdated ' +
        'participantJoined participantLeft participantUpdated messageAdded messageRemoved messageUpdated ' +
        'tokenAboutToExpire tokenExpired typingEnded typingStarted pushNotification userSubscribed ' +
        'userUnsubscribed userUpdated stateChanged initialized initFailed connectionStateChanged connectionError',
    );
  }
}
