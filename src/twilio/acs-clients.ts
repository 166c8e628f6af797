import type { ChatClient, ChatThreadClient } from '../acs/index.js';
import type { Client } from './client.js';
import { Conversation } from './conversation.js';

/**
 * The official `ChatClient` below a client, once that is initialized: for what ACS can do and Twilio cannot, and for leaving
 * this library file by file.
 *
 * It is the one that the library itself uses: its requests count against the same limits, and the library does not see
 * what they change before ACS tells it.
 *
 * @throws what went wrong with the client, in Twilio's shape
 */
export async function getAcsChatClient(owner: Client | Conversation): Promise<ChatClient> {
  const services = owner instanceof Conversation ? owner['view']().services : owner['core']();
  return (await services.link()).chatClient;
}

/** The official `ChatThreadClient` of a conversation. @see getAcsChatClient */
export async function getAcsChatThreadClient(conversation: Conversation): Promise<ChatThreadClient> {
  return (await getAcsChatClient(conversation)).getChatThreadClient(conversation.sid);
}
