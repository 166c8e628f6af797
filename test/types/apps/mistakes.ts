/** What does not compile with the original does not compile here either. */
import { Client, type Conversation, type Message, type Paginator } from '@twilio/conversations';

export async function mistakes(client: Client, conversation: Conversation, message: Message): Promise<void> {
  // @ts-expect-error no such event
  client.on('messageAded', () => undefined);
  // @ts-expect-error no such event of a message
  message.on('messageAdded', () => undefined);
  // @ts-expect-error listeners get a message
  conversation.on('messageAdded', (text: string) => console.log(text));
  // @ts-expect-error that update has a participant
  client.on('participantUpdated', ({ message: other }) => console.log(other));
  // @ts-expect-error no such event to emit
  conversation.emit('messageAded', message);
  // @ts-expect-error it is read-only
  message.body = 'other';
  // @ts-expect-error it is read-only
  conversation.sid = 'CH0';
  // @ts-expect-error a page may be missing
  const size: number = (await conversation.getMessages()).items[0]?.attachedMedia.length;
  // @ts-expect-error there may be no count
  const count: number = await conversation.getUnreadMessagesCount();
  // @ts-expect-error no such direction
  await conversation.getMessages(10, 0, 'backward');
  // @ts-expect-error attributes are JSON
  await conversation.updateAttributes({ when: new Date() });
  // @ts-expect-error no such level
  await conversation.setUserNotificationLevel('loud');
  // @ts-expect-error a token is text
  new Client(1);
  // @ts-expect-error no such option
  new Client('token', { loglevel: 'debug' });
  // @ts-expect-error the index is missing
  await conversation.advanceLastReadMessageIndex();
  // @ts-expect-error a page is of conversations
  const page: Paginator<Message> = await client.getSubscribedConversations();
  console.log(size, count, page);
}
