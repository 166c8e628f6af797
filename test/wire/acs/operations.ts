import { AcsChatBackend, createAcsChatClient } from '../../../src/acs/index.js';
import type { ChatBackend, TokenSource } from '../../../src/core/index.js';
import { ORIGIN } from './recorded-service.js';
import { RotatingTokens } from './rotating-tokens.js';

export const ALICE = '8:acs:11111111-aaaa_alice';
export const BOB = '8:acs:11111111-aaaa_bob';
export const THREAD = '19:acsV1_x+y/z1@thread.v2';
export const THREAD_PATH = `/chat/threads/${encodeURIComponent(THREAD)}`;
export const MESSAGE = '1717632210000';
/** Never to be seen in an error. */
export const SECRET_TEXT = 'the-secret-text';
export const SECRET_TOKEN = 'the.secret.token';

export function makeBackend(tokens: TokenSource = new RotatingTokens(SECRET_TOKEN), endpoint = ORIGIN): AcsChatBackend {
  return new AcsChatBackend({ client: createAcsChatClient({ endpoint, tokens }), userId: ALICE, tokens });
}

export interface Operation {
  readonly name: keyof ChatBackend;
  readonly call: (backend: ChatBackend) => Promise<unknown>;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** `undefined`: none is sent. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly status: number;
  readonly answer?: unknown;
  /** What the call resolves with. */
  readonly result?: unknown;
}

const user = (id: string) => ({ rawId: id, communicationUser: { id } });
const JSON_TYPE = 'application/json';
const PATCH_TYPE = 'application/merge-patch+json';

const storedMessage = {
  id: MESSAGE,
  type: 'text',
  sequenceId: '3',
  version: '1717632215000',
  content: { message: 'Hello', attachments: [] },
  senderDisplayName: 'Alice',
  createdOn: '2024-06-06T00:03:30Z',
  senderCommunicationIdentifier: { ...user(ALICE), kind: 'communicationUser' },
  metadata: { a: '1' },
  editedOn: '2024-06-06T00:03:35Z',
};
const messageRecord = {
  id: MESSAGE,
  version: '1717632215000',
  kind: 'text',
  sequence: 3,
  senderId: ALICE,
  senderDisplayName: 'Alice',
  text: 'Hello',
  metadata: { a: '1' },
  createdOn: new Date('2024-06-06T00:03:30Z'),
  editedOn: new Date('2024-06-06T00:03:35Z'),
};
const storedThread = {
  id: THREAD,
  topic: 'Lunch',
  createdOn: '2024-06-06T00:03:29Z',
  createdByCommunicationIdentifier: { ...user(ALICE), kind: 'communicationUser' },
  metadata: { a: '1' },
  retentionPolicy: { kind: 'none' },
};
const threadRecord = {
  id: THREAD,
  topic: 'Lunch',
  metadata: { a: '1' },
  createdOn: new Date('2024-06-06T00:03:29Z'),
  createdBy: ALICE,
};

