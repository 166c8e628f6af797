/** Some apps read private fields, in brackets, which TypeScript allows. */
import type { Conversation, Media, Message, Participant, User } from '@twilio/conversations';

export const bodyOf = (message: Message): string => `${message['state'].author}: ${message['state'].body}`;
export const sentAt = (message: Message): Date => message['state'].timestamp;
export const filesOf = (message: Message): number => message['state'].medias.length;

export function describe(conversation: Conversation): string {
  const { friendlyName, uniqueName, status } = conversation['_internalState'];
  const known: Participant[] = Array.from(conversation._participants.values());
  return `${friendlyName ?? uniqueName} (${status}, ${known.length})`;
}

export const nameOf = (participant: Participant, user: User): string =>
  user['state'].friendlyName ?? participant['state'].identity;
export const sizeOf = (media: Media): number => media['state'].size;
