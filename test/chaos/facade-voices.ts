import { Client } from '../../src/index.js';
import { create } from '../../src/kandy/index.js';
import { SignalWire } from '../../src/signalwire/index.js';
import { ConversationClient } from '../../src/stitch/index.js';

/** What a voice needs to take part in one thread. */
export interface VoiceOptions {
  readonly threadId: string;
  /** What `new Client()` of Twilio's SDK gets. */
  readonly connectionToken: string;
  readonly token: string;
  /** Settings of every facade. */
  readonly glue: {
    readonly endpoint: string;
    readonly identities: Readonly<Record<string, string>>;
    readonly tokenRefresher: () => Promise<string>;
    readonly logger: Record<'debug' | 'info' | 'warn' | 'error', () => void>;
  };
  /** Called for each event that tells of a message, with the id that the facade gives it. */
  readonly hear: (id: string) => void;
}

/** Somebody who takes part with an app of one of the SDKs. */
export interface Voice {
  readonly sdk: string;
  /** Rejects or not: what became of the message, the thread says. */
  say(text: string): Promise<void>;
  leave(): Promise<void>;
}

export async function twilioVoice({ threadId, connectionToken, glue, hear }: VoiceOptions): Promise<Voice> {
  const client = new Client(connectionToken, { rethread: glue });
  const conversation = await client.getConversationBySid(threadId);
  // By the time of the first page, as an app that shows the conversation does.
  await conversation.getMessages();
  conversation.on('messageAdded', (message) => hear(acsIdIn(message.sid)));
  return {
    sdk: 'twilio',
    say: async (text) => {
      await conversation.sendMessage(text);
    },
    leave: () => client.shutdown(),
  };
}

export async function kandyVoice({ threadId, token, glue, hear }: VoiceOptions): Promise<Voice> {
  const client = create({ azure: glue });
  client.setTokens({ accessToken: token });
  const subscribed = new Promise<void>((resolve) => {
    client.on('subscription:change', () => {
      const { isPending, subscribed: services } = client.services.getSubscriptions();
      if (!isPending && services.length > 0) resolve();
    });
  });
  client.services.subscribe(['chat']);
  await subscribed;
  const conversation = client.conversation.create(threadId, { type: 'chat-group' });
  // One of the two for each message; what tells of other things names none.
  const handle = (told: unknown): void => {
    const { messageId } = told as { messageId?: string };
    if (messageId !== undefined) hear(messageId);
  };
  client.on('messages:change', handle);
  client.on('conversations:change', handle);
  return {
    sdk: 'kandy',
    say: (text) => {
      conversation.createMessage(text).send();
      return Promise.resolve();
    },
    leave: () => client.destroy(),
  };
}

export async function signalWireVoice({ threadId, token, glue, hear }: VoiceOptions): Promise<Voice> {
  const client = await SignalWire({ token, azure: glue });
  await client.chat.subscribe({ addressId: threadId, onMessage: ({ id }) => hear(id) });
  return {
    sdk: 'signalwire',
    say: async (text) => {
      await client.chat.sendMessage({ addressId: threadId, text });
    },
    leave: async () => {
      await client.disconnect();
    },
  };
}

export async function stitchVoice({ threadId, token, glue, hear }: VoiceOptions): Promise<Voice> {
  const client = new ConversationClient({ azure: glue });
  const application = await client.login(token);
  const conversation = await application.getConversation(threadId);
  conversation.on('text', (_: unknown, event: { readonly acsId: string }) => hear(event.acsId));
  return {
    sdk: 'stitch',
    say: async (text) => {
      await conversation.sendText(text);
    },
    leave: () => client.logout(),
  };
}

/** The last digits of a message's sid are the id that ACS gave it. */
const acsIdIn = (sid: string): string => String(Number.parseInt(sid.slice(-12), 16));
