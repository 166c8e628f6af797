/** Clients as emitters of Node, and as libraries take them. */
import { EventEmitter, once } from 'node:events';
import { Client, type Conversation, Message, NotificationTypes, Participant, User } from '@twilio/conversations';

interface NodeStyleSource {
  addListener(name: string | symbol, handler: (...args: unknown[]) => void): this;
  removeListener(name: string | symbol, handler: (...args: unknown[]) => void): this;
}
declare function fromEvent<T>(source: NodeStyleSource, name: string): AsyncIterable<T>;

export async function wait(client: Client, conversation: Conversation): Promise<void> {
  const emitter: EventEmitter = client;
  emitter.setMaxListeners(50);
  await once(client, 'initialized');
  for await (const message of fromEvent<Message>(conversation, 'messageAdded')) console.log(message.body);
  client.prependListener('newListener', (name: string) => console.log(name));
  client.prependOnceListener('messageAdded', (message: Message) => console.log(message.sid));
  client.once('connectionError', ({ terminal, message }) => console.log(terminal, message.length));
  conversation.onWithReplay('updated', ({ updateReasons }) => console.log(updateReasons.join()));
  conversation.emit('removed', conversation);
  console.log(
    client.listenerCount('messageAdded'),
    client.eventNames().length,
    client.listeners('messageAdded').length,
  );
  client.rawListeners('messageAdded').forEach((listener) => console.log(typeof listener));
  client.removeAllListeners().removeAllListeners('anything');
  const byName = { [Participant.typingStarted]: 1, [Message.updated]: 2, [NotificationTypes.NEW_MESSAGE]: 3 };
  console.log(byName, client.user.updated satisfies 'updated', User.prototype);
  const on = <Name extends 'messageAdded' | 'messageRemoved'>(name: Name): Client => client.on(name, console.log);
  on('messageAdded');
}

export async function push(client: Client, payload: unknown): Promise<void> {
  const { type, data, badge } = Client.parsePushNotification(payload);
  console.log(type === 'twilio.conversations.new_message', data.messageIndex, data.conversationSid, badge);
  client.on('pushNotification', (notification) => console.log(notification.title));
  await client.handlePushNotification({ data: payload });
  await client.setPushRegistrationId('fcm', 'id');
  await client.removePushRegistrations('apn', 'id');
}
