import { decodeThread, fieldsOf, type Json, type Thread } from '../core/index.js';
import type { Chat } from './connection.js';

export interface GroupParticipant {
  /** The user's id, in lower case. */
  readonly address: string;
  /** Azure adds people at once, so nobody is merely invited. */
  readonly status: 'Connected';
  /** Whether it is who created the group. Azure lets every member do everything. */
  readonly isAdmin: boolean;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly subject: string | undefined;
  readonly image: string | undefined;
  readonly participants: readonly GroupParticipant[];
}

/** As it is now. The members have to be loaded. */
export function groupOf({ link, users }: Chat, thread: Thread): Group {
  const { name, attributes } = decodeThread(thread.properties);
  const { subject, image } = fieldsOf(attributes);
  return {
    id: link.threads.nameOf(thread),
    name: name ?? '',
    subject: typeof subject === 'string' ? subject : undefined,
    image: typeof image === 'string' ? image : undefined,
    participants: thread.members.list.map(({ userId }) => ({
      address: users.nameOf(userId),
      status: 'Connected',
      isAdmin: userId === thread.createdBy,
    })),
  };
}

/** Where the thread keeps what it has no field for; other SDKs show it as the conversation's attributes. */
export function groupAttributes(subject: unknown, image: unknown): Json {
  return {
    ...(typeof subject === 'string' && { subject }),
    ...(typeof image === 'string' && { image }),
  };
}
