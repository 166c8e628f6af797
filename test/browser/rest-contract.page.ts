/** The unmodified official client in a page; `page-chat-client.ts` is its remote control. */
import { ChatClient, type ChatThreadClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { loopbackPolicies } from '../helper/loopback-policies.js';

/** A method of the client, or of its view of a thread. */
export interface PageCall {
  endpoint: string;
  token: string;
  /** Without it, the method is one of `ChatClient`. */
  threadId?: string;
  method: string;
  args: readonly unknown[];
}

/** What became of a call. Errors do not cross over by themselves. */
export type Outcome = { value: unknown } | { error: PageError };

/** What the page can know about a failure. */
export interface PageError {
  name: string;
  message: string;
  code?: string | undefined;
  statusCode?: number | undefined;
  details?: unknown;
  /** Those of the answer that the browser lets the page see. */
  headers?: Record<string, string> | undefined;
}

interface RestErrorLike extends Error {
  code?: string;
  statusCode?: number;
  details?: unknown;
  response?: { headers: { toJSON(): Record<string, string> } };
}

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

interface List extends AsyncIterator<unknown> {
  byPage(settings?: unknown): AsyncIterator<unknown>;
}

const clients = new Map<string, ChatClient>();
const iterators: AsyncIterator<unknown>[] = [];

function clientFor({ endpoint, token }: PageCall): ChatClient {
  const key = `${endpoint} ${token}`;
  let client = clients.get(key);
  if (!client) {
    client = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token), {
      additionalPolicies: loopbackPolicies,
      retryOptions: { maxRetries: 0 },
    });
    clients.set(key, client);
  }
  return client;
}

function invoke(call: PageCall): unknown {
  const client = clientFor(call);
  const target: ChatClient | ChatThreadClient =
    call.threadId === undefined ? client : client.getChatThreadClient(call.threadId);
  return (target as unknown as Methods)[call.method]!(...call.args);
}

async function outcomeOf(act: () => unknown): Promise<Outcome> {
  try {
    return { value: await act() };
  } catch (thrown) {
    const { name, message, code, statusCode, details, response } = thrown as RestErrorLike;
    return { error: { name, message, code, statusCode, details, headers: response?.headers.toJSON() } };
  }
}

const page = {
  call: (call: PageCall) => outcomeOf(() => invoke(call)),
  /** Begins to go through a list; no request yet. */
  iterate: (call: PageCall, byPage?: { settings: unknown }) => {
    const list = invoke(call) as List;
    return iterators.push(byPage ? list.byPage(byPage.settings) : list) - 1;
  },
  next: (iterator: number) => outcomeOf(() => iterators[iterator]!.next()),
};

export type RestContractPage = typeof page;

Object.assign(globalThis, { restContract: page });