/** Every request that the backend can make. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'listThreads',
    call: (backend) => backend.listThreads(),
    method: 'GET',
    path: '/chat/threads',
    status: 200,
    answer: {
      value: [
        { id: THREAD, topic: 'Lunch', lastMessageReceivedOn: '2024-06-06T00:03:30Z' },
        { id: 'b', topic: 'New' },
      ],
    },
    result: {
      items: [
        { id: THREAD, topic: 'Lunch', lastMessageOn: new Date('2024-06-06T00:03:30Z') },
        { id: 'b', topic: 'New' },
      ],
    },
  },
  {
    name: 'getThread',
    call: (backend) => backend.getThread(THREAD),
    method: 'GET',
    path: THREAD_PATH,
    status: 200,
    answer: storedThread,
    result: threadRecord,
  },
  {
    name: 'createThread',
    call: (backend) => backend.createThread({ topic: 'Lunch', metadata: { a: '1' }, memberIds: [BOB] }),
    method: 'POST',
    path: '/chat/threads',
    body: { topic: 'Lunch', metadata: { a: '1' }, participants: [{ communicationIdentifier: user(BOB) }] },
    contentType: JSON_TYPE,
    status: 201,
    answer: { chatThread: storedThread },
    result: threadRecord,
  },
  {
    name: 'updateThread',
    call: (backend) => backend.updateThread(THREAD, { topic: 'Dinner', metadata: { a: '', b: '2' } }),
    method: 'PATCH',
    path: THREAD_PATH,
    body: { topic: 'Dinner', metadata: { a: '', b: '2' } },
    contentType: PATCH_TYPE,
    status: 204,
  },
  {
    name: 'deleteThread',
    call: (backend) => backend.deleteThread(THREAD),
    method: 'DELETE',
    path: THREAD_PATH,
    status: 204,
  },
  {
    name: 'listMessages',
    call: (backend) => backend.listMessages(THREAD, 200),
    method: 'GET',
    path: `${THREAD_PATH}/messages`,
    query: { maxPageSize: '200' },
    status: 200,
    answer: { value: [storedMessage] },
    result: { items: [messageRecord] },
  },
  {
    name: 'getMessage',
    call: (backend) => backend.getMessage(THREAD, MESSAGE),
    method: 'GET',
    path: `${THREAD_PATH}/messages/${MESSAGE}`,
    status: 200,
    answer: storedMessage,
    result: messageRecord,
  },
  {
    name: 'sendMessage',
    call: (backend) =>
      backend.sendMessage(THREAD, { text: SECRET_TEXT, metadata: { n: '1' }, senderDisplayName: 'Alice' }),
    method: 'POST',
    path: `${THREAD_PATH}/messages`,
    body: { content: SECRET_TEXT, type: 'text', metadata: { n: '1' }, senderDisplayName: 'Alice' },
    contentType: JSON_TYPE,
    status: 201,
    answer: { id: MESSAGE },
    result: { id: MESSAGE },
  },
  {
    name: 'updateMessage',
    call: (backend) => backend.updateMessage(THREAD, MESSAGE, { text: SECRET_TEXT, metadata: { n: '' } }),
    method: 'PATCH',
    path: `${THREAD_PATH}/messages/${MESSAGE}`,
    body: { content: SECRET_TEXT, metadata: { n: '' } },
    contentType: PATCH_TYPE,
    status: 204,
  },
  {
    name: 'deleteMessage',
    call: (backend) => backend.deleteMessage(THREAD, MESSAGE),
    method: 'DELETE',
    path: `${THREAD_PATH}/messages/${MESSAGE}`,
    status: 204,
  },
  {
    name: 'listMembers',
    call: (backend) => backend.listMembers(THREAD),
    method: 'GET',
    path: `${THREAD_PATH}/participants`,
    status: 200,
    answer: {
      value: [
        { communicationIdentifier: user(ALICE), displayName: 'Alice', shareHistoryTime: '2024-01-01T00:00:00Z' },
        { communicationIdentifier: { rawId: '28:echo', kind: 'somethingNew' }, metadata: { r: 'bot' } },
      ],
    },
    result: {
      items: [
        {
          userId: ALICE,
          displayName: 'Alice',
          metadata: {},
          historySharedSince: new Date('2024-01-01T00:00:00Z'),
        },
        { userId: '28:echo', displayName: '', metadata: { r: 'bot' } },
      ],
    },
  },
  {
    name: 'addMember',
    call: (backend) => backend.addMember(THREAD, { userId: BOB, displayName: 'Bob', metadata: { r: 'x' } }),
    method: 'POST',
    path: `${THREAD_PATH}/participants/:add`,
    body: { participants: [{ communicationIdentifier: user(BOB), displayName: 'Bob', metadata: { r: 'x' } }] },
    contentType: JSON_TYPE,
    status: 201,
    answer: {},
  },
  {
    name: 'removeMember',
    call: (backend) => backend.removeMember(THREAD, BOB),
    method: 'POST',
    path: `${THREAD_PATH}/participants/:remove`,
    body: user(BOB),
    contentType: JSON_TYPE,
    status: 204,
  },
  {
    name: 'sendTyping',
    call: (backend) => backend.sendTyping(THREAD),
    method: 'POST',
    path: `${THREAD_PATH}/typing`,
    body: {},
    contentType: JSON_TYPE,
    status: 200,
  },
  {
    name: 'listReceipts',
    call: (backend) => backend.listReceipts(THREAD),
    method: 'GET',
    path: `${THREAD_PATH}/readReceipts`,
    status: 200,
    answer: {
      value: [{ senderCommunicationIdentifier: user(BOB), chatMessageId: MESSAGE, readOn: '2024-06-06T00:04:00Z' }],
    },
    result: { items: [{ userId: BOB, messageId: MESSAGE, readOn: new Date('2024-06-06T00:04:00Z') }] },
  },
  {
    name: 'sendReceipt',
    call: (backend) => backend.sendReceipt(THREAD, MESSAGE),
    method: 'POST',
    path: `${THREAD_PATH}/readReceipts`,
    body: { chatMessageId: MESSAGE },
    contentType: JSON_TYPE,
    status: 200,
  },
];

export function operation(name: keyof ChatBackend): Operation {
  return OPERATIONS.find((candidate) => candidate.name === name)!;
}

/** The rejection of a call that must not resolve. */
export function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => Promise.reject(new Error(`resolved with ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  );
}
