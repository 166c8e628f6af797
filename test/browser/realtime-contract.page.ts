/** The unmodified official client in a page, driven by the test next to it. */
import { ChatClient, type ChatClientOptions } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';

type Received = { name: string; event: unknown };

interface Listener {
  client: ChatClient;
  received: Received[];
  connects: number;
  disconnects: number;
}

const EVENT_NAMES = [
  'chatMessageReceived',
  'chatMessageEdited',
  'chatMessageDeleted',
  'typingIndicatorReceived',
  'readReceiptReceived',
  'chatThreadCreated',
  'chatThreadPropertiesUpdated',
  'chatThreadDeleted',
  'participantsAdded',
  'participantsRemoved',
] as const;

// The bearer policy refuses http addresses, and so does the HTTP client: look secure to the one, and be excused by the other.
const additionalPolicies: NonNullable<ChatClientOptions['additionalPolicies']> = [
  {
    position: 'perCall',
    policy: {
      name: 'lookSecure',
      sendRequest: (request, next) => {
        request.url = request.url.replace(/^http:/, 'https:');
        return next(request);
      },
    },
  },
  {
    position: 'perRetry',
    policy: {
      name: 'goPlain',
      sendRequest: (request, next) => {
        request.url = request.url.replace(/^https:/, 'http:');
        request.allowInsecureConnection = true;
        return next(request);
      },
    },
  },
];

const listeners = new Map<string, Listener>();

async function start(name: string, endpoint: string, token: string): Promise<void> {
  const options = { additionalPolicies, signalingClientOptions: { additionalPolicies } } as ChatClientOptions;
  const client = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token), options);
  const listener: Listener = { client, received: [], connects: 0, disconnects: 0 };
  listeners.set(name, listener);
  client.on('realTimeNotificationConnected', () => (listener.connects += 1));
  client.on('realTimeNotificationDisconnected', () => (listener.disconnects += 1));
  await client.startRealtimeNotifications();
  for (const eventName of EVENT_NAMES) {
    client.on(eventName as 'chatMessageReceived', (event) => listener.received.push({ name: eventName, event }));
  }
}

const page = {
  start,
  stop: (name: string) => listeners.get(name)!.client.stopRealtimeNotifications(),
  state: (name: string) => {
    const { received, connects, disconnects } = listeners.get(name)!;
    // Dates cross over to the test as text.
    return { received: JSON.parse(JSON.stringify(received)) as Received[], connects, disconnects };
  },
};

export type ContractPage = typeof page;

Object.assign(globalThis, { contract: page });
