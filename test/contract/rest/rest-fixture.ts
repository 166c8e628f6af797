import { ChatClient, type ChatParticipant, type ChatThreadClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../src/emulator/index.js';
import { loopbackPolicies } from '../../helper/loopback-policies.js';

/** A user with the official client at hand. */
export interface TestUser {
  userId: string;
  token: string;
  client: ChatClient;
  /** The user's view of a thread. */
  thread(threadId: string): ChatThreadClient;
  /** A request by hand, for what the client would not send. Paths may leave out the api-version. */
  request(method: string, path: string, init?: RawInit): Promise<RawAnswer>;
}

/** What a request by hand may say. */
export interface RawInit {
  /** Sent as JSON unless it is a string. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** What came back. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

export const API_VERSION = '2025-03-15';

/** An emulator with the official client in front of it. */
export interface RestFixture {
  emulator: Emulator;
  user(scopes?: readonly string[]): Promise<TestUser>;
  stop(): Promise<void>;
}

export async function startRestFixture(options?: EmulatorOptions): Promise<RestFixture> {
  const emulator = await startEmulator(options);
  return {
    emulator,
    stop: () => emulator.stop(),
    user: async (scopes) => {
      const { userId, token: fullToken } = await emulator.createUser();
      const token = scopes ? (await emulator.issueToken(userId, scopes)).token : fullToken;
      return toTestUser(emulator.endpoint, userId, token);
    },
  };
}

/** The official client for a token, without its retries: a refusal shall be seen as it is. */
export function createChatClient(endpoint: string, token: string): ChatClient {
  return new ChatClient(endpoint, new AzureCommunicationTokenCredential(token), {
    additionalPolicies: loopbackPolicies,
    retryOptions: { maxRetries: 0 },
  });
}

export function toTestUser(endpoint: string, userId: string, token: string): TestUser {
  const client = createChatClient(endpoint, token);
  return {
    userId,
    token,
    client,
    thread: (threadId) => client.getChatThreadClient(threadId),
    request: (method, path, init) => request(endpoint, method, path, withToken(token, init)),
  };
}

/** A request by hand. */
export async function request(endpoint: string, method: string, path: string, init: RawInit = {}): Promise<RawAnswer> {
  const url = path.includes('api-version')
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}api-version=${API_VERSION}`;
  const { body, headers } = init;
  const response = await fetch(`${endpoint}${url}`, {
    method,
    headers: body === undefined ? { ...headers } : { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : parse(text) };
}

/** Creates a thread in which these users take part. */
export async function createThread(creator: TestUser, ...others: TestUser[]): Promise<string> {
  const participants = others.map(toParticipant);
  const { chatThread } = await creator.client.createChatThread({ topic: 'Lunch' }, { participants });
  return chatThread!.id;
}

export function toParticipant({ userId }: TestUser): ChatParticipant {
  return { id: { communicationUserId: userId } };
}

/** Everything that a list of the client gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function withToken(token: string, { headers, ...rest }: RawInit = {}): RawInit {
  return { ...rest, headers: { Authorization: `Bearer ${token}`, ...headers } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
