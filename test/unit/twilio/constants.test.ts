import { expect, it } from 'vitest';
import { Client, Conversation, Message, Participant } from '../../../src/index.js';

const CLIENT =
  'conversationAdded conversationJoined conversationLeft conversationRemoved conversationUpdated participantJoined ' +
  'participantLeft participantUpdated messageAdded messageRemoved messageUpdated tokenAboutToExpire tokenExpired ' +
  'typingEnded typingStarted pushNotification userSubscribed userUnsubscribed userUpdated stateChanged initialized ' +
  'initFailed connectionStateChanged connectionError';
const CONVERSATION =
  'participantJoined participantLeft participantUpdated messageAdded messageRemoved messageUpdated typingEnded ' +
  'typingStarted updated removed';

it.each([
  ['Client', Client, CLIENT],
  ['Conversation', Conversation, CONVERSATION],
  ['Message', Message, 'updated'],
  ['Participant', Participant, 'typingStarted typingEnded updated'],
])('§1.3 the constants of %s are the names of its events', (_name, owner, names) => {
  const constants = owner as unknown as Record<string, unknown>;
  for (const name of names.split(' ')) expect(constants[name]).toBe(name);
});

it('§1.3 populateInitRegistrations takes anything and does nothing', () => {
  expect(() => Client.populateInitRegistrations({})).not.toThrow();
});
