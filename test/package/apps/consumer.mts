/** An app in TypeScript; compiled only. */
import { Client, configure, isChatError, type ClientOptions, type Message, type Paginator } from 'rethread';
import { type Emulator, startEmulator } from 'rethread/emulator';
import {
  createCompanion,
  encodeConnectionToken,
  toNodeListener,
  type Companion,
  type ConnectionTokenFields,
  type NodeListener,
} from 'rethread/server';
import type { Client as TwilioClient } from 'rethread/twilio';

const options: ClientOptions = { logLevel: 'silent', rethread: { realtime: 'polling' } };
configure({ identities: { bob: '8:acs:bob' } });

export async function readMessages(fields: ConnectionTokenFields): Promise<string[]> {
  const client: TwilioClient = new Client(encodeConnectionToken(fields), options);
  client.on('messageAdded', (message) => message.attachedMedia?.map(({ filename }) => filename));
  const [conversation] = (await client.getSubscribedConversations()).items;
  const page: Paginator<Message> | undefined = await conversation?.getMessages(30, 0, 'forward');
  return page?.items.map(({ body, author, index }) => `${index} ${author ?? 'nobody'}: ${body ?? ''}`) ?? [];
}

export const start = (): Promise<Emulator> => startEmulator({ port: 0, rateLimits: false });
export const isGone = (error: unknown): boolean => isChatError(error, 'not-found') && error.status === 404;

const companion: Companion = createCompanion({
  acs: { connectionString: 'endpoint=https://contoso.communication.azure.com;accesskey=a2V5' },
  publicUrl: 'https://app.example.com/chat',
  authenticate: (request) => Promise.resolve(request.headers.get('x-user')),
  authorize: (action, { caller, conversation }) =>
    action === 'conversation.find' || conversation?.createdBy === caller.userId,
});
export const listener: NodeListener = toNodeListener(companion);
