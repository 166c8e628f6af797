import { expect, it } from 'vitest';

/** What `@twilio/conversations` 3.0.1 has at run time. */
const ORIGINAL = [
  'AggregatedDeliveryReceipt',
  'CancellablePromise',
  'ChannelMetadata',
  'Client',
  'ContentTemplate',
  'ContentTemplateVariable',
  'Conversation',
  'DetailedDeliveryReceipt',
  'EmailRecipientDescriptor',
  'Media',
  'Message',
  'MessageBuilder',
  'NotificationTypes',
  'Participant',
  'PushNotification',
  'RestPaginator',
  'UnknownRecipientDescriptor',
  'UnsentMessage',
  'User',
];
const OWN = [
  'AmbiguousSendError',
  'AttributesTooLargeError',
  'ChatError',
  'HttpMediaStore',
  'MemoryMediaStore',
  'NotSupportedError',
  'configure',
  'getAcsChatClient',
  'getAcsChatThreadClient',
  'getSupport',
  'receiptsFromReadState',
  'isChatError',
];

it.each(['../../src/index.js', '../../src/twilio/index.js'])(
  '%s exports what was promised, and nothing else',
  async (path) => {
    const library = (await import(path)) as Record<string, unknown>;
    expect(Object.keys(library).sort()).toEqual([...ORIGINAL, ...OWN].sort());
    for (const name of ORIGINAL) expect(library[name], name).toBeTypeOf('function');
  },
);

it('the emulator and the server export what was promised', async () => {
  expect(Object.keys(await import('../../src/emulator/index.js')).sort()).toEqual([
    'defaultBehaviour',
    'startEmulator',
  ]);
  expect(Object.keys(await import('../../src/server/index.js')).sort()).toEqual([
    'azureBlobMedia',
    'createCompanion',
    'defaultAuthorize',
    'encodeConnectionToken',
    'toNodeListener',
  ]);
});

it.each([
  ['kandy', ['create', 'sdpHandlers', 'HttpMediaStore', 'MemoryMediaStore']],
  ['signalwire', ['AuthError', 'HttpError', 'SignalWire']],
  [
    'stitch',
    ['ConversationClient', 'NexmoApiError', 'NexmoClient', 'NexmoClientError', 'HttpMediaStore', 'MemoryMediaStore'],
  ],
])(
  '%s exports what was promised: the names of the original, and what this library adds to each',
  async (facade, names) => {
    const library = (await import(`../../src/${facade}/index.ts`)) as Record<string, unknown>;
    const own = ['ChatError', 'NotSupportedError', 'configure', 'isChatError'];
    expect(Object.keys(library).sort()).toEqual([...names, ...own].sort());
  },
);

it('the constants of Client are the names of its events', async () => {
  const { Client, Conversation, Message, Participant, User } = await import('../../src/index.js');
  const constantsOf = (holder: object): string[] =>
    Object.entries(holder)
      .filter(([name, value]) => name === value)
      .map(([name]) => name);
  const inherited = Object.getPrototypeOf(Client) as object;
  expect(constantsOf(inherited)).toHaveLength(24);
  expect(constantsOf(Conversation)).toHaveLength(10);
  expect(constantsOf(Participant)).toEqual(['typingStarted', 'typingEnded', 'updated']);
  expect(constantsOf(Message)).toEqual(['updated']);
  expect(constantsOf(new User('alice'))).toEqual(['updated', 'userSubscribed', 'userUnsubscribed']);
});
