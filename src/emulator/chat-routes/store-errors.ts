import type { Behaviour } from '../behaviour.js';
import { refuse, type ServiceError } from '../errors.js';
import type { StoreError, StoreRefusal } from '../store/store-error.js';

const answers: Readonly<Record<StoreRefusal, (behaviour: Behaviour) => ServiceError>> = {
  threadNotFound: () => refuse.notFound('The thread does not exist.', 'chatThreadId'),
  threadDeleted: ({ deletedThread }) =>
    deletedThread === 'notFound'
      ? refuse.notFound('The thread was deleted.', 'chatThreadId')
      : refuse.forbidden('The thread was deleted.', 'chatThreadId'),
  notParticipant: () => refuse.forbidden('The user is not a participant of the thread.', 'chatThreadId'),
  messageNotFound: () => refuse.notFound('The message does not exist.', 'chatMessageId'),
  messageDeleted: () => refuse.notFound('The message was deleted.', 'chatMessageId'),
  notSender: () => refuse.forbidden('Only its sender may change a message.', 'chatMessageId'),
  systemMessage: () => refuse.forbidden('A message of the service cannot be changed.', 'chatMessageId'),
  threadFull: () => refuse.badRequest('A thread may have at most 250 participants.', 'participants'),
  participantNotFound: () =>
    refuse.notFound('This user is not a participant of the thread.', 'participantCommunicationIdentifier'),
  selfRemoval: () => refuse.forbidden('Users may not remove themselves.', 'participantCommunicationIdentifier'),
  notCreator: () => refuse.forbidden('Only its creator may delete a thread.', 'chatThreadId'),
};

/** What the service answers when the store refuses. */
export function toServiceError({ refusal }: StoreError, behaviour: Behaviour): ServiceError {
  return answers[refusal](behaviour);
}
