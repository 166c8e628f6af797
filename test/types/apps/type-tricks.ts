/** Types that apps derive from the package, because it does not export them. */
import type * as Conversations from '@twilio/conversations';
import { Client as ConversationsClient, Conversation, Media, Message, User } from '@twilio/conversations';
import type { Client, NotificationLevel, RecipientDescriptor } from '@twilio/conversations';

// What has no effect on the package may still be written.
declare module '@twilio/conversations' {
  interface ClientEvents {
    conversationArchived: (conversation: Conversation) => void;
  }
}
export type Archived = Parameters<Conversations.ClientEvents['conversationArchived']>[0];

export type AddedParticipant = Awaited<ReturnType<typeof Conversation.prototype.add>>;
export const bindingOf = ({ messaging_binding: binding, sid, links }: AddedParticipant): string =>
  binding?.type === 'sms' ? binding.address : `${sid} ${links.conversation}`;

export type ConversationEvent = Parameters<Conversation['on']>[0];
export type ConversationListener = Parameters<Conversation['on']>[1];
export const events: ConversationEvent[] = ['messageAdded', 'typingStarted', 'updated', Conversation.removed];

export type Created = Awaited<ReturnType<typeof import('@twilio/conversations').Client.create>>;
export type LogLevel = NonNullable<ConstructorParameters<typeof ConversationsClient>[1]>['logLevel'];
export const level: LogLevel = 'silent';
export type Response = Awaited<ReturnType<import('@twilio/conversations').Conversation['getMessageRecipients']>>;
export const recipients: (response: Response) => RecipientDescriptor[] = (response) => response.items;

export class ArrayPaginator<T> implements Conversations.Paginator<T> {
  hasNextPage = false;
  hasPrevPage = false;
  items: T[];

  constructor(items: T[]) {
    this.items = items;
  }

  nextPage(): Promise<Conversations.Paginator<T>> {
    return Promise.reject(new Error('no next page'));
  }

  prevPage(): Promise<ArrayPaginator<T>> {
    return Promise.resolve(this);
  }
}

export class LoggingClient extends ConversationsClient {
  override async getConversationBySid(sid: string): Promise<Conversation> {
    console.log(sid, this.connectionState, this.version, ConversationsClient.version);
    return super.getConversationBySid(sid);
  }
}

export interface ExtendedMessage extends Message {
  isMine: boolean;
}

export function kindOf(value: unknown): string {
  if (value instanceof Message) return value.body ?? '';
  if (value instanceof Conversation) return value.friendlyName ?? '';
  if (value instanceof User) return value.identity;
  return value instanceof Media ? (value.filename ?? '') : '';
}

export const fake: Partial<Conversation> = { sid: 'CH0', friendlyName: null };
export const levels: Record<NotificationLevel, string> = { default: 'on', muted: 'off' };
export const fakeClient = {
  getSubscribedConversations: () => Promise.resolve(new ArrayPaginator([fake as Conversation])),
  user: { identity: 'alice' },
} as unknown as jestMocked<Client>;
type jestMocked<T> = { [Key in keyof T]: T[Key] };

export async function load(): Promise<Conversations.Client> {
  const { Client: Loaded } = await import('@twilio/conversations');
  return Loaded.create('token', { region: 'us1' });
}
export type Package = typeof import('@twilio/conversations');
export type { Conversation, Message };
